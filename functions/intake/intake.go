// Package intake is the door that desks come through: a webhook's event goes
// in, raw and signed, and is stored before the answer goes out. Each kind of
// desk has its own signature and its own body, in a file of its own.
package intake

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
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

// Settings are what the door needs to know of its surroundings.
type Settings struct {
	Now func() time.Time // the machine's clock, by which senders sign
	Log *slog.Logger
}

// What one call may take.
const (
	deadline = 4 * time.Second
	largest  = 1 << 20 // bytes
)

// wire is how one kind of desk speaks.
type wire interface {
	// signed tells whether the desk that holds secret sent this.
	signed(header http.Header, body []byte, secret step.Secret, now time.Time) bool
	// event reads the body; a gate.Refusal says what is wrong with it.
	event(body []byte) (step.Ticket, error)
}

// wires are the kinds of desks that have a way in.
func wires() map[string]wire {
	return map[string]wire{webhookKind: webhook{}}
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
	d := &door{Settings: settings, verbs: verbs, wires: wires(), dummy: step.NewSecret(rand.Text())}
	routes := http.NewServeMux()
	routes.HandleFunc("/api/intake/{customer}", d.ring)
	routes.HandleFunc("/", gate.NotFound)
	return routes
}

func (d *door) ring(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), deadline)
	defer cancel()
	receipt, err := d.take(ctx, w, r)
	if err == nil {
		err = gate.JSON(w, http.StatusAccepted, receipt)
	}
	if err != nil && gate.Answer(w, err) {
		d.Log.ErrorContext(ctx, "intake", "customer", r.PathValue("customer"), "error", err)
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
	ticket, err := d.read(ctx, r, body)
	if err != nil {
		return flow.Receipt{}, err
	}
	sum := sha256.Sum256(body)
	arrival := flow.Arrival{Customer: r.PathValue("customer"), Ticket: ticket, BodyHash: hex.EncodeToString(sum[:])}
	receipt, err := d.verbs.Intake(ctx, arrival)
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

// read checks the signature before it looks at the body. Where there is no
// such customer it does the same work with a secret that nobody knows.
func (d *door) read(ctx context.Context, r *http.Request, body []byte) (step.Ticket, error) {
	kind, secret, err := d.verbs.Desk(ctx, r.PathValue("customer"))
	unknown := errors.Is(err, flow.ErrNoCustomer)
	if err != nil && !unknown {
		return step.Ticket{}, fmt.Errorf("look up desk: %w", err)
	}
	if unknown {
		kind, secret = webhookKind, d.dummy
	}
	speaks, ok := d.wires[kind]
	if !ok {
		return step.Ticket{}, fmt.Errorf("desk of kind %q has no way in", kind)
	}
	if signed := speaks.signed(r.Header, body, secret, d.Now()); !signed || unknown {
		return step.Ticket{}, gate.Unsigned()
	}
	return speaks.event(body)
}

func otherBody() *gate.Refusal {
	return &gate.Refusal{
		Status: http.StatusConflict,
		Code:   "other-body",
		Says:   "This event came before with another body.",
		Hint:   "Give a changed ticket a new event id.",
	}
}
