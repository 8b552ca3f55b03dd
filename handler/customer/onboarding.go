package customer

import "usher/steps/step"

// onboarding is how somebody joins. A switch that is off takes its lines away
// and nothing else.
func onboarding(o *step.Onboarding) keys {
	return keys{
		{name: "lead", says: "when the account is made: working days before the first day, and the time of day", form: lead(&o.LeadDays, &o.Hour, &o.Minute), preset: "3 working days, 09:00"},
		{name: "create_account", says: "create the account, with manager and profile", form: toggle(&o.CreateAccount), preset: "on"},
		{name: "licences", says: "assign licences", form: toggle(&o.Licences), preset: "on"},
		{name: "groups", says: "join groups and lists", form: toggle(&o.Groups), preset: "on"},
		{name: "default_groups", says: "groups that everybody joins, by name or address", form: texts(&o.DefaultGroups)},
		{name: "contact", says: "make the person a contact at the desk", form: toggle(&o.Contact), preset: "on"},
		{name: "ticket", says: "closing note and status", form: toggle(&o.Ticket), preset: "on"},
	}
}

// transfer is how somebody moves.
func transfer(m *step.Moving) keys {
	return keys{
		{name: "profile", says: "department, title, manager", form: toggle(&m.Profile), preset: "on"},
		{name: "groups", says: "join the new groups, leave the old ones", form: toggle(&m.Groups), preset: "on"},
		{name: "licences", says: "new licences before old ones go", form: toggle(&m.Licences), preset: "on"},
		{name: "mailboxes", says: "shared mailboxes", form: toggle(&m.Mailboxes), preset: "on"},
		{name: "contact", says: "the person's contact at the desk", form: toggle(&m.Contact), preset: "on"},
		{name: "ticket", says: "closing note and status", form: toggle(&m.Ticket), preset: "on"},
	}
}

// lead is a number of working days before another day, with a time of day
// that is 09:00 where it isn't written.
func lead(days, hour, minute *int) single {
	return single{
		func(v value) { *days, *hour, *minute = v.lead() },
		`working days and a time of day, such as "3 working days, 09:00"`,
		anyOf(schema{"type": "integer", "minimum": 0, "maximum": 30}, schema{"type": "string", "pattern": leadPattern}),
	}
}

func (v value) lead() (days, hour, minute int) {
	text := v.text()
	parts := leadForm.FindStringSubmatch(text)
	if parts == nil || atoi(parts[1]) > 30 {
		v.wrong(`write it as "3 working days, 09:00", with at most 30 days`, "%q is no number of working days", shown(text))
		return 0, 0, 0
	}
	if parts[5] == "" {
		return atoi(parts[1]), 9, 0
	}
	return atoi(parts[1]), atoi(parts[7]), atoi(parts[8])
}
