package exchange

import (
	"cmp"
	"context"

	"usher/steps/step"
)

// autoReplies are the automatic replies of mailboxes.
type autoReplies struct{ *Client }

type replyState struct {
	AutoReplyState   string
	InternalMessage  string
	ExternalMessage  string
	ExternalAudience string
}

// Get returns a mailbox's reply with its texts as plain text, see asText. A
// scheduled reply counts as off: it isn't what Set makes.
func (a autoReplies) Get(ctx context.Context, upn string) (step.AutoReply, error) {
	found, err := rowOf[replyState](ctx, a.Client, about("Get-MailboxAutoReplyConfiguration", upn))
	if err != nil {
		return step.AutoReply{}, err
	}
	return step.AutoReply{
		On: found.AutoReplyState == "Enabled", Audience: found.ExternalAudience,
		Inside: asText(found.InternalMessage), Outside: asText(found.ExternalMessage),
	}, nil
}

// Set switches the reply on or off. Its texts are plain text; Exchange gets
// them as HTML that Get turns back into the same text.
func (a autoReplies) Set(ctx context.Context, upn string, reply step.AutoReply) error {
	command := about("Set-MailboxAutoReplyConfiguration", upn)
	command.parameters["AutoReplyState"] = "Disabled"
	if reply.On {
		command.parameters["AutoReplyState"] = "Enabled"
	}
	command.parameters["InternalMessage"] = asHTML(reply.Inside)
	command.parameters["ExternalMessage"] = asHTML(reply.Outside)
	command.parameters["ExternalAudience"] = cmp.Or(reply.Audience, "All")
	return a.change(ctx, command)
}
