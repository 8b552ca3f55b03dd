package records_test

import (
	"testing"

	"usher/steps/records"
	"usher/steps/step"
	"usher/steps/steptest"
)

func TestCreateContact(t *testing.T) {
	t.Parallel()
	steptest.Joining(t, records.CreateContact,
		steptest.Case{
			Name:  "a new one",
			Says:  "Create the contact Nora Quist (nora.quist@contoso.example) in the desk",
			Saw:   "The desk has no such contact.",
			Stays: []string{".contacts"},
		},
		steptest.Case{
			Name:      "there, but inactive",
			Earlier:   []step.Step{contact(false)},
			Early:     true,
			Says:      "Make the contact Nora Quist active in the desk",
			Saw:       "The contact is in the desk, but inactive.",
			Elsewhere: true,
		},
		steptest.Case{
			Name:    "there already",
			Earlier: []step.Step{contact(true)},
			Early:   true,
			Found:   step.Done,
			Saw:     "The contact is in the desk.",
		},
		steptest.Case{
			Name:    "twice, both inactive",
			Earlier: []step.Step{contact(false), contact(false)},
			Early:   true,
			Found:   step.ByHand,
			Saw:     "The desk has 2 inactive contacts with the address nora.quist@contoso.example: choose one, and make it active by hand.",
		},
	)
}
