package flow_test

import (
	"slices"
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

// timed are runs that wait for a time, ten minutes ahead.
type timed struct {
	name    string
	arrange func(*rig)
	timer   string
	waits   flow.RunState
}

func timers() []timed {
	return []timed{
		{"for its day", func(r *rig) {
			r.says(offboard(leaverOn("2026-11-23T09:10")))
			r.approve()
			r.pump(time.Minute)
		}, "due", flow.Scheduled},
		{"for a decision", func(r *rig) {
			r.doc.Approval.Expires = 10 * time.Minute
			r.send("e1")
			r.pump(time.Minute)
		}, "round", flow.Approving},
		{"for an answer", func(r *rig) {
			r.says(offboard(leaver("Nobody", "Known")))
			r.send("e1")
			r.pump(time.Minute)
			r.waitUntil(r.clock.Now().Add(14*24*time.Hour - 10*time.Minute))
		}, "answer", flow.Asking},
	}
}

// takeTimer takes the message of a timer out of the queue.
func (r *rig) takeTimer(name string) delivery {
	r.t.Helper()
	i := slices.IndexFunc(r.queue.waits, func(d delivery) bool { return d.message.Line == name })
	if i < 0 { // it was further ahead than a queue holds it
		r.waitUntil(time.Date(2026, 12, 7, 9, 0, 0, 0, time.UTC).Add(-time.Second))
		return delivery{queue: flow.AdvanceQueue, message: flow.Message{Run: r.run().ID, Line: name, N: 1 << 20}, at: time.Date(2026, 12, 7, 9, 0, 0, 0, time.UTC)}
	}
	d := r.queue.waits[i]
	r.queue.waits = slices.Delete(r.queue.waits, i, i+1)
	return d
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
			d := r.takeTimer(c.timer)
			r.clock.reach(d.at.Add(-500 * time.Millisecond))
			require.NoError(t, r.handle(r.Flow, d))
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
			r.wait(8 * time.Minute)
			require.Equal(t, c.waits, r.run().State)
			r.wait(5 * time.Minute)
			require.Equal(t, flow.Finished, r.run().State)
		})
	}
}
