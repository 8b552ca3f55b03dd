package customer

import (
	"strconv"
	"strings"

	"usher/steps/step"
)

// licences says what a joiner gets, and where licences come from.
func licences(l *step.Licensing) keys {
	return keys{
		{name: "system", says: "where licences are bought", form: word(&l.System, "microsoft", "pax8", "partner-center"), preset: "microsoft", kept: true},
		{name: "company", says: "the customer's id at the seller", form: text(&l.Company), kept: true},
		{name: "secret", says: "the seller's API credentials", form: secret(&l.Secret), kept: true},
		{name: "default", says: "products or bundles that a joiner gets", form: texts(&l.Default)},
		{name: "bundles", says: "names for several products at once", form: single{
			func(v value) { l.Bundles = v.bundles() }, "lists of products, by name",
			schema{"type": "object", "additionalProperties": anyOf(schema{"type": "string"}, schema{"type": "array", "items": schema{"type": "string"}})},
		}},
		{name: "groups", says: "licensing groups through which products are assigned", form: single{
			func(v value) { l.Groups = v.licensingGroups() }, "a group, by product",
			schema{"type": "object", "additionalProperties": schema{"type": "string"}},
		}},
		{name: "buy", says: "seats where none is free", form: single{
			func(v value) { l.Buy = v.buy() }, "never, ask, or up to a number of seats",
			schema{"type": "string", "pattern": `^(never|ask|up to [1-9][0-9]{0,2})$`},
		}, preset: "never", kept: true},
		{name: "reduce", says: "seats that a leaver frees", form: word(&l.Reduce, "never", "ask", "auto"), preset: "never", kept: true},
	}
}

func checkLicences(c *step.Customer) func(*section) {
	return func(s *section) {
		if c.Licences.System == "microsoft" || c.Licences.System == "" {
			return
		}
		if c.Licences.Company == "" {
			s.missing("company", "the customer's id at the seller")
		}
		if c.Licences.Secret == "" {
			s.missing("secret", "the name of the secret that holds the seller's API credentials")
		}
	}
}

func (v value) bundles() map[string][]string {
	by := map[string][]string{}
	s := v.section()
	for _, name := range s.order {
		if products, there := s.get(name); there {
			by[name] = products.texts()
		}
	}
	return by
}

func (v value) licensingGroups() map[string]string {
	by := map[string]string{}
	s := v.section()
	for _, product := range s.order {
		if group, there := s.get(product); there {
			by[product] = group.text()
		}
	}
	return by
}

// buy reads never, ask or up to N.
func (v value) buy() string {
	text := strings.ToLower(v.text())
	if text == "never" || text == "ask" {
		return text
	}
	if number, found := strings.CutPrefix(text, "up to "); found {
		if n, err := strconv.Atoi(number); err == nil && n > 0 && n < 1000 {
			return text
		}
	}
	v.wrong(meant(text, []string{"never", "ask", "up to 5"}), "can't be %q", shown(text))
	return ""
}
