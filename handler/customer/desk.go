package customer

import (
	"net"
	"net/url"
	"strings"

	"usher/steps/step"
)

// simPrefix stands for the base address of the simulated world, wherever it
// happens to listen.
const simPrefix = "sim:/"

// desk is where tickets come from and go back to.
func desk(c *step.Customer) keys {
	d := &c.Desk
	return keys{
		{name: "kind", says: "which PSA; webhook is any system that sends signed events", form: word(&d.Kind, "webhook", "connectwise", "halopsa", "autotask"), need: "webhook"},
		{name: "url", says: "base URL of the desk's way out", form: single{
			func(v value) { d.URL = v.baseURL(c.Simulated, "sim:/desk/contoso") }, "an https address", schema{"type": "string", "format": "uri"},
		}, need: "the base URL of the desk's way out"},
		{name: "secret", says: "signs both ways; for the other desks, their API credentials", form: secret(&d.Secret), need: "the name of the secret that signs both ways"},
		{name: "company", says: "the customer's id or short name at the desk", form: text(&d.Company)},
		{name: "status", says: "the ticket's status by the outcome of a run; one that isn't named keeps it", form: group{keys: statuses(&d.Status)}},
	}
}

// checkDesk asks for what a PSA with many customers needs.
func checkDesk(c *step.Customer) func(*section) {
	return func(s *section) {
		if c.Desk.Company == "" && c.Desk.Kind != "webhook" && c.Desk.Kind != "" {
			s.missing("company", "the customer's id or short name at the desk")
		}
	}
}

func statuses(into *map[string]string) keys {
	var ks keys
	for _, outcome := range []struct{ name, says string }{
		{"success", "all read back, nothing open"},
		{"follow-up", "a person has something open"},
		{"partial", "lines are missing on which neither access nor data hangs"},
		{"failed", "access not cut, data in danger, or nothing done"},
		{"rejected", "an approver said no"},
		{"expired", "nobody decided in time"},
		{"cancelled", "called off"},
	} {
		ks = append(ks, key{name: outcome.name, says: outcome.says, form: single{func(v value) {
			if *into == nil {
				*into = map[string]string{}
			}
			(*into)[outcome.name] = v.text()
		}, "a status of the desk", schema{"type": "string"}}})
	}
	return ks
}

// baseURL reads an address. A real customer's systems are reached by https; a
// simulated one's lie in the simulated world, never outside this machine.
func (v value) baseURL(simulated bool, like string) string {
	text := v.text()
	if text == "" {
		return ""
	}
	address, err := url.Parse(text)
	switch {
	case err != nil || address.User != nil || address.RawQuery != "" || address.Fragment != "":
		v.wrong("leave out user, ? and #; what is secret goes into the vault", "must be a plain base URL")
	case simulated && !strings.HasPrefix(text, simPrefix) && !isLoopback(address):
		v.wrong("write it as "+like, "of a simulated customer must be in the simulated world")
	case !simulated && strings.HasPrefix(text, "sim:"):
		v.wrong("add simulated: true, or write the https:// address", "is in the simulated world, and only a simulated customer may be there")
	case !simulated && (address.Scheme != "https" || address.Hostname() == ""):
		v.wrong("write it as https://…", "must be an https address")
	}
	return strings.TrimSuffix(text, "/")
}

func isLoopback(address *url.URL) bool {
	host := address.Hostname()
	ip := net.ParseIP(host)
	return strings.HasPrefix(address.Scheme, "http") && (host == "localhost" || ip != nil && ip.IsLoopback())
}
