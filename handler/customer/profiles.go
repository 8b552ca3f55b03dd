package customer

import "usher/steps/step"

// profile is a kind of person whose defaults differ.
func profile(name string, p *step.Profile) keys {
	p.Name = name
	return keys{
		{name: "when", says: "for whom; each fact that is named must have one of its values", form: group{keys: facts(&p.When)}},
		{name: "licences", says: "instead of the default ones", form: texts(&p.Licences)},
		{name: "groups", says: "besides the default ones", form: texts(&p.Groups)},
		{name: "groups_only", says: "groups, and no licence", form: toggle(&p.GroupsOnly), preset: "off"},
		{name: "contact", says: "a contact at the desk, or none", form: single{
			func(v value) { on := v.toggle(); p.Contact = &on }, "on or off", toggle(new(bool)).shape,
		}},
		{name: "password", says: "how the first password is shared", form: word(&p.Share, "link", "message", "none")},
		{name: "expires_days", says: "how long the account lasts where the ticket states no end", form: whole(&p.ExpiresDays, 1, 3650)},
	}
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
