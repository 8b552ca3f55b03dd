package flow_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"usher/handler/flow"
	"usher/steps/step"
)

// found has every look of a step find this.
func found(place int, finding step.Finding) func(*rig) {
	return func(r *rig) {
		r.steps[place].Check = func(context.Context, *step.World, step.Line) (step.Finding, error) { return finding, nil }
	}
}

// TestBlockThatAPersonHasToMake leaves an account open that a machine may not
// block: the run has failed, and nobody sees that somebody leaves.
func TestBlockThatAPersonHasToMake(t *testing.T) {
	t.Parallel()
	r := newRig(t, found(0, step.Finding{State: step.ByHand, Saw: "a Privileged Authentication Administrator has to block it"}))
	r.approve()
	r.pump(time.Minute)
	require.Equal(t, flow.StatusFailed, r.status())
	require.Len(t, r.tenant.groups, 2)
	require.Empty(t, r.run().Report.Messages)
	require.Contains(t, r.run().Report.FollowUps[0].Says, "has to block it")
}

// TestBlockMadeByHandIsRetried blocks the account by hand and retries: the run
// goes on from there.
func TestBlockMadeByHandIsRetried(t *testing.T) {
	t.Parallel()
	protected := true
	r := newRig(t, func(r *rig) {
		check := r.steps[0].Check
		r.steps[0].Check = func(ctx context.Context, w *step.World, l step.Line) (step.Finding, error) {
			if protected {
				return step.Finding{State: step.ByHand, Saw: "the account is protected"}, nil
			}
			return check(ctx, w, l)
		}
	})
	r.approve()
	r.pump(time.Minute)
	require.Equal(t, flow.StatusFailed, r.status())
	protected, r.tenant.enabled = false, false
	require.NoError(t, r.order("retry", "1"))
	r.pump(time.Minute)
	require.Equal(t, flow.StatusSuccess, r.status(), "%v", r.states())
	require.NotContains(t, r.tenant.changes, "block")
}

// secondCut adds a part of the cut that doesn't block sign-in itself, such as
// the removal of phones.
func secondCut(finding step.Finding) func(*rig) {
	return func(r *rig) {
		cut := r.steps[0]
		cut.Name, cut.Gives = "phones", nil
		cut.Check = func(context.Context, *step.World, step.Line) (step.Finding, error) { return finding, nil }
		r.steps = slices.Insert(r.steps, 1, cut)
	}
}

// TestPartOfTheCutByHand leaves a lesser part of the cut to a person: all else
// goes on, and the customer isn't told more than is so.
func TestPartOfTheCutByHand(t *testing.T) {
	t.Parallel()
	r := newRig(t, secondCut(step.Finding{State: step.ByHand, Saw: "a role is missing"}))
	r.approve()
	r.pump(time.Minute)
	require.Equal(t, flow.StatusFollowUp, r.status())
	require.Empty(t, r.tenant.groups)
	require.NotContains(t, r.run().Report.Messages[0], "can no longer")
}

func TestCustomerIsToldThatAccessIsCut(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name string
		with []func(*rig)
		told bool
	}{
		{"all parts are read back", []func(*rig){secondCut(step.Finding{State: step.Done})}, true},
		{"the plan has no cut", []func(*rig){func(r *rig) { r.doc.Offboarding.BlockAccess = false }}, false},
		{"the account comes back with the next sync", []func(*rig){func(r *rig) { r.tenant.synced = true }}, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t, c.with...)
			r.approve()
			r.pump(time.Minute)
			require.Equal(t, flow.StatusSuccess, r.status())
			require.Equal(t, c.told, strings.Contains(r.run().Report.Messages[0], "can no longer"))
		})
	}
}

// TestCancelledRunThatFailed is cancelled after the block had stopped: that
// access isn't cut goes before that somebody cancelled.
func TestCancelledRunThatFailed(t *testing.T) {
	t.Parallel()
	r := newRig(t, secondCut(step.Finding{State: step.Needed}))
	r.tenant.fault = func(change string) error {
		if change == "block" && r.tenant.enabled {
			return &step.Stop{Says: "The account is protected."}
		}
		return nil
	}
	r.approve()
	r.deliver(func() bool { return r.states()["block"] == flow.Stopped })
	require.NoError(t, r.order("cancel", ""))
	r.pump(time.Hour)
	require.Equal(t, flow.StatusFailed, r.status())
}

// TestCancelledRunWithMailInDanger is cancelled after a licence went while the
// mailbox had not been shared.
func TestCancelledRunWithMailInDanger(t *testing.T) {
	t.Parallel()
	r := newRig(t, secondCut(step.Finding{State: step.ByHand, Saw: "the mailbox is on hold"}), func(r *rig) {
		r.steps[1].Gives, r.steps[2].Needs = []step.Fact{step.MailboxShared}, []step.Fact{step.MailboxShared}
	})
	r.slow("leave Sales-UK")
	r.approve()
	r.pump(time.Minute)
	require.Equal(t, []string{"Sales-UK"}, r.tenant.groups)
	require.NoError(t, r.order("cancel", ""))
	r.pump(time.Hour)
	require.Equal(t, flow.StatusFailed, r.status())
}

func TestNothingToDo(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name    string
		arrange func(*rig)
		want    flow.Status
		says    string
		open    int
	}{
		{"everything is so already", func(r *rig) { r.tenant.enabled, r.tenant.groups = false, nil }, flow.StatusSuccess, "everything is so already", 0},
		{"a person has to do it all", func(r *rig) {
			found(0, step.Finding{State: step.ByHand, Saw: "the account is protected"})(r)
			r.tenant.groups = nil
		}, flow.StatusFollowUp, "the account is protected", 1},
		{"there are no steps for it", func(r *rig) { r.steps = r.steps[2:] }, flow.StatusFollowUp, "A person has to carry it out", 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t, c.arrange)
			r.send("e1")
			r.pump(time.Minute)
			require.Equal(t, c.want, r.status())
			require.Contains(t, r.run().Report.Summary, c.says)
			require.Len(t, r.run().Report.FollowUps, c.open)
			require.Empty(t, r.tenant.cards)
			require.NoError(t, r.Verify(t.Context(), r.run().ID))
		})
	}
}

// TestWhoLeavesGetsNoMessage has the ticket written by the person it is about:
// what the customer is told stays among the team.
func TestWhoLeavesGetsNoMessage(t *testing.T) {
	t.Parallel()
	for writer, public := range map[string]int{"priya@contoso.example": 0, "p.nair@contoso.example": 0, "dana@contoso.example": 1, "hr@msp.example": 1} {
		t.Run(writer, func(t *testing.T) {
			t.Parallel()
			r := newRig(t)
			r.send("e1", from(writer))
			r.pump(time.Minute)
			r.decide(flow.Approve)
			r.pump(time.Minute)
			require.Len(t, r.run().Report.Messages, 1)
			seen := slices.DeleteFunc(slices.Clone(r.tenant.notes), func(n step.Note) bool { return n.Internal })
			require.Len(t, seen, public)
		})
	}
}

// TestCustomerIsToldAgainAfterARetry mends a line after the run has ended: the
// better result is told as well.
func TestCustomerIsToldAgainAfterARetry(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.tenant.lies["leave Forecast"] = true
	r.send("e1", from("hr@msp.example"))
	r.pump(time.Minute)
	r.decide(flow.Approve)
	r.pump(30 * time.Minute)
	require.Equal(t, flow.StatusPartial, r.status())
	r.tenant.lies["leave Forecast"] = false
	require.NoError(t, r.order("retry", "2"))
	r.pump(30 * time.Minute)
	require.Equal(t, flow.StatusSuccess, r.status())
	require.NoError(t, r.Verify(t.Context(), r.run().ID))
	told := slices.DeleteFunc(slices.Clone(r.tenant.notes), func(n step.Note) bool { return n.Internal })
	require.Len(t, told, 2)
	require.NotEqual(t, told[0].Text, told[1].Text)
}
