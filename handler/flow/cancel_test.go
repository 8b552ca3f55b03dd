package flow_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"usher/handler/flow"
	"usher/steps/step"
)

// changesAfter lists what was changed in the tenant since, beside what the
// ticket was told.
func (r *rig) changesAfter(cancelled int) []string {
	return slices.DeleteFunc(slices.Clone(r.tenant.changes[cancelled:]), func(c string) bool { return strings.HasPrefix(c, "note ") })
}

// TestCancelStopsWhatIsOnItsWay cancels at the moments at which something is
// about to be done: nothing more is done, and the run ends by itself.
func TestCancelStopsWhatIsOnItsWay(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name  string
		until func(*rig) bool
		left  []string // groups
	}{
		{"the run has just started", func(r *rig) bool { return r.run().State == flow.Running }, []string{"Forecast", "Sales-UK"}},
		{"the cut has been sent off", func(r *rig) bool {
			return slices.ContainsFunc(r.queue.waits, func(d delivery) bool { return d.queue == flow.CutQueue })
		}, []string{"Forecast", "Sales-UK"}},
		{"the groups have been sent off", func(r *rig) bool {
			return !r.tenant.enabled && len(r.queue.waits) > 0 && r.queue.waits[0].message.Line == "2"
		}, []string{"Forecast", "Sales-UK"}},
		{"one group is done", func(r *rig) bool { return len(r.tenant.groups) == 1 }, []string{"Sales-UK"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t)
			r.approve()
			r.deliver(func() bool { return c.until(r) })
			require.NoError(t, r.order("cancel", ""))
			cancelled := len(r.tenant.changes)
			r.pump(time.Minute)
			require.Empty(t, r.changesAfter(cancelled))
			require.Equal(t, c.left, r.tenant.groups)
			require.Equal(t, flow.StatusCancelled, r.status())
			for _, l := range r.run().Lines {
				require.False(t, l.State == flow.Cancelled && l.Attempts > 0, "line %s was claimed and then dropped", l.ID)
			}
			require.NoError(t, r.Verify(t.Context(), r.run().ID))
		})
	}
}

func TestCancelStopsBetweenTheLookAndTheChange(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.approve()
	r.store.before.at(func() { require.NoError(t, r.order("cancel", "")) }, "|line|", `"Step":"block"`, `"State":"doing"`)
	r.pump(time.Minute)
	require.True(t, r.tenant.enabled)
	require.Equal(t, flow.Cancelled, r.states()["block"])
	require.Equal(t, flow.StatusCancelled, r.status())
}

// TestCancelWhileAProcessIsAway dies after the intent was saved and before the
// change: who takes over after the cancel looks, and doesn't do it.
func TestCancelWhileAProcessIsAway(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.approve()
	r.store.after.at(r.life.end, "|line|", `"Step":"block"`, `"State":"doing"`)
	r.pump(time.Minute)
	require.True(t, r.life.dead)
	r.restart()
	require.NoError(t, r.order("cancel", ""))
	require.NoError(t, r.Recover(t.Context()))
	r.pump(10 * time.Minute)
	require.True(t, r.tenant.enabled)
	require.Equal(t, flow.StatusCancelled, r.status())
}

// TestCancelWhileTheTenantCantBeRead cancels a run that waits to be planned
// again: it needn't be planned to be ended.
func TestCancelWhileTheTenantCantBeRead(t *testing.T) {
	t.Parallel()
	var fail error
	r := newRig(t, eachFails(func() error { return fail }))
	r.approve()
	fail = &step.Wait{For: time.Hour, Why: "throttled"}
	r.pump(time.Minute)
	require.Equal(t, flow.Running, r.run().State)
	require.NoError(t, r.order("cancel", ""))
	r.pump(time.Minute)
	require.Equal(t, flow.StatusCancelled, r.status())
	require.Len(t, r.tenant.groups, 2)
	require.Equal(t, flow.Done, r.states()["close"], "the ticket is told")
}

func TestCancelDropsManyLines(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.tenant.manyGroups(60)
	r.slow("leave")
	r.approve()
	r.pump(time.Minute)
	require.NoError(t, r.order("cancel", ""))
	r.pump(0)
	require.Equal(t, flow.StatusCancelled, r.status())
	require.Len(t, r.tenant.groups, 60)
}

func TestNothingIsLeftToCancel(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.approve()
	r.slow("note")
	r.pump(10 * time.Second)
	require.Empty(t, r.tenant.groups)
	require.NotEqual(t, flow.Finished, r.run().State)
	require.ErrorIs(t, r.order("cancel", ""), flow.ErrWrongState)
	r.tenant.fault = nil
	r.pump(time.Hour)
	require.Equal(t, flow.StatusSuccess, r.status())
}

func TestCancelledRunIsNotRetried(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.tenant.lies["leave Forecast"] = true
	r.approve()
	r.slow("leave Sales-UK")
	r.pump(time.Minute)
	require.Equal(t, flow.Stopped, r.states()["leave Forecast"])
	require.NoError(t, r.order("cancel", ""))
	r.pump(time.Hour)
	require.Equal(t, flow.StatusCancelled, r.status())
	r.tenant.lies["leave Forecast"] = false
	require.ErrorIs(t, r.order("retry", "2"), flow.ErrWrongState)
	require.ErrorIs(t, r.order("retry", ""), flow.ErrWrongState)
	r.pump(time.Hour)
	require.Len(t, r.tenant.groups, 2)
}
