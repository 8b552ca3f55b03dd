package offboard

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"usher/steps/step"
)

// SetForwarding sends new mail of the leaver on to one colleague and keeps a
// copy. Where the ticket gives an end, the approver reads it here; the
// forwarding itself is ended by a line of its own when that day comes.
var SetForwarding = step.Step{
	Name:    "set-forwarding",
	Title:   "Forward new mail",
	Part:    step.MailboxPart,
	Needs:   []step.Fact{step.PersonKnown},
	Visible: true,
	Writes:  writesMailbox,
	Scopes:  []step.Scope{step.ExchangeScope()},
	Wanted: func(r step.Request, c step.Customer) bool {
		return mailboxOn(r, c) && r.Mailbox.ForwardTo != nil
	},
	Each: eachMailbox(func(r step.Request, _ step.Customer) step.Values {
		return step.Values{"to": r.Mailbox.ForwardTo.UPN, "keepCopy": "true"}
	}),
	Check: func(ctx context.Context, w *step.World, line step.Line) (step.Finding, error) {
		mailbox, err := w.Mailboxes.Get(ctx, line.Object.ID)
		if errors.Is(err, step.ErrNotFound) {
			return byHand("There is no mailbox whose mail could be forwarded: ask the requester what is meant."), nil
		}
		if err != nil {
			return step.Finding{}, fmt.Errorf("read the mailbox: %w", err)
		}
		asWanted := strings.EqualFold(mailbox.ForwardTo, line.Then["to"]) && mailbox.KeepCopy == isTrue(line.Then["keepCopy"])
		return step.Finding{
			State:  stateOf(asWanted),
			Saw:    "New mail is " + forwarded(mailbox.ForwardTo) + ".",
			Before: step.Values{"to": mailbox.ForwardTo, "keepCopy": truth(mailbox.KeepCopy)},
		}, nil
	},
	Plan: func(line step.Line, found step.Finding) step.Sentence {
		says := fmt.Sprintf("Forward new mail of %s to %s", leaver(line), person(*line.Request.Mailbox.ForwardTo))
		if days := line.Request.Mailbox.ForwardDays; days > 0 {
			says += fmt.Sprintf(" for %d days", days)
		}
		return step.Sentence{
			Says: says + ", keeping a copy",
			Now:  forwarded(found.Before["to"]),
			Then: forwarded(line.Then["to"]),
		}
	},
	Do: func(ctx context.Context, w *step.World, line step.Line) error {
		return w.Mailboxes.Forward(ctx, line.Object.ID, line.Then["to"], isTrue(line.Then["keepCopy"]))
	},
	Undo: func(ctx context.Context, w *step.World, line step.Line) error {
		return w.Mailboxes.Forward(ctx, line.Object.ID, line.Before["to"], isTrue(line.Before["keepCopy"]))
	},
}

// forwarded says where mail goes.
func forwarded(to string) string {
	if to == "" {
		return "not forwarded"
	}
	return "forwarded to " + to
}
