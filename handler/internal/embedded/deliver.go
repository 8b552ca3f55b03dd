package embedded

import (
	"context"
	"crypto/rand"
	"fmt"
	mathrand "math/rand/v2"
	"net/http"
	"strconv"
	"sync"
	"time"

	"usher/functions/host"
)

// service carries the messages of one queue to its door.
type service struct {
	engine *Engine
	queue  string
	lane   *lane
	door   http.Handler
}

// run delivers until ctx ends, and returns when the last delivery is over.
func (s *service) run(ctx, calls context.Context, workers int) {
	var under sync.WaitGroup
	defer under.Wait()
	free := make(chan struct{}, workers)
	for {
		select {
		case free <- struct{}{}:
		case <-ctx.Done():
			return
		}
		p := s.lane.take(ctx)
		if p == nil {
			return
		}
		under.Go(func() {
			defer func() { <-free }()
			s.deliver(calls, p)
		})
	}
}

func (s *service) deliver(ctx context.Context, p *parcel) {
	p.deliveries++
	why := s.call(ctx, p)
	if why == "" {
		return
	}
	options := s.engine.options
	if p.deliveries < options.MaxDeliveries {
		p.due = s.engine.Clock.Now().Add(options.Backoff(p.deliveries))
		s.lane.put(p)
		return
	}
	options.Log.ErrorContext(ctx, "message dropped",
		"queue", s.queue, "run", p.message.Run, "line", p.message.Line, "n", p.message.N, "why", why)
}

// call hands a message to its door and returns why it failed; empty if it
// didn't.
func (s *service) call(ctx context.Context, p *parcel) (why string) {
	ctx, cancel := context.WithTimeout(ctx, s.engine.options.Deadline)
	defer cancel()
	request, err := host.NewQueueRequest(ctx, s.queue, "message", p.body, host.Delivery{
		Count:        p.deliveries,
		MessageID:    p.message.Run + "/" + p.message.Line + "/" + strconv.Itoa(p.message.N),
		InvocationID: rand.Text(),
		Enqueued:     p.sent,
	})
	if err != nil {
		return err.Error()
	}
	return knock(s.door, request)
}

// ring calls the timer door and returns why it failed; empty if it didn't.
func (e *Engine) ring(ctx context.Context, door http.Handler, pastDue bool) (why string) {
	ctx, cancel := context.WithTimeout(ctx, e.options.Deadline)
	defer cancel()
	request, err := host.NewTimerRequest(ctx, SweepDoor, "timer", pastDue, rand.Text())
	if err != nil {
		return err.Error()
	}
	return knock(door, request)
}

// knock calls a door in this process, where a panic must not end the others.
func knock(door http.Handler, request *http.Request) (why string) {
	defer func() {
		if value := recover(); value != nil {
			why = fmt.Sprintf("panic: %v", value)
		}
	}()
	var a answer
	door.ServeHTTP(&a, request)
	return a.why()
}

// backoff waits 100 ms after the first failure and twice as long after each
// next one, up to 5 s, and takes up to a quarter off, so that messages that
// failed together don't come back together.
func backoff(n int) time.Duration {
	wait := 100 * time.Millisecond
	for range n - 1 {
		wait = min(2*wait, 5*time.Second)
	}
	return wait - mathrand.N(wait/4)
}
