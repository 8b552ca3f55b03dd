package onboard_test

import (
	"context"

	"usher/steps/onboard"
	"usher/steps/step"
)

// upn is the address of Nora Quist, who joins contoso in these tests.
const upn = "nora.quist@contoso.example"

// made are the earlier lines of most: the account is there.
func made() []step.Step { return []step.Step{onboard.CreateAccount} }

// licensed are the earlier lines of what needs a mailbox.
func licensed() []step.Step { return append(made(), onboard.AssignLicences) }

// issuedPassword are the earlier lines of what hands the password on.
func issuedPassword() []step.Step { return append(made(), onboard.IssuePassword) }

func linkedPassword() []step.Step { return append(issuedPassword(), onboard.MakePasswordLink) }

// byMessage makes the document share passwords in a mail.
func byMessage(c *step.Customer) { c.Password.Share = "message" }

// firstSignIn is what Nora Quist does on the first day: a password of her own.
func firstSignIn() step.Step {
	return happens("User-PasswordProfile.ReadWrite.All", func(ctx context.Context, w *step.World, line step.Line) error {
		return w.SignIn.SetPassword(ctx, line.PersonID(), step.NewSecret("Her-0wn-choice-of-words"))
	})
}

// blocked is somebody who disables her account.
func blocked() step.Step {
	return happens("User.ReadWrite.All", func(ctx context.Context, w *step.World, line step.Line) error {
		return w.SignIn.SetEnabled(ctx, line.PersonID(), false)
	})
}

// happens is something that people do between the lines of a plan.
func happens(permission string, do func(context.Context, *step.World, step.Line) error) step.Step {
	return step.Step{
		Name:   "happens",
		Scopes: []step.Scope{step.GraphScope(permission)},
		Each: func(context.Context, *step.World, step.Request, step.Customer) ([]step.Target, error) {
			return []step.Target{{}}, nil
		},
		Do: do,
		Check: func(context.Context, *step.World, step.Line) (step.Finding, error) {
			return step.Finding{State: step.Done}, nil
		},
	}
}
