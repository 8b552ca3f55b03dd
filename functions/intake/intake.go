// Package intake is the door that desks come through: a webhook's event goes
// in, raw and signed, and is stored before the answer goes out. Each kind of
// desk has its own signature and its own body, in a file of its own.
package intake

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"time"

	"usher/functions/gate"
	"usher/handler/flow"
	"usher/steps/step"
)

// Verbs are what the door rings.
type Verbs interface {
	// Desk returns the kind of a customer's desk and the secret that signs its
	// events, or ErrNoCustomer.
	Desk(ctx context.Context, customer string) (kind string, secret step.Secret, err error)
	// Intake stores an event, or returns ErrOtherBody where the same event
	// came before with another body.
	Intake(ctx context.Context, arrival flow.Arrival) (flow.Receipt, error)
}

// Keys fetches the keys with which desks sign where a body says itself which
// key that is.
type Keys interface {
	// Key returns the key at an address, which comes from outside and isn't
	// trusted: one that isn't the customer's own desk's is a *step.Stop, and
	// nobody is asked there.
	Key(ctx context.Context, customer, address string) (step.Secret, error)
}

// Settings are what the door needs to know of its surroundings.
type Settings struct {
	Now func() time.Time // the machine's clock, by which senders sign
	// Keys serves ConnectWise; nil where no customer has such a desk.
	Keys Keys
	Log  *slog.Logger
}

// What one call may take.
const (
	deadline = 4 * time.Second
	largest  = 1 << 20 // bytes
)

// delivery is what arrived for a customer.
type delivery struct {
	customer string
	header   http.Header
	body     []byte
	secret   step.Secret // of the customer's desk
	now      time.Time
}

// event is what a delivery means.
type event struct {
	ticket step.Ticket
	hash   string // the same for the same event again
	// nothing is set where there is nothing to do.
	nothing bool
}

// wire is how one kind of desk speaks.
type wire interface {
	// signed tells whether the customer's desk sent this.
	signed(ctx context.Context, sent delivery) (bool, error)
	// event reads the body; a gate.Refusal says what is wrong with it.
	event(sent delivery) (event, error)
	// trouble is how this desk is told of trouble on our side; nil: as it is.
	trouble(err error) *gate.Refusal
}

// wires are the kinds of desks that have a way in.
func wires(settings Settings) map[string]wire {
	return map[string]wire{webhookKind: webhook{}, connectwiseKind: connectwise{settings.Keys}}
}

type door struct {
	Settings
	verbs Verbs
	wires map[string]wire
	dummy step.Secret
}

// New returns the door, for POST /api/intake/{customer}. It answers 202 with
// the receipt once the event is stored; 400 names the field that is wrong,
// 409 an event that came before with another body, 413 a body over 1 MiB. An
// unknown customer and a wrong signature get the same 401, byte for byte,
// after the same work.
func New(verbs Verbs, settings Settings) http.Handler {
	d := &door{Settings: settings, verbs: verbs, wires: wires(settings), dummy: step.NewSecret(rand.Text())}
	routes := http.NewServeMux()
	routes.HandleFunc("/api/intake/{customer}", d.ring)
	routes.HandleFunc("/", gate.NotFound)
	return routes
}

func (d *door) ring(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(gate.About(r.Context(), step.Tags{Customer: r.PathValue("customer")}), deadline)
	defer cancel()
	receipt, err := d.take(ctx, w, r)
	if err == nil {
		err = gate.JSON(w, http.StatusAccepted, receipt)
	}
	if err != nil && gate.Answer(w, err) {
		d.Log.ErrorContext(ctx, "intake", "error", err)
	}
}

func (d *door) take(ctx context.Context, w http.ResponseWriter, r *http.Request) (flow.Receipt, error) {
	if err := gate.Method(w, r, http.MethodPost); err != nil {
		return flow.Receipt{}, err
	}
	body, err := gate.Body(w, r, largest)
	if err != nil {
		return flow.Receipt{}, err
	}
	sent := delivery{customer: r.PathValue("customer"), header: r.Header, body: body, now: d.Now()}
	speaks, err := d.speaks(ctx, &sent)
	if err != nil {
		return flow.Receipt{}, err
	}
	receipt, err := d.store(ctx, speaks, sent)
	if refused := (*gate.Refusal)(nil); err == nil || errors.As(err, &refused) {
		return receipt, err
	}
	if refused := speaks.trouble(err); refused != nil {
		d.Log.ErrorContext(ctx, "intake", "error", err)
		w.Header().Set("Retry-After", "2")
		return flow.Receipt{}, refused
	}
	return flow.Receipt{}, err
}

// speaks finds how the customer's desk speaks and the secret that it signs
// with. For a customer whom nobody knows that is one that nobody knows, so
// that the same work is done.
func (d *door) speaks(ctx context.Context, sent *delivery) (wire, error) {
	kind, secret, err := d.verbs.Desk(ctx, sent.customer)
	if errors.Is(err, flow.ErrNoCustomer) {
		kind, secret, err = webhookKind, d.dummy, nil
	}
	if err != nil {
		return nil, fmt.Errorf("look up desk: %w", err)
	}
	speaks, ok := d.wires[kind]
	if !ok {
		return nil, fmt.Errorf("desk of kind %q has no way in", kind)
	}
	sent.secret = secret
	return speaks, nil
}

// store checks the signature before it looks at what is said, and stores the
// event.
func (d *door) store(ctx context.Context, speaks wire, sent delivery) (flow.Receipt, error) {
	signed, err := speaks.signed(ctx, sent)
	if err != nil {
		return flow.Receipt{}, fmt.Errorf("check signature: %w", err)
	}
	if !signed {
		return flow.Receipt{}, gate.Unsigned()
	}
	read, err := speaks.event(sent)
	if err != nil {
		return flow.Receipt{}, err
	}
	ctx = gate.About(ctx, step.Tags{Ticket: read.ticket.ID})
	receipt := flow.Receipt{Ticket: read.ticket.ID}
	if !read.nothing {
		receipt, err = d.verbs.Intake(ctx, flow.Arrival{Customer: sent.customer, Ticket: read.ticket, BodyHash: read.hash})
	}
	switch {
	case errors.Is(err, flow.ErrNoCustomer):
		return flow.Receipt{}, gate.Unsigned()
	case errors.Is(err, flow.ErrOtherBody):
		return flow.Receipt{}, otherBody()
	case err != nil:
		return flow.Receipt{}, fmt.Errorf("take in event: %w", err)
	}
	if receipt.Runs == nil {
		receipt.Runs = []flow.ReceiptRun{}
	}
	return receipt, nil
}

func otherBody() *gate.Refusal {
	return &gate.Refusal{
		Status: http.StatusConflict,
		Code:   "other-body",
		Says:   "This event came before with another body.",
		Hint:   "Give a changed ticket a new event id.",
	}
}
