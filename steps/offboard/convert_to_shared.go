package offboard

import (
	"context"
	"errors"
	"fmt"

	"usher/steps/step"
)

// ConvertToShared makes the leaver's mailbox a shared one, so that it lives
// on without a licence. Over the shared limit, on hold or with an archive it
// is converted all the same, and the licence stays; the approver is told.
var ConvertToShared = step.Step{
	Name:   "convert-to-shared",
	Title:  "Convert to a shared mailbox",
	Part:   step.MailboxPart,
	Needs:  []step.Fact{step.PersonKnown},
	Gives:  []step.Fact{step.MailboxShared},
	Writes: writesMailbox,
	Scopes: []step.Scope{step.ExchangeScope()},
	Wanted: converts,
	Each: eachMailbox(func(_ step.Request, c step.Customer) step.Values {
		return step.Values{"kind": step.SharedMailbox, limitKey: sharedLimit(c)}
	}),
	Check: func(ctx context.Context, w *step.World, line step.Line) (step.Finding, error) {
		mailbox, err := w.Mailboxes.Get(ctx, line.Object.ID)
		if errors.Is(err, step.ErrNotFound) {
			return noMailbox(), nil
		}
		if err != nil {
			return step.Finding{}, fmt.Errorf("read the mailbox: %w", err)
		}
		found := step.Finding{
			State:  stateOf(mailbox.Kind == step.SharedMailbox),
			Saw:    "It is a " + mailbox.Kind + " mailbox.",
			Before: step.Values{"kind": mailbox.Kind},
		}
		if why := needsLicence(mailbox, line.Then[limitKey]); why != "" {
			found.Warning = "The licence must stay after the conversion: the mailbox " + why + "."
		}
		return found, nil
	},
	Plan: func(line step.Line, found step.Finding) step.Sentence {
		return step.Sentence{
			Says: "Convert " + whose(line) + " to a shared mailbox",
			Now:  found.Before["kind"] + " mailbox",
			Then: step.SharedMailbox + " mailbox",
		}
	},
	Do: func(ctx context.Context, w *step.World, line step.Line) error {
		return w.Mailboxes.Convert(ctx, line.Object.ID, step.SharedMailbox)
	},
	Undo: func(ctx context.Context, w *step.World, line step.Line) error {
		return w.Mailboxes.Convert(ctx, line.Object.ID, line.Before["kind"])
	},
}
