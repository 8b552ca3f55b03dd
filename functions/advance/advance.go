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
	// Quarantine keeps a message that was given up where people look.
	Quarantine(ctx context.Context, g flow.GivenUp) error
}

// New returns the door, with gate.Queue's promises.
func New(verbs Verbs, options ...host.Option) http.Handler {
	return gate.Queue(flow.AdvanceQueue, verbs.Advance, verbs.Quarantine, options...)
}
