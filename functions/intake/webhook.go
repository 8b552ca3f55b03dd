package intake

import (
	"net/http"
	"time"

	"usher/functions/gate"
	"usher/steps/step"
)

// webhookKind is the desk that serves any system without a wire of its own.
const webhookKind = "webhook"

// webhook is its wire: X-Usher-Signature over the raw body, and the ticket's
// own JSON form with the event's id.
type webhook struct{}

func (webhook) signed(header http.Header, body []byte, secret step.Secret, now time.Time) bool {
	return gate.Signed(header, body, secret, now)
}

func (webhook) event(body []byte) (step.Ticket, error) { return gate.Event(body) }
