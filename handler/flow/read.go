package flow

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"usher/steps/step"
)

// readTicket reads the oldest unread event of a ticket and makes a run of
// each person and kind that it asks for.
func (f *Flow) readTicket(ctx context.Context, r ref, m Message) error {
	ticket, err := get[TicketRecord](ctx, f.Store, r.partition, ticketKey)
	if err != nil {
		return err
	}
	event, found, err := f.unread(ctx, r.partition)
	if err != nil || !found {
		return err
	}
	reading, err := f.Reader.Read(ctx, event.V.Ticket)
	if err != nil {
		return fmt.Errorf("read ticket %s: %w", ticket.V.ID, err)
	}
	c, err := f.customer(ctx, ticket.V.Customer)
	if err != nil {
		return err
	}
	runs, err := f.runsOf(ctx, r.partition)
	if err != nil {
		return err
	}
	d := f.draft(r.partition)
	d.paid(AdvanceQueue, m)
	intoRuns := &sorting{f: f, d: d, customer: c, ticket: &ticket.V, event: event.V.Ticket, runs: runs}
	if err := intoRuns.sort(ctx, r.partition, reading); err != nil {
		return err
	}
	event.V.Read = true
	save(d, &event)
	ticket.V.Unread--
	if ticket.V.Unread > 0 {
		ticket.V.N++
		d.send(AdvanceQueue, Message{Run: r.String(), N: ticket.V.N}, f.Clock.Now())
	}
	save(d, &ticket)
	if err := d.commit(ctx); err != nil {
		return err
	}
	return f.deactivate(ctx, r.partition)
}

func (f *Flow) unread(ctx context.Context, partition string) (kept[EventRecord], bool, error) {
	events, err := list[EventRecord](ctx, f.Store, partition, eventPrefix)
	if err != nil {
		return kept[EventRecord]{}, false, err
	}
	events = slices.DeleteFunc(events, func(e kept[EventRecord]) bool { return e.V.Read })
	if len(events) == 0 {
		return kept[EventRecord]{}, false, nil
	}
	return slices.MinFunc(events, func(a, b kept[EventRecord]) int { return a.V.Order - b.V.Order }), true, nil
}

// sorting puts one reading into runs: new ones, changed ones, or a note that
// nothing new was said.
type sorting struct {
	f        *Flow
	d        *draft
	customer step.Customer
	ticket   *TicketRecord
	event    step.Ticket
	runs     []kept[Run]
}

func (s *sorting) sort(ctx context.Context, partition string, reading step.Reading) error {
	for _, subject := range wanted(reading) {
		action := subject.Action
		subject.Action = ""
		if err := s.place(ctx, partition, action, subject, reading.Missing); err != nil {
			return err
		}
	}
	return nil
}

func (s *sorting) place(ctx context.Context, partition string, action step.Action, subject step.Subject, missing []string) error {
	for i := range s.runs {
		run := &s.runs[i]
		if !sameRequest(run.V, action, subject) {
			continue
		}
		same := run.V.Action == action && reflect.DeepEqual(run.V.Subject, subject)
		switch {
		case run.V.State == Finished && !same:
			continue
		case run.V.State == Finished, same:
			s.say(run, "noted", "The ticket was updated; it asks for nothing new.")
		case run.V.State == Running || run.V.State == Reporting || !run.V.Started.IsZero():
			s.say(run, "noted", "The ticket was updated while the run was under way. The approved plan goes on; what is new needs a new ticket.")
		default:
			s.change(run, action, subject, missing)
		}
		save(s.d, run)
		return nil
	}
	return s.create(ctx, partition, action, subject, missing)
}

// sameRequest tells whether a run is about the same person and kind. A run
// that asks what to do, or for whom, is about whatever the ticket says next.
func sameRequest(run Run, action step.Action, subject step.Subject) bool {
	if run.State == Asking && (run.Action == step.Unclear || run.Action == action && run.Request.Person.ID == "") {
		return true
	}
	return run.Action == action && sameSubject(run.Subject, subject)
}

func sameSubject(a, b step.Subject) bool {
	if a.UPNOrEmail != "" && b.UPNOrEmail != "" {
		return strings.EqualFold(a.UPNOrEmail, b.UPNOrEmail)
	}
	return strings.EqualFold(nameOf(a), nameOf(b))
}

func nameOf(s step.Subject) string {
	if s.FirstName == "" && s.LastName == "" {
		return s.DisplayName
	}
	return strings.TrimSpace(s.FirstName + " " + s.LastName)
}

func (s *sorting) say(run *kept[Run], kind, says string) {
	s.d.note(run.V.ref(), &run.V.Chain, "", kind, says)
}

func (s *sorting) change(run *kept[Run], action step.Action, subject step.Subject, missing []string) {
	v := &run.V
	s.say(run, "read", "The ticket was updated and asks for something else: planned again. Earlier approvals are void.")
	v.Action, v.Subject, v.Missing, v.Event, v.Ticket = action, subject, missing, s.event.Event, s.event
	v.Request, v.Approved, v.State = step.Request{}, nil, Planning
	s.wake(v)
}

func (s *sorting) create(ctx context.Context, partition string, action step.Action, subject step.Subject, missing []string) error {
	s.ticket.Runs++
	r := ref{partition, s.ticket.Runs}
	run := kept[Run]{Key: r.runKey(), V: Run{
		ID: r.String(), Number: r.number, Customer: s.customer.Key, Event: s.event.Event, Ticket: s.event,
		Action: action, Subject: subject, Missing: missing, State: Planning, Created: s.f.Clock.Now().UTC(),
	}}
	s.say(&run, "received", fmt.Sprintf("Ticket %s from %s.", s.event.ID, orUnknown(s.event.Requester.Name)))
	s.say(&run, "read", readAs(action, subject))
	s.wake(&run.V)
	save(s.d, &run)
	s.runs = append(s.runs, run)
	return s.f.enlist(ctx, run.V)
}

func (s *sorting) wake(run *Run) {
	run.N++
	s.d.send(AdvanceQueue, Message{Run: run.ID, N: run.N}, s.f.Clock.Now())
}

// enlist puts a run into its customer's list, before the run is saved.
func (f *Flow) enlist(ctx context.Context, run Run) error {
	d := f.draft(listPartition(run.Customer))
	d.add(Put, listKey(run.Created, run.ID), "", RunHead{ID: run.ID})
	return d.commit(ctx)
}

func readAs(action step.Action, subject step.Subject) string {
	who := nameOf(subject)
	if subject.UPNOrEmail != "" {
		who = strings.TrimSpace(who + " (" + subject.UPNOrEmail + ")")
	}
	if action == step.Unclear || who == "" {
		return "Read as: unclear; a person has to look."
	}
	return fmt.Sprintf("Read as: %s %s.", action, who)
}

func orUnknown(s string) string {
	if s == "" {
		return "an unknown sender"
	}
	return s
}

func (r Run) ref() ref {
	parsed, _ := parseRef(r.ID)
	return parsed
}
