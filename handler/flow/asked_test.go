package flow_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"usher/handler/flow"
	"usher/steps/step"
)

// What approvers are shown.

// TestWarningStaysWithItsStep has the catalogue in another order than people
// see: the warning still names the step that it came from.
func TestWarningStaysWithItsStep(t *testing.T) {
	t.Parallel()
	r := newRig(t, func(r *rig) {
		r.steps[0], r.steps[1] = r.steps[1], r.steps[0]
		check := r.steps[0].Check
		r.steps[0].Check = func(ctx context.Context, w *step.World, l step.Line) (step.Finding, error) {
			finding, err := check(ctx, w, l)
			if l.Object.ID == "Sales-UK" {
				finding.Warning = "Nobody else is in it."
			}
			return finding, err
		}
	})
	r.tenant.groups = []string{"Sales-UK", "Forecast"}
	r.send("e1")
	r.pump(time.Minute)
	require.Equal(t, []flow.Remark{{Key: "leave", Says: "Nobody else is in it."}}, r.run().Plan.Warnings)
}

// TestOwnRequestIsWarnedOf has the ticket written by the person it is about,
// under any address: plan and preview say so.
func TestOwnRequestIsWarnedOf(t *testing.T) {
	t.Parallel()
	for _, writer := range []string{"priya@contoso.example", "p.nair@contoso.example"} {
		r := newRig(t)
		r.send("e1", from(writer))
		r.pump(time.Minute)
		preview, err := r.Preview(t.Context(), "contoso", step.Ticket{ID: "T-1", Requester: step.Requester{Email: writer}})
		require.NoError(t, err)
		for _, warnings := range [][]flow.Remark{r.run().Plan.Warnings, preview[0].Warnings} {
			require.Len(t, warnings, 1)
			require.Equal(t, "own-account", warnings[0].Key)
		}
	}
}

// TestCardSaysWhatWaits tells an approver of an amendment, or of a second
// approval, that all else goes on.
func TestCardSaysWhatWaits(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name    string
		arrange func(*rig)
		says    string
	}{
		{"amendment", func(r *rig) { r.tenant.groups = append(r.tenant.groups, "Board") }, "What was approved goes on"},
		{"second approval", func(r *rig) { r.doc.Approval.SecondForIrreversible = true }, "can't be undone"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t, func(r *rig) { r.steps[1].Irreversible = "the membership" })
			r.send("e1")
			r.pump(time.Minute)
			require.Contains(t, r.tenant.cards["teams-bo"][0].Texts[1], "Nothing happens before you decide")
			c.arrange(r)
			r.decide(flow.Approve)
			r.pump(time.Minute)
			require.Len(t, r.tenant.cards["teams-bo"], 2)
			require.Contains(t, r.tenant.cards["teams-bo"][1].Texts[1], c.says)
		})
	}
}
