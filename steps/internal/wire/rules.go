package wire

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"syscall"
	"time"
)

// ErrForbidden is what a call to an address outside the rules ends with. It
// was not made.
var ErrForbidden = errors.New("address not allowed")

// Rules say which addresses the clients of one customer may reach.
type Rules struct {
	// Only, where set, is the one origin that may be reached: the simulated
	// world of a simulated customer.
	Only *url.URL
	// Never, where set, is an origin that may not be reached even if its host
	// is allowed: the simulated world, for a real customer.
	Never *url.URL
	// Allowed lists hosts, as "host" or "host:port", for which http and
	// addresses that aren't public are fine.
	Allowed []string
}

// Check tells whether a URL may be called at all. What its name resolves to
// is looked at when it is dialled.
func (r Rules) Check(u *url.URL) error {
	switch {
	case u.Host == "" || u.User != nil || u.Opaque != "":
		return fmt.Errorf("%w: not a plain web address", ErrForbidden)
	case r.Only != nil && !SameOrigin(r.Only, u):
		return fmt.Errorf("%w: a simulated customer reaches the simulated world only", ErrForbidden)
	case r.Never != nil && samePlace(r.Never, u):
		return fmt.Errorf("%w: a real customer never reaches the simulated world", ErrForbidden)
	case r.allows(u):
		return nil
	case u.Scheme == "http" && r.Only != nil && loopback(u.Hostname()):
		return nil
	case u.Scheme != "https":
		return fmt.Errorf("%w: only https", ErrForbidden)
	case disguised(u.Hostname()):
		return fmt.Errorf("%w: an address in an unusual form", ErrForbidden)
	}
	return nil
}

func (r Rules) allows(u *url.URL) bool {
	if u.Scheme != "https" && u.Scheme != "http" {
		return false
	}
	listed := func(entry string) bool {
		return strings.EqualFold(entry, u.Hostname()) || strings.EqualFold(entry, Origin(u).Host)
	}
	return slices.ContainsFunc(r.Allowed, listed)
}

// free tells whether the host of an address to dial is exempt from the look
// at what it resolved to.
func (r Rules) free(address string) bool {
	if r.Only != nil {
		return Origin(r.Only).Host == strings.ToLower(address)
	}
	return r.allows(&url.URL{Scheme: "https", Host: address})
}

// Transport returns a pool of connections that keeps to the rules: it uses no
// proxy and looks at every address after its name was resolved, just before
// the connection is made.
func (r Rules) Transport() *http.Transport {
	networks := closed()
	open := &net.Dialer{Timeout: 10 * time.Second, KeepAlive: 30 * time.Second}
	guarded := &net.Dialer{
		Timeout: open.Timeout, KeepAlive: open.KeepAlive,
		Control: func(_, address string, _ syscall.RawConn) error { return public(address, networks) },
	}
	return &http.Transport{
		DialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
			if r.free(address) {
				return open.DialContext(ctx, network, address)
			}
			return guarded.DialContext(ctx, network, address)
		},
		ForceAttemptHTTP2:     true,
		MaxIdleConnsPerHost:   64,
		IdleConnTimeout:       time.Minute,
		TLSHandshakeTimeout:   10 * time.Second,
		ExpectContinueTimeout: time.Second,
	}
}

// samePlace tells whether two URLs lead to the same server, whatever this
// machine is called in them.
func samePlace(a, b *url.URL) bool {
	sameMachine := loopback(a.Hostname()) && loopback(b.Hostname())
	return SameOrigin(a, b) || sameMachine && Origin(a).Port() == Origin(b).Port()
}

func loopback(host string) bool {
	if strings.EqualFold(host, "localhost") {
		return true
	}
	ip, err := netip.ParseAddr(host)
	return err == nil && ip.Unmap().IsLoopback()
}

// disguised tells whether a host is a number in a form that some resolvers
// take for an address, such as 2130706433, 0x7f.1 or 0177.0.0.1.
func disguised(host string) bool {
	if _, err := netip.ParseAddr(host); err == nil {
		return false
	}
	labels := strings.Split(strings.ToLower(strings.TrimSuffix(host, ".")), ".")
	last := labels[len(labels)-1]
	hex := strings.TrimPrefix(last, "0x")
	digits := strings.Trim(hex, "0123456789") == ""
	return digits || hex != last && strings.Trim(hex, "0123456789abcdef") == ""
}
