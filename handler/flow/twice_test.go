package flow_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"usher/handler/flow"
	"usher/steps/step"
)

// Several handlers at once, and what one of them may have left.

// TestTwoExecutorsOfOneLine delivers one message to two handlers, who both see
// the line ready before either has claimed it.
func TestTwoExecutorsOfOneLine(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.approve()
	r.deliver(func() bool { return len(r.queue.waits) > 0 && r.queue.waits[0].queue == flow.CutQueue })
	cut := r.take()
	var ready sync.WaitGroup
	ready.Add(2)
	var arrived atomic.Int32
	r.store.meet = func() {
		if arrived.Add(1) <= 2 {
			ready.Done()
			ready.Wait()
		}
	}
	errs := make([]error, 2)
	var both sync.WaitGroup
	for i, owner := range []string{"one", "other"} {
		f := r.beside(owner)
		both.Go(func() { errs[i] = r.handle(f, cut) })
	}
	both.Wait()
	r.store.meet = nil
	require.NoError(t, errors.Join(errs...))
	require.Equal(t, 1, strings.Count(strings.Join(r.tenant.changes, "\n"), "block"))
	require.Equal(t, 1, r.line("1").Attempts)
	r.pump(time.Minute)
	require.Equal(t, flow.StatusSuccess, r.status())
	require.NoError(t, r.Verify(t.Context(), r.run().ID))
	requireOnce(t, r)
}

// TestWhoWasFrozenChangesNothing freezes a process between its claim and its
// change for so long that another one has taken the line over and done it.
func TestWhoWasFrozenChangesNothing(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.approve()
	r.deliver(func() bool { return len(r.queue.waits) > 0 && r.queue.waits[0].queue == flow.CutQueue })
	frozen, cut := r.beside("frozen"), r.take()
	r.store.after.at(func() {
		r.wait(5 * time.Minute)
		require.False(t, r.tenant.enabled)
		r.tenant.enabled = true // and somebody has opened the account again
	}, "|line|", `"Step":"block"`, `"State":"doing"`)
	require.NoError(t, r.handle(frozen, cut))
	require.True(t, r.tenant.enabled)
	requireOnce(t, r)
	require.NoError(t, r.Verify(t.Context(), r.run().ID))
}

// TestTwoPlannersAtOnce delivers the message to plan to two handlers: the slow
// one has looked at the tenant before the other one planned, and saves its
// lines after that.
func TestTwoPlannersAtOnce(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name      string
		meanwhile func(*rig)
	}{
		{"while the plan is made", func(*rig) {}},
		{"while the approvers are asked", func(r *rig) { r.pump(0) }},
		{"while it is carried out", func(r *rig) {
			r.pump(0)
			r.decide(flow.Approve)
			r.slow("leave Board")
			r.pump(0)
			r.tenant.fault = nil
		}},
		{"and the run has finished", func(r *rig) {
			r.pump(0)
			r.decide(flow.Approve)
			r.pump(time.Minute)
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t)
			r.send("e1")
			require.NoError(t, r.handle(r.Flow, r.take()))
			plan := r.take()
			r.store.before.at(func() {
				r.tenant.groups = []string{"Board", "Forecast"}
				require.NoError(t, r.handle(r.Flow, plan))
				c.meanwhile(r)
			}, "|line|")
			require.NoError(t, r.handle(r.beside("slow"), plan))
			r.pump(time.Minute)
			if r.run().State == flow.Approving {
				requireAskedAsPlanned(t, r)
				r.decide(flow.Approve)
			}
			r.wait(20 * time.Minute)
			require.Equal(t, flow.StatusSuccess, r.status(), "%v", r.states())
			require.Contains(t, r.states(), "leave Board")
			require.NotContains(t, r.states(), "leave Sales-UK", "nobody was asked about that")
			require.Empty(t, r.tenant.groups)
			requireOnce(t, r)
			require.NoError(t, r.Verify(t.Context(), r.run().ID))
		})
	}
}

// requireAskedAsPlanned requires that an approver's page shows the plan in
// force, line by line.
func requireAskedAsPlanned(t *testing.T, r *rig) {
	t.Helper()
	asked, err := r.Ask(t.Context(), r.run().ID, r.token("teams-arlene"), nil)
	require.NoError(t, err)
	require.Equal(t, r.run().Plan.Lines, asked.Lines)
}

// TestOnlySurprisesInARowStopALine has many looks at a group fail, but never
// many in a row: neither before the change nor while it is read back.
func TestOnlySurprisesInARowStopALine(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name  string
		looks string                // x fails, . doesn't; from the plan on
		do    func(*rig, int) error // the n-th try
	}{
		{"before the change", ".." + strings.Repeat("x.", 7), func(_ *rig, n int) error {
			if n < 7 {
				return &step.Wait{For: time.Second, Why: "throttled"}
			}
			return nil
		}},
		{"while it is read back", "..." + strings.Repeat("x.", 4) + "xx", func(r *rig, n int) error {
			r.tenant.lies["leave Forecast"] = n == 1
			return nil
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			left := c.looks
			r := newRig(t, scripted(&left))
			tries := 0
			r.tenant.fault = func(change string) error {
				if change != "leave Forecast" {
					return nil
				}
				tries++
				return c.do(r, tries)
			}
			r.approve()
			r.pump(time.Hour)
			require.Equal(t, flow.StatusSuccess, r.status(), "%v", r.line("2"))
			require.Empty(t, left)
		})
	}
}

// scripted has one group, looked at one look at a time, of which those marked
// with x fail.
func scripted(looks *string) func(*rig) {
	return func(r *rig) {
		r.tenant.settle.Agree = 1
		r.tenant.groups = []string{"Forecast"}
		check := r.steps[1].Check
		r.steps[1].Check = func(ctx context.Context, w *step.World, l step.Line) (step.Finding, error) {
			fails := strings.HasPrefix(*looks, "x")
			*looks = (*looks)[min(1, len(*looks)):]
			if fails {
				return step.Finding{}, errAway
			}
			return check(ctx, w, l)
		}
	}
}

// TestOneClaimIsDisbelievedOnce runs out of time between disbelieving a change
// that was claimed and making it again.
func TestOneClaimIsDisbelievedOnce(t *testing.T) {
	t.Parallel()
	looks := "...x"
	r := newRig(t, scripted(&looks))
	r.tenant.settle.Times = 1
	r.tenant.lies["leave Forecast"] = true
	r.approve()
	r.pump(0)
	require.NotEmpty(t, r.line("2").Waiting)
	r.tenant.lies["leave Forecast"] = false
	late, ok := r.queue.next(r.clock.Now().Add(time.Minute))
	require.True(t, ok)
	require.Equal(t, "2", late.message.Line)
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
	defer cancel()
	require.NoError(t, r.Execute(ctx, late.message))
	require.Equal(t, 1, r.line("2").Attempts)
	r.pump(time.Minute)
	require.Equal(t, flow.StatusSuccess, r.status(), "%v", r.line("2"))
}

// TestStoppedLineSaysWhatHappened tells apart a call that claimed success and
// calls that never answered.
func TestStoppedLineSaysWhatHappened(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name    string
		arrange func(*rig)
		says    string
	}{
		{"it claims success", func(r *rig) { r.tenant.lies["leave Forecast"] = true }, "The call reported success 2 times"},
		{"it never answers", func(r *rig) {
			r.tenant.fault = stopAt("leave Forecast", &step.Unknown{Err: errAway})
		}, "and no answer came"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t)
			c.arrange(r)
			r.approve()
			r.pump(time.Hour)
			require.Equal(t, flow.Stopped, r.states()["leave Forecast"])
			require.Contains(t, r.line("2").Reason, c.says)
		})
	}
}
