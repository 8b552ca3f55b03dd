package flow_test

import (
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"usher/handler/flow"
	"usher/steps/step"
)

// dies ends the process right after the commit that saves such a row, and
// starts another one, whose queue is empty.
func (r *rig) dies(during func(), after ...string) {
	r.t.Helper()
	r.store.after.at(r.life.end, after...)
	during()
	require.True(r.t, r.life.dead, "it never came to that")
	r.restart()
}

// TestLinesGoOnWhileOthersAreAsked dies between the end of the cut and the
// messages to what waited for it, while the approvers are asked about a new
// group: the approved ones don't wait for their answer.
func TestLinesGoOnWhileOthersAreAsked(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.send("e1")
	r.pump(time.Minute)
	r.tenant.groups = append(r.tenant.groups, "Board")
	r.decide(flow.Approve)
	r.slow("block")
	r.pump(time.Minute)
	require.Equal(t, flow.Approving, r.run().State)
	r.tenant.fault = nil
	r.dies(func() { r.pump(10 * time.Minute) }, "|line|", `"Step":"block"`, `"State":"done"`)
	r.wait(10 * time.Minute)
	require.Equal(t, []string{"Board"}, r.tenant.groups)
	require.Equal(t, flow.Approving, r.run().State)
}

// TestOldMessageHidesNothing leaves a message of an earlier plan owed: the
// sweep still sees that nobody is at the run as it is now.
func TestOldMessageHidesNothing(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.reads = inOtherWords
	r.send("e1")
	require.NoError(t, r.handle(r.Flow, r.take()))
	plan := r.take()
	r.store.before.at(func() { // a newer message comes while the run is being planned
		r.send("e2")
		require.NoError(t, r.handle(r.Flow, r.take()))
	}, "|line|")
	require.NoError(t, r.handle(r.Flow, plan))
	r.pump(time.Minute)
	r.decide(flow.Approve)
	r.slow("block")
	r.pump(time.Minute)
	r.tenant.fault = nil
	r.dies(func() { r.pump(10 * time.Minute) }, "|line|", `"Step":"block"`, `"State":"done"`)
	r.wait(10 * time.Minute)
	require.Equal(t, flow.StatusSuccess, r.status())
}

func TestTicketOnItsWayIsLeftAlone(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.send("e1")
	for range 3 {
		r.clock.reach(r.clock.Now().Add(9 * time.Second))
		require.NoError(t, r.Sweep(t.Context()))
	}
	require.Len(t, r.queue.waits, 1)
}

// TestFinishedTicketIsSweptOnce has a process die before it took the mark of
// the ticket away: the next sweep does, though a timer is still owed.
func TestFinishedTicketIsSweptOnce(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.send("e1")
	mark := maps.Clone(r.store.rows["active"])
	r.pump(time.Minute)
	r.decide(flow.Approve)
	r.pump(time.Minute)
	require.Equal(t, flow.Finished, r.run().State)
	require.Positive(t, r.owed())
	r.store.rows["active"] = mark
	require.NoError(t, r.Sweep(t.Context()))
	require.Empty(t, r.store.rows["active"])
}

// TestParkedLinesAreLeftAlone counts what an hour of sweeps saves while lines
// wait for their time: nothing.
func TestParkedLinesAreLeftAlone(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.approve()
	r.tenant.fault = stopAt("leave", &step.Wait{For: 6 * time.Hour, Why: "slow"})
	r.pump(time.Minute)
	before := r.store.version
	r.wait(time.Hour)
	require.Equal(t, before, r.store.version)
	r.tenant.fault = nil
	r.wait(6 * time.Hour)
	require.Equal(t, flow.StatusSuccess, r.status())
}

// TestOrderOnAFinishedRunIsSwept lets a late copy of a message take the
// ticket's mark away while an operator's retry is being saved.
func TestOrderOnAFinishedRunIsSwept(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.tenant.lies["leave Forecast"] = true
	r.approve()
	r.pump(30 * time.Minute)
	require.Equal(t, flow.StatusPartial, r.status())
	r.tenant.lies["leave Forecast"] = false
	id := r.run().ID
	r.store.before.at(func() {
		require.NoError(t, r.Advance(t.Context(), flow.Message{Run: id, N: 1}))
		require.Empty(t, r.store.rows["active"])
	}, "|run", `"State":"running"`)
	require.NoError(t, r.order("retry", "2"))
	r.restart()
	r.wait(10 * time.Minute)
	require.Equal(t, flow.StatusSuccess, r.status())
}

// TestEventSentAgainIsSwept loses the mark of a ticket whose event was saved
// just before the process died: the desk sends the event again, and it is read.
func TestEventSentAgainIsSwept(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.dies(func() {
		_, err := r.arrive("e1")
		require.ErrorIs(t, err, errDead)
	}, "event|")
	r.store.rows["active"] = nil // as a sweep did that had found the ticket idle before
	r.send("e1")
	r.wait(5 * time.Minute)
	require.Equal(t, flow.Approving, r.run().State)
}

// TestRunIsListedOnce dies between the listing of a run and the run itself.
func TestRunIsListedOnce(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.send("e1")
	r.dies(func() { r.pump(0) }, `"id":"r-`)
	r.clock.reach(r.clock.Now().Add(time.Second))
	require.NoError(t, r.Recover(t.Context()))
	r.pump(time.Minute)
	require.Len(t, r.all(), 1)
}

// TestOneTicketsTroubleIsNoOthers sweeps two tickets, one of which can't be
// read any more.
func TestOneTicketsTroubleIsNoOthers(t *testing.T) {
	t.Parallel()
	for broken := range 2 {
		r := newRig(t)
		r.send("e1")
		r.send("e1", func(t *step.Ticket) { t.ID = "T-2" })
		r.queue.waits = nil
		partition := slices.Sorted(maps.Keys(r.store.rows["active"]))[broken]
		r.store.rows[partition]["ticket"] = flow.Row{Key: "ticket", Data: []byte("{"), Version: "0"}
		r.clock.reach(r.clock.Now().Add(2 * time.Minute))
		require.ErrorContains(t, r.Sweep(t.Context()), partition)
		require.Len(t, r.queue.waits, 1)
	}
}
