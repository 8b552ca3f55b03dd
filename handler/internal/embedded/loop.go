package embedded

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"time"
)

// SweepDoor is the name of the timer door.
const SweepDoor = "sweep"

// workersDefault is how many deliveries of a queue run at once if nobody says.
const workersDefault = 16

// errStillBusy is what Run returns if deliveries outlast their time.
var errStillBusy = errors.New("deliveries are still under way")

// Run opens the doors: it calls the door of each queue with the envelope of
// the Functions host for every message whose time has come, up to workers at
// once, and the timer door at start, at intervals, after the clock was set and
// after another process wrote to the store. A door that answers 2xx completes
// the message; after anything else it is delivered again, a little later each
// time.
//
// Run returns nil when ctx has ended and what was under way is done, and an
// error if that took too long, if the doors don't match the queues, or at once
// when the disk has failed.
func (e *Engine) Run(ctx context.Context, doors map[string]http.Handler, workers map[string]int) error {
	if err := e.checkDoors(doors); err != nil {
		return fmt.Errorf("open doors: %w", err)
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	// What is under way may end in peace when ctx does.
	calls, cut := context.WithCancel(context.WithoutCancel(ctx))
	defer cut()

	var open sync.WaitGroup
	for name, lane := range e.Queue.lanes {
		size := workers[name]
		if size <= 0 {
			size = workersDefault
		}
		service := &service{engine: e, queue: name, lane: lane, door: doors[name]}
		open.Go(func() { service.run(ctx, calls, size) })
	}
	open.Go(func() { e.sweep(ctx, calls, doors[SweepDoor]) })

	select {
	case <-ctx.Done():
		return e.drain(&open, cut)
	case <-e.Store.Failed():
		stop()
		return errors.Join(e.Store.Failure(), e.drain(&open, cut))
	}
}

func (e *Engine) checkDoors(doors map[string]http.Handler) error {
	if e.lock == nil {
		return errors.New("this engine was opened beside another process")
	}
	for name := range e.Queue.lanes {
		if doors[name] == nil {
			return fmt.Errorf("queue %s has no door", name)
		}
	}
	if doors[SweepDoor] == nil {
		return fmt.Errorf("timer %s has no door", SweepDoor)
	}
	for name := range doors {
		if _, queue := e.Queue.lanes[name]; !queue && name != SweepDoor {
			return fmt.Errorf("door %s has no queue", name)
		}
	}
	return nil
}

// drain waits for what is under way, first patiently, then after cutting it.
func (e *Engine) drain(open *sync.WaitGroup, cut context.CancelFunc) error {
	done := make(chan struct{})
	go func() {
		open.Wait()
		close(done)
	}()
	if within(e.options.Drain, done) {
		return nil
	}
	cut()
	if within(time.Second, done) {
		return nil
	}
	return errStillBusy
}

func within(limit time.Duration, done <-chan struct{}) bool {
	timer := time.NewTimer(limit)
	defer timer.Stop()
	select {
	case <-done:
		return true
	case <-timer.C:
		return false
	}
}

// sweep calls the timer door until ctx ends.
func (e *Engine) sweep(ctx, calls context.Context, door http.Handler) {
	ticker := time.NewTicker(e.options.SweepEvery)
	defer ticker.Stop()
	// Things may have come due while nobody was there.
	pastDue := true
	for ctx.Err() == nil {
		changed := e.Clock.change()
		if why := e.ring(calls, door, pastDue); why != "" {
			e.options.Log.ErrorContext(ctx, "sweep failed", "why", why)
		}
		pastDue = false
		select {
		case <-ctx.Done():
		case <-ticker.C:
		case <-changed:
		case <-e.Store.writer.noticed:
		}
	}
}
