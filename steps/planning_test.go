package steps_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"usher/steps"
	"usher/steps/step"
	"usher/steps/steptest"
)

func TestPlanningReadsWithItsOwnScopes(t *testing.T) {
	t.Parallel()
	require.NoError(t, planLooks(t, steptest.Open(t, steps.Planning())))
}

func TestPlanningNeedsEachOfItsScopes(t *testing.T) {
	t.Parallel()
	all := steps.Planning()
	for i, lack := range all {
		t.Run("without "+lack.Permission, func(t *testing.T) {
			t.Parallel()
			rest := append(append([]step.Scope{}, all[:i]...), all[i+1:]...)
			var denied *step.Denied
			require.ErrorAs(t, planLooks(t, steptest.Open(t, rest)), &denied,
				"planning passes without %s: delete it", lack.Permission)
		})
	}
}

// planLooks reads what a planner reads.
func planLooks(t *testing.T, w *step.World) error {
	t.Helper()
	ctx := t.Context()
	found, err := w.Users.Find(ctx, "priya.nair@contoso.example")
	if err != nil {
		return err
	}
	require.Len(t, found, 1)
	if _, err := w.Users.Manager(ctx, found[0].ID); err != nil {
		return err
	}
	if _, err := w.Groups.Of(ctx, found[0].ID); err != nil {
		return err
	}
	if _, err := w.Licences.Of(ctx, found[0].ID); err != nil {
		return err
	}
	_, err = w.Licences.Seats(ctx)
	return err
}
