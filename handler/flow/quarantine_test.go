package flow_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"usher/handler/flow"
	"usher/steps/step"
)

// giveUp puts a message aside as its door does after ten deliveries.
func (r *rig) giveUp(d delivery) error {
	return r.Quarantine(r.t.Context(), flow.GivenUp{
		Queue: d.queue, Message: &d.message, Body: d.message.Run + "/" + d.message.Line, Why: "kept failing", Deliveries: 10,
	})
}

// aside returns the one entry in quarantine.
func (r *rig) aside() flow.GivenUp {
	r.t.Helper()
	all, err := r.Quarantined(r.t.Context())
	require.NoError(r.t, err)
	require.Len(r.t, all, 1)
	return all[0]
}

// TestMovedBackFromQuarantineOnce moves messages back: what they are about goes
// on, and the entry is gone.
func TestMovedBackFromQuarantineOnce(t *testing.T) {
	t.Parallel()
	for name, until := range map[string]func(r *rig) bool{
		"of the ticket": func(*rig) bool { return true },
		"of the run":    func(r *rig) bool { return len(r.all()) == 1 },
		"of a line":     func(r *rig) bool { return len(r.queue.waits) > 0 && r.queue.waits[0].message.Line == "2" },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t)
			r.doc.Approval = step.Approval{}
			r.send("e1")
			r.deliver(func() bool { return until(r) })
			d := r.take()
			require.NoError(t, r.giveUp(d))
			require.NoError(t, r.giveUp(d), "a second copy is the same entry")
			g := r.aside()
			require.Equal(t, d.queue, g.Queue)
			require.Equal(t, d.message, *g.Message)
			r.wait(time.Hour)
			require.True(t, len(r.all()) == 0 || r.run().State != flow.Finished, "nothing wakes it")

			require.NoError(t, r.Requeue(t.Context(), g.ID))
			all, err := r.Quarantined(t.Context())
			require.NoError(t, err)
			require.Empty(t, all)
			r.pump(time.Minute)
			require.Equal(t, flow.StatusSuccess, r.status())
			require.NoError(t, r.Verify(t.Context(), r.run().ID))
			require.ErrorIs(t, r.Requeue(t.Context(), g.ID), flow.ErrNotQuarantined)
		})
	}
}

// TestStrangersInQuarantine keeps what isn't about anything: it can be seen and
// forgotten, not moved back.
func TestStrangersInQuarantine(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	require.NoError(t, r.Quarantine(t.Context(), flow.GivenUp{Queue: "cut", Body: strings.Repeat("ö", 1<<20), Why: "not understood", Deliveries: 10}))
	g := r.aside()
	require.Less(t, len(g.Body), 2000)
	require.ErrorIs(t, r.Requeue(t.Context(), g.ID), flow.ErrUnreadable)
	require.NoError(t, r.Forget(t.Context(), g.ID))

	require.NoError(t, r.giveUp(delivery{queue: "cut", message: flow.Message{Run: "r-0123456789abcdef-1", N: 1}}))
	require.ErrorIs(t, r.Requeue(t.Context(), r.aside().ID), flow.ErrNoRun)
}

// TestQuarantinedRunWaitsForAnOperator gives up a message that keeps failing:
// nothing wakes the run but an order.
func TestQuarantinedRunWaitsForAnOperator(t *testing.T) {
	t.Parallel()
	for verb, want := range map[string]flow.Status{"retry": flow.StatusSuccess, "cancel": flow.StatusCancelled} {
		t.Run(verb, func(t *testing.T) {
			t.Parallel()
			r := newRig(t)
			r.doc.Approval = step.Approval{}
			r.send("e1")
			require.NoError(t, r.handle(r.Flow, r.take()))
			require.NoError(t, r.giveUp(r.take()))
			require.Zero(t, r.owed())
			r.wait(time.Hour)
			require.Equal(t, flow.Planning, r.run().State)
			require.NoError(t, r.order(verb, ""))
			r.pump(time.Minute)
			require.Equal(t, want, r.status())
			require.NoError(t, r.Verify(t.Context(), r.run().ID))
		})
	}
}

// TestQuarantinedTicketIsReadWithTheNextEvent gives up the reading of a ticket:
// a newer message has it read after all.
func TestQuarantinedTicketIsReadWithTheNextEvent(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.send("e1")
	require.NoError(t, r.giveUp(r.take()))
	r.wait(time.Hour)
	require.Empty(t, r.all())
	r.send("e2")
	r.queue.waits = nil // lost; the sweep finds it again
	r.wait(5 * time.Minute)
	require.Len(t, r.all(), 1)
	require.Equal(t, flow.Approving, r.run().State)
}

// TestRetriedLineFreesAQuarantinedRun gives up a message about a run of which
// a line has stopped: the operator needn't know of both.
func TestRetriedLineFreesAQuarantinedRun(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.tenant.lies["leave Forecast"] = true
	r.approve()
	r.deliver(func() bool { return r.states()["leave Forecast"] == flow.Stopped })
	require.NoError(t, r.giveUp(delivery{queue: flow.AdvanceQueue, message: flow.Message{Run: r.run().ID, N: 1}}))
	r.tenant.lies["leave Forecast"] = false
	require.NoError(t, r.order("retry", "2"))
	r.wait(10 * time.Minute)
	require.Equal(t, flow.StatusSuccess, r.status())
}
