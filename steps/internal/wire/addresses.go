package wire

import (
	"fmt"
	"net/netip"
	"slices"
)

// closed returns the networks that no client may reach: those of this
// machine, of the network it stands in, of cloud metadata, and those that
// embed such an address.
// Source: www.iana.org/assignments/iana-ipv4-special-registry and -ipv6-.
func closed() []netip.Prefix {
	return []netip.Prefix{
		netip.MustParsePrefix("0.0.0.0/8"),        // this network
		netip.MustParsePrefix("10.0.0.0/8"),       // private
		netip.MustParsePrefix("100.64.0.0/10"),    // shared by carriers
		netip.MustParsePrefix("127.0.0.0/8"),      // loopback
		netip.MustParsePrefix("168.63.129.16/32"), // Azure's host, on every virtual machine
		netip.MustParsePrefix("169.254.0.0/16"),   // link-local, cloud metadata
		netip.MustParsePrefix("172.16.0.0/12"),    // private
		netip.MustParsePrefix("192.0.0.0/24"),     // protocol assignments
		netip.MustParsePrefix("192.0.2.0/24"),     // documentation
		netip.MustParsePrefix("192.88.99.0/24"),   // 6to4 relays
		netip.MustParsePrefix("192.168.0.0/16"),   // private
		netip.MustParsePrefix("198.18.0.0/15"),    // benchmarks
		netip.MustParsePrefix("198.51.100.0/24"),  // documentation
		netip.MustParsePrefix("203.0.113.0/24"),   // documentation
		netip.MustParsePrefix("224.0.0.0/3"),      // multicast, reserved, broadcast
		netip.MustParsePrefix("::/96"),            // unspecified, loopback, embedded IPv4
		netip.MustParsePrefix("64:ff9b::/96"),     // IPv4 behind NAT64
		netip.MustParsePrefix("64:ff9b:1::/48"),   // the same, private
		netip.MustParsePrefix("100::/64"),         // discard
		netip.MustParsePrefix("2001::/23"),        // protocol assignments, Teredo
		netip.MustParsePrefix("2001:db8::/32"),    // documentation
		netip.MustParsePrefix("2002::/16"),        // 6to4, embeds IPv4
		netip.MustParsePrefix("fc00::/7"),         // private
		netip.MustParsePrefix("fe80::/10"),        // link-local
		netip.MustParsePrefix("fec0::/10"),        // site-local
		netip.MustParsePrefix("ff00::/8"),         // multicast
	}
}

// public tells whether an address, as dialled, lies in no closed network.
func public(address string, networks []netip.Prefix) error {
	parsed, err := netip.ParseAddrPort(address)
	if err != nil {
		return fmt.Errorf("address to dial: %w", err)
	}
	ip := parsed.Addr().Unmap().WithZone("")
	inside := func(p netip.Prefix) bool { return p.Contains(ip) }
	if slices.ContainsFunc(networks, inside) {
		return fmt.Errorf("%w: %s isn't a public address", ErrForbidden, ip)
	}
	return nil
}
