package flow_test

import (
	"strings"
	"testing"
	"time"
	"usher/handler/flow"
	"usher/steps/step"

	"github.com/stretchr/testify/require"
)

// owed counts the messages that the ticket owes.
func (r *rig) owed() int {
	n := 0
	for _, rows := range r.store.rows {
		for key := range rows {
			if strings.HasPrefix(key, "out|") {
				n++
			}
		}
	}
	return n
}

// TestOutboxDoesNotGrow sweeps for hours while nothing can be reached: what is
// owed takes an older message's place, and isn't one more.
func TestOutboxDoesNotGrow(t *testing.T) {
	t.Parallel()
	for name, arrange := range map[string]func(*rig){
		"a ticket is to be read": func(r *rig) { r.send("e1") },
		"a run is to be planned": func(r *rig) {
			r.send("e1")
			require.NoError(t, r.handle(r.Flow, r.take()))
		},
		"a line is being done": func(r *rig) {
			r.send("e1")
			r.dies(func() { r.pump(time.Minute) }, "|line|", `"Step":"block"`, `"State":"doing"`)
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t)
			r.doc.Approval = step.Approval{}
			arrange(r)
			r.away = errAway
			for range 60 {
				r.clock.reach(r.clock.Now().Add(2 * time.Minute))
				require.NoError(t, r.Sweep(t.Context()))
				require.LessOrEqual(t, len(r.queue.waits), 3)
				for range len(r.queue.waits) {
					if err := r.handle(r.Flow, r.take()); err != nil { // an old copy is none
						require.ErrorIs(t, err, errAway)
					}
				}
			}
			require.LessOrEqual(t, r.owed(), 3)
			r.away = nil
			r.wait(10 * time.Minute)
			require.Equal(t, flow.StatusSuccess, r.status())
			require.Zero(t, r.owed())
			requireOnce(t, r)
		})
	}
}

// TestOldCopiesAreForgotten sends two messages before anything is read, so that
// newer hints overtake older ones: nothing of them stays owed.
func TestOldCopiesAreForgotten(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.doc.Approval = step.Approval{}
	r.reads = inOtherWords
	r.send("e1")
	r.send("e2")
	r.pump(time.Minute)
	require.Len(t, r.all(), 1)
	require.Equal(t, flow.StatusSuccess, r.status())
	require.Zero(t, r.owed())
}

// TestFinishedRunOwesNothing lets everything ring that a finished run still
// owes: the timers of its questions, and what an operator's order sent.
func TestFinishedRunOwesNothing(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.approve()
	r.tenant.fault = stopAt("note", &step.Stop{Says: "The desk is closed."})
	r.pump(time.Minute)
	require.Equal(t, flow.StatusFollowUp, r.status())
	require.NoError(t, r.order("close", "4"))
	require.Equal(t, flow.StatusSuccess, r.status())
	r.wait(80 * time.Hour)
	require.Zero(t, r.owed())
	require.Empty(t, r.store.rows["due"])
}
