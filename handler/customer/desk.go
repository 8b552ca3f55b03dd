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

// readDesk reads the section desk: where tickets come from and go back to.
func readDesk(root *section, c *step.Customer) {
	v, ok := root.need("desk", "kind:, url: and secret: below it")
	if !ok {
		return
	}
	s := v.section()
	if kind, ok := s.need("kind", "webhook"); ok {
		c.Desk.Kind = kind.oneOf("webhook")
	}
	if address, ok := s.need("url", "the base URL of the desk's way out"); ok {
		c.Desk.URL = address.deskURL(c.Simulated)
	}
	if secret, ok := s.need("secret", "the name of the secret that signs both ways"); ok {
		c.Desk.Secret = secret.secret()
	}
	if status, ok := s.get("status"); ok {
		c.Desk.Status = readStatus(status.section())
	}
}

// readStatus reads the desk's status for each outcome of a run.
func readStatus(s *section) map[string]string {
	status := map[string]string{}
	for _, outcome := range []string{"success", "follow-up", "partial", "failed", "rejected", "expired", "cancelled"} {
		if v, ok := s.get(outcome); ok {
			status[outcome] = v.text()
		}
	}
	return status
}

// deskURL reads an address. A real customer's desk is reached by https; a
// simulated one's lies in the simulated world, never outside this machine.
func (v value) deskURL(simulated bool) string {
	text := v.text()
	if text == "" {
		return ""
	}
	address, err := url.Parse(text)
	switch {
	case err != nil || address.User != nil || address.RawQuery != "" || address.Fragment != "":
		v.wrong("leave out user, ? and #; what is secret goes into the vault", "must be a plain base URL")
	case simulated && !strings.HasPrefix(text, simPrefix) && !isLoopback(address):
		v.wrong("write it as sim:/desk/contoso", "a simulated customer's desk must be in the simulated world")
	case !simulated && strings.HasPrefix(text, "sim:"):
		v.wrong("add simulated: true, or write the desk's https:// address", "only a simulated customer's desk can be in the simulated world")
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
