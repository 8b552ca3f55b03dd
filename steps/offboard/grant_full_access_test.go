package offboard_test

import (
	"testing"

	"usher/steps/offboard"
	"usher/steps/step"
	"usher/steps/steptest"
)

func TestGrantFullAccess(t *testing.T) {
	t.Parallel()
	toTwo := func(r *step.Request, who func(string) step.Person) {
		r.Mailbox.Delegates = []step.Person{who("arlene.cho@contoso.example"), who("bo.lindqvist@contoso.example")}
	}
	steptest.Contract(t, offboard.GrantFullAccess,
		steptest.Case{
			Name: "the first of two",
			Ask:  toTwo,
			Says: "Give Arlene Cho (arlene.cho@contoso.example) full access to the mailbox of Priya Nair",
			Saw:  "arlene.cho@contoso.example has no full access.",
		},
		steptest.Case{
			Name:   "has it already",
			Tenant: `{"mailboxes":[{"upn":"priya.nair@contoso.example","fullAccess":["arlene.cho@contoso.example"]}]}`,
			Ask:    toTwo,
			Found:  step.Done,
			Saw:    "arlene.cho@contoso.example has full access.",
		},
		steptest.Case{
			Name:   "no mailbox",
			Person: blocked,
			Ask:    toTwo,
			Found:  step.Done,
			Saw:    "There is no mailbox.",
		},
	)
}
