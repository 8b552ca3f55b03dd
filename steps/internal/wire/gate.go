package wire

import (
	"context"
	"sync"
	"time"
)

// Gate stands before one outside system of one tenant, in this process: once
// the system asks for a pause, nobody calls it until the pause is over, while
// other tenants have gates of their own and don't notice.
type Gate struct {
	places chan struct{}
	quota  *quota

	mu    sync.Mutex
	until time.Time
	said  string
}

// NewGate returns an open gate that lets at most width calls be under way at
// once. Changing calls are kept to a published quota: at most changes within
// any window; zero changes means that there is none.
func NewGate(width, changes int, window time.Duration) *Gate {
	gate := &Gate{places: make(chan struct{}, width)}
	if changes > 0 {
		gate.quota = &quota{most: changes, window: window}
	}
	return gate
}

// shut closes the gate for a while; of several pauses the longest holds.
func (g *Gate) shut(now time.Time, pause asked) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if until := now.Add(pause.For); until.After(g.until) {
		g.until, g.said = until, pause.Said
	}
}

// closed returns how long the gate stays shut, zero when it is open.
func (g *Gate) closed(now time.Time) asked {
	g.mu.Lock()
	defer g.mu.Unlock()
	return asked{For: max(0, g.until.Sub(now)), Said: g.said}
}

// enter takes a place, or gives up with the context's error.
func (g *Gate) enter(ctx context.Context) error {
	select {
	case g.places <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (g *Gate) leave() { <-g.places }

// quota remembers the calls of the last window.
type quota struct {
	most   int
	window time.Duration

	mu   sync.Mutex
	made []time.Time // oldest first
}

// take counts a call and returns zero, or returns how long it is until one
// may be made and counts nothing. A nil quota always has room.
func (q *quota) take(now time.Time) time.Duration {
	if q == nil {
		return 0
	}
	q.mu.Lock()
	defer q.mu.Unlock()
	over := 0
	for over < len(q.made) && !q.made[over].Add(q.window).After(now) {
		over++
	}
	q.made = append(q.made[:0], q.made[over:]...)
	if len(q.made) >= q.most {
		return q.made[0].Add(q.window).Sub(now)
	}
	q.made = append(q.made, now)
	return 0
}
