package wire_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"usher/steps/internal/wire"
)

func parse(t *testing.T, text string) *url.URL {
	t.Helper()
	u, err := url.Parse(text)
	require.NoError(t, err)
	return u
}

func TestRealCustomersReachPublicHTTPSOnly(t *testing.T) {
	t.Parallel()
	rules := wire.Rules{Never: parse(t, "http://127.0.0.1:7080"), Allowed: []string{"desk.internal", "localhost:9443", "localhost:7080"}}
	for address, fine := range map[string]bool{
		"https://graph.microsoft.com/v1.0/users": true,
		"https://8.8.8.8/":                       true, // what it is gets looked at when dialled
		"http://graph.microsoft.com/":            false,
		"http://desk.internal/tickets":           true,
		"https://localhost:9443/":                true,
		"https://localhost:7080/":                false, // the simulated world by another name
		"http://127.0.0.1:7080/graph":            false,
		"file:///etc/passwd":                     false,
		"gopher://desk.internal:70/":             false,
		"https://user:pass@graph.microsoft.com/": false,
		"https://2130706433/":                    false,
		"https://0x7f000001/":                    false,
		"https://0177.0.0.1/":                    false,
		"https://127.1/":                         false,
		"https:opaque":                           false,
	} {
		err := rules.Check(parse(t, address))
		if fine {
			require.NoError(t, err, address)
			continue
		}
		require.ErrorIs(t, err, wire.ErrForbidden, address)
	}
}

func TestSimulatedCustomersReachTheSimulatedWorldOnly(t *testing.T) {
	t.Parallel()
	rules := wire.Rules{Only: parse(t, "http://127.0.0.1:7080"), Allowed: []string{"desk.internal"}}
	require.NoError(t, rules.Check(parse(t, "http://127.0.0.1:7080/graph/v1.0")))
	for _, address := range []string{
		"http://127.0.0.1:7081/", "https://127.0.0.1:7080/", "http://desk.internal/", "https://graph.microsoft.com/v1.0",
	} {
		require.ErrorIs(t, rules.Check(parse(t, address)), wire.ErrForbidden, address)
	}
	plain := wire.Rules{Only: parse(t, "http://sim.example")}
	require.ErrorIs(t, plain.Check(parse(t, "http://sim.example/")), wire.ErrForbidden, "http goes to loopback hosts only")
}

func TestAddressesAreLookedAtWhenTheyAreDialled(t *testing.T) {
	t.Parallel()
	var reached atomic.Int32
	server := httptest.NewTLSServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { reached.Add(1) }))
	t.Cleanup(server.Close)
	port := parse(t, server.URL).Port()

	for _, host := range []string{
		"localhost:" + port, "127.0.0.1:" + port, "[::1]:" + port, "[::ffff:127.0.0.1]:" + port, "0.0.0.0:" + port, "[::]:" + port,
		"10.0.0.1:443", "172.16.0.1:443", "192.168.1.1:443", "169.254.169.254:443", "168.63.129.16:443", "100.64.0.1:443",
		"224.0.0.1:443", "255.255.255.255:443", "[fe80::1]:443", "[fd00:ec2::254]:443", "[64:ff9b::7f00:1]:443",
		"[2002:7f00:1::]:443", "[::127.0.0.1]:443", "[::ffff:169.254.169.254]:443",
	} {
		request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "https://"+host+"/", nil)
		require.NoError(t, err)
		_, err = wire.Rules{}.Transport().RoundTrip(request)
		require.ErrorIs(t, err, wire.ErrForbidden, host)
	}
	require.Zero(t, reached.Load())
}

func TestAnAllowedHostMayBePrivate(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	t.Cleanup(server.Close)
	rules := wire.Rules{Allowed: []string{parse(t, server.URL).Host}}
	require.NoError(t, rules.Check(parse(t, server.URL)))
	request, err := http.NewRequestWithContext(context.Background(), http.MethodGet, server.URL, nil)
	require.NoError(t, err)
	response, err := rules.Transport().RoundTrip(request)
	require.NoError(t, err)
	require.NoError(t, response.Body.Close())
}

func TestOriginsAreComparedInFull(t *testing.T) {
	t.Parallel()
	base := parse(t, "https://graph.microsoft.com/v1.0")
	require.True(t, wire.SameOrigin(base, parse(t, "HTTPS://Graph.Microsoft.com.:443/other")))
	for _, other := range []string{
		"http://graph.microsoft.com/", "https://graph.microsoft.com:8443/", "https://graph.microsoft.com.evil.example/",
		"https://evil.example/graph.microsoft.com",
	} {
		require.False(t, wire.SameOrigin(base, parse(t, other)), other)
	}
}
