package onboard_test

import (
	"testing"

	"usher/steps/onboard"
	"usher/steps/step"
	"usher/steps/steptest"
)

func TestCreateAccount(t *testing.T) {
	t.Parallel()
	named := func(address string) func(*step.Request, func(string) step.Person) {
		return func(r *step.Request, _ func(string) step.Person) { r.Joiner.UPN = address }
	}
	steptest.Joining(t, onboard.CreateAccount,
		steptest.Case{
			Name:  "nobody has the address",
			Says:  "Create the account nora.quist@contoso.example for Nora Quist, Account Manager in Sales",
			Saw:   "No account has the address nora.quist@contoso.example.",
			Moves: []string{"passwordHash"},
			Stays: []string{"users[Nora Quist]"},
		},
		steptest.Case{
			Name: "little is known",
			Ask: func(r *step.Request, _ func(string) step.Person) {
				r.Joiner.Department, r.Joiner.Office, r.Joiner.MobilePhone, r.Joiner.Company, r.Joiner.EmployeeType = "", "", "", "", ""
			},
			Says:  "Create the account nora.quist@contoso.example for Nora Quist, Account Manager",
			Moves: []string{"passwordHash"},
			Stays: []string{"users[Nora Quist]"},
		},
		steptest.Case{
			Name:    "made by this run already",
			Earlier: made(),
			Early:   true,
			Found:   step.Done,
			Saw:     "The account nora.quist@contoso.example is there.",
		},
		steptest.Case{
			Name:  "an account of somebody else",
			Ask:   named("sam.carter@contoso.example"),
			Found: step.ByHand,
			Saw:   "The account sam.carter@contoso.example exists already, and wasn't made by this run: somebody has to find out whose it is. Where it is the joiner's own, set it up by hand; otherwise choose another address.",
		},
		steptest.Case{
			Name:  "a group's address",
			Ask:   named("dealdesk@contoso.example"),
			Found: step.ByHand,
			Saw:   "The address dealdesk@contoso.example is taken: the group Deal Desk. Choose another address for Nora Quist and put it on the ticket.",
		},
		steptest.Case{
			Name:  "a deleted account's address",
			Ask:   named("kurt.salis@contoso.example"),
			Found: step.ByHand,
			Saw:   "The address kurt.salis@contoso.example is taken: the deleted user Kurt Salis (kurt.salis@contoso.example). Choose another address for Nora Quist and put it on the ticket.",
		},
	)
}
