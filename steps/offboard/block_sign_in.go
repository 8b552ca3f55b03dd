package offboard

import (
	"context"
	"fmt"

	"usher/steps/step"
)

// BlockSignIn disables the leaver's account. It is the first change of all:
// sessions that are revoked before it could simply be opened again.
//
// Microsoft accepts it for an account that is mastered in Active Directory,
// too, and undoes it at the next sync; the approver is told.
var BlockSignIn = step.Step{
	Name:  "block-sign-in",
	Title: "Block sign-in",
	Part:  step.CutAccess,
	Needs: []step.Fact{step.PersonKnown},
	Gives: []step.Fact{step.SignInBlocked},
	Cut:   true,
	Scopes: []step.Scope{
		step.GraphScope("User.Read.All"),
		step.GraphScope("User.EnableDisableAccount.All"),
	},
	Wanted: func(r step.Request, c step.Customer) bool {
		return leaving(r) && c.Offboarding.BlockAccess
	},
	Then: func(step.Request, step.Customer) step.Values {
		return step.Values{"accountEnabled": "false"}
	},
	Check: func(ctx context.Context, w *step.World, line step.Line) (step.Finding, error) {
		user, err := w.Users.Get(ctx, line.Object.ID)
		if err != nil {
			return step.Finding{}, fmt.Errorf("read the account: %w", err)
		}
		found := step.Finding{
			State:  stateOf(!user.Enabled),
			Saw:    either(user.Enabled, "The account may sign in.", "Sign-in is blocked."),
			Before: step.Values{"accountEnabled": truth(user.Enabled)},
		}
		if user.Synced {
			found.Warning = "The account comes from Active Directory: unless it is disabled there too, the next sync lets it sign in again."
		}
		return found, nil
	},
	Plan: func(line step.Line, found step.Finding) step.Sentence {
		return step.Sentence{
			Says: "Block sign-in for " + leaver(line),
			Now:  either(isTrue(found.Before["accountEnabled"]), "may sign in", "sign-in is blocked"),
			Then: "sign-in is blocked",
		}
	},
	Do: func(ctx context.Context, w *step.World, line step.Line) error {
		return w.SignIn.SetEnabled(ctx, line.Object.ID, false)
	},
	Undo: func(ctx context.Context, w *step.World, line step.Line) error {
		if !isTrue(line.Before["accountEnabled"]) {
			return nil
		}
		return w.SignIn.SetEnabled(ctx, line.Object.ID, true)
	},
}
