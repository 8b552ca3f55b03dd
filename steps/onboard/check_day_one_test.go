package onboard_test

import (
	"testing"

	"usher/steps/onboard"
	"usher/steps/step"
	"usher/steps/steptest"
)

func TestCheckDayOne(t *testing.T) {
	t.Parallel()
	complete := append(licensed(), onboard.JoinLicenceGroup, onboard.JoinGroup, onboard.IssuePassword)
	steptest.Joining(t, onboard.CheckDayOne,
		steptest.Case{
			Name:    "all in place, but nobody has signed in",
			Ask:     only("Sales-UK"),
			Earlier: complete,
			Early:   true,
			Probe:   true,
			Found:   step.ByHand,
			Saw:     "Everything is in place, but no first sign-in of Nora Quist has been seen yet: ask whether it worked.",
		},
		steptest.Case{
			Name:    "signed in",
			Ask:     only("Sales-UK"),
			Earlier: append(complete[:len(complete):len(complete)], firstSignIn()),
			Early:   true,
			Found:   step.Done,
			Saw:     "Everything is in place, and Nora Quist has signed in.",
		},
		steptest.Case{
			Name:    "nothing in place",
			Ask:     only("Sales-UK"),
			Earlier: append(made(), blocked()),
			Early:   true,
			Found:   step.ByHand,
			Saw:     "On the first day of Nora Quist something isn't as planned: the account may not sign in, Microsoft 365 Business Premium isn't active, Microsoft 365 Business Basic isn't active, no member of Sales-UK and there is no mailbox. See to it by hand.",
		},
	)
}
