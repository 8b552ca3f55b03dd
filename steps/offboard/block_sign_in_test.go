package offboard_test

import (
	"testing"

	"usher/steps/offboard"
	"usher/steps/step"
	"usher/steps/steptest"
)

func TestBlockSignIn(t *testing.T) {
	t.Parallel()
	steptest.Contract(t, offboard.BlockSignIn,
		steptest.Case{
			Name: "may sign in",
			Says: "Block sign-in for Priya Nair",
			Saw:  "The account may sign in.",
		},
		steptest.Case{
			Name:     "at another customer",
			Customer: "fabrikam",
			Person:   "marcus.webb@fabrikam.example",
			Says:     "Block sign-in for Marcus Webb",
		},
		steptest.Case{
			Name:    "from Active Directory",
			Person:  synced,
			Says:    "Block sign-in for Oskar Holt",
			Warning: "The account comes from Active Directory: unless it is disabled there too, the next sync lets it sign in again.",
		},
		steptest.Case{
			Name:   "blocked already",
			Person: blocked,
			Found:  step.Done,
			Saw:    "Sign-in is blocked.",
		},
		steptest.Case{
			Name:    "an administrator",
			Person:  admin,
			Refused: true,
		},
	)
}
