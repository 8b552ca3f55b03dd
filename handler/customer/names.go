package customer

import (
	"regexp"
	"strings"

	"usher/steps/step"
)

// names is how a joiner's address is made.
func names(c *step.Customer) keys {
	n := &c.Names
	return keys{
		{name: "format", says: "the part before the @", form: addressFormat(&n.Format), preset: "{first}.{last}"},
		{name: "domain", says: "the part behind the @; the first domain where it isn't written", form: single{
			func(v value) { n.Domain = v.ownDomain(c.Domains) }, "one of the tenant's domains", schema{"type": "string", "pattern": domainPattern},
		}},
		{name: "collision", says: "what happens where the address is taken: a number is added, or a person decides", form: word(&n.Collision, "number", "ask"), preset: "number"},
		{name: "transliteration", says: "letters beyond a to z: plain makes ü to u, german to ue", form: word(&n.Transliteration, "plain", "german"), preset: "plain"},
	}
}

// literal is what may stand between the placeholders of an address.
var literal = regexp.MustCompile(`^[a-z0-9._-]*$`)

func addressFormat(into *string) single {
	f := template(into, "first", "last", "f", "l")
	f.take = func(v value) {
		*into = v.template("first", "last", "f", "l")
		if !strings.Contains(*into, "{") {
			v.wrong("write it as {first}.{last} or {f}{last}", "%q gives everybody the same address", shown(*into))
		} else if !literal.MatchString(placeholder.ReplaceAllString(*into, "")) {
			v.wrong("use small letters, digits, dots, dashes and underscores between them", "%q makes no address", shown(*into))
		}
	}
	return f
}

func (v value) ownDomain(domains []string) string {
	name := v.domain()
	if name == "" || isDomainOf(name, domains) {
		return name
	}
	v.wrong(meant(name, domains), "%q isn't one of the tenant's domains", shown(name))
	return name
}

func isDomainOf(name string, domains []string) bool { return inDomains("@"+name, domains) }
