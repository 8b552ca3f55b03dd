package wire

import (
	"errors"
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

// Bare takes away what http.Client puts around an error: the address of the
// call, which may name people or be a secret.
func Bare(err error) error {
	if around := (*url.Error)(nil); errors.As(err, &around) {
		return around.Err
	}
	return err
}
