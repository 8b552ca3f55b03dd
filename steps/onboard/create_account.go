package onboard

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"usher/steps/step"
)

// CreateAccount makes the joiner's account, with the full profile and a
// random password that is forgotten at once; the one to sign in with is issued
// when it is needed.
//
// An account with this address is taken for the one made here only if it
// bears the request's tag: an answer can be lost, and somebody else can have
// taken the address in the meantime.
//
// Undo disables the account: it never deletes one.
var CreateAccount = step.Step{
	Name:  "create-account",
	Title: "Create the account",
	Part:  step.Account,
	Gives: []step.Fact{step.AccountExists},
	Scopes: []step.Scope{
		step.GraphScope("User.ReadWrite.All"),
		// To see whether the address is free.
		step.GraphScope("GroupMember.Read.All"),
		step.ExchangeScope(),
	},
	Wanted: func(r step.Request, c step.Customer) bool {
		return joining(r) && c.Onboarding.CreateAccount
	},
	Each: each(func(r step.Request, _ step.Customer) step.Values {
		return profile(r.Joiner)
	}),
	Check: func(ctx context.Context, w *step.World, line step.Line) (step.Finding, error) {
		account, taken, err := findAccount(ctx, w, line)
		switch {
		case err != nil:
			return step.Finding{}, err
		case taken != "":
			return byHand(taken), nil
		case account.ID == "":
			return step.Finding{State: step.Needed, Saw: "No account has the address " + line.Object.ID + ".", Before: before("none")}, nil
		case !account.Enabled:
			return step.Finding{State: step.Needed, Saw: "The account is there, but may not sign in.", Before: before("disabled")}, nil
		}
		return step.Finding{
			State:  step.Done,
			Saw:    "The account " + account.UPN + " is there.",
			Before: before("enabled"),
			Facts:  map[step.Fact]string{step.AccountExists: account.ID},
		}, nil
	},
	Plan: func(line step.Line, _ step.Finding) step.Sentence {
		return step.Sentence{
			Says: "Create the account " + line.Object.ID + " for " + joiner(line) + described(line.Request.Joiner),
			Now:  either(line.Before[accountKey] == "disabled", "may not sign in", "no account"),
			Then: "an account that may sign in, with a password that nobody knows yet",
		}
	},
	Do: func(ctx context.Context, w *step.World, line step.Line) error {
		if line.Before[accountKey] == "disabled" {
			return enable(ctx, w, line, true)
		}
		// Made twice, it is refused, and taken over if it bears our tag.
		_, err := w.Accounts.Create(ctx, step.NewAccount{Joiner: *line.Request.Joiner, Enabled: true, Password: forgottenPassword()})
		var stop *step.Stop
		if errors.As(err, &stop) {
			return whoseNow(ctx, w, line, stop)
		}
		return err
	},
	Undo: func(ctx context.Context, w *step.World, line step.Line) error {
		if line.Before[accountKey] == "enabled" {
			return nil
		}
		return enable(ctx, w, line, false)
	},
	// Longer than replicas ever lag; what isn't seen by then won't be.
	Patience: time.Hour,
}

const accountKey = "account"

func before(account string) step.Values { return step.Values{accountKey: account} }

// profile is what the account is to hold. What the request leaves open isn't
// part of it.
func profile(j *step.Joiner) step.Values {
	then := step.Values{"accountEnabled": "true"}
	for name, value := range map[string]string{
		"userPrincipalName": j.UPN, "displayName": j.DisplayName, "givenName": j.GivenName, "surname": j.Surname,
		"mailNickname": j.MailNickname, "usageLocation": j.UsageLocation, "department": j.Department,
		"jobTitle": j.JobTitle, "companyName": j.Company, "officeLocation": j.Office,
		"mobilePhone": j.MobilePhone, "employeeType": j.EmployeeType,
	} {
		if value != "" {
			then[name] = value
		}
	}
	return then
}

// described says as what the joiner joins, as far as the request tells.
func described(j *step.Joiner) string {
	switch {
	case j.JobTitle != "" && j.Department != "":
		return ", " + j.JobTitle + " in " + j.Department
	case j.JobTitle+j.Department != "":
		return ", " + j.JobTitle + j.Department
	}
	return ""
}

// findAccount looks for the account of the line. It is empty where there is
// none; taken says in words who else has the address. The first look asks both
// at once; a look after Do seldom needs the second.
func findAccount(ctx context.Context, w *step.World, line step.Line) (account step.User, taken string, err error) {
	var found []step.User
	both, within := errgroup.WithContext(ctx)
	both.Go(func() (err error) { found, err = w.Users.Find(within, line.Request.Joiner.UPN); return err })
	if line.Began.IsZero() {
		both.Go(func() (err error) { taken, err = w.Accounts.Taken(within, line.Request.Joiner.UPN); return err })
	}
	if err := both.Wait(); err != nil {
		return step.User{}, "", fmt.Errorf("look who has the address: %w", err)
	}
	for _, user := range found {
		if strings.EqualFold(user.UPN, line.Request.Joiner.UPN) {
			return ours(line, user)
		}
	}
	if line.Began.IsZero() {
		return step.User{}, unlessFree(line, taken), nil
	}
	return step.User{}, "", shownElsewhere(ctx, w, line)
}

// ours tells an account that this request made from any other.
func ours(line step.Line, user step.User) (account step.User, taken string, err error) {
	if user.Tag == "" || user.Tag != line.Request.Joiner.Tag {
		return step.User{}, fmt.Sprintf("The account %s exists already, and wasn't made by this run: somebody has to find out whose it is. Where it is the joiner's own, set it up by hand; otherwise choose another address.", user.UPN), nil
	}
	return user, "", nil
}

func unlessFree(line step.Line, taken string) string {
	if taken == "" {
		return ""
	}
	return fmt.Sprintf("The address %s is taken: %s. Choose another address for %s and put it on the ticket.",
		line.Request.Joiner.UPN, strings.TrimSuffix(taken, "."), joiner(line))
}

// shownElsewhere waits where something has the address that Find doesn't show
// yet: it may be the account that has just been made.
func shownElsewhere(ctx context.Context, w *step.World, line step.Line) error {
	taken, err := w.Accounts.Taken(ctx, line.Request.Joiner.UPN)
	if err != nil {
		return fmt.Errorf("look who has the address: %w", err)
	}
	if taken == "" {
		return nil
	}
	return &step.Wait{For: 5 * time.Second, Why: notShown(line)}
}

// whoseNow looks whose an address is that was free just before and is refused
// now: most likely it is the account made here, whose answer was lost and which
// no replica shows yet.
func whoseNow(ctx context.Context, w *step.World, line step.Line, refused *step.Stop) error {
	account, taken, err := findAccount(ctx, w, line)
	switch {
	case err != nil:
		return err
	case taken != "":
		return &step.Stop{Says: taken, Err: refused}
	case account.ID == "":
		return &step.Wait{For: 5 * time.Second, Why: notShown(line)}
	}
	return nil
}

// enable lets the account of the line sign in, or no longer.
func enable(ctx context.Context, w *step.World, line step.Line, enabled bool) error {
	account, _, err := findAccount(ctx, w, line)
	if err != nil || account.ID == "" {
		return err
	}
	return w.SignIn.SetEnabled(ctx, account.ID, enabled)
}

// forgottenPassword returns 56 characters, 260 bits of them random. The first
// four bring the kinds of characters that Entra asks for, whatever the random
// ones are.
// Source: learn.microsoft.com/entra/identity/authentication/concept-password-ban-bad-combined-policy
func forgottenPassword() step.Secret {
	return step.NewSecret("aZ7-" + rand.Text() + rand.Text())
}
