// Package keyvault is a stand-in for the secrets of an Azure Key Vault, for
// tests: TLS on loopback, bearer challenge, soft delete, purge protection,
// paging, and the moments in which the real service says "not yet".
//
// It has no keys, certificates, backups, updates of attributes, rights or
// throttling, believes every token, and forgets all when it ends. What it does
// and says follows learn.microsoft.com/rest/api/keyvault/secrets and, where
// that is silent, answers of the service that people have published.
package keyvault

import (
	"encoding/pem"
	"net/http"
	"net/http/httptest"
	"os"
	"sync"
	"time"
)

// Options say what vault it is.
type Options struct {
	// PurgeProtection refuses to purge, as settings vaults do.
	PurgeProtection bool
	// Looks is how many calls about a secret still find it being deleted,
	// recovered or purged: 2 where it is 0, none where it is negative.
	Looks int
	// Page is how many items a page of a list holds: 25 where it is 0.
	Page int
	// Now is the time that secrets are stamped with: time.Now where it is nil.
	Now func() time.Time
}

// Server is a running vault. It may be used by many at once.
type Server struct {
	options Options
	web     *httptest.Server

	mu      sync.Mutex
	secrets map[string]*secret // by folded name
	calls   []Call
}

// Call is one request that a vault got, without what it carried.
type Call struct {
	Method string
	Path   string
	Status int
}

// Start opens a vault with nothing in it.
func Start(options Options) *Server {
	if options.Looks == 0 {
		options.Looks = 2
	}
	if options.Page == 0 {
		options.Page = 25
	}
	if options.Now == nil {
		options.Now = time.Now
	}
	s := &Server{options: options, secrets: map[string]*secret{}}
	s.web = httptest.NewTLSServer(s)
	return s
}

// Close ends the vault.
func (s *Server) Close() { s.web.Close() }

// URL is the vault's address, https on loopback.
func (s *Server) URL() string { return s.web.URL }

// Client returns an HTTP client that trusts the vault's certificate.
func (s *Server) Client() *http.Client { return s.web.Client() }

// Certificate returns the vault's certificate as PEM.
func (s *Server) Certificate() []byte {
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: s.web.Certificate().Raw})
}

// WriteCertificate writes the vault's certificate to a file: a process whose
// SSL_CERT_FILE names it trusts the vault.
func (s *Server) WriteCertificate(path string) error {
	return os.WriteFile(path, s.Certificate(), 0o600)
}

// Calls returns the requests that the vault has got, in their order.
func (s *Server) Calls() []Call {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Call(nil), s.calls...)
}
