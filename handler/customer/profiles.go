package customer

import "usher/steps/step"

// profiles are kinds of joiners, in the order of the document.
func profiles(c *step.Customer) many {
	return namedOf(&c.Profiles, func(name string, p *step.Profile) keys { return profile(c, name, p) })
}

// profile is a kind of joiner whose defaults differ.
func profile(c *step.Customer, name string, p *step.Profile) keys {
	p.Name = name
	return keys{
		{name: "when", says: "for whom; each fact that is named must have one of its values", form: group{keys: facts(&p.When)}},
		{name: "licences", says: "instead of the default ones", form: texts(&p.Licences)},
		{name: "groups", says: "besides the default ones", form: texts(&p.Groups)},
		{name: "groups_only", says: "groups, and no licence", form: toggle(&p.GroupsOnly), preset: "off"},
		{name: "contact", says: "a contact at the desk, or none", form: single{
			func(v value) { on := v.toggle(); p.Contact = &on }, "on or off", toggle(new(bool)).shape,
		}},
		{name: "password", says: "how the first password is shared", form: ownShare(c, p)},
		{name: "expires_days", says: "how long the account lasts where the ticket states no end; a person sees to the end", form: whole(&p.ExpiresDays, 1, 3650)},
	}
}

// ownShare is how a profile's password is shared, with what the section
// password says of links and messages.
func ownShare(c *step.Customer, p *step.Profile) single {
	f := word(&p.Share, "link", "message", "none")
	share := f.take
	f.take = func(v value) {
		share(v)
		if p.Share == "link" && c.Password.Base == "" {
			v.wrong("write base: under password:, the base URL of Password Pusher", "needs more")
		} else if (p.Share == "link" || p.Share == "message") && c.Password.Sender == "" {
			v.wrong("write sender: under password:, the mailbox that the message comes from", "needs more")
		}
	}
	return f
}

// facts are the facts of a ticket that conditions may name.
func facts(into *map[string][]string) keys {
	var ks keys
	for _, fact := range []struct{ name, says string }{
		{"action", "onboard, offboard or transfer"},
		{"department", "as the ticket says it"},
		{"job_title", "as the ticket says it"},
		{"employee_type", "such as contractor"},
		{"company", "as the ticket says it"},
		{"location", "as the ticket says it"},
		{"manager", "as the ticket says it"},
		{"licence", "one that the ticket asks for"},
		{"group", "one that the ticket asks for"},
		{"requester", "address of who asks"},
		{"urgent", "yes or no"},
	} {
		ks = append(ks, key{name: fact.name, says: fact.says, form: listed(func(v value) {
			if *into == nil {
				*into = map[string][]string{}
			}
			(*into)[fact.name] = v.texts()
		}, "one or several values", schema{"type": []string{"string", "boolean"}})})
	}
	return ks
}
