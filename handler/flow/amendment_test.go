package flow_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"usher/handler/flow"
	"usher/steps/step"
)

// rounds is how many questions the run has put to its approvers.
func (r *rig) rounds() int {
	r.t.Helper()
	rounds := 0
	for _, a := range r.run().Approvals {
		rounds = max(rounds, a.Stage)
	}
	return rounds
}

// TestBigAmendmentIsAskedOnce approves more new lines than one commit moves:
// nobody is asked about the rest again.
func TestBigAmendmentIsAskedOnce(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		verdict flow.Verdict
		want    flow.Status
		left    int // groups
	}{{flow.Approve, flow.StatusSuccess, 0}, {flow.Reject, flow.StatusPartial, 45}} {
		t.Run(string(c.verdict), func(t *testing.T) {
			t.Parallel()
			r := newRig(t)
			r.send("e1")
			r.pump(time.Minute)
			for i := range 45 {
				r.tenant.groups = append(r.tenant.groups, fmt.Sprint("new-", i))
			}
			r.decide(flow.Approve)
			r.pump(time.Minute)
			require.Equal(t, flow.Approving, r.run().State)
			r.decide(c.verdict)
			r.pump(time.Minute)
			require.Equal(t, c.want, r.status())
			require.Equal(t, 2, r.rounds())
			require.Len(t, r.tenant.groups, c.left)
		})
	}
}

// TestRejectedAmendmentBesideLostMessages rejects a big amendment while many
// approved lines wait for messages that were lost: both fit one commit.
func TestRejectedAmendmentBesideLostMessages(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.tenant.manyGroups(60)
	r.send("e1")
	r.pump(time.Minute)
	for i := range 45 {
		r.tenant.groups = append(r.tenant.groups, fmt.Sprint("new-", i))
	}
	r.decide(flow.Approve)
	r.deliver(func() bool { return !r.tenant.enabled && r.run().State == flow.Approving })
	r.queue.waits = slices.DeleteFunc(r.queue.waits, func(d delivery) bool { return d.queue == flow.ExecuteQueue && d.message.Line[0] != 'p' })
	r.deliver(func() bool { return len(r.tenant.cards["teams-arlene"]) == 2 })
	r.decide(flow.Reject)
	r.pump(time.Minute)
	require.Equal(t, flow.StatusPartial, r.status())
	require.Len(t, r.tenant.groups, 45)
}

// TestRetryLeavesAnOpenAmendmentAlone retries a stopped line while the
// approvers are asked about another one.
func TestRetryLeavesAnOpenAmendmentAlone(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.tenant.lies["leave Forecast"] = true
	r.send("e1")
	r.pump(time.Minute)
	r.tenant.groups = append(r.tenant.groups, "Board")
	r.decide(flow.Approve)
	r.pump(10 * time.Minute)
	require.Equal(t, flow.Stopped, r.states()["leave Forecast"])
	r.tenant.lies["leave Forecast"] = false
	require.NoError(t, r.order("retry", "2"))
	_, err := r.Ask(t.Context(), r.run().ID, r.token("teams-arlene"), nil)
	require.NoError(t, err)
	r.pump(10 * time.Minute)
	require.Equal(t, flow.Done, r.states()["leave Forecast"])
	require.Equal(t, flow.Approving, r.run().State)
	r.decide(flow.Approve)
	r.pump(time.Minute)
	require.Equal(t, flow.StatusSuccess, r.status())
	require.Equal(t, 2, r.rounds())
}

// TestNewLinesWhereNobodyIsAsked has a document without approvals: what is new
// at the start is done like all else.
func TestNewLinesWhereNobodyIsAsked(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.doc.Approval = step.Approval{}
	r.says(offboard(leaverOn("2026-11-23T09:10")))
	r.send("e1")
	r.pump(time.Minute)
	require.Equal(t, flow.Scheduled, r.run().State)
	r.tenant.manyGroups(120)
	r.pump(time.Hour)
	require.Equal(t, flow.StatusSuccess, r.status(), "%v", r.states())
	require.Empty(t, r.tenant.groups)
}

// looking is how a step looks at the tenant.
type looking = func(context.Context, *step.World, step.Line) (step.Finding, error)

// asMember has a look find this kind of membership.
func asMember(check looking, kind *string) looking {
	return func(ctx context.Context, w *step.World, l step.Line) (step.Finding, error) {
		finding, err := check(ctx, w, l)
		if finding.State == step.Needed {
			finding.Before = step.Values{"member": *kind}
		}
		return finding, err
	}
}

// TestDriftAfterARefusalIsAsked has a line refused for sure, time goes by, and
// its object is no longer as it was approved: it is asked, not done.
func TestDriftAfterARefusalIsAsked(t *testing.T) {
	t.Parallel()
	seen := "member"
	r := newRig(t, func(r *rig) { r.steps[1].Check = asMember(r.steps[1].Check, &seen) })
	r.tenant.groups = []string{"Forecast"}
	r.slow("leave")
	r.approve()
	r.pump(time.Minute)
	require.Positive(t, r.line("2").Attempts)
	seen, r.tenant.fault = "owner", nil
	r.pump(time.Hour)
	require.Equal(t, flow.Held, r.states()["leave Forecast"])
	require.NotContains(t, r.tenant.changes, "leave Forecast")
	r.decide(flow.Approve)
	r.pump(time.Minute)
	require.Equal(t, flow.StatusSuccess, r.status())
}

// TestOwnTraceIsNoDrift has a change begin that may have taken effect in part:
// what is found then is the line's own doing, and it goes on.
func TestOwnTraceIsNoDrift(t *testing.T) {
	t.Parallel()
	unknown := &step.Unknown{Err: errAway}
	for _, c := range []struct {
		name    string
		answers []error // of the change, one after another
		dies    bool    // during the first
		retried bool
	}{
		{"its answer is lost", []error{unknown, &step.Wait{For: time.Minute}}, false, false},
		{"its process dies", []error{errDead, &step.Wait{For: time.Minute}}, true, false},
		{"it stops and is retried", []error{unknown, unknown, unknown, unknown, unknown, unknown}, false, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			seen := "member"
			r := newRig(t, func(r *rig) { r.steps[1].Check = asMember(r.steps[1].Check, &seen) })
			r.tenant.groups = []string{"Forecast"}
			answers := c.answers
			r.tenant.fault = func(change string) error {
				if change != "leave Forecast" || len(answers) == 0 {
					return nil
				}
				seen = "leaving"
				answer := answers[0]
				answers = answers[1:]
				if errors.Is(answer, errDead) {
					r.life.end()
				}
				return answer
			}
			r.approve()
			r.pump(time.Hour)
			if c.dies {
				r.restart()
				r.wait(time.Hour)
			}
			if c.retried {
				require.Equal(t, flow.Stopped, r.states()["leave Forecast"])
				require.NoError(t, r.order("retry", "2"))
				r.pump(time.Hour)
			}
			require.Equal(t, flow.StatusSuccess, r.status(), "%v", r.states())
			require.Empty(t, answers)
		})
	}
}

// TestAmendmentOpenAtTheStart asks about a new group before the run is due, and
// starts before anybody has answered: the question stays open.
func TestAmendmentOpenAtTheStart(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.says(offboard(leaverOn("2026-11-25")))
	r.approve()
	r.pump(time.Minute)
	r.tenant.groups = append(r.tenant.groups, "Board")
	r.waitUntil(time.Date(2026, 11, 25, 17, 1, 0, 0, time.UTC))
	require.Equal(t, 2, r.rounds(), "asked ahead")
	r.waitUntil(time.Date(2026, 11, 25, 18, 1, 0, 0, time.UTC))
	require.False(t, r.tenant.enabled)
	require.Equal(t, []string{"Board"}, r.tenant.groups)
	r.decide(flow.Approve)
	r.pump(time.Minute)
	require.Equal(t, flow.StatusSuccess, r.status())
	require.Equal(t, 2, r.rounds(), "and not again")
}
