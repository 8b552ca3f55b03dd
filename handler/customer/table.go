package customer

import "usher/steps/step"

// table is the whole document. The order is that in which people write it;
// what a section needs to know of another one stands before it.
func table(c *step.Customer) keys {
	return append(who(c), keys{
		{name: "tenant", says: "the Microsoft 365 tenant", form: group{keys: tenant(c)}, need: "id: and domains: below it"},
		{name: "desk", says: "where tickets come from and where notes and status go back to", form: group{keys: desk(c), check: checkDesk(c)}, need: "kind:, url: and secret: below it"},
		{name: "mode", says: "how far Usher may go", form: mode(c), preset: "rehearsal"},
		{name: "tickets", says: "which tickets concern Usher; every list that is written must have the ticket's value", form: group{keys: tickets(&c.Tickets)}},
		{name: "approval", says: "who decides, and how", form: group{keys: approval(c), check: checkApproval(c)}, need: "approvers: below it, or required: off"},
		{name: "onboarding", says: "how somebody joins; each switch is on or off", form: group{keys: onboarding(&c.Onboarding)}},
		{name: "offboarding", says: "how somebody leaves; each switch is on or off", form: group{keys: offboarding(c)}},
		{name: "transfer", says: "how somebody moves; each switch is on or off", form: group{keys: transfer(&c.Transfer)}, kept: true},
		{name: "names", says: "how a joiner's address is made", form: group{keys: names(c)}},
		{name: "licences", says: "what a joiner gets, and where licences come from", form: group{keys: licences(&c.Licences), check: checkLicences(c)}},
		{name: "password", says: "how a joiner gets the first password", form: password(c), preset: "none"},
		{name: "profiles", says: "kinds of joiners whose defaults differ; the first that fits is taken", form: profiles(c)},
		{name: "destinations", says: "where mail may go beyond one enabled member of the tenant", form: group{keys: destinations(&c.Destinations)}, kept: true},
		{name: "guards", says: "what is never touched, or only with more care", form: group{keys: guards(c)}},
		{name: "limits", says: "above what a technician confirms", form: group{keys: limits(&c.Limits)}, kept: true},
		{name: "retention", says: "after how many days ticket texts and personal data are removed, hashes kept", form: retention(&c.Limits), preset: "keep", kept: true},
		{name: "rules", says: "what follows from facts of a ticket, evaluated exactly; all that fit are taken, a later one over an earlier one", form: rules(c)},
		{name: "instructions", says: "the customer's own words, sentence by sentence, each settled by a rule or marked as advice", form: instructions(c)},
	}...)
}
