package webhook

import (
	"context"
	"fmt"
	"net/http"
	"net/url"

	"usher/steps/step"
)

// contact is a contact as the desk writes it.
type contact struct {
	ID        string `json:"id,omitempty"`
	Email     string `json:"email"`
	FirstName string `json:"firstName,omitempty"`
	LastName  string `json:"lastName,omitempty"`
	Active    bool   `json:"active"`
}

// Contacts are the customer's contacts in the desk.
type Contacts struct{ desk *Desk }

// Contacts returns the customer's contacts.
func (d *Desk) Contacts() step.Contacts { return Contacts{d} }

// Find returns the contacts with this address. This desk can't be asked for
// names.
func (c Contacts) Find(ctx context.Context, email, _, _ string) ([]step.Contact, error) {
	var answer struct {
		Contacts []contact `json:"contacts"`
	}
	if err := c.desk.call(ctx, http.MethodGet, "/contacts?email="+url.QueryEscape(email), nil, &answer); err != nil {
		return nil, fmt.Errorf("find contact: %w", err)
	}
	found := make([]step.Contact, 0, len(answer.Contacts))
	for _, one := range answer.Contacts {
		found = append(found, step.Contact{ID: one.ID, FirstName: one.FirstName, LastName: one.LastName, Email: one.Email, Active: one.Active})
	}
	return found, nil
}

// Create adds a contact. Made twice, there are two.
func (c Contacts) Create(ctx context.Context, made step.Contact) error {
	body := contact{Email: made.Email, FirstName: made.FirstName, LastName: made.LastName, Active: made.Active}
	if err := c.desk.call(ctx, http.MethodPost, "/contacts", body, nil); err != nil {
		return fmt.Errorf("create contact: %w", err)
	}
	return nil
}

// SetActive makes a contact active, or inactive.
func (c Contacts) SetActive(ctx context.Context, id string, active bool) error {
	body := struct {
		Active bool `json:"active"`
	}{active}
	if err := c.desk.call(ctx, http.MethodPatch, "/contacts/"+url.PathEscape(id), body, nil); err != nil {
		return fmt.Errorf("set contact active: %w", err)
	}
	return nil
}

// Tickets returns what reads tickets: nothing, since this desk's events bring
// the whole ticket themselves.
func (d *Desk) Tickets() step.Tickets { return whole{} }

type whole struct{}

// Read answers step.ErrNotFound.
func (whole) Read(context.Context, string) (step.Ticket, error) {
	return step.Ticket{}, fmt.Errorf("this desk's events bring the whole ticket: %w", step.ErrNotFound)
}
