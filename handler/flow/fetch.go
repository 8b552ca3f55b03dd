package flow

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"usher/steps/step"
)

// fetch reads the ticket of an event that only names it. It is false where the
// ticket doesn't concern Usher by the customer's filter.
func (f *Flow) fetch(ctx context.Context, event *EventRecord, c step.Customer) (bool, error) {
	if event.Ticket.Subject != "" || event.Ticket.Body != "" {
		return true, nil
	}
	w, err := f.Connector.Open(ctx, c)
	if err != nil {
		return false, fmt.Errorf("open the world of %s: %w", c.Key, err)
	}
	ticket, err := w.Tickets.Read(ctx, event.Ticket.ID)
	if errors.Is(err, step.ErrNotFound) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("fetch ticket %s: %w", event.Ticket.ID, err)
	}
	ticket.Event = event.Ticket.Event
	event.Ticket = storable(ticket)
	return concerns(c, ticket), nil
}

// concerns tells whether a ticket is one of those that the document picks:
// every list that is written must have the ticket's value. There is no "all":
// a document that picks nothing picks no ticket.
func concerns(c step.Customer, t step.Ticket) bool {
	picked := false
	for _, pick := range []struct {
		values []string
		has    string
	}{
		{c.Tickets.Boards, t.Board}, {c.Tickets.Types, t.Type}, {c.Tickets.Subtypes, t.Subtype}, {c.Tickets.Statuses, t.Status},
	} {
		if len(pick.values) == 0 {
			continue
		}
		picked = true
		if !slices.ContainsFunc(pick.values, func(v string) bool { return strings.EqualFold(v, pick.has) }) {
			return false
		}
	}
	return picked
}

// passOver marks an event as read that asks for nothing of ours; its text
// isn't kept.
func (f *Flow) passOver(ctx context.Context, ticket *kept[TicketRecord], event *kept[EventRecord], m Message) error {
	d := f.draft(partitionOf(ticket.V.Customer, ticket.V.Desk, ticket.V.ID))
	d.paid(AdvanceQueue, m)
	event.V.Read, event.V.Ticket.Subject, event.V.Ticket.Body = true, "", ""
	ticket.V.Unread--
	save(d, event)
	save(d, ticket)
	return d.commit(ctx)
}
