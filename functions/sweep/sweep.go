// Package sweep is the timer door that looks, twice a minute, for what fell
// due or stopped moving.
package sweep

import (
	"context"
	"net/http"

	"usher/functions/host"
)

// Verbs are what the door rings.
type Verbs interface {
	// Sweep turns rows that are due into messages, sends what is owed, and
	// looks after runs that stopped moving.
	Sweep(ctx context.Context) error
}

// New returns the door. A late call is like any other: what is due is due.
func New(verbs Verbs, options ...host.Option) http.Handler {
	return host.Timer(func(ctx context.Context, _ bool) error { return verbs.Sweep(ctx) }, options...)
}
