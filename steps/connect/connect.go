// Package connect opens a customer's World: it is the only place that knows
// the clients of Microsoft 365, of the desks and of Teams. The same clients
// speak with Microsoft and with the simulated world; a customer lives in one
// of the two as a whole and can't reach the other.
package connect

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"sync"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/google/uuid"
	"go.opentelemetry.io/otel/trace"

	"usher/steps/internal/connectwise"
	"usher/steps/internal/wire"
	"usher/steps/step"
)

// Options are what a Connector works with.
type Options struct {
	// Sim is the base URL of the simulated world, for customers that live
	// there; empty if there is none.
	Sim string
	// Secrets looks a secret up by name; step.ErrNotFound if it isn't there.
	Secrets func(ctx context.Context, name string) (step.Secret, error)
	// Credential returns the app's credential for a real tenant. It is asked
	// again when a token was refused, and must then return one without a
	// cache. Nil means that there are no real customers.
	Credential func(tenantID string) (azcore.TokenCredential, error)
	// Handover keeps secrets between the lines of a run; HandoverIn makes one of
	// a vault. Nil means that lines which need it stop.
	Handover step.Handover
	// AllowedHosts lists hosts, as "host" or "host:port", that may be reached
	// over http and at addresses that aren't public.
	AllowedHosts []string
	// Now is the machine's time, by which tokens end and signatures age; not
	// the time of the simulated world.
	Now func() time.Time
	// Tracer begins a span for each call; nil means none.
	Tracer trace.Tracer
	// Log gets a line for each call, at debug level; nil means none.
	Log *slog.Logger
}

// Connector opens Worlds. What is costly is kept for each tenant: connections,
// tokens and what is known of throttling.
type Connector struct {
	options Options
	clock   wire.Clock

	mu      sync.Mutex
	tenants map[string]*tenant
}

// New returns a Connector.
func New(options Options) *Connector {
	if options.Log == nil {
		options.Log = slog.New(slog.DiscardHandler)
	}
	return &Connector{options: options, clock: wire.NewClock(options.Now), tenants: map[string]*tenant{}}
}

// Open returns a customer's World. It makes no call. Its errors say what is
// missing or wrong in the customer's document or in the settings.
func (c *Connector) Open(_ context.Context, customer step.Customer) (*step.World, error) {
	t, err := c.tenant(customer)
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", customer.Key, err)
	}
	world, err := t.world(customer)
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", customer.Key, err)
	}
	return world, nil
}

// tenant returns what is kept of a customer's tenant. Real and simulated are
// kept apart even where they bear the same id.
func (c *Connector) tenant(customer step.Customer) (*tenant, error) {
	if c.options.Now == nil || c.options.Secrets == nil {
		return nil, errors.New("the connector was made without a clock or without secrets")
	}
	if _, err := uuid.Parse(customer.TenantID); err != nil {
		return nil, fmt.Errorf("tenant id %q isn't a GUID", customer.TenantID)
	}
	rules, err := c.rules(customer)
	if err != nil {
		return nil, err
	}
	key := fmt.Sprintf("%s %t", customer.TenantID, customer.Simulated)
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.tenants[key] == nil {
		made, err := c.newTenant(customer, rules)
		if err != nil {
			return nil, err
		}
		c.tenants[key] = made
	}
	return c.tenants[key], nil
}

// rules keep real and simulated customers apart.
func (c *Connector) rules(customer step.Customer) (wire.Rules, error) {
	rules := wire.Rules{Allowed: c.options.AllowedHosts}
	sim, err := c.sim()
	if err != nil {
		return rules, err
	}
	if !customer.Simulated {
		rules.Never = sim
		return rules, nil
	}
	if sim == nil {
		return rules, errors.New("the customer is simulated, but there is no simulated world: start one and give its address with --sim")
	}
	rules.Only = sim
	if err := rules.Check(sim); err != nil {
		return rules, fmt.Errorf("address of the simulated world: %w", err)
	}
	return rules, nil
}

func (c *Connector) sim() (*url.URL, error) {
	if c.options.Sim == "" {
		return nil, nil
	}
	sim, err := url.Parse(c.options.Sim)
	if err != nil || sim.Host == "" {
		return nil, fmt.Errorf("the simulated world's address %q isn't a URL", c.options.Sim)
	}
	return sim, nil
}

// newTenant sets up what is kept for a tenant.
func (c *Connector) newTenant(customer step.Customer, rules wire.Rules) (*tenant, error) {
	t := &tenant{
		id: customer.TenantID, rules: rules, options: c.options, clock: c.clock,
		base: rules.Transport(), gates: newGates(), desks: map[string]*connectwise.Desk{},
	}
	source, err := t.source(customer)
	if err != nil {
		return nil, err
	}
	t.tokens = wire.NewTokens(customer.TenantID, source, c.options.Now)
	return t, nil
}

// tenant is what is kept of one tenant between Worlds.
type tenant struct {
	id      string
	rules   wire.Rules
	options Options
	clock   wire.Clock
	base    http.RoundTripper
	tokens  *wire.Tokens
	gates   gates

	mu    sync.Mutex
	desks map[string]*connectwise.Desk
}

// gates are one for each system, so that a slow desk doesn't hold up a block.
type gates struct{ login, graph, exchange, desk, keys, teams, links *wire.Gate }
