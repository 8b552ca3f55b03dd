package graph

import (
	"context"
	"errors"
	"fmt"
	"regexp"

	"github.com/microsoftgraph/msgraph-sdk-go/models"
	"github.com/microsoftgraph/msgraph-sdk-go/users"

	"usher/steps/internal/wire"
	"usher/steps/step"
)

// post sends mail as a mailbox of the tenant.
type post struct{ *Client }

// Mail sends mail as a mailbox of the tenant.
func (c *Client) Mail() step.Mail { return post{c} }

// sender is narrow on purpose: it becomes a part of a URL.
var sender = regexp.MustCompile(`^[A-Za-z0-9'._!+-]+@[A-Za-z0-9.-]+$`)

// Send sends a mail as plain text and keeps no copy of it in the sender's
// mailbox. That Graph took it doesn't mean that it arrived.
// Source: learn.microsoft.com/graph/api/user-sendmail
func (p post) Send(ctx context.Context, message step.Message) error {
	const doing = "send mail"
	if !sender.MatchString(message.From) {
		return fail(doing, fmt.Errorf("%q isn't an address to send from", message.From))
	}
	keep := false
	body := users.NewItemSendMailPostRequestBody()
	body.SetMessage(written(message))
	body.SetSaveToSentItems(&keep)
	err := fail(doing, p.users().ByUserId(message.From).SendMail().Post(wire.Hide(ctx, message.Body), body, nil))
	if errors.Is(err, step.ErrNotFound) {
		says := fmt.Sprintf("There is no mailbox %s to send mail from, so no mail was sent. Name another sender in the customer's document and retry.", message.From)
		return &step.Stop{Says: says, Err: err}
	}
	return err
}

func written(message step.Message) models.Messageable {
	text, kind := message.Body.Reveal(), models.TEXT_BODYTYPE
	content := models.NewItemBody()
	content.SetContentType(&kind)
	content.SetContent(&text)
	address := models.NewEmailAddress()
	address.SetAddress(&message.To)
	to := models.NewRecipient()
	to.SetEmailAddress(address)
	mail := models.NewMessage()
	mail.SetOdataType(nil)
	mail.SetSubject(&message.Subject)
	mail.SetBody(content)
	mail.SetToRecipients([]models.Recipientable{to})
	return mail
}
