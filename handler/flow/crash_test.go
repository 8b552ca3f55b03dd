package flow_test

import (
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"usher/handler/flow"
)

// errDead is what a process that has ended can no longer do.
var errDead = errors.New("the process has ended")

// life is a process's: it ends at its n-th passage of a point, and from then
// on nothing is saved or changed any more.
type life struct {
	mu   sync.Mutex
	left int // passages until the end; 0: it doesn't end
	dead bool
}

// ends counts a passage, if this is such a point, and tells whether the
// process has ended.
func (l *life) ends(here bool) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if here && l.left > 0 {
		l.left--
		l.dead = l.left == 0
	}
	return l.dead
}

// end ends the process here and now.
func (l *life) end() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.dead = true
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
	r.store.where, r.tenant.where = where, where
	r.life.left = n
	for try := 0; ; try++ {
		require.Less(r.t, try, 20, "crash %s, point %d: never settles: %v", where, n, r.tenant.changes)
		if r.live() {
			break
		}
		r.restart()
	}
	return r.generation > 0
}

// restart is a new process on the same store: its queue is empty, and the
// claims of the old one are void.
func (r *rig) restart() {
	r.queue.waits = nil
	r.generation++
	r.life.dead = false
	r.life.left, r.crashAgain = r.crashAgain, 0
	r.Flow = r.flow(fmt.Sprintf("process-%d", r.generation))
}

// live works until nothing is left to do, or the process dies.
func (r *rig) live() (alive bool) {
	steps := []func() error{
		func() error { return r.Recover(r.t.Context()) },
		func() error { _, err := r.arrive("e1"); return err },
	}
	for range 6 {
		steps = append(steps,
			func() error { r.pump(time.Minute); return nil },
			func() error {
				if r.decided || !r.asks() {
					return nil
				}
				r.decided = true
				return r.answer(flow.Approve)
			},
			func() error { return r.Sweep(r.t.Context()) },
		)
	}
	for _, do := range steps {
		err := do()
		if r.life.dead {
			r.decided = r.decided && r.answered()
			return false
		}
		require.NoError(r.t, err)
	}
	return true
}

// answered tells whether a decision has been saved.
func (r *rig) answered() bool {
	for _, a := range r.run().Approvals {
		if a.Decision != "" {
			return true
		}
	}
	return false
}

// asks tells whether a question is open that nobody has answered.
func (r *rig) asks() bool {
	return r.run().State == flow.Approving && len(r.tenant.cards["teams-arlene"]) > 0 && !r.answered()
}
