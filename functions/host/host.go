// Package host speaks the wire language of the Azure Functions host to queue
// and timer doors, so that a door is a plain Go function:
//
//	http.Handle("/advance", host.Queue(func(ctx context.Context, body []byte, d host.Delivery) error {
//		return flow.Advance(ctx, body)
//	}))
//
// The host posts an envelope to /<function> and reads the answer strictly: an
// answer of 2xx completes the message, anything else gives it back at once; an
// empty answer hangs until the function times out, and one that isn't
// application/json counts as failed. Doors made here decode what the host
// sends in all its forms and can't answer wrongly. The other direction, the
// requests that a host makes, is here as well, for loops and fakes that stand
// in for it.
//
// The protocol: learn.microsoft.com/azure/azure-functions/functions-custom-handlers
package host

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"time"
)

// Option changes how a door behaves.
type Option func(*door)

// Log says where a door reports what failed. Without it nothing is logged.
func Log(log *slog.Logger) Option { return func(d *door) { d.log = log } }

// Deadline is how long the work behind a door may take; 90 s if it isn't
// given. It has to be well below the host's functionTimeout, which kills the
// process with everything that runs in it.
func Deadline(limit time.Duration) Option { return func(d *door) { d.deadline = limit } }

// Pause is what a door does before it reports a failure. The host hands a
// failed message out again at once, so that a door without a pause would spin.
// If it isn't given, a door waits about a second, or until the request ends.
func Pause(pause func(context.Context)) Option { return func(d *door) { d.pause = pause } }

// Patient names errors that have nothing to do with the message, such as a
// store that is away: at each delivery that ends so, the door pauses twice as
// often as at the one before, up to 30 times.
func Patient(with func(error) bool) Option { return func(d *door) { d.patient = with } }

// Limit is how many bytes an envelope may have; 4 MiB if it isn't given.
func Limit(bytes int64) Option { return func(d *door) { d.limit = bytes } }

// GiveUp is called by a queue door whose work has failed for the after-th time
// or later: if it returns nil, the message counts as put aside and is
// completed. A custom handler can't dead-letter, and Service Bus would hand a
// message that keeps failing out again at once until it gives up by itself.
func GiveUp(after int, put func(ctx context.Context, body []byte, d Delivery, why error) error) Option {
	return func(d *door) {
		d.aside = func(ctx context.Context, e envelope, why error) error {
			delivery := e.delivery(ctx)
			body, err := e.body()
			if err != nil || delivery.Count < after {
				return why
			}
			if err := put(ctx, body, delivery, why); err != nil {
				return errors.Join(why, fmt.Errorf("put the message aside: %w", err))
			}
			return nil
		}
	}
}

// asideTime is how long putting a message aside may take. The work's own time
// may be over by then.
const asideTime = 20 * time.Second

const (
	defaultDeadline = 90 * time.Second
	defaultLimit    = 4 << 20
)

func newDoor(work work, options []Option) *door {
	d := &door{
		work:     work,
		log:      slog.New(slog.DiscardHandler),
		tracer:   noTracer(),
		deadline: defaultDeadline,
		limit:    defaultLimit,
		pause:    aboutASecond,
	}
	for _, option := range options {
		option(d)
	}
	return d
}

// aboutASecond spreads retries, so that messages which failed together don't
// come back together.
func aboutASecond(ctx context.Context) {
	timer := time.NewTimer(750*time.Millisecond + rand.N(500*time.Millisecond))
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
}
