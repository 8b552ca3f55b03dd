package steptest

import (
	"bytes"
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"usher/steps/connect"
	"usher/steps/sim"
	"usher/steps/step"
)

// place is a simulated world of its own for one test, with one customer's
// World opened on it by the real clients.
type place struct {
	t        *testing.T
	url      string
	dir      string // of the world's journal
	customer step.Customer
	world    *step.World
	held     []grant
	before   int // entries of the ledger that this line didn't make
	vault    *vault
	secrets  *secrets

	mu  sync.Mutex
	now time.Time
}

// Open returns the World of contoso in a simulated world of its own, in which
// the app holds exactly these scopes.
func Open(t *testing.T, scopes []step.Scope) *step.World {
	t.Helper()
	return open(t, Case{}, grants(scopes)).world
}

func open(t *testing.T, c Case, held []grant) *place {
	t.Helper()
	p := &place{t: t, dir: t.TempDir(), held: held, vault: newVault(), secrets: &secrets{}}
	// The time stands still but for what a test lets pass, so that every run is
	// alike.
	p.now = time.Date(2026, time.September, 1, 9, 0, 0, 0, time.UTC)
	simulated, err := sim.Open(sim.Options{Dir: p.dir, Now: p.time})
	require.NoError(t, err)
	server := httptest.NewServer(simulated)
	t.Cleanup(func() {
		require.NoError(t, simulated.Close())
		server.CloseClientConnections()
		server.Close()
	})
	p.url = server.URL
	p.customer = document(c, server.URL)
	t.Cleanup(p.searched)
	p.consent(held)
	p.merge(c.Tenant)
	p.world = p.connect()
	return p
}

// time is what the clocks show.
func (p *place) time() time.Time {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.now
}

func (p *place) pass(d time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.now = p.now.Add(d)
}

func (p *place) connect() *step.World {
	p.t.Helper()
	connector := connect.New(connect.Options{
		Sim:      p.url,
		Now:      p.time,
		Log:      slog.New(slog.NewTextHandler(p.secrets, &slog.HandlerOptions{Level: slog.LevelDebug})),
		Handover: p.vault,
		Secrets: func(context.Context, string) (step.Secret, error) {
			return step.NewSecret("a secret of these tests"), nil
		},
	})
	world, err := connector.Open(p.t.Context(), p.customer)
	require.NoError(p.t, err)
	return p.secrets.watch(world)
}

// document is the customer's document with every switch on.
func document(c Case, url string) step.Customer {
	key, tenants := c.customer(), map[string]string{
		"contoso":  "c0470000-0000-4000-8000-000000000001",
		"fabrikam": "fab00000-0000-4000-8000-000000000001",
	}
	customer := step.Customer{
		Key: key, Name: key, TenantID: tenants[key], Domains: []string{key + ".example"},
		TimeZone: time.UTC, Simulated: true, Mode: step.Live,
		Desk: step.DeskSettings{Kind: "webhook", URL: url + "/desk/" + key, Secret: "desk"},
		Offboarding: step.Offboarding{
			BlockAccess: true, Devices: true, Licences: true, Groups: true, Contact: true, Ticket: true,
			Mailbox: step.MailboxSettings{On: true, Convert: true, Hide: true, SharedLimit: 50 << 30},
		},
		Onboarding: step.Onboarding{CreateAccount: true, Licences: true, Groups: true, Contact: true, Ticket: true},
		Password: step.Password{
			Share: "link", Length: 20, Base: url + "/pwpush", Sender: "bo.lindqvist@" + key + ".example",
			Terms: step.LinkTerms{Days: 3, Views: 4, Retrieval: true},
		},
	}
	if c.Document != nil {
		c.Document(&customer)
	}
	return customer
}

func (c Case) customer() string {
	if c.Customer == "" {
		return "contoso"
	}
	return c.Customer
}

// door calls one of the simulated world's own doors and reads its answer into
// answer, unless that is nil.
func (p *place) door(method, path string, body, answer any) {
	p.t.Helper()
	raw, ok := body.(json.RawMessage)
	if !ok {
		var err error
		raw, err = json.Marshal(body)
		require.NoError(p.t, err)
	}
	request, err := http.NewRequestWithContext(context.WithoutCancel(p.t.Context()), method, p.url+"/_sim"+path, bytes.NewReader(raw))
	require.NoError(p.t, err)
	request.Header.Set("Content-Type", "application/json")
	response, err := http.DefaultClient.Do(request)
	require.NoError(p.t, err)
	defer response.Body.Close()
	require.Less(p.t, response.StatusCode, 300, "%s /_sim%s", method, path)
	if answer != nil {
		require.NoError(p.t, json.NewDecoder(response.Body).Decode(answer))
	}
}

// merge merges JSON into the tenant.
func (p *place) merge(tenant string) {
	p.t.Helper()
	if tenant != "" {
		p.door(http.MethodPatch, "/world/"+p.customer.Key, json.RawMessage(tenant), nil)
	}
}

// fault makes the world misbehave; no rules make it well again.
func (p *place) fault(rules ...map[string]any) {
	p.t.Helper()
	p.door(http.MethodPost, "/faults", append([]map[string]any{}, rules...), nil)
}

func (p *place) ledger() []sim.Entry {
	p.t.Helper()
	var ledger []sim.Entry
	p.door(http.MethodGet, "/ledger", nil, &ledger)
	return ledger
}

// changes lists what the world says that it was made to change, in order;
// what earlier lines changed isn't among it.
func (p *place) changes() []sim.Entry {
	p.t.Helper()
	var changed []sim.Entry
	for _, entry := range p.ledger()[p.before:] {
		if entry.Changed {
			changed = append(changed, entry)
		}
	}
	return changed
}
