package onboard

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"usher/steps/step"
)

// GrantSharedMailbox opens a shared mailbox to the joiner, one line for each.
//
// Exchange lets nobody in who has no mailbox, which comes with the licence,
// often minutes later: the lines come after the licences and wait.
var GrantSharedMailbox = step.Step{
	Name:  "grant-shared-mailbox",
	Title: "Open a shared mailbox",
	Part:  step.LicencesAndTeams,
	Needs: []step.Fact{step.AccountExists},
	After: []string{
		// They bring the joiner's mailbox.
		"assign-licences", "join-licence-group",
	},
	Writes: writesJoiner,
	Scopes: []step.Scope{step.ExchangeScope()},
	Wanted: func(r step.Request, c step.Customer) bool {
		return joining(r) && c.Onboarding.Groups && len(r.Joiner.SharedMailboxes) > 0
	},
	Each: func(_ context.Context, _ *step.World, r step.Request, _ step.Customer) ([]step.Target, error) {
		var targets []step.Target
		for _, mailbox := range r.Joiner.SharedMailboxes {
			targets = append(targets, step.Target{
				Object: step.Object{Type: "mailbox", ID: mailbox, Name: mailbox},
				Then:   step.Values{"user": r.Joiner.UPN, "access": "true"},
			})
		}
		return targets, nil
	},
	Check: func(ctx context.Context, w *step.World, line step.Line) (step.Finding, error) {
		delegates, err := w.Delegates.FullAccess(ctx, line.Object.ID)
		if errors.Is(err, step.ErrNotFound) {
			return byHand("There is no mailbox " + line.Object.ID + " any more: ask which one was meant."), nil
		}
		if err != nil {
			return step.Finding{}, fmt.Errorf("read who has full access: %w", err)
		}
		has := slices.ContainsFunc(delegates, func(upn string) bool { return strings.EqualFold(upn, line.Then["user"]) })
		found := step.Finding{
			State:  stateOf(has),
			Saw:    joiner(line) + " has " + fullAccess(has) + ".",
			Before: step.Values{"access": truth(has)},
		}
		if has || line.PersonID() == "" {
			return found, nil
		}
		_, err = w.Mailboxes.Get(ctx, line.Request.Joiner.UPN)
		return found, onceMailbox(err, line)
	},
	Plan: func(line step.Line, found step.Finding) step.Sentence {
		return step.Sentence{
			Says: "Give " + joiner(line) + " full access to the shared mailbox " + line.Object.Name,
			Now:  fullAccess(isTrue(found.Before["access"])),
			Then: fullAccess(true),
		}
	},
	Do: func(ctx context.Context, w *step.World, line step.Line) error {
		return onceMailbox(w.Delegates.Grant(ctx, line.Object.ID, line.Then["user"]), line)
	},
	Undo: func(ctx context.Context, w *step.World, line step.Line) error {
		if isTrue(line.Before["access"]) {
			return nil
		}
		return w.Delegates.Revoke(ctx, line.Object.ID, line.Then["user"])
	},
}

func fullAccess(has bool) string { return either(has, "full access", "no full access") }
