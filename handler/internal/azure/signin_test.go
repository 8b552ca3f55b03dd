package azure_test

import (
	"context"
	"crypto/x509"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
)

// signIn is a double of what gives tokens: Entra's token endpoint and the
// instance metadata service of a virtual machine, which stands for managed
// identities. It keeps what it was asked.
type signIn struct {
	web, metadata *httptest.Server
	elsewhere     http.HandlerFunc // answers every other host

	mu       sync.Mutex
	unknown  bool // the managed identity isn't this machine's
	platform bool // and it is the Functions platform that says so
	refuse   int  // status of the next answers of the token endpoint; 0: tokens
	asked    []asked
	vouched  []url.Values // what the managed identity was asked for
}

// asked is one request for a token.
type asked struct {
	tenant string
	form   url.Values
}

func newSignIn(t *testing.T) *signIn {
	t.Helper()
	s := &signIn{elsewhere: http.NotFound}
	s.web = httptest.NewTLSServer(s)
	s.metadata = httptest.NewServer(http.HandlerFunc(s.vouch))
	t.Cleanup(s.web.Close)
	t.Cleanup(s.metadata.Close)
	return s
}

// client believes that the doubles are whatever it calls: https is the token
// endpoint and services, http the metadata service. TLS is checked.
func (s *signIn) client() *http.Client {
	roots := x509.NewCertPool()
	roots.AddCert(s.web.Certificate())
	transport := s.web.Client().Transport.(*http.Transport).Clone()
	transport.TLSClientConfig.RootCAs, transport.TLSClientConfig.ServerName = roots, "example.com"
	transport.DialContext = func(ctx context.Context, network, address string) (net.Conn, error) {
		to := s.metadata.Listener.Addr().String()
		if strings.HasSuffix(address, ":443") {
			to = s.web.Listener.Addr().String()
		}
		return (&net.Dialer{}).DialContext(ctx, network, to)
	}
	return &http.Client{Transport: transport}
}

func (s *signIn) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	const authority = "https://login.microsoftonline.com/"
	tenant, path, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	switch {
	case r.Host != "login.microsoftonline.com":
		s.elsewhere(w, r)
	case path == "discovery/instance":
		reportJSON(w, map[string]any{"tenant_discovery_endpoint": authority + "common/v2.0/.well-known/openid-configuration", "metadata": []map[string]any{{
			"preferred_network": "login.microsoftonline.com", "preferred_cache": "login.microsoftonline.com", "aliases": []string{"login.microsoftonline.com"},
		}}})
	case path == "v2.0/.well-known/openid-configuration":
		reportJSON(w, map[string]any{
			"issuer": authority + tenant + "/v2.0", "authorization_endpoint": authority + tenant + "/oauth2/v2.0/authorize", "token_endpoint": authority + tenant + "/oauth2/v2.0/token",
		})
	case path == "oauth2/v2.0/token" && r.Method == http.MethodPost:
		s.token(w, r, tenant)
	default:
		http.NotFound(w, r)
	}
}

func (s *signIn) token(w http.ResponseWriter, r *http.Request, tenant string) {
	if err := r.ParseForm(); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.asked = append(s.asked, asked{tenant, r.PostForm})
	if s.refuse != 0 {
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(s.refuse)
		_ = json.NewEncoder(w).Encode(map[string]any{"error": "invalid_client", "error_description": "AADSTS7000222: The provided client secret keys are expired."})
		return
	}
	reportJSON(w, map[string]any{"token_type": "Bearer", "expires_in": 3600, "access_token": fmt.Sprintf("token %d for %s", len(s.asked), r.PostForm.Get("scope"))})
}

// vouch answers as the metadata service does:
// learn.microsoft.com/entra/identity/managed-identities-azure-resources/how-to-use-vm-token
func (s *signIn) vouch(w http.ResponseWriter, r *http.Request) {
	if r.Host != "169.254.169.254" || r.Header.Get("Metadata") != "true" {
		http.NotFound(w, r)
		return
	}
	query := r.URL.Query()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.vouched = append(s.vouched, query)
	if s.unknown {
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(http.StatusBadRequest)
		says := map[string]any{"error": "invalid_request", "error_description": "Identity not found\r\nsecond line"}
		if s.platform {
			says = map[string]any{"statusCode": http.StatusBadRequest, "message": "No User Assigned Managed Identity found\r\nsecond line"}
		}
		_ = json.NewEncoder(w).Encode(says)
		return
	}
	reportJSON(w, map[string]any{
		"access_token": "assertion of " + query.Get("client_id") + " for " + query.Get("resource"), "expires_in": "3600", "resource": query.Get("resource"), "token_type": "Bearer",
	})
}

func reportJSON(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(v)
}

// requests returns what the token endpoint was asked so far.
func (s *signIn) requests() []asked {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]asked(nil), s.asked...)
}

func (s *signIn) refuseWith(status int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.refuse = status
}

// last is the latest request, which must be the n-th.
func (s *signIn) last(t *testing.T, n int) asked {
	t.Helper()
	all := s.requests()
	require.Len(t, all, n)
	return all[n-1]
}
