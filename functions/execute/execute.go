// Package execute is the queue door behind which plan lines are carried out, one a
// message.
package execute

import (
	"context"
	"net/http"

	"usher/functions/gate"
	"usher/functions/host"
	"usher/handler/flow"
)

// Verbs are what the door rings.
type Verbs interface {
	// Execute carries out the line that the message names, as far as it goes now.
	Execute(ctx context.Context, message flow.Message) error
}

// New returns the door. A message is completed once Execute returns nil; one
// that can't be read, or that keeps failing, comes back until it is
// quarantined.
func New(verbs Verbs, options ...host.Option) http.Handler {
	return host.Queue(func(ctx context.Context, body []byte, _ host.Delivery) error {
		message, err := gate.Message(body)
		if err != nil {
			return err
		}
		return verbs.Execute(ctx, message)
	}, options...)
}
