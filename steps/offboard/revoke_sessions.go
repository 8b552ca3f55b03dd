package offboard

import (
	"context"
	"fmt"

	"usher/steps/step"
)

// RevokeSessions ends the leaver's sessions everywhere. Access tokens that
// are out already work until they run out, an hour at most.
// Source: learn.microsoft.com/graph/api/user-revokesigninsessions
var RevokeSessions = step.Step{
	Name:  "revoke-sessions",
	Title: "Revoke sessions",
	Part:  step.CutAccess,
	Needs: []step.Fact{step.PersonKnown},
	Gives: []step.Fact{step.SessionsRevoked},
	After: []string{
		"block-sign-in",  // a session opened between the two would live on
		"reset-password", // so would one opened with the old password
	},
	Cut: true,
	Scopes: []step.Scope{
		step.GraphScope("User.Read.All"),
		step.GraphScope("User.RevokeSessions.All"),
	},
	Wanted: func(r step.Request, c step.Customer) bool {
		return leaving(r) && c.Offboarding.BlockAccess
	},
	Then: func(step.Request, step.Customer) step.Values {
		return step.Values{"sessions": "revoked"}
	},
	Check: func(ctx context.Context, w *step.World, line step.Line) (step.Finding, error) {
		user, err := w.Users.Get(ctx, line.Object.ID)
		if err != nil {
			return step.Finding{}, fmt.Errorf("read the account: %w", err)
		}
		if user.Guest {
			return byHand("A guest's sessions belong to another organisation: ask it to act, and rely on the block here."), nil
		}
		if line.Began.IsZero() || !step.NotBefore(user.SessionsValidFrom, line.Began) {
			return step.Finding{State: step.Needed, Saw: "Sessions may be open."}, nil
		}
		return step.Finding{State: step.Done, Saw: "All sessions from before are void."}, nil
	},
	Plan: func(line step.Line, _ step.Finding) step.Sentence {
		return step.Sentence{
			Says: "Revoke all sessions of " + leaver(line),
			Now:  "sessions may be open",
			Then: "signed out everywhere, in some apps up to an hour later",
		}
	},
	Do: func(ctx context.Context, w *step.World, line step.Line) error {
		return w.SignIn.RevokeSessions(ctx, line.Object.ID)
	},
	Never: "An ended session stays ended. Whoever may sign in simply does so again.",
}
