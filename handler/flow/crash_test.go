package flow_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"usher/handler/flow"
)

// crash is what a process that dies looks like from inside.
type crash struct{}

// killer ends the process at its n-th passage of a point.
type killer struct{ left int }

func (k *killer) pass() {
	if k.left--; k.left == 0 {
		panic(crash{})
	}
}

// TestCrashAtEveryPoint ends the process at every point at which something is
// saved or changed outside, before it and after it, and starts it again with
// an empty queue: each change takes effect once, and the run finishes.
func TestCrashAtEveryPoint(t *testing.T) {
	t.Parallel()
	for _, where := range []string{"before saving", "after saving", "before a change", "after a change"} {
		points := 0
		for n := 1; ; n++ {
			r := newRig(t)
			if !r.crashAt(where, n) {
				break
			}
			points++
			v := r.run()
			require.Equal(t, flow.Finished, v.State, "crash %s, point %d: %v", where, n, r.states())
			require.Equal(t, flow.StatusSuccess, *v.Status, "crash %s, point %d: %v", where, n, r.states())
			require.NoError(t, r.Verify(t.Context(), v.ID))
			requireOnce(t, r)
		}
		t.Logf("crashed %s at %d points", where, points)
		require.Greater(t, points, 5)
	}
}

// TestCrashTwice crashes again while recovering.
func TestCrashTwice(t *testing.T) {
	t.Parallel()
	for n := 1; n < 40; n++ {
		for m := 1; m < 12; m += 3 {
			r := newRig(t)
			r.crashAgain = m
			if !r.crashAt("after saving", n) {
				return
			}
			require.Equal(t, flow.Finished, r.run().State, "crash at %d, then at %d: %v", n, m, r.states())
			require.Equal(t, flow.StatusSuccess, *r.run().Status, "crash at %d, then at %d: %v", n, m, r.states())
			requireOnce(t, r)
		}
	}
}

// crashAt carries a run through, crashing once at the n-th point of a kind;
// false if there are fewer points.
func (r *rig) crashAt(where string, n int) bool {
	k := &killer{left: n}
	r.arm(where, k)
	r.decided = false
	for try := 0; ; try++ {
		require.Less(r.t, try, 20, "crash %s, point %d: never settles: %v", where, n, r.tenant.changes)
		if r.live() {
			break
		}
		r.restart()
		if r.crashAgain > 0 {
			k.left, r.crashAgain = r.crashAgain, 0
		}
	}
	return k.left <= 0
}

// arm sets the killer to one kind of points.
func (r *rig) arm(where string, k *killer) {
	switch where {
	case "before saving":
		r.store.before = k.pass
	case "after saving":
		r.store.after = k.pass
	case "before a change":
		r.tenant.before = k.pass
	case "after a change":
		r.tenant.after = k.pass
	}
}

// restart is a new process on the same store: its queue is empty, and the
// claims of the old one are void.
func (r *rig) restart() {
	r.queue.waits = nil
	r.generation++
	r.Flow = r.flow(fmt.Sprintf("process-%d", r.generation))
}

// live works until nothing is left to do, or the process dies.
func (r *rig) live() (alive bool) {
	defer func() {
		if p := recover(); p != nil {
			if _, died := p.(crash); !died {
				panic(p)
			}
			alive = false
		}
	}()
	require.NoError(r.t, r.Recover(r.t.Context()))
	r.send("e1")
	for range 6 {
		r.pump(time.Minute)
		if !r.decided && r.asks() {
			r.decide(flow.Approve)
			r.decided = true
		}
		require.NoError(r.t, r.Sweep(r.t.Context()))
	}
	return true
}

// asks tells whether a question is open that nobody has answered. A decision
// that was saved just before a crash counts as answered.
func (r *rig) asks() bool {
	v := r.run()
	open := v.State == flow.Approving && len(r.tenant.cards["teams-arlene"]) > 0
	for _, a := range v.Approvals {
		open = open && a.Decision == ""
	}
	return open && !strings.Contains(fmt.Sprint(v.Events), "approved")
}
