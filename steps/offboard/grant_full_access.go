package offboard

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"usher/steps/step"
)

// GrantFullAccess lets a colleague open the leaver's mailbox: one line for
// each delegate, so that each is decided and undone alone.
var GrantFullAccess = step.Step{
	Name:    "grant-full-access",
	Title:   "Grant full access to the mailbox",
	Part:    step.MailboxPart,
	Needs:   []step.Fact{step.PersonKnown},
	Visible: true,
	Writes:  writesMailbox,
	Scopes:  []step.Scope{step.ExchangeScope()},
	Wanted: func(r step.Request, c step.Customer) bool {
		return mailboxOn(r, c) && len(r.Mailbox.Delegates) > 0
	},
	Each: func(_ context.Context, _ *step.World, r step.Request, _ step.Customer) ([]step.Target, error) {
		var targets []step.Target
		for _, delegate := range r.Mailbox.Delegates {
			// The mailbox alone would name several lines alike.
			object := r.Person.Mailbox()
			object.ID += " for " + delegate.UPN
			targets = append(targets, step.Target{Object: object, Then: step.Values{"user": delegate.UPN}})
		}
		return targets, nil
	},
	Check: func(ctx context.Context, w *step.World, line step.Line) (step.Finding, error) {
		delegates, err := w.Delegates.FullAccess(ctx, line.Request.Person.UPN)
		if errors.Is(err, step.ErrNotFound) {
			return noMailbox(), nil
		}
		if err != nil {
			return step.Finding{}, fmt.Errorf("read who has full access: %w", err)
		}
		has := holds(delegates, line.Then["user"])
		return step.Finding{
			State:  stateOf(has),
			Saw:    fmt.Sprintf("%s has %s.", line.Then["user"], access(has)),
			Before: step.Values{"access": truth(has)},
		}, nil
	},
	Plan: func(line step.Line, found step.Finding) step.Sentence {
		return step.Sentence{
			Says: fmt.Sprintf("Give %s full access to %s", delegateOf(line), whose(line)),
			Now:  access(isTrue(found.Before["access"])),
			Then: access(true),
		}
	},
	Do: func(ctx context.Context, w *step.World, line step.Line) error {
		return w.Delegates.Grant(ctx, line.Request.Person.UPN, line.Then["user"])
	},
	Undo: func(ctx context.Context, w *step.World, line step.Line) error {
		if isTrue(line.Before["access"]) {
			return nil
		}
		return w.Delegates.Revoke(ctx, line.Request.Person.UPN, line.Then["user"])
	},
}

// holds tells whether a UPN is in a list; Exchange spells them as it likes.
func holds(upns []string, upn string) bool {
	return slices.ContainsFunc(upns, func(u string) bool { return strings.EqualFold(u, upn) })
}

func access(has bool) string { return either(has, "full access", "no full access") }

// delegateOf names the delegate of the line to people.
func delegateOf(line step.Line) string {
	for _, delegate := range line.Request.Mailbox.Delegates {
		if delegate.UPN == line.Then["user"] {
			return person(delegate)
		}
	}
	return line.Then["user"]
}
