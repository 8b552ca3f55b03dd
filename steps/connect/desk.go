package connect

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"

	"usher/steps/internal/connectwise"
	"usher/steps/internal/webhook"
	"usher/steps/step"
)

// desk is a customer's PSA in its parts.
type desk struct {
	notes    step.Desk
	contacts step.Contacts
	tickets  step.Tickets
}

// desk connects the customer's PSA.
func (t *tenant) desk(settings step.DeskSettings) (desk, error) {
	origin, err := t.place("desk", settings.URL)
	if err != nil {
		return desk{}, err
	}
	switch settings.Kind {
	case "webhook":
		made := webhook.New(origin.String(), t.secret(settings.Secret), t.options.Now, t.client("The desk", origin, t.gates.desk))
		return desk{notes: made, contacts: made.Contacts(), tickets: made.Tickets()}, nil
	case "connectwise":
		if settings.Company == "" {
			return desk{}, errors.New("desk: company is missing: the number or the short name of the customer's company in ConnectWise")
		}
		made := t.connectWise(connectwise.Base(origin), settings)
		return desk{notes: made, contacts: made.Contacts(), tickets: made.Tickets()}, nil
	}
	return desk{}, fmt.Errorf("desk: there is no kind %q; there are webhook and connectwise", settings.Kind)
}

// connectWise returns the same desk for the same settings, since it knows
// where the server's API is at present.
func (t *tenant) connectWise(origin *url.URL, settings step.DeskSettings) *connectwise.Desk {
	key := strings.Join([]string{origin.String(), settings.Company, settings.Secret}, " ")
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.desks[key] == nil {
		client := t.client("ConnectWise", origin, t.gates.desk)
		t.desks[key] = connectwise.New(origin.String(), settings.Company, t.secret(settings.Secret), client)
	}
	return t.desks[key]
}

// secret returns what looks up one secret, each time anew.
func (t *tenant) secret(name string) func(context.Context) (step.Secret, error) {
	return func(ctx context.Context) (step.Secret, error) { return t.options.Secrets(ctx, name) }
}

// place reads where a system of the customer's document is; sim: stands for
// the simulated world, for the customers that live there.
func (t *tenant) place(what, address string) (*url.URL, error) {
	path, simulated := strings.CutPrefix(address, "sim:")
	if simulated && t.rules.Only == nil {
		return nil, fmt.Errorf("%s: %q is an address of the simulated world, and this customer is real", what, address)
	}
	if simulated {
		return t.rules.Only.JoinPath(path), nil
	}
	origin, err := url.Parse(address)
	if err != nil || origin.Host == "" {
		return nil, fmt.Errorf("%s: %q isn't a URL", what, address)
	}
	if err := t.rules.Check(origin); err != nil {
		return nil, fmt.Errorf("%s at %s: %w", what, origin.Host, err)
	}
	return origin, nil
}
