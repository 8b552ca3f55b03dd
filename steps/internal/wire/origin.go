package wire

import (
	"net"
	"net/url"
	"strings"
)

// Origin returns scheme, host and port of a URL, in small letters and with
// the port written out, so that origins can be compared.
func Origin(u *url.URL) *url.URL {
	scheme, port := strings.ToLower(u.Scheme), u.Port()
	if port == "" {
		port = map[string]string{"http": "80", "https": "443"}[scheme]
	}
	host := strings.TrimSuffix(strings.ToLower(u.Hostname()), ".")
	return &url.URL{Scheme: scheme, Host: net.JoinHostPort(host, port)}
}

// SameOrigin tells whether two URLs have the same scheme, host and port.
func SameOrigin(a, b *url.URL) bool { return *Origin(a) == *Origin(b) }
