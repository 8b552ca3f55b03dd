package onboard

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"usher/steps/step"
)

// CheckDayOne looks, on the joiner's first day, whether everything is there
// that the joiner needs, and whether the joiner has signed in. What isn't so
// is a follow-up for a person.
//
// The first sign-in is seen by the password: it has to be changed then. When
// people last signed in would need a permission and a licence of its own.
var CheckDayOne = step.Step{
	Name:  "check-day-one",
	Title: "Check the first day",
	Part:  step.Records,
	Needs: []step.Fact{step.AccountExists},
	After: []string{
		// A run that starts on the first day itself would look too early.
		"assign-licences", "join-licence-group", "join-group",
		// A password that was issued later than the look would pass for one that
		// the joiner has chosen.
		"share-password",
	},
	When: func(r step.Request, _ step.Customer) time.Time {
		return r.Joiner.FirstDay
	},
	Scopes: []step.Scope{
		step.GraphScope("User.Read.All"),
		step.GraphScope("GroupMember.Read.All"),
		step.GraphScope("LicenseAssignment.Read.All"),
		step.ExchangeScope(), // to see the mailbox
	},
	Wanted: func(r step.Request, c step.Customer) bool {
		return joining(r) && c.Onboarding.CreateAccount && !r.Joiner.FirstDay.IsZero()
	},
	Each: each(func(step.Request, step.Customer) step.Values {
		return step.Values{"checked": "true"}
	}),
	Check: func(ctx context.Context, w *step.World, line step.Line) (step.Finding, error) {
		if line.PersonID() == "" {
			return step.Finding{State: step.Needed, Saw: "The first day hasn't come yet."}, nil
		}
		user, err := w.Users.Get(ctx, line.PersonID())
		if err != nil {
			return step.Finding{}, soon(fmt.Errorf("read the account: %w", err), notShown(line))
		}
		lacks, err := missing(ctx, w, line, user)
		switch {
		case err != nil:
			return step.Finding{}, err
		case len(lacks) > 0:
			return byHand("On the first day of " + joiner(line) + " something isn't as planned: " + list(lacks) + ". See to it by hand."), nil
		case !signedIn(line, user):
			return byHand("Everything is in place, but no first sign-in of " + joiner(line) + " has been seen yet: ask whether it worked."), nil
		}
		return step.Finding{State: step.Done, Saw: "Everything is in place, and " + joiner(line) + " has signed in."}, nil
	},
	Plan: func(line step.Line, _ step.Finding) step.Sentence {
		return step.Sentence{
			Says: "On the first day, check the account, licences, groups, mailbox and first sign-in of " + joiner(line),
			Now:  "nobody has looked",
			Then: "all in place, or a follow-up",
		}
	},
	// Looking is all there is to it: Check ends the line, one way or another.
	Do:    func(context.Context, *step.World, step.Line) error { return nil },
	Never: "Nothing is changed, so there is nothing to bring back.",
}

// missing lists what isn't there although the request asks for it.
func missing(ctx context.Context, w *step.World, line step.Line, user step.User) ([]string, error) {
	var lacks []string
	if !user.Enabled {
		lacks = append(lacks, "the account may not sign in")
	}
	licences, err := missingLicences(ctx, w, line)
	if err != nil {
		return nil, err
	}
	groups, err := missingGroups(ctx, w, line)
	if err != nil {
		return nil, err
	}
	mailbox, err := missingMailbox(ctx, w, line)
	return slices.Concat(lacks, licences, groups, mailbox), err
}

func missingLicences(ctx context.Context, w *step.World, line step.Line) ([]string, error) {
	held, err := w.Licences.Of(ctx, line.PersonID())
	if err != nil {
		return nil, fmt.Errorf("read the licences: %w", err)
	}
	var lacks []string
	for _, wish := range line.Request.Joiner.Licences {
		active := func(l step.Licence) bool { return l.SKU == wish.SKU && l.State == "Active" }
		if !slices.ContainsFunc(held, active) {
			lacks = append(lacks, product(line.Request.Joiner, wish.SKU)+" isn't active")
		}
	}
	return lacks, nil
}

func missingGroups(ctx context.Context, w *step.World, line step.Line) ([]string, error) {
	groups, err := w.Groups.Of(ctx, line.PersonID())
	if err != nil {
		return nil, fmt.Errorf("read the memberships: %w", err)
	}
	var lacks []string
	for _, wanted := range line.Request.Joiner.Groups {
		if !slices.ContainsFunc(groups, func(g step.Group) bool { return g.ID == wanted.ID }) {
			lacks = append(lacks, "no member of "+wanted.Name)
		}
	}
	return lacks, nil
}

func missingMailbox(ctx context.Context, w *step.World, line step.Line) ([]string, error) {
	if !slices.ContainsFunc(line.Request.Joiner.Licences, func(l step.LicenceWish) bool { return l.Mail }) {
		return nil, nil
	}
	_, err := w.Mailboxes.Get(ctx, line.Request.Joiner.UPN)
	if errors.Is(err, step.ErrNotFound) {
		return []string{"there is no mailbox"}, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read the mailbox: %w", err)
	}
	return nil, nil
}

// signedIn tells whether the password was changed after it was issued. One
// that Usher didn't issue tells nothing.
func signedIn(line step.Line, user step.User) bool {
	at, err := time.Parse(time.RFC3339Nano, strings.TrimSpace(line.Facts[step.PasswordIssued]))
	return err == nil && user.PasswordChanged.After(at)
}
