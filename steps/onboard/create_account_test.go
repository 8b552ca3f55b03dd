package onboard_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

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
			Name:      "somebody else takes the address in the meantime",
			Meanwhile: `{"users":[{"userPrincipalName":"nora.quist@contoso.example","displayName":"Norah Quist"}]}`,
			Stops:     "The account nora.quist@contoso.example exists already, and wasn't made by this run: somebody has to find out whose it is. Where it is the joiner's own, set it up by hand; otherwise choose another address.",
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

// blindUsers are a replica that doesn't show the new account.
type blindUsers struct{ step.Users }

func (blindUsers) Find(context.Context, string) ([]step.User, error) { return nil, nil }

// fullAccounts are a directory that has the account, as only a refusal tells.
type fullAccounts struct{ step.Accounts }

func (fullAccounts) Taken(context.Context, string) (string, error) { return "", nil }

func (fullAccounts) Create(context.Context, step.NewAccount) (string, error) {
	return "", &step.Stop{Says: "Something in the tenant has this name."}
}

func TestAnAccountThatNoReplicaShowsYetIsWaitedFor(t *testing.T) {
	t.Parallel()
	w := &step.World{Users: blindUsers{}, Accounts: fullAccounts{}}
	line := step.Line{
		Began: time.Unix(1, 0), Before: step.Values{"account": "none"},
		Request: step.Request{Joiner: &step.Joiner{UPN: upn, DisplayName: "Nora Quist", Tag: "usher-1"}},
	}
	var wait *step.Wait
	require.ErrorAs(t, onboard.CreateAccount.Do(t.Context(), w, line), &wait)
	require.Equal(t, "Microsoft Entra doesn't show the new account of Nora Quist everywhere yet", wait.Why)
}
