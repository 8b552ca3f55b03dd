package flow_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"usher/handler/flow"
	"usher/steps/step"
)

// TestManyLinesThatMayNotBegin holds sixty lines back by the brake: the run
// doesn't wake itself over and over.
func TestManyLinesThatMayNotBegin(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.doc.Offboarding.BlockAccess = false
	r.tenant.manyGroups(60)
	r.send("e1")
	r.pump(time.Minute)
	r.doc.Paused = true
	r.decide(flow.Approve)
	for n := 0; ; n++ {
		require.Less(t, n, 500, "messages without end")
		d, ok := r.queue.next(r.clock.Now())
		if !ok {
			return
		}
		require.NoError(t, r.handle(r.Flow, d))
	}
}

// TestNobodyOfManyIsLost asks about the first of twenty-six people, and makes
// a run for each of the others.
func TestNobodyOfManyIsLost(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	all := offboard(leaver("Nobody", "Known"))
	for i := range 25 {
		all.Users = append(all.Users, leaver("Person", fmt.Sprint("Number", i)))
	}
	r.says(all)
	r.send("e1")
	r.pump(time.Minute)
	require.Len(t, r.all(), 26)
}

// TestManyAreWithdrawnAtOnce cancels a ticket about more people than one commit
// holds: each of them is asked about.
func TestManyAreWithdrawnAtOnce(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	all := offboard()
	for i := range 40 {
		all.Users = append(all.Users, leaver("Person", fmt.Sprint("Number", i)))
	}
	r.readAs(map[string]step.Reading{"e1": all, "e2": {Action: step.None}})
	r.send("e1")
	r.pump(time.Minute)
	require.Len(t, r.all(), 40)
	r.send("e2")
	r.pump(time.Minute)
	require.Len(t, r.all(), 40)
	for _, head := range r.all() {
		require.Equal(t, flow.Asking, head.State)
	}
}

func TestLongTicketsOfEveryKindAreTaken(t *testing.T) {
	t.Parallel()
	for _, body := range []string{"<p>x</p>", "&nbsp;", `"`, "\n"} {
		r := newRig(t)
		_, err := r.arrive("e1", func(t *step.Ticket) { t.Body = strings.Repeat(body, 600<<10/len(body)) })
		require.NoError(t, err, "%q", body)
	}
	r := newRig(t)
	_, err := r.arrive("e1", func(t *step.Ticket) { t.Subject = strings.Repeat("a", 950<<10) })
	require.NoError(t, err)
	_, err = r.arrive("e2", func(t *step.Ticket) { t.Requester.Name = strings.Repeat("a", 950<<10) })
	require.NoError(t, err)
}

// TestTicketIsToldOfCardsThoughTheMessageIsLost loses the message by which a
// card that can't be sent lets the run know.
func TestTicketIsToldOfCardsThoughTheMessageIsLost(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.tenant.fault = stopAt("card", &step.Stop{Says: "The channel is gone."})
	r.send("e1")
	r.deliver(func() bool {
		return len(r.queue.waits) > 0 && strings.HasPrefix(r.queue.waits[0].message.Line, "p2")
	})
	r.queue.lose = true
	r.pump(0)
	r.queue.lose = false
	r.wait(3 * time.Hour)
	require.Contains(t, strings.Join(r.tenant.changes, "\n"), ":cards:")
}

// TestRehearsalEndsWhatWaits puts a customer back to rehearsal while lines wait
// for the tenant.
func TestRehearsalEndsWhatWaits(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.slow("leave")
	r.approve()
	r.pump(time.Minute)
	r.doc.Mode = step.Rehearsal
	r.tenant.fault = nil
	r.wait(24 * time.Hour)
	require.Equal(t, flow.Finished, r.run().State, "%v", r.states())
}

// TestWhoAsksLaterCannotApprove lets an approver write on the ticket while
// their link is open.
func TestWhoAsksLaterCannotApprove(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.send("e1")
	r.pump(time.Minute)
	r.send("e2", from("arlene@contoso.example"))
	r.pump(time.Minute)
	require.ErrorIs(t, r.answer(flow.Approve), flow.ErrWrongPerson)
}

func TestVerifyMissesARemovedReport(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.approve()
	r.pump(time.Minute)
	forge(r, "Arlene Cho", "Bo Lindqvist")
	alter(r, "r001|run", func(run *flow.Run) { run.Report = nil })
	require.ErrorIs(t, r.Verify(t.Context(), r.run().ID), flow.ErrBrokenHistory)
}

// TestRunsThatCantBe have ids that no row's key could hold: there is no such
// run, rather than a store that fails.
func TestRunsThatCantBe(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	for _, id := range []string{"", "r", "r-1", "r--1", "r-a/b-1", "r-ä-1", "r-'-1", "r-..%2f-1", "r-" + strings.Repeat("a", 600) + "-1"} {
		_, err := r.Run(t.Context(), id)
		require.ErrorIs(t, err, flow.ErrNoRun, id)
	}
}
