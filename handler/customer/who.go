package customer

import (
	"strings"

	"golang.org/x/text/language"

	"usher/steps/step"
)

// readWho reads what stands at the top of the document: the customer's name,
// zone, language and country.
func readWho(root *section, c *step.Customer) {
	if v, ok := root.need("name", "the customer's name"); ok {
		c.Name = v.text()
	}
	if v, ok := root.need("timezone", "a zone such as Europe/London"); ok {
		c.TimeZone = v.zone()
	}
	c.Language = "en"
	if v, ok := root.get("language"); ok {
		c.Language = v.language()
	}
	if v, ok := root.need("usage_location", "the country of the licences, such as GB"); ok {
		c.UsageLocation = v.country()
	}
	if v, ok := root.get("simulated"); ok {
		c.Simulated = v.toggle()
	}
}

// readTenant reads the section tenant.
func readTenant(root *section, c *step.Customer) {
	v, ok := root.need("tenant", "id: and domains: below it")
	if !ok {
		return
	}
	s := v.section()
	if id, ok := s.need("id", "the directory (tenant) id"); ok {
		c.TenantID = id.id()
	}
	domains, ok := s.need("domains", "the tenant's verified domains")
	if !ok {
		return
	}
	for _, domain := range domains.list() {
		if name := domain.domain(); name != "" {
			c.Domains = append(c.Domains, name)
		}
	}
	if len(c.Domains) == 0 {
		domains.wrong("write at least one, such as contoso.com", "has no domain")
	}
}

// readMode reads how far Usher may go. A new customer rehearses.
func readMode(root *section, c *step.Customer) {
	c.Mode = step.Rehearsal
	if v, ok := root.get("mode"); ok {
		c.Mode = step.Mode(v.oneOf(string(step.Live), string(step.Rehearsal)))
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
