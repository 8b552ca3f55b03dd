package intake

import (
	"context"
	"crypto/sha256"
	"encoding/hex"

	"usher/functions/gate"
)

// webhookKind is the desk that serves any system without a wire of its own.
const webhookKind = "webhook"

// webhook is its wire: X-Usher-Signature over the raw body, and the ticket's
// own JSON form with the event's id.
type webhook struct{}

func (webhook) signed(_ context.Context, sent delivery) (bool, error) {
	return gate.Signed(sent.header, sent.body, sent.secret, sent.now), nil
}

func (webhook) event(sent delivery) (event, error) {
	ticket, err := gate.Event(sent.body)
	sum := sha256.Sum256(sent.body)
	return event{ticket: ticket, hash: hex.EncodeToString(sum[:])}, err
}

// trouble is said as it is: the sender sends again what isn't answered 2xx.
func (webhook) trouble(error) *gate.Refusal { return nil }
