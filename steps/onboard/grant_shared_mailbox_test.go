package onboard_test

import (
	"testing"

	"usher/steps/onboard"
	"usher/steps/step"
	"usher/steps/steptest"
)

func TestGrantSharedMailbox(t *testing.T) {
	t.Parallel()
	toInfo := func(r *step.Request, _ func(string) step.Person) {
		r.Joiner.SharedMailboxes = []string{"info@contoso.example"}
	}
	steptest.Joining(t, onboard.GrantSharedMailbox,
		steptest.Case{
			Name:    "one",
			Ask:     toInfo,
			Earlier: licensed(),
			Says:    "Give Nora Quist full access to the shared mailbox info@contoso.example",
			Saw:     "Nora Quist has no full access.",
		},
		steptest.Case{
			Name:    "before there is a mailbox",
			Ask:     toInfo,
			Earlier: made(),
			Waits:   "Exchange has no mailbox for Nora Quist yet",
		},
	)
}
