// Package wire holds the rules of the network, the same for the client of
// every outside system: which addresses may be reached, where a token may go,
// how long a call may take, when it is made again and when it never is, and
// what may stand in an error.
//
// The heart is Client, an http.RoundTripper. It answers 2xx and 4xx as they
// are and turns everything else into *step.Wait, *step.Unknown or *step.Stop.
package wire

import (
	"context"
	"math/rand/v2"
	"time"
)

const (
	// CallLimit is how long one call may take in all, waits included.
	CallLimit = 20 * time.Second
	// PatientFor is the longest wait that a call sits out in place; longer
	// ones become *step.Wait.
	PatientFor = 5 * time.Second
	// AskedAtMost caps what another system may ask us to wait.
	AskedAtMost = time.Hour
	// roomToRetry is the time that must be left after a wait in place, so that
	// the call made then isn't cut by its own deadline.
	roomToRetry = 8 * time.Second
)

// Clock is the machine's time and a way to wait in it. It is not the time of a
// run: tokens, signatures and dates in answers go by the machine.
type Clock struct {
	Now func() time.Time
	// Sleep returns early, with the context's error, when ctx ends.
	Sleep func(ctx context.Context, d time.Duration) error
	// Random is in [0, 1) and spreads waits, so that callers don't return all
	// at once.
	Random func() float64
}

// NewClock returns a clock that tells the time by now and really sleeps.
func NewClock(now func() time.Time) Clock {
	return Clock{Now: now, Sleep: sleep, Random: rand.Float64}
}

func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}

// spread lengthens a wait by up to a tenth, at most by PatientFor.
func (c Clock) spread(d time.Duration) time.Duration {
	return d + time.Duration(c.Random()*float64(min(d/10, PatientFor)))
}
