// Package advance is the queue door that moves a run along the straight line:
// read, plan, ask, start, report.
package advance

import (
	"context"
	"net/http"

	"usher/functions/gate"
	"usher/functions/host"
	"usher/handler/flow"
)

// Verbs are what the door rings.
type Verbs interface {
	// Advance moves the run that the message names as far as it goes now.
	Advance(ctx context.Context, message flow.Message) error
}

// New returns the door. A message is completed once Advance returns nil; one
// that can't be read, or that keeps failing, comes back until it is
// quarantined.
func New(verbs Verbs, options ...host.Option) http.Handler {
	return host.Queue(func(ctx context.Context, body []byte, _ host.Delivery) error {
		message, err := gate.Message(body)
		if err != nil {
			return err
		}
		return verbs.Advance(ctx, message)
	}, options...)
}
