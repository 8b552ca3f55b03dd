package onboard_test

import (
	"testing"

	"usher/steps/onboard"
	"usher/steps/step"
	"usher/steps/steptest"
)

func TestIssuePassword(t *testing.T) {
	t.Parallel()
	moves := []string{"passwordHash"}
	steptest.Joining(t, onboard.IssuePassword,
		steptest.Case{
			Name:    "for a link",
			Earlier: made(),
			Says:    "Give Nora Quist a random first password of 20 characters, to be changed at the first sign-in",
			Saw:     "The password is one that nobody knows.",
			Moves:   moves,
		},
		steptest.Case{
			Name: "for a mail, and too short",
			Document: func(c *step.Customer) {
				byMessage(c)
				c.Password.Length = 4
			},
			Earlier: made(),
			Says:    "Give Nora Quist a random first password of 12 characters, to be changed at the first sign-in",
			Moves:   moves,
		},
	)
}

func TestNoPasswordIsSharedWhereTheDocumentSaysSo(t *testing.T) {
	t.Parallel()
	r := step.Request{Action: step.Onboard, Joiner: &step.Joiner{}}
	c := step.Customer{Onboarding: step.Onboarding{CreateAccount: true}, Password: step.Password{Share: "none"}}
	for _, s := range []step.Step{onboard.IssuePassword, onboard.MakePasswordLink, onboard.SharePassword} {
		if s.Wanted(r, c) {
			t.Errorf("%s is wanted", s.Name)
		}
	}
}
