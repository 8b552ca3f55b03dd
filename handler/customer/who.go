package customer

import (
	"strings"

	"golang.org/x/text/language"

	"usher/steps/step"
)

// who stands at the top of the document: the customer's name, zone, language
// and country.
func who(c *step.Customer) keys {
	return keys{
		{name: "name", says: "the customer's name", form: text(&c.Name), need: "the customer's name"},
		{name: "timezone", says: "a date alone means a time of day here", form: single{
			func(v value) { c.TimeZone = v.zone() }, "a zone such as Europe/London", schema{"type": "string"},
		}, need: "a zone such as Europe/London"},
		{name: "language", says: "of questions on the ticket: en, de, fr, es or nl; any other is asked in English", form: single{
			func(v value) { c.Language = v.language() }, "a language such as en or fr-CA", schema{"type": "string"},
		}, preset: "en"},
		{name: "usage_location", says: "the country of the licences", form: single{
			func(v value) { c.UsageLocation = v.country() }, "the two letters of a country", schema{"type": "string", "pattern": "^[A-Z]{2}$"},
		}, need: "the country of the licences, such as GB"},
		{name: "simulated", says: "lives in the simulated world, as a whole", form: toggle(&c.Simulated), preset: "off"},
	}
}

func tenant(c *step.Customer) keys {
	return keys{
		{name: "id", says: "directory (tenant) id, on the overview of the Entra admin center", form: guid(&c.TenantID), need: "the directory (tenant) id"},
		{name: "domains", says: "verified domains, the main one first", form: domains(&c.Domains), need: "the tenant's verified domains"},
	}
}

// mode is how far Usher may go. A new customer rehearses. Exceptions leave
// the mode a rehearsal: who doesn't know of them changes nothing.
func mode(c *step.Customer) choice {
	only := group{keys: keys{
		{name: "people", says: "test users", form: mails(&c.Only.People)},
		{name: "group", says: "a group of test users, by name or address", form: text(&c.Only.Group)},
	}, check: func(s *section) {
		if len(c.Only.People) == 0 && c.Only.Group == "" {
			s.missing("people", "test users, or group: with their group")
		}
	}}
	return choice{
		short: word(&c.Mode, string(step.Live), string(step.Rehearsal)),
		group: group{keys: keys{
			{name: "only", says: "live for these, a rehearsal for everybody else", form: only, need: "people: or group: below it", kept: true},
		}, check: func(*section) { c.Mode = step.Rehearsal }},
	}
}

func (v value) language() string {
	text := v.text()
	tag, err := language.Parse(text)
	if err != nil {
		v.wrong("write it as en, de or fr-CA", "%q is no language", shown(text))
		return ""
	}
	return tag.String()
}

// country reads a two-letter country code, as Microsoft wants it for licences.
func (v value) country() string {
	text := v.text()
	region, err := language.ParseRegion(text)
	if err != nil || !region.IsCountry() || len(text) != 2 {
		v.wrong("write the two letters of the country, such as GB or US", "%q is no country", shown(text))
		return ""
	}
	if code := region.Canonicalize().String(); code != text {
		v.wrong("did you mean "+code+"?", "%q is no country code", shown(text))
	}
	return strings.ToUpper(text)
}
