// Package plan is the door for a look ahead: a ticket goes in, and what would
// be done for it comes out. Nothing is stored and nothing is changed.
package plan

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
	// Desk returns the secret that signs for a customer, or ErrNoCustomer.
	Desk(ctx context.Context, customer string) (kind string, secret step.Secret, err error)
	// Preview plans a ticket, one plan for each person and kind of request.
	Preview(ctx context.Context, customer string, ticket step.Ticket) ([]flow.PlanView, error)
}

// Settings are what the door needs to know of its surroundings.
type Settings struct {
	Access gate.Access      // who may come in without a signature
	Public string           // our own URL as people see it
	Now    func() time.Time // the machine's clock, by which senders sign
	Log    *slog.Logger
}

// What one call may take.
const (
	deadline = 20 * time.Second
	largest  = 1 << 20 // bytes
)

type door struct {
	Settings
	verbs Verbs
	dummy step.Secret
}

// New returns the door, for POST /api/plan/{customer}. The body is a ticket;
// 200 answers {"plans":[…]}, 400 names the field that is wrong, 404 is an
// unknown customer. Who neither has access nor signed as the customer's desk
// does gets 401.
func New(verbs Verbs, settings Settings) http.Handler {
	d := &door{Settings: settings, verbs: verbs, dummy: step.NewSecret(rand.Text())}
	routes := http.NewServeMux()
	routes.HandleFunc("/api/plan/{customer}", d.ring)
	routes.HandleFunc("/", gate.NotFound)
	return routes
}

func (d *door) ring(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(gate.About(r.Context(), step.Tags{Customer: r.PathValue("customer")}), deadline)
	defer cancel()
	plans, err := d.preview(ctx, w, r)
	if err == nil {
		err = gate.JSON(w, http.StatusOK, map[string][]flow.PlanView{"plans": plans})
	}
	if err != nil && gate.Answer(w, err) {
		d.Log.ErrorContext(ctx, "plan", "error", err)
	}
}

func (d *door) preview(ctx context.Context, w http.ResponseWriter, r *http.Request) ([]flow.PlanView, error) {
	if err := gate.Method(w, r, http.MethodPost); err != nil {
		return nil, err
	}
	if err := gate.SameSite(r, d.Public); err != nil {
		return nil, err
	}
	body, err := gate.Body(w, r, largest)
	if err != nil {
		return nil, err
	}
	if err := d.letIn(ctx, r, body); err != nil {
		return nil, err
	}
	ticket, err := gate.Ticket(body)
	if err != nil {
		return nil, err
	}
	plans, err := d.verbs.Preview(ctx, r.PathValue("customer"), ticket)
	switch {
	case errors.Is(err, flow.ErrNoCustomer):
		return nil, noCustomer()
	case err != nil:
		return nil, fmt.Errorf("plan ticket: %w", err)
	}
	if plans == nil {
		plans = []flow.PlanView{}
	}
	return plans, nil
}

// letIn asks for access first, then for the desk's signature. An unknown
// customer costs the same work as a wrong signature, and looks the same.
func (d *door) letIn(ctx context.Context, r *http.Request, body []byte) error {
	_, refused := d.Access.Caller(r, gate.Operator)
	if refused == nil {
		return nil
	}
	if r.Header.Get(gate.SignatureHeader) == "" && d.Access.Entra {
		return refused
	}
	_, secret, err := d.verbs.Desk(ctx, r.PathValue("customer"))
	unknown := errors.Is(err, flow.ErrNoCustomer)
	if err != nil && !unknown {
		return fmt.Errorf("look up desk: %w", err)
	}
	if unknown {
		secret = d.dummy
	}
	if signed := gate.Signed(r.Header, body, secret, d.Now()); !signed || unknown {
		return gate.Unsigned()
	}
	return nil
}

func noCustomer() *gate.Refusal {
	return &gate.Refusal{
		Status: http.StatusNotFound,
		Code:   "customer",
		Says:   "There is no customer of this name.",
		Hint:   "handler customer list shows their names.",
	}
}
