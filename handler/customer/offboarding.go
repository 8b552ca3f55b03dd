package customer

import "usher/steps/step"

// offboarding is how somebody leaves. A switch that is off takes its lines
// away and nothing else.
func offboarding(c *step.Customer) keys {
	o := &c.Offboarding
	return keys{
		{name: "time", says: "when a last day without a time ends, in the customer's zone", form: clock(&o.Hour, &o.Minute), preset: "18:00"},
		{name: "block_access", says: "block sign-in, reset the password, revoke sessions", form: toggle(&o.BlockAccess), preset: "on"},
		{name: "mailbox", says: "what becomes of the mailbox where the ticket doesn't say", form: switched(&o.Mailbox.On, mailbox(c)), preset: "on"},
		{name: "onedrive", says: "who gets the files", form: member(&o.OneDriveTo, c), kept: true},
		{name: "devices", says: "deal with phones and computers", form: switched(&o.Devices, keys{
			{name: "wipe", says: "a ticket may order the wipe of a company device", form: toggle(&o.WipeCompany), preset: "off", kept: true},
		}), preset: "on", kept: true},
		{name: "licences", says: "take licences away", form: toggle(&o.Licences), preset: "on"},
		{name: "groups", says: "leave groups", form: toggle(&o.Groups), preset: "on"},
		{name: "contact", says: "the person's contact at the desk becomes inactive", form: toggle(&o.Contact), preset: "on"},
		{name: "ticket", says: "closing note and status", form: toggle(&o.Ticket), preset: "on"},
	}
}

// mailbox are the options of the switch mailbox.
func mailbox(c *step.Customer) keys {
	m := &c.Offboarding.Mailbox
	return keys{
		{name: "convert", says: "into a shared mailbox, before the licence goes", form: toggle(&m.Convert), preset: "on"},
		{name: "delegate", says: "who gets full access", form: member(&m.Delegate, c)},
		{name: "auto_reply", says: "answer to whoever writes", form: template(&m.AutoReply, "name", "manager", "company")},
		{name: "hide", says: "from the address lists", form: toggle(&m.Hide), preset: "on"},
		{name: "shared_limit_gb", says: "a larger shared mailbox needs a licence", form: gigabytes(&m.SharedLimit), preset: "50"},
		{name: "forward_days", says: "how long mail is forwarded where the ticket doesn't say", form: whole(&m.ForwardDays, 1, 365), preset: "30", kept: true},
		{name: "cancel_meetings", says: "cancel the meetings that the leaver has called", form: toggle(&m.CancelMeetings), preset: "off", kept: true},
	}
}

// gigabytes is a size in GiB, kept in bytes.
func gigabytes(into *int64) single {
	var n int
	f := whole(&n, 1, 100)
	f.take = func(v value) { *into = int64(v.whole(1, 100)) << 30 }
	return f
}
