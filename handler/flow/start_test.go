package flow_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"usher/handler/flow"
	"usher/steps/step"
)

// What is so at the start counts, not what was so at the approval.

func TestRehearsalAfterTheApproval(t *testing.T) {
	t.Parallel()
	for _, mode := range []step.Mode{step.Rehearsal, "a mode that nobody knows"} {
		t.Run(string(mode), func(t *testing.T) {
			t.Parallel()
			r := newRig(t)
			r.says(offboard(leaverOn("2026-11-23T09:10")))
			r.approve()
			r.pump(time.Minute)
			require.Equal(t, flow.Scheduled, r.run().State)
			r.doc.Mode = mode
			r.pump(time.Hour)
			require.True(t, r.tenant.enabled)
			require.Len(t, r.tenant.groups, 2)
			require.Equal(t, flow.StatusCancelled, r.status())
		})
	}
}

func TestNothingIsPlannedForAModeThatNobodyKnows(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.doc.Mode = "dry-run"
	r.send("e1")
	r.pump(time.Minute)
	require.Equal(t, flow.StatusCancelled, r.status())
	require.Empty(t, r.tenant.cards)
}

// TestDocumentStopsWhatIsOnItsWay changes the document when the message that
// has a line carried out has already been sent.
func TestDocumentStopsWhatIsOnItsWay(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*step.Customer){
		"rehearsal": func(c *step.Customer) { c.Mode = step.Rehearsal },
		"paused":    func(c *step.Customer) { c.Paused = true },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t)
			r.approve()
			r.deliver(func() bool { return len(r.queue.waits) > 0 && r.queue.waits[0].queue == flow.CutQueue })
			change(&r.doc)
			require.NoError(t, r.handle(r.Flow, r.take()))
			r.pump(10 * time.Minute)
			require.True(t, r.tenant.enabled)
			require.Len(t, r.tenant.groups, 2)
		})
	}
}

func TestPausedRunGoesOn(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.doc.Paused = true
	r.approve()
	r.wait(10 * time.Minute)
	require.True(t, r.tenant.enabled)
	r.doc.Paused = false
	r.wait(10 * time.Minute)
	require.Equal(t, flow.StatusSuccess, r.status())
	requireOnce(t, r)
}

// TestCutThatWasSoIsLookedAtAgain plans for an account that is blocked
// already, and is open again when the run starts.
func TestCutThatWasSoIsLookedAtAgain(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.tenant.enabled = false
	r.send("e1")
	r.pump(time.Minute)
	r.tenant.enabled = true
	r.decide(flow.Approve)
	r.pump(time.Minute)
	require.Equal(t, flow.StatusSuccess, r.status())
	require.False(t, r.tenant.enabled)
}

func TestCutThatIsStillSoIsNotMadeAgain(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.tenant.enabled = false
	r.approve()
	r.pump(time.Minute)
	require.Equal(t, flow.StatusSuccess, r.status())
	require.NotContains(t, r.tenant.changes, "block")
	require.Contains(t, r.line("1").ReadBack, "already so")
}

// TestLineThatHadNothingToDoIsAsked has a line that was so, or a person's,
// when it was planned, and is to be done by machine at the start.
func TestLineThatHadNothingToDoIsAsked(t *testing.T) {
	t.Parallel()
	for _, was := range []step.State{step.Done, step.ByHand} {
		t.Run(string(was), func(t *testing.T) {
			t.Parallel()
			planned := false
			r := newRig(t, func(r *rig) {
				check := r.steps[1].Check
				r.steps[1].Check = func(ctx context.Context, w *step.World, l step.Line) (step.Finding, error) {
					if !planned && l.Object.ID == "Forecast" {
						return step.Finding{State: was, Saw: "so it was"}, nil
					}
					return check(ctx, w, l)
				}
			})
			r.send("e1")
			r.pump(time.Minute)
			planned = true
			r.decide(flow.Approve)
			r.pump(time.Minute)
			require.Equal(t, flow.Held, r.states()["leave Forecast"])
			require.Equal(t, []string{"Forecast"}, r.tenant.groups)
			r.decide(flow.Approve)
			r.pump(time.Minute)
			require.Equal(t, flow.StatusSuccess, r.status())
		})
	}
}

// eachFails lets the search for groups fail, as often as the test has it.
func eachFails(fail func() error) func(*rig) {
	return func(r *rig) {
		each := r.steps[1].Each
		r.steps[1].Each = func(ctx context.Context, w *step.World, q step.Request, c step.Customer) ([]step.Target, error) {
			if err := fail(); err != nil {
				return nil, err
			}
			return each(ctx, w, q, c)
		}
	}
}

// TestThrottledSecondPlanIsWaitedFor throttles far more often than a surprise
// would be forgiven: what is new since the approval is found all the same.
func TestThrottledSecondPlanIsWaitedFor(t *testing.T) {
	t.Parallel()
	throttled := 0
	r := newRig(t, eachFails(func() error {
		if throttled--; throttled >= 0 {
			return &step.Wait{For: 10 * time.Second, Why: "throttled"}
		}
		return nil
	}))
	r.send("e1")
	r.pump(time.Minute)
	throttled = 20
	r.tenant.groups = append(r.tenant.groups, "Board")
	r.decide(flow.Approve)
	r.pump(10 * time.Minute)
	require.False(t, r.tenant.enabled, "the cut waits for no plan")
	require.Equal(t, flow.Held, r.states()["leave Board"])
}

// TestSecondPlanThatFailsLeavesAFollowUp never gets the tenant read as a whole
// again: what was approved is done, and a person is told to look for the rest.
func TestSecondPlanThatFailsLeavesAFollowUp(t *testing.T) {
	t.Parallel()
	var fail error
	r := newRig(t, eachFails(func() error { return fail }))
	r.send("e1")
	r.pump(time.Minute)
	fail = errAway
	r.tenant.groups = append(r.tenant.groups, "Board")
	r.decide(flow.Approve)
	r.pump(time.Hour)
	require.Equal(t, flow.StatusFollowUp, r.status())
	require.Equal(t, []string{"Board"}, r.tenant.groups)
	require.Contains(t, r.run().Report.FollowUps[0].Says, "added after the approval")
}
