package flow

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"usher/steps/step"
)

// resolved is a request whose names have been looked up in the tenant, with
// what couldn't be settled.
type resolved struct {
	request   step.Request
	questions []Inquiry
	warnings  []Remark
	// stuck is set where nothing can be planned before somebody has answered.
	stuck bool
}

func (r *resolved) warn(key, says string) {
	if w := (Remark{Key: key, Says: says}); !slices.Contains(r.warnings, w) {
		r.warnings = append(r.warnings, w)
	}
}

// resolver looks up the names of one reading.
type resolver struct {
	customer step.Customer
	world    *step.World
	now      time.Time
	ticket   step.Ticket
	asked    []string // addresses of everybody who asked
	subject  step.Subject
	missing  []string // what the reader missed
	answers  []Settled
	terms    Terms
	// fixed is set once the run has started: whom it is about, and the address
	// that a joiner has, are no longer looked for.
	fixed *step.Request
	out   resolved
}

// resolve turns a reading into a request. Nobody is guessed: a name that fits
// nobody, or several, becomes a question.
func resolve(ctx context.Context, r *resolver, action step.Action) (resolved, error) {
	r.out.request = step.Request{
		Action: action, Customer: r.customer.Key, Ticket: r.ticket, Urgent: r.subject.Urgent,
	}
	r.out.request.Ticket.Body = "" // the run has it
	if err := r.requesters(ctx); err != nil {
		return r.out, err
	}
	if r.mayNotRequest() || r.attached(action) {
		return r.out, nil
	}
	r.takeAnswers()
	var err error
	switch action {
	case step.Unclear:
		r.ask(question{name: "action", holds: HoldsRun})
	case step.Onboard:
		err = r.joiner(ctx)
	default:
		err = r.member(ctx)
	}
	if err == nil && !r.out.stuck {
		r.lacking(action)
	}
	r.notYet()
	return r.out, err
}

// takeAnswers puts answers into the reading that need no look at the tenant.
func (r *resolver) takeAnswers() {
	s := &r.subject
	for key, field := range map[string]*string{"end_date": &s.EndDate, "department": &s.Department, "job_title": &s.JobTitle} {
		if answer, _ := r.answer(key, ""); answer != "" {
			*field = answer
		}
	}
}

// member settles what is to become of somebody who has an account.
func (r *resolver) member(ctx context.Context) error {
	person, err := r.person(ctx)
	if err != nil || r.out.stuck {
		return err
	}
	r.out.request.Person = person.Person()
	r.about(person)
	r.when()
	if err := r.files(ctx, person); err != nil {
		return err
	}
	return r.mailbox(ctx, person)
}

// notYet names what the ticket wishes for and no step does, so that it isn't
// lost: a person has to do it.
func (r *resolver) notYet() {
	s := r.subject
	wishes := map[string]bool{
		"wipe the devices":           s.Devices != nil && s.Devices.Wipe != nil && *s.Devices.Wipe,
		"place the mailbox on hold":  s.Mailbox != nil && s.Mailbox.Hold,
		"let somebody send as it":    s.Mailbox != nil && len(s.Mailbox.SendAs) > 0,
		"leave groups later by date": s.GroupsRemoveOn != "",
	}
	for _, wish := range slices.Sorted(maps.Keys(wishes)) {
		if wishes[wish] {
			r.out.warn(byHandWish, fmt.Sprintf("The ticket also asks to %s. No step does that: a person has to.", wish))
		}
	}
}

// byHandWish is the key of warnings that become follow-ups.
const byHandWish = "by-hand"

// requesters finds the accounts of those who asked, by any of their
// addresses. Somebody from outside has none.
func (r *resolver) requesters(ctx context.Context) error {
	for _, address := range r.asked {
		found, err := r.world.Users.Find(ctx, address)
		if err != nil {
			return fmt.Errorf("find requester: %w", err)
		}
		for _, u := range found {
			r.out.request.Requesters = append(r.out.request.Requesters, u.Person())
		}
	}
	return nil
}

// about warns of what an approver should know of the person.
func (r *resolver) about(u step.User) {
	if u.Guest {
		r.out.warn("guest", called(u)+" is a guest: licences, sessions and mailbox belong to another organisation.")
	}
	if u.Synced {
		r.out.warn("synced", called(u)+" is synced from the customer's own Active Directory. Disable the account there too: the block in the cloud is undone at the next sync.")
	}
	if slices.ContainsFunc(r.out.request.Requesters, func(p step.Person) bool { return p.ID == u.ID }) {
		r.out.warn("own-account", "The request comes from the person it is about. Confirm it with a manager or HR.")
	}
}
