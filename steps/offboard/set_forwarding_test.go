package offboard_test

import (
	"testing"

	"usher/steps/offboard"
	"usher/steps/step"
	"usher/steps/steptest"
)

func TestSetForwarding(t *testing.T) {
	t.Parallel()
	toArlene := func(days int) func(*step.Request, func(string) step.Person) {
		return func(r *step.Request, who func(string) step.Person) {
			arlene := who("arlene.cho@contoso.example")
			r.Mailbox.ForwardTo, r.Mailbox.ForwardDays = &arlene, days
		}
	}
	steptest.Contract(t, offboard.SetForwarding,
		steptest.Case{
			Name: "without an end",
			Ask:  toArlene(0),
			Says: "Forward new mail of Priya Nair to Arlene Cho (arlene.cho@contoso.example), keeping a copy",
			Saw:  "New mail is not forwarded.",
		},
		steptest.Case{
			Name:   "for a time, instead of to somebody else",
			Tenant: `{"mailboxes":[{"upn":"priya.nair@contoso.example","forwardTo":"bo.lindqvist@contoso.example"}]}`,
			Ask:    toArlene(30),
			Says:   "Forward new mail of Priya Nair to Arlene Cho (arlene.cho@contoso.example) for 30 days, keeping a copy",
			Saw:    "New mail is forwarded to bo.lindqvist@contoso.example.",
		},
		steptest.Case{
			Name:   "no mailbox",
			Person: blocked,
			Ask:    toArlene(0),
			Found:  step.ByHand,
			Saw:    "There is no mailbox whose mail could be forwarded: ask the requester what is meant.",
		},
	)
}
