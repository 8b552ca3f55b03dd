package customer

import (
	"usher/steps/step"
)

// password says how a joiner gets the first password. The word alone, such as
// none, is enough where nothing else is needed.
func password(c *step.Customer) choice {
	p := &c.Password
	share := word(&p.Share, "link", "message", "none")
	// A word alone lacks what link and message need, and it must be said so.
	short := share
	short.take = func(v value) {
		share.take(v)
		if p.Share != "none" && p.Share != "" {
			v.wrong("write share: "+p.Share+" below it, with sender:"+withBase(p.Share), "says too little")
		}
	}
	options := append(keys{{name: "share", says: "how it reaches the manager", form: share, preset: "none"}}, passwordOptions(c)...)
	return choice{short: short, group: group{keys: options, check: checkPassword(c)}}
}

func withBase(share string) string {
	if share == "link" {
		return " and base:"
	}
	return ""
}

func passwordOptions(c *step.Customer) keys {
	p := &c.Password
	return keys{
		{name: "when", says: "when it is made and shared: working days before the first day, and the time of day", form: lead(&p.DaysAhead, &p.Hour, &p.Minute), preset: "1 working day, 09:00"},
		{name: "to", says: "who gets it", form: single{
			func(v value) { p.To = v.recipient() }, "manager, requester or an address",
			anyOf(schema{"enum": []string{"manager", "requester"}}, schema{"type": "string", "pattern": mailPattern}),
		}, preset: "manager"},
		{name: "sender", says: "mailbox of the tenant that the message comes from", form: single{
			func(v value) { p.Sender = v.own(c.Domains) }, "an address of the tenant", schema{"type": "string", "pattern": mailPattern},
		}},
		{name: "length", says: "in characters", form: whole(&p.Length, 12, 64), preset: "16"},
		{name: "first_sign_in", says: "by password, or by Temporary Access Pass", form: single{
			func(v value) { p.AccessPass = v.oneOf("password", "temporary-access-pass") == "temporary-access-pass" },
			"password or temporary-access-pass", schema{"enum": []string{"password", "temporary-access-pass"}},
		}, preset: "password", kept: true},
		{name: "base", says: "base URL of Password Pusher, for link", form: single{
			func(v value) { p.Base = v.baseURL(c.Simulated, "sim:/pwpush") }, "an https address", schema{"type": "string", "format": "uri"},
		}},
		{name: "secret", says: "Password Pusher's API token; without it, links are made anonymously", form: secret(&p.Secret)},
		{name: "days", says: "how long a link lasts", form: whole(&p.Terms.Days, 1, 90), preset: "7"},
		{name: "views", says: "how often a link may be opened", form: whole(&p.Terms.Views, 1, 100), preset: "5"},
		{name: "retrieval_step", says: "a page before the secret, so that link scanners use up no view", form: toggle(&p.Terms.Retrieval), preset: "on"},
		{name: "passphrase", says: "the passphrase of links", form: secret(&p.Passphrase), kept: true},
	}
}

func checkPassword(c *step.Customer) func(*section) {
	return func(s *section) {
		p := &c.Password
		if p.Share == "link" && p.Base == "" {
			s.missing("base", "the base URL of Password Pusher")
		}
		if p.Share != "none" && p.Share != "" && p.Sender == "" {
			s.missing("sender", "the mailbox that the message comes from")
		}
	}
}

// recipient reads who gets a password. An address may be outside the tenant:
// a joiner has no mailbox there yet.
func (v value) recipient() string {
	text := v.text()
	if text != "" && text != "manager" && text != "requester" && !isMail(text) {
		v.wrong(meant(text, []string{"manager", "requester", "an address"}), "can't be %q", shown(text))
	}
	return text
}

// own reads an address of the tenant.
func (v value) own(domains []string) string {
	address := v.mail()
	if isMail(address) && !inDomains(address, domains) {
		v.wrong("name a mailbox of the tenant", "%q isn't in one of the tenant's domains", shown(address))
	}
	return address
}
