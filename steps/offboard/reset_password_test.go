package offboard_test

import (
	"testing"

	"usher/steps/offboard"
	"usher/steps/step"
	"usher/steps/steptest"
)

func TestResetPassword(t *testing.T) {
	t.Parallel()
	steptest.Contract(t, offboard.ResetPassword,
		steptest.Case{
			Name:  "in the cloud",
			Says:  "Reset the password of Priya Nair to a random one that nobody learns",
			Saw:   "The password is one that the leaver may know.",
			Moves: []string{"passwordHash"},
		},
		steptest.Case{
			Name:   "from Active Directory",
			Person: synced,
			Found:  step.ByHand,
			Saw:    "The password lives in Active Directory: reset it there, and disable the account there too, since the block in the cloud is undone at the next sync.",
		},
		steptest.Case{
			Name:   "a guest",
			Person: guest,
			Found:  step.ByHand,
			Saw:    "A guest's password belongs to another organisation: ask it to act, and rely on the block here.",
		},
		steptest.Case{
			Name:    "an administrator",
			Person:  admin,
			Refused: true,
		},
	)
}
