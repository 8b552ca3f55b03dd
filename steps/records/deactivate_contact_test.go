package records_test

import (
	"context"
	"testing"

	"usher/steps/records"
	"usher/steps/step"
	"usher/steps/steptest"
)

func TestDeactivateContact(t *testing.T) {
	t.Parallel()
	steptest.Contract(t, records.DeactivateContact,
		steptest.Case{
			Name:      "active",
			Earlier:   []step.Step{contact(true)},
			Early:     true,
			Says:      "Make the contact Priya Nair (priya.nair@contoso.example) inactive in the desk",
			Saw:       "The contact is active.",
			Elsewhere: true,
		},
		steptest.Case{
			Name:    "inactive already",
			Earlier: []step.Step{contact(false)},
			Early:   true,
			Found:   step.Done,
			Saw:     "The desk has no active contact with this address.",
		},
		steptest.Case{
			Name:  "none",
			Found: step.Done,
			Saw:   "The desk has no active contact with this address.",
		},
	)
}

// contact is somebody who adds the person of the case to the desk.
func contact(active bool) step.Step {
	return step.Step{
		Name: "contact",
		Each: func(_ context.Context, _ *step.World, r step.Request, _ step.Customer) ([]step.Target, error) {
			return []step.Target{{Object: r.Person.Object()}}, nil
		},
		Do: func(ctx context.Context, w *step.World, line step.Line) error {
			return w.Contacts.Create(ctx, step.Contact{FirstName: "Some", LastName: "Body", Email: line.Request.Person.UPN, Active: active})
		},
		Check: func(context.Context, *step.World, step.Line) (step.Finding, error) {
			return step.Finding{State: step.Done}, nil
		},
	}
}
