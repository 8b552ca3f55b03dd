// Package flow is the straight line that every ticket follows: intake, read,
// plan, approve, execute, report. It writes all state, through the ports
// declared in ports.go, and knows neither Azure nor Microsoft: the store, the
// queue, the catalogue of steps and the worlds of customers are handed in.
//
// A run's rows are its log. Messages are hints to look: whatever is delivered
// twice, late or never, the rows decide, and Sweep finds what stands still.
package flow

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"go.opentelemetry.io/otel/trace"
	"go.opentelemetry.io/otel/trace/noop"

	"usher/steps/step"
)

// Options are what a Flow works with. All fields are required but those with
// a default.
type Options struct {
	Store     Store
	Queue     Queue
	Vault     Vault
	Clock     Clock
	Reader    Reader
	Customers Customers
	Connector Connector
	Catalogue []step.Step
	// Planning are the permissions that planning itself needs.
	Planning []step.Scope
	// PublicURL is where approvers reach the doors, without a slash at the end.
	PublicURL string
	// Owner names this process in claims.
	Owner string
	// Void tells whether an owner is known to be gone, so that its claims
	// needn't be waited out. Nil: nobody is.
	Void func(owner string) bool
	// Ended is told once of each run that ends, after it is saved. It must not
	// keep the run waiting. Nil: nobody.
	Ended func(ctx context.Context, e RunEnd)
	// Tracer begins a span for each visit to a line. Nil: none.
	Tracer trace.Tracer
	// Set puts an option of a document in place by the path of its key, or
	// tells why it can't. Nil: no rule may set any.
	Set func(c *step.Customer, path, value string) error
	Log *slog.Logger
}

// Flow carries runs along. It holds no state of its own but which alarms it
// has given; many may work on one store.
type Flow struct {
	Options
	steps  map[string]step.Step
	order  map[string]int
	alarms alarms
}

// The limits that every look and every claim keeps to.
const (
	// claimFor is how long a claim lasts if its owner is not known to be gone.
	claimFor = 2 * time.Minute
	// callTime must be left of a door's deadline before a call goes out.
	callTime = 10 * time.Second
	// maxSurprises is how many unforeseen errors in a row a line survives.
	maxSurprises = 5
)

// New returns a Flow.
func New(o Options) *Flow {
	if o.Void == nil {
		o.Void = func(string) bool { return false }
	}
	if o.Tracer == nil {
		o.Tracer = noop.NewTracerProvider().Tracer("")
	}
	if o.Set == nil {
		o.Set = setNothing
	}
	f := &Flow{Options: o, steps: map[string]step.Step{}, order: map[string]int{}}
	for i, s := range o.Catalogue {
		f.steps[s.Name], f.order[s.Name] = s, i
	}
	return f
}

// Desk returns the kind of a customer's desk and the secret that signs its
// events, or ErrNoCustomer.
func (f *Flow) Desk(ctx context.Context, customer string) (string, step.Secret, error) {
	ctx = step.WithTags(ctx, step.Tags{Customer: customer})
	c, err := f.customer(ctx, customer)
	if err != nil {
		return "", step.Secret{}, err
	}
	secret, err := f.Vault.Secret(ctx, c.Desk.Secret)
	if err != nil {
		return "", step.Secret{}, fmt.Errorf("desk secret of %s: %w", customer, err)
	}
	return c.Desk.Kind, secret, nil
}

// world opens the world of a run's customer.
func (f *Flow) world(ctx context.Context, customer string) (step.Customer, *step.World, error) {
	c, err := f.customer(ctx, customer)
	if err != nil {
		return c, nil, err
	}
	w, err := f.Connector.Open(ctx, c)
	if err != nil {
		return c, nil, fmt.Errorf("open the world of %s: %w", customer, err)
	}
	return c, w, nil
}
