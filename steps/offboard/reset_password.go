package offboard

import (
	"context"
	"crypto/rand"
	"fmt"

	"usher/steps/step"
)

// ResetPassword gives the leaver's account a password that nobody knows:
// random, and forgotten as soon as it is set.
//
// A password can't be read back. It is believed once Microsoft says that it
// was changed after the line began.
var ResetPassword = step.Step{
	Name:  "reset-password",
	Title: "Reset the password",
	Part:  step.CutAccess,
	Needs: []step.Fact{step.PersonKnown},
	Gives: []step.Fact{step.PasswordUnknown},
	Cut:   true,
	Scopes: []step.Scope{
		step.GraphScope("User.Read.All"),
		step.GraphScope("User-PasswordProfile.ReadWrite.All"),
	},
	Wanted: func(r step.Request, c step.Customer) bool {
		return leaving(r) && c.Offboarding.BlockAccess
	},
	Then: func(step.Request, step.Customer) step.Values {
		return step.Values{"password": "random"}
	},
	Check: func(ctx context.Context, w *step.World, line step.Line) (step.Finding, error) {
		user, err := w.Users.Get(ctx, line.Object.ID)
		if err != nil {
			return step.Finding{}, fmt.Errorf("read the account: %w", err)
		}
		if user.Synced {
			return byHand("The password lives in Active Directory: reset it there, and disable the account there too, since the block in the cloud is undone at the next sync."), nil
		}
		if user.Guest {
			return byHand("A guest's password belongs to another organisation: ask it to act, and rely on the block here."), nil
		}
		if line.Began.IsZero() || !step.NotBefore(user.PasswordChanged, line.Began) {
			return step.Finding{State: step.Needed, Saw: "The password is one that the leaver may know."}, nil
		}
		return step.Finding{State: step.Done, Saw: "The password was changed to one that nobody knows."}, nil
	},
	Plan: func(line step.Line, _ step.Finding) step.Sentence {
		return step.Sentence{
			Says: "Reset the password of " + leaver(line) + " to a random one that nobody learns",
			Now:  "a password that the leaver may know",
			Then: "a password that nobody knows",
		}
	},
	Do: func(ctx context.Context, w *step.World, line step.Line) error {
		return w.SignIn.SetPassword(ctx, line.Object.ID, randomPassword())
	},
	Never: "Nobody knows the old password. Whoever comes back gets a new one.",
}

// randomPassword returns 56 characters, 260 bits of them random. The first
// four bring the kinds of characters that Entra asks for, whatever the random
// ones are.
// Source: learn.microsoft.com/entra/identity/authentication/concept-password-ban-bad-combined-policy
func randomPassword() step.Secret {
	return step.NewSecret("aZ7-" + rand.Text() + rand.Text())
}
