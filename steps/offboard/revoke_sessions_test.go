package offboard_test

import (
	"testing"

	"usher/steps/offboard"
	"usher/steps/step"
	"usher/steps/steptest"
)

func TestRevokeSessions(t *testing.T) {
	t.Parallel()
	steptest.Contract(t, offboard.RevokeSessions,
		steptest.Case{
			Name: "signed in",
			Says: "Revoke all sessions of Priya Nair",
			Saw:  "Sessions may be open.",
		},
		steptest.Case{
			Name:   "a guest",
			Person: guest,
			Found:  step.ByHand,
			Saw:    "A guest's sessions belong to another organisation: ask it to act, and rely on the block here.",
		},
	)
}
