package onboard_test

import (
	"testing"

	"usher/steps/onboard"
	"usher/steps/step"
	"usher/steps/steptest"
)

func TestSetManager(t *testing.T) {
	t.Parallel()
	const says = "Set Arlene Cho (arlene.cho@contoso.example) as the manager of Nora Quist"
	steptest.Joining(t, onboard.SetManager,
		steptest.Case{
			Name:    "a fresh account",
			Earlier: made(),
			Says:    says,
			Saw:     "No manager is set.",
		},
		steptest.Case{
			Name:    "set already",
			Earlier: append(made(), onboard.SetManager),
			Early:   true,
			Found:   step.Done,
			Saw:     "The manager is Arlene Cho (arlene.cho@contoso.example).",
		},
	)
}
