package gate

import (
	"net"
	"net/http"
	"net/url"
	"strings"
)

// SameSite refuses, with status 403, a request that another site made a
// browser send: Sec-Fetch-Site says cross-site, or Origin is there and isn't
// the origin of public, our own URL as people see it. A request with neither
// header comes from a program and passes.
func SameSite(r *http.Request, public string) error {
	if r.Header.Get("Sec-Fetch-Site") == "cross-site" {
		return crossSite()
	}
	for _, origin := range r.Header.Values("Origin") {
		if !sameOrigin(origin, public) {
			return crossSite()
		}
	}
	return nil
}

func crossSite() *Refusal {
	return &Refusal{
		Status: http.StatusForbidden,
		Code:   "cross-site",
		Says:   "This request was sent by a page of another site.",
		Hint:   "Open Usher's own page and start from there.",
	}
}

func sameOrigin(a, b string) bool {
	left, right := origin(a), origin(b)
	return left != "" && left == right
}

// origin returns scheme://host:port in one spelling, or nothing for a text
// that has no origin, such as "null".
func origin(text string) string {
	u, err := url.Parse(text)
	if err != nil || u.Hostname() == "" || u.User != nil {
		return ""
	}
	scheme, port := strings.ToLower(u.Scheme), u.Port()
	switch {
	case port != "":
	case scheme == "https":
		port = "443"
	case scheme == "http":
		port = "80"
	default:
		return ""
	}
	return scheme + "://" + net.JoinHostPort(strings.ToLower(u.Hostname()), port)
}
