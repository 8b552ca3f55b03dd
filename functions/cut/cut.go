// Package cut is the queue door for the lines that cut access, and for urgent runs: the
// same work as execute, through a queue of its own, so that nothing else can
// hold it up.
package cut

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
	// Quarantine keeps a message that was given up where people look.
	Quarantine(ctx context.Context, g flow.GivenUp) error
}

// New returns the door, with gate.Queue's promises.
func New(verbs Verbs, options ...host.Option) http.Handler {
	return gate.Queue(flow.CutQueue, verbs.Execute, verbs.Quarantine, options...)
}
