package offboard

import (
	"context"
	"errors"
	"fmt"

	"usher/steps/step"
)

// SetAutoReply answers everybody who writes to the leaver, inside and outside
// alike, with the text that the ticket or the customer's document gives.
var SetAutoReply = step.Step{
	Name:    "set-auto-reply",
	Title:   "Set the automatic reply",
	Part:    step.MailboxPart,
	Needs:   []step.Fact{step.PersonKnown},
	Visible: true,
	Writes:  writesMailbox,
	Scopes:  []step.Scope{step.ExchangeScope()},
	Wanted: func(r step.Request, c step.Customer) bool {
		return mailboxOn(r, c) && r.Mailbox.AutoReply != ""
	},
	Each: eachMailbox(func(r step.Request, _ step.Customer) step.Values {
		return replyValues(step.AutoReply{
			On: true, Inside: r.Mailbox.AutoReply, Outside: r.Mailbox.AutoReply, Audience: "All",
		})
	}),
	Check: func(ctx context.Context, w *step.World, line step.Line) (step.Finding, error) {
		reply, err := w.AutoReplies.Get(ctx, line.Object.ID)
		if errors.Is(err, step.ErrNotFound) {
			return noMailbox(), nil
		}
		if err != nil {
			return step.Finding{}, fmt.Errorf("read the automatic reply: %w", err)
		}
		before := replyValues(reply)
		return step.Finding{State: stateOf(before.Equal(line.Then)), Saw: sawReply(reply), Before: before}, nil
	},
	Plan: func(line step.Line, found step.Finding) step.Sentence {
		return step.Sentence{
			Says: fmt.Sprintf("Answer mail to %s automatically: “%s”", leaver(line), line.Then["inside"]),
			Now:  either(isTrue(found.Before["on"]), "another automatic reply", "no automatic reply"),
			Then: "this text, inside and outside",
		}
	},
	Do: func(ctx context.Context, w *step.World, line step.Line) error {
		return w.AutoReplies.Set(ctx, line.Object.ID, replyOf(line.Then))
	},
	Undo: func(ctx context.Context, w *step.World, line step.Line) error {
		return w.AutoReplies.Set(ctx, line.Object.ID, replyOf(line.Before))
	},
}

// sawReply puts a reply into a sentence.
func sawReply(reply step.AutoReply) string {
	if !reply.On {
		return "There is no automatic reply."
	}
	return fmt.Sprintf("The automatic reply is “%s”.", reply.Inside)
}

// replyValues puts a reply into values; replyOf is its reverse.
func replyValues(reply step.AutoReply) step.Values {
	return step.Values{
		"on": truth(reply.On), "inside": reply.Inside, "outside": reply.Outside, "audience": reply.Audience,
	}
}

func replyOf(v step.Values) step.AutoReply {
	return step.AutoReply{On: isTrue(v["on"]), Inside: v["inside"], Outside: v["outside"], Audience: v["audience"]}
}
