package offboard

import (
	"context"
	"errors"
	"fmt"

	"usher/steps/step"
)

// HideFromAddressList takes the leaver's mailbox out of the address lists.
var HideFromAddressList = step.Step{
	Name:    "hide-from-address-list",
	Title:   "Hide from the address lists",
	Part:    step.MailboxPart,
	Needs:   []step.Fact{step.PersonKnown},
	Visible: true,
	Writes:  writesMailbox,
	Scopes:  []step.Scope{step.ExchangeScope()},
	Wanted: func(r step.Request, c step.Customer) bool {
		return mailboxOn(r, c) && c.Offboarding.Mailbox.Hide
	},
	Each: eachMailbox(func(step.Request, step.Customer) step.Values {
		return step.Values{"hidden": "true"}
	}),
	Check: func(ctx context.Context, w *step.World, line step.Line) (step.Finding, error) {
		mailbox, err := w.Mailboxes.Get(ctx, line.Object.ID)
		if errors.Is(err, step.ErrNotFound) {
			return noMailbox(), nil
		}
		if err != nil {
			return step.Finding{}, fmt.Errorf("read the mailbox: %w", err)
		}
		if mailbox.Synced && !mailbox.Hidden {
			return byHand("The mailbox comes from Active Directory: set msExchHideFromAddressLists to TRUE on the account there."), nil
		}
		return step.Finding{
			State:  stateOf(mailbox.Hidden),
			Saw:    "The mailbox is " + listed(mailbox.Hidden) + ".",
			Before: step.Values{"hidden": truth(mailbox.Hidden)},
		}, nil
	},
	Plan: func(line step.Line, found step.Finding) step.Sentence {
		return step.Sentence{
			Says: "Hide " + whose(line) + " from the address lists",
			Now:  listed(isTrue(found.Before["hidden"])),
			Then: listed(true),
		}
	},
	Do: func(ctx context.Context, w *step.World, line step.Line) error {
		return w.Mailboxes.Hide(ctx, line.Object.ID, true)
	},
	Undo: func(ctx context.Context, w *step.World, line step.Line) error {
		if isTrue(line.Before["hidden"]) {
			return nil
		}
		return w.Mailboxes.Hide(ctx, line.Object.ID, false)
	},
}

func listed(hidden bool) string {
	return either(hidden, "hidden from the address lists", "shown in the address lists")
}
