package flow_test

import (
	"errors"
	"fmt"
	"time"

	"github.com/stretchr/testify/require"

	"usher/handler/flow"
	"usher/steps/step"
)

// What tests do again and again with a rig.

var errAway = errors.New("it is away")

func offboard(people ...step.Subject) step.Reading {
	return step.Reading{Action: step.Offboard, Users: people}
}

func leaver(first, last string) step.Subject {
	return step.Subject{FirstName: first, LastName: last, Urgent: true}
}

func leaverOn(date string) step.Subject {
	return step.Subject{FirstName: "Priya", LastName: "Nair", StartOrLastDate: date}
}

// says has every ticket read alike.
func (r *rig) says(reading step.Reading) { r.reads = func(step.Ticket) step.Reading { return reading } }

// inOtherWords reads every message as one that asks for something else about
// the same person.
func inOtherWords(ticket step.Ticket) step.Reading {
	return offboard(step.Subject{FirstName: "Priya", LastName: "Nair", Urgent: true, JobTitle: ticket.Event})
}

// from sets who writes a ticket.
func from(address string) func(*step.Ticket) {
	return func(t *step.Ticket) { t.Requester = step.Requester{Name: "Somebody", Email: address} }
}

// approve brings a ticket to its approval, and no further.
func (r *rig) approve() {
	r.t.Helper()
	r.send("e1")
	r.pump(time.Minute)
	r.decide(flow.Approve)
}

// wait lets time pass, swept once a minute.
func (r *rig) wait(d time.Duration) {
	r.t.Helper()
	for end := r.clock.Now().Add(d); r.clock.Now().Before(end); {
		r.clock.reach(r.clock.Now().Add(time.Minute))
		require.NoError(r.t, r.Sweep(r.t.Context()))
		r.pump(0)
	}
}

// waitUntil lets time pass without a sweep in between.
func (r *rig) waitUntil(at time.Time) {
	r.t.Helper()
	r.clock.reach(at)
	require.NoError(r.t, r.Sweep(r.t.Context()))
	r.pump(time.Minute)
}

// deliver delivers what is due now, message by message, until it is so.
func (r *rig) deliver(until func() bool) {
	r.t.Helper()
	for !until() {
		d, ok := r.queue.next(r.clock.Now())
		require.True(r.t, ok, "nothing is left to deliver")
		require.NoError(r.t, r.handle(r.Flow, d))
	}
}

// take takes the next message out of the queue.
func (r *rig) take() delivery {
	r.t.Helper()
	d, ok := r.queue.next(r.clock.Now())
	require.True(r.t, ok, "no message is due")
	return d
}

// manyGroups puts the leaver into so many groups.
func (n *tenant) manyGroups(many int) {
	n.groups = nil
	for i := range many {
		n.groups = append(n.groups, fmt.Sprintf("group-%03d", i))
	}
}

// slow has changes wait that begin like this.
func (r *rig) slow(change string) {
	r.tenant.fault = stopAt(change, &step.Wait{For: 5 * time.Minute, Why: "throttled"})
}

func (r *rig) status() flow.Status {
	r.t.Helper()
	v := r.run()
	require.NotNil(r.t, v.Status, "the run is %s: %v", v.State, r.states())
	return *v.Status
}

func (r *rig) line(id string) flow.LineView {
	r.t.Helper()
	for _, l := range r.run().Lines {
		if l.ID == id {
			return l
		}
	}
	require.FailNow(r.t, "no line "+id)
	return flow.LineView{}
}

func (r *rig) order(verb, line string) error {
	return r.Order(r.t.Context(), r.run().ID, flow.Order{Verb: verb, Line: line, Reason: "a test"})
}
