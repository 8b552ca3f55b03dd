package embedded

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"sync"
	"time"
)

// Clock is the machine's time plus an offset. The zero Clock is ready for use.
type Clock struct {
	mu      sync.Mutex
	offset  time.Duration
	setBack time.Duration // by how much in all, ever
	changed chan struct{} // closed when the offset changes; nil until somebody waits
}

// Now returns the time in UTC. It has no monotonic part, so that it agrees
// with times that were stored, also after the machine slept.
func (c *Clock) Now() time.Time {
	now, _ := c.read()
	return now
}

// read returns the time, and by how much the clock has been set back in all.
func (c *Clock) read() (now time.Time, setBack time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return time.Now().UTC().Round(0).Add(c.offset), c.setBack
}

// Sleep waits until d has passed, or the clock was set ahead so far that it
// has. A clock that is set back makes no wait longer.
func (c *Clock) Sleep(ctx context.Context, d time.Duration) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	until := c.Now().Add(d)
	for {
		changed := c.change()
		if !c.Now().Before(until) {
			return nil
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-timer.C:
			return nil
		case <-changed:
		}
	}
}

// Set puts the clock ahead of the machine's, or behind it. Whoever waits for a
// time that has come by that goes on at once.
func (c *Clock) Set(offset time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if offset == c.offset {
		return
	}
	c.setBack += max(c.offset-offset, 0)
	c.offset = offset
	if c.changed != nil {
		close(c.changed)
		c.changed = nil
	}
}

// change returns a channel that is closed when the offset changes.
func (c *Clock) change() <-chan struct{} {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.changed == nil {
		c.changed = make(chan struct{})
	}
	return c.changed
}

// followEvery is how often the world's clock is looked at: often enough that
// what is due after a jump starts within a second.
const followEvery = 100 * time.Millisecond

// Follow keeps to the clock of the simulated world at this base URL until ctx
// ends. While the world doesn't answer, time goes on as it was; log is told
// when that begins and when it is over.
func (c *Clock) Follow(ctx context.Context, world string, log *slog.Logger) {
	lost := false
	for ctx.Err() == nil {
		err := c.Adopt(ctx, world)
		if err != nil && !lost && ctx.Err() == nil {
			log.WarnContext(ctx, "the simulated world's clock doesn't answer", slog.Any("error", err))
		}
		if err == nil && lost {
			log.InfoContext(ctx, "the simulated world's clock answers again")
		}
		lost = err != nil
		select {
		case <-ctx.Done():
		case <-time.After(followEvery):
		}
	}
}

// Adopt takes over the offset of the simulated world's clock once.
func (c *Clock) Adopt(ctx context.Context, world string) error {
	ctx, cancel := context.WithTimeout(ctx, 2*time.Second)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, world+"/_sim/clock", nil)
	if err != nil {
		return fmt.Errorf("ask for the clock: %w", err)
	}
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		return fmt.Errorf("ask for the clock: %w", err)
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return fmt.Errorf("ask for the clock: %s", answer.Status)
	}
	var clock struct{ Offset string }
	if err := json.NewDecoder(io.LimitReader(answer.Body, 1<<10)).Decode(&clock); err != nil {
		return fmt.Errorf("read the clock: %w", err)
	}
	offset, err := time.ParseDuration(clock.Offset)
	if err != nil {
		return fmt.Errorf("read the clock: %w", err)
	}
	c.Set(offset)
	return nil
}
