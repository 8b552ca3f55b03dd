package azure

import (
	"context"
	"time"
)

// Clock is the machine's time.
type Clock struct{}

// Now returns the time in UTC. It has no monotonic part, so that it agrees
// with times that were stored by other machines.
func (Clock) Now() time.Time { return time.Now().UTC().Round(0) }

// Sleep waits, or returns the context's error.
func (Clock) Sleep(ctx context.Context, d time.Duration) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if d <= 0 {
		return nil
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
