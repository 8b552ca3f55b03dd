package connectwise

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"time"

	"usher/steps/step"
)

// record is a ticket as the server shows it.
type record struct {
	ID           int       `json:"id"`
	Summary      string    `json:"summary"`
	Company      reference `json:"company"`
	Board        reference `json:"board"`
	Status       reference `json:"status"`
	Type         reference `json:"type"`
	Subtype      reference `json:"subType"`
	Contact      reference `json:"contact"`
	ContactName  string    `json:"contactName"`
	ContactEmail string    `json:"contactEmailAddress"`
	Info         struct {
		Entered time.Time `json:"dateEntered"`
	} `json:"_info"`

	path string // where it lives
}

var ticketID = regexp.MustCompile(`^[1-9][0-9]{0,11}$`)

// find returns a ticket and where it lives: one that was moved to a project
// is served elsewhere. A ticket of another company is nobody's here, whatever
// asked for it.
func (d *Desk) find(ctx context.Context, ticket string) (record, error) {
	if !ticketID.MatchString(ticket) {
		return record{}, fmt.Errorf("%q isn't a ticket's number: %w", ticket, step.ErrNotFound)
	}
	company, err := d.companyID(ctx)
	if err != nil {
		return record{}, err
	}
	for _, path := range []string{"/service/tickets/" + ticket, "/project/tickets/" + ticket} {
		var found record
		_, err = d.do(ctx, call{method: http.MethodGet, path: path}, &found)
		if errors.Is(err, step.ErrNotFound) {
			continue
		}
		if err != nil {
			return record{}, err
		}
		if found.Company.ID != company {
			says := fmt.Sprintf("Ticket %s belongs to another company in ConnectWise, so Usher leaves it alone.", ticket)
			return record{}, &step.Stop{Says: says}
		}
		found.path = path
		return found, nil
	}
	return record{}, err
}

// Tickets returns what reads this desk's tickets: its events only name them.
func (d *Desk) Tickets() step.Tickets { return reader{d} }

type reader struct{ *Desk }

// Read returns a ticket with all its notes but ours, the newest first. A
// ticket that isn't there, or is another company's, is a *step.Stop.
func (r reader) Read(ctx context.Context, ticket string) (step.Ticket, error) {
	const doing = "read ticket"
	found, err := r.find(ctx, ticket)
	if errors.Is(err, step.ErrNotFound) {
		return step.Ticket{}, &step.Stop{Says: fmt.Sprintf("ConnectWise has no ticket %s.", ticket), Err: err}
	}
	if err != nil {
		return step.Ticket{}, fmt.Errorf("%s: %w", doing, err)
	}
	notes, err := list[note](ctx, r.Desk, found.path+"/allNotes", nil)
	if err != nil {
		return step.Ticket{}, fmt.Errorf("%s: notes: %w", doing, err)
	}
	requester, err := r.requester(ctx, found)
	if err != nil {
		return step.Ticket{}, fmt.Errorf("%s: requester: %w", doing, err)
	}
	return step.Ticket{
		ID: ticket, Type: found.Type.Name, Subtype: found.Subtype.Name, Board: found.Board.Name, Status: found.Status.Name, Subject: found.Summary, Body: thread(notes),
		ReceivedAt: found.Info.Entered, Requester: requester,
	}, nil
}

// requester is the ticket's contact.
func (r reader) requester(ctx context.Context, found record) (step.Requester, error) {
	who := step.Requester{Name: found.ContactName, Email: found.ContactEmail}
	if who.Name == "" {
		who.Name = found.Contact.Name
	}
	if who.Email != "" || found.Contact.ID == 0 {
		return who, nil
	}
	var known person
	_, err := r.do(ctx, call{method: http.MethodGet, path: fmt.Sprintf("/company/contacts/%d", found.Contact.ID)}, &known)
	if errors.Is(err, step.ErrNotFound) {
		return who, nil
	}
	who.Email = known.email()
	return who, err
}

// Status returns a ticket's status, as its board names it.
func (d *Desk) Status(ctx context.Context, ticket string) (string, error) {
	found, err := d.find(ctx, ticket)
	if err != nil {
		return "", fmt.Errorf("read ticket's status: %w", err)
	}
	if found.Status.Name == "" {
		return "", errors.New("read ticket's status: ConnectWise left it out")
	}
	return found.Status.Name, nil
}

// SetStatus changes a ticket's status to one of its board's, and looks
// whether it really did.
func (d *Desk) SetStatus(ctx context.Context, ticket, status string) error {
	const doing = "set ticket's status"
	found, err := d.find(ctx, ticket)
	if err != nil {
		return fmt.Errorf("%s: %w", doing, err)
	}
	wanted, err := d.statusOf(ctx, found.Board, status)
	if err != nil {
		return fmt.Errorf("%s: %w", doing, err)
	}
	if _, err = d.do(ctx, call{method: http.MethodPatch, path: found.path, body: replace("status", reference{ID: wanted.ID})}, nil); err != nil {
		return fmt.Errorf("%s: %w", doing, err)
	}
	after, err := d.find(ctx, ticket)
	if err != nil {
		return fmt.Errorf("%s: read it back: %w", doing, err)
	}
	if after.Status.ID != wanted.ID {
		return fmt.Errorf("%s: ConnectWise said that it did, but it is still %q", doing, after.Status.Name)
	}
	return nil
}

// statusOf finds a status among those of one board.
func (d *Desk) statusOf(ctx context.Context, board reference, status string) (reference, error) {
	all, err := list[struct {
		reference
		Inactive bool `json:"inactive"`
	}](ctx, d, fmt.Sprintf("/service/boards/%d/statuses", board.ID), nil)
	if err != nil {
		return reference{}, fmt.Errorf("statuses of board %s: %w", board.Name, err)
	}
	var names []string
	for _, one := range all {
		if strings.EqualFold(one.Name, status) && !one.Inactive {
			return one.reference, nil
		}
		if !one.Inactive {
			names = append(names, one.Name)
		}
	}
	says := fmt.Sprintf("The board %s in ConnectWise has no status %q; it has %s. Correct the customer's document and retry.", board.Name, status, strings.Join(names, ", "))
	return reference{}, &step.Stop{Says: says}
}
