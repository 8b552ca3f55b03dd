package flow

import (
	"context"
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strings"

	"usher/steps/step"
)

// peopleACommit is how many people of one reading become runs in one commit.
const peopleACommit = 15

// readTicket reads the oldest unread event of a ticket and makes a run of
// each person and kind that it asks for.
func (f *Flow) readTicket(ctx context.Context, r ref, m Message) error {
	ticket, err := get[TicketRecord](ctx, f.Store, r.partition, ticketKey)
	if err != nil {
		return err
	}
	ctx = step.WithTags(ctx, step.Tags{Customer: ticket.V.Customer, Ticket: ticket.V.ID})
	event, found, err := f.unread(ctx, r.partition)
	if err != nil {
		return err
	}
	if !found {
		return f.pay(ctx, r.partition, AdvanceQueue, m)
	}
	c, err := f.customer(ctx, ticket.V.Customer)
	if err != nil {
		return err
	}
	if wanted, err := f.fetch(ctx, &event.V, c); err != nil {
		return err
	} else if !wanted {
		return f.passOver(ctx, &ticket, &event, m)
	}
	runs, err := f.runsOf(ctx, r.partition)
	if err != nil {
		return err
	}
	d := f.draft(r.partition)
	d.paid(AdvanceQueue, m)
	s := &sorting{f: f, d: d, customer: c, ticket: &ticket.V, event: &event.V, runs: runs, touched: map[int]bool{}, answered: map[int]bool{}, partition: r.partition}
	if err := s.understand(ctx); err != nil {
		return fmt.Errorf("read ticket %s: %w", ticket.V.ID, err)
	}
	if event.V.Read {
		ticket.V.Unread--
	}
	save(d, &event)
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

// atHome gives a ticket the customer's time, since "today" is a day there.
func atHome(t step.Ticket, c step.Customer) step.Ticket {
	if c.TimeZone != nil {
		t.ReceivedAt = t.ReceivedAt.In(c.TimeZone)
	}
	return t
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
	f         *Flow
	d         *draft
	customer  step.Customer
	ticket    *TicketRecord
	event     *EventRecord
	runs      []kept[Run]
	touched   map[int]bool // runs that this reading is about, by place
	answered  map[int]bool // runs whose questions this message answers
	reading   step.Reading
	partition string
}

// save saves the runs that the event is about.
func (s *sorting) save() {
	for i := range s.runs {
		if s.touched[i] || s.answered[i] {
			save(s.d, &s.runs[i])
		}
	}
}

// sort places every person of the reading, a batch at a time, and asks about
// the runs that the ticket no longer mentions.
func (s *sorting) sort(ctx context.Context, reading step.Reading) error {
	s.reading = reading
	subjects := wanted(reading)
	end := min(s.event.Placed+peopleACommit, len(subjects))
	for _, subject := range subjects[s.event.Placed:end] {
		if err := s.place(ctx, subject, reading.Missing); err != nil {
			return err
		}
	}
	if end == len(subjects) {
		s.event.Read = s.doubt(reading.Action, subjects, peopleACommit-(end-s.event.Placed))
	}
	s.event.Placed = end
	s.save()
	return nil
}

// place finds the run that a subject belongs to, or makes one. A live run
// goes before a finished one, the same person before a run that only asks.
func (s *sorting) place(ctx context.Context, subject step.Subject, missing []string) error {
	action := subject.Action
	subject.Action = ""
	if s.namedBefore(action, subject) {
		return nil
	}
	i := s.find(func(run Run) bool { return run.State != Finished && run.about(action, subject) })
	if i < 0 {
		i = s.find(func(run Run) bool {
			return run.State == Asking && run.Event() != s.event.Ticket.Event && run.answeredBy(action)
		})
	}
	if i < 0 {
		i = s.find(func(run Run) bool {
			return run.State == Finished && run.Status != StatusExpired && run.Action == action && reflect.DeepEqual(run.Subject, subject)
		})
	}
	if i < 0 && action == step.Unclear && nameOf(subject) == "" && (s.live() || len(s.answered) > 0) {
		return nil // the runs that are under way are asked about instead
	}
	if i < 0 {
		return s.create(ctx, action, subject, missing)
	}
	s.update(&s.runs[i], action, subject, missing)
	s.touched[i] = true
	return nil
}

func (s *sorting) find(is func(Run) bool) int {
	for i := range s.runs {
		if !s.touched[i] && is(s.runs[i].V) {
			return i
		}
	}
	return -1
}

// namedBefore tells whether the same reading has named this person already.
func (s *sorting) namedBefore(action step.Action, subject step.Subject) bool {
	for i := range s.runs {
		if s.touched[i] && s.runs[i].V.Action == action && s.runs[i].V.about(action, subject) {
			return true
		}
	}
	return false
}

func (s *sorting) live() bool {
	return slices.ContainsFunc(s.runs, func(r kept[Run]) bool { return r.V.State != Finished })
}

// update brings an event to a run that exists.
func (s *sorting) update(run *kept[Run], action step.Action, subject step.Subject, missing []string) {
	v := &run.V
	if !slices.Contains(v.Events, s.event.Ticket.Event) {
		v.Events = append(v.Events, s.event.Ticket.Event)
	}
	v.askedBy(s.event.Ticket.Requester.Email)
	same := v.Action == action && reflect.DeepEqual(v.Subject, subject) && v.sameDoubts(s.reading)
	switch {
	case v.State == Finished, same && v.State != Asking && !v.Doubted:
		s.d.note(v, "noted", "The ticket was updated; it asks for nothing new.")
	case !v.Started.IsZero():
		s.d.note(v, "noted", "The ticket was updated while the run was under way. The approved plan goes on; what is new needs a new ticket.")
	default:
		s.d.note(v, "read", "The ticket was updated: planned again, and earlier approvals are void.")
		v.Action, v.Subject, v.Missing = action, subject, missing
		v.remember(s.reading)
		v.Ticket, v.Doubted = s.event.shortened(), false
		v.Request, v.Approved, v.State = step.Request{}, nil, Planning
		s.wake(v)
	}
}

// doubt asks about the runs that the newest reading no longer mentions, such
// as after "please cancel", at most so many at once; it tells whether that were
// all. What has started goes on; an operator can cancel.
func (s *sorting) doubt(action step.Action, subjects []step.Subject, most int) (all bool) {
	for i := s.event.Doubted; i < len(s.runs); i++ {
		if most == 0 {
			return false
		}
		s.event.Doubted = i + 1
		v := &s.runs[i].V
		mentioned := slices.ContainsFunc(subjects, func(x step.Subject) bool { return v.about(x.Action, x) })
		if s.touched[i] || mentioned || v.State == Finished || v.Event() == s.event.Ticket.Event {
			continue
		}
		if s.answered[i] && action == step.None {
			continue // who answers still wants it
		}
		s.touched[i] = true
		most--
		if !v.Started.IsZero() {
			s.d.note(v, "noted", "The ticket was updated and no longer asks for this. The run is under way; an operator can cancel it.")
			continue
		}
		s.d.note(v, "read", "The ticket was updated and no longer asks for this: earlier approvals are void, and somebody is asked.")
		v.Approved, v.State, v.Doubted = nil, Planning, true
		s.wake(v)
	}
	return true
}

func addressPattern() *regexp.Regexp {
	return regexp.MustCompile(`[\w.+'-]+@[\w-]+(?:\.[\w-]+)+`)
}

func (s *sorting) create(ctx context.Context, action step.Action, subject step.Subject, missing []string) error {
	s.ticket.Runs++
	r := ref{s.partition, s.ticket.Runs}
	run := kept[Run]{Key: r.runKey(), V: Run{
		ID: r.String(), Number: r.number, Customer: s.customer.Key, Events: []string{s.event.Ticket.Event},
		Ticket: s.event.shortened(), Action: action, Subject: subject, Missing: missing, State: Planning, Created: s.event.At.UTC(),
	}}
	run.V.askedBy(s.event.Ticket.Requester.Email)
	run.V.remember(s.reading)
	s.d.note(&run.V, "received", fmt.Sprintf("Ticket %s from %s.", s.event.Ticket.ID, orUnknown(s.event.Ticket.Requester.Name)))
	s.d.note(&run.V, "read", readAs(action, subject))
	s.wake(&run.V)
	s.touched[len(s.runs)] = true
	s.runs = append(s.runs, run)
	return s.f.enlist(ctx, run.V)
}

func (s *sorting) wake(run *Run) {
	run.N++
	s.d.send(AdvanceQueue, Message{Run: run.ID, N: run.N}, s.f.Clock.Now())
}

// about tells whether a run is about this person and kind.
func (r Run) about(action step.Action, subject step.Subject) bool {
	if action == step.Unclear && nameOf(subject) == "" && subject.UPNOrEmail == "" {
		return r.Action == step.Unclear && nameOf(r.Subject) == ""
	}
	if r.Action != action && action != step.Unclear {
		return false
	}
	if p := r.Request.Person; p.ID != "" && (sameAddress(p.UPN, subject.UPNOrEmail) || strings.EqualFold(p.Name, nameOf(subject))) {
		return true
	}
	return sameSubject(r.Subject, subject)
}

// answeredBy tells whether a run asks what to do, or for whom, so that
// whatever the ticket says next may be the answer.
func (r Run) answeredBy(action step.Action) bool {
	return r.Action == step.Unclear || r.Action == action && r.Request.Person.Name == ""
}

// Event is the event that made the run.
func (r Run) Event() string {
	if len(r.Events) == 0 {
		return ""
	}
	return r.Events[0]
}

// askedBy remembers who asked: nobody of them may approve.
func (r *Run) askedBy(address string) {
	address = strings.ToLower(strings.TrimSpace(address))
	if address != "" && !slices.Contains(r.Asked, address) {
		r.Asked = append(r.Asked, address)
	}
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

// enlist puts a run into its customer's list, before the run is saved.
func (f *Flow) enlist(ctx context.Context, run Run) error {
	d := f.draft(listPartition(run.Customer))
	d.add(Put, listKey(run.Created, run.ref()), "", RunHead{ID: run.ID})
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
