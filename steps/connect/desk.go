package connect

import (
	"context"
	"fmt"
	"net/url"
	"strings"

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
	if settings.Kind != "webhook" {
		return desk{}, fmt.Errorf("desk: there is no kind %q; there is webhook", settings.Kind)
	}
	origin, err := t.place("desk", settings.URL)
	if err != nil {
		return desk{}, err
	}
	client := t.client("The desk", origin, t.gates.desk)
	made := webhook.New(origin.String(), t.secret(settings.Secret), t.options.Now, client)
	return desk{notes: made, contacts: made.Contacts(), tickets: made.Tickets()}, nil
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
