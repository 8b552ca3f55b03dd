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
	// Quarantine keeps a message that was given up where people look.
	Quarantine(ctx context.Context, g flow.GivenUp) error
}

// New returns the door, with gate.Queue's promises.
func New(verbs Verbs, options ...host.Option) http.Handler {
	return gate.Queue(flow.ExecuteQueue, verbs.Execute, verbs.Quarantine, options...)
}
