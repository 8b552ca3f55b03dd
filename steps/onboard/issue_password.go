package onboard

import (
	"context"
	"crypto/rand"
	"fmt"
	"strconv"
	"strings"
	"time"

	"usher/steps/step"
)

// IssuePassword gives the new account the random password that the joiner
// signs in with first and then has to change. It is kept in the handover until
// it has been shared.
//
// A password can't be read back. It is believed once Microsoft says that it
// was changed after the line began, and later than before it was set.
var IssuePassword = step.Step{
	Name:  "issue-password",
	Title: "Issue the first password",
	Part:  step.Account,
	Needs: []step.Fact{step.AccountExists},
	Gives: []step.Fact{step.PasswordIssued},
	When:  whenShared,
	Scopes: []step.Scope{
		step.GraphScope("User.Read.All"),
		step.GraphScope("User-PasswordProfile.ReadWrite.All"),
	},
	Wanted: sharing,
	Each: each(func(_ step.Request, c step.Customer) step.Values {
		return step.Values{"password": "random", lengthKey: strconv.Itoa(min(max(c.Password.Length, shortest), longest))}
	}),
	Check: func(ctx context.Context, w *step.World, line step.Line) (step.Finding, error) {
		needed := step.Finding{State: step.Needed, Saw: "The password is one that nobody knows."}
		if line.PersonID() == "" || line.Began.IsZero() {
			return needed, nil
		}
		password, err := kept[issued](ctx, w, line.Request, passwordKept)
		if err != nil || password.Password == "" {
			return needed, err
		}
		changed, err := lastChanged(ctx, w, line)
		if err != nil {
			return step.Finding{}, err
		}
		if !changed.After(password.Changed) || !step.NotBefore(changed, line.Began) {
			return needed, nil
		}
		return step.Finding{
			State: step.Done,
			Saw:   "The first password is set, and has to be changed at the first sign-in.",
			Facts: map[step.Fact]string{step.PasswordIssued: changed.Format(time.RFC3339Nano)},
		}, nil
	},
	Plan: func(line step.Line, _ step.Finding) step.Sentence {
		return step.Sentence{
			Says: fmt.Sprintf("Give %s a random first password of %s characters, to be changed at the first sign-in", joiner(line), line.Then[lengthKey]),
			Now:  "a password that nobody knows",
			Then: "a first password, kept until it has been shared",
		}
	},
	Do:    issuePassword,
	Never: "Nobody knows the password before it. A new one can be issued.",
}

func issuePassword(ctx context.Context, w *step.World, line step.Line) error {
	id, err := accountOf(line)
	if err != nil {
		return err
	}
	password, err := kept[issued](ctx, w, line.Request, passwordKept)
	if err != nil {
		return err
	}
	if password.Password == "" {
		if password, err = newPassword(ctx, w, line); err != nil {
			return err
		}
	}
	return soon(w.SignIn.SetPassword(ctx, id, password.secret()), notShown(line))
}

// newPassword makes a password and keeps it.
func newPassword(ctx context.Context, w *step.World, line step.Line) (issued, error) {
	changed, err := lastChanged(ctx, w, line)
	if err != nil {
		return issued{}, err
	}
	length, err := strconv.Atoi(line.Then[lengthKey])
	if err != nil {
		return issued{}, fmt.Errorf("length of the password: %w", err)
	}
	password := issued{Password: readable(length), Changed: changed}
	return password, keep(ctx, w, line.Request, passwordKept, password)
}

// lastChanged is when the account's password was last changed.
func lastChanged(ctx context.Context, w *step.World, line step.Line) (time.Time, error) {
	user, err := w.Users.Get(ctx, line.PersonID())
	if err != nil {
		return time.Time{}, soon(fmt.Errorf("read the account: %w", err), notShown(line))
	}
	return user.PasswordChanged, nil
}

const lengthKey = "length"

// The lengths that make sense: short ones can be guessed, and Entra takes no
// longer ones.
// Source: learn.microsoft.com/entra/identity/authentication/concept-sspr-policy
const (
	shortest = 12
	longest  = 256
)

// legible are 64 characters without those that are taken for each other, so
// that six random bits choose one.
const (
	lower   = "abcdefghijkmnpqrstuvwxyz"
	upper   = "ABCDEFGHJKLMNPQRSTUVWXYZ"
	digits  = "23456789"
	signs   = "-+=.:!?_"
	legible = lower + upper + digits + signs
)

// readable returns a random password that a person can type, six random bits
// for each character. One without each kind of letters and a digit, which
// Entra might refuse, is made again.
func readable(length int) string {
	bytes := make([]byte, length)
	for {
		rand.Read(bytes) // never fails: crypto/rand ends the process instead
		for i, b := range bytes {
			bytes[i] = legible[b&63]
		}
		text := string(bytes)
		if strings.ContainsAny(text, lower) && strings.ContainsAny(text, upper) && strings.ContainsAny(text, digits) {
			return text
		}
	}
}
