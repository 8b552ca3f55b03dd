package flow_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"usher/handler/flow"
	"usher/steps/step"
)

func TestRunWithoutApprovalWaitsForItsDay(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.doc.Approval = step.Approval{}
	r.says(offboard(leaverOn("2027-02-26")))
	r.send("e1")
	r.pump(time.Minute)
	require.Equal(t, flow.Scheduled, r.run().State)
	r.waitUntil(time.Date(2027, 2, 26, 17, 59, 0, 0, time.UTC).Add(-time.Minute))
	require.True(t, r.tenant.enabled)
	r.waitUntil(time.Date(2027, 2, 26, 18, 0, 0, 0, time.UTC))
	require.Equal(t, flow.StatusSuccess, r.status())
}

// timed is a run that waits for a time.
type timed struct {
	name    string
	arrange func(*rig)
	timer   string
	waits   flow.RunState
	at      time.Time
}

func timers() []timed {
	return []timed{
		{"for its day", func(r *rig) {
			r.says(offboard(leaverOn("2026-11-23T09:10")))
			r.approve()
			r.pump(time.Minute)
		}, "due", flow.Scheduled, time.Date(2026, 11, 23, 9, 10, 0, 0, time.UTC)},
		{"for a decision", func(r *rig) {
			r.send("e1")
			r.pump(time.Minute)
		}, "round", flow.Approving, time.Date(2026, 11, 26, 9, 0, 0, 0, time.UTC)},
		{"for an answer", func(r *rig) {
			r.says(offboard(leaver("Nobody", "Known")))
			r.send("e1")
			r.pump(time.Minute)
		}, "answer", flow.Asking, time.Date(2026, 12, 7, 9, 0, 0, 0, time.UTC)},
	}
}

// TestTimerThatRingsEarly delivers a timer's message half a second before its
// time, as a queue does that rounds to seconds: it rings again.
func TestTimerThatRingsEarly(t *testing.T) {
	t.Parallel()
	for _, c := range timers() {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t)
			c.arrange(r)
			require.Equal(t, c.waits, r.run().State)
			r.queue.waits, r.store.rows["due"] = nil, nil
			r.clock.reach(c.at.Add(-500 * time.Millisecond))
			require.NoError(t, r.Advance(t.Context(), flow.Message{Run: r.run().ID, Line: c.timer, N: 1}))
			r.pump(0)
			require.Equal(t, c.waits, r.run().State)
			r.pump(time.Minute)
			require.Equal(t, flow.Finished, r.run().State)
		})
	}
}

func TestTimerThatIsLost(t *testing.T) {
	t.Parallel()
	for _, c := range timers() {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t)
			c.arrange(r)
			r.queue.waits, r.store.rows["due"] = nil, nil
			r.waitUntil(c.at.Add(-2 * time.Minute))
			require.Equal(t, c.waits, r.run().State)
			r.wait(5 * time.Minute)
			require.Equal(t, flow.Finished, r.run().State)
		})
	}
}
