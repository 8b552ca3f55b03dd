package flow_test

import (
	"testing"
	"time"
	"usher/handler/flow"
	"usher/steps/step"

	"github.com/stretchr/testify/require"
)

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
			require.NoError(t, r.Quarantine(t.Context(), r.take().message, "kept failing"))
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
	require.NoError(t, r.Quarantine(t.Context(), r.take().message, "kept failing"))
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
	require.NoError(t, r.Quarantine(t.Context(), flow.Message{Run: r.run().ID, N: 1}, "kept failing"))
	r.tenant.lies["leave Forecast"] = false
	require.NoError(t, r.order("retry", "2"))
	r.wait(10 * time.Minute)
	require.Equal(t, flow.StatusSuccess, r.status())
}
