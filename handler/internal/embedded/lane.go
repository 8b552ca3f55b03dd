package embedded

import (
	"container/heap"
	"context"
	"sync"
	"time"

	"usher/handler/flow"
)

// parcel is a message on its way.
type parcel struct {
	message    flow.Message
	body       []byte
	sent       time.Time
	due        time.Time
	deliveries int // so far
}

// lane holds the messages of one queue until their time has come.
type lane struct {
	clock *Clock
	woken chan struct{} // gets a value when an earlier parcel has come

	mu      sync.Mutex
	parcels parcels
	waiting map[flow.Message]*parcel
	setBack time.Duration // by how much the clock had been, when the parcels were last aligned
}

func newLane(clock *Clock) *lane {
	return &lane{clock: clock, woken: make(chan struct{}, 1), waiting: map[flow.Message]*parcel{}}
}

// put adds a parcel, or merges it with one of the same message.
func (l *lane) put(p *parcel) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.align()
	if twin, waits := l.waiting[p.message]; waits {
		twin.deliveries = max(twin.deliveries, p.deliveries)
		if p.due.Before(twin.due) {
			twin.due = p.due
			heap.Init(&l.parcels)
		}
	} else {
		l.waiting[p.message] = p
		heap.Push(&l.parcels, p)
	}
	select {
	case l.woken <- struct{}{}:
	default:
	}
}

// take waits for a parcel whose time has come; nil once ctx has ended.
func (l *lane) take(ctx context.Context) *parcel {
	for ctx.Err() == nil {
		changed := l.clock.change()
		p, wait := l.pop()
		if p != nil {
			return p
		}
		timer := time.NewTimer(wait)
		select {
		case <-ctx.Done():
		case <-l.woken:
		case <-changed:
		case <-timer.C:
		}
		timer.Stop()
	}
	return nil
}

// longestWait bounds how late a lane notices that the machine's own clock was
// set, or that the machine slept.
const longestWait = time.Second

// pop returns the first parcel if it is due, and else how long to wait.
func (l *lane) pop() (*parcel, time.Duration) {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := l.align()
	if len(l.parcels) == 0 {
		return nil, longestWait
	}
	if wait := l.parcels[0].due.Sub(now); wait > 0 {
		return nil, min(wait, longestWait)
	}
	p := heap.Pop(&l.parcels).(*parcel)
	delete(l.waiting, p.message)
	return p, 0
}

// align returns the time. Where the clock was set back, what waits waits no
// longer than before.
func (l *lane) align() time.Time {
	now, setBack := l.clock.read()
	if back := setBack - l.setBack; back > 0 {
		for _, p := range l.parcels {
			p.due = p.due.Add(-back)
		}
		l.setBack = setBack
	}
	return now
}

// parcels are a heap, the earliest first.
type parcels []*parcel

func (p parcels) Len() int           { return len(p) }
func (p parcels) Less(i, j int) bool { return p[i].due.Before(p[j].due) }
func (p parcels) Swap(i, j int)      { p[i], p[j] = p[j], p[i] }
func (p *parcels) Push(x any)        { *p = append(*p, x.(*parcel)) }

func (p *parcels) Pop() any {
	last := len(*p) - 1
	popped := (*p)[last]
	(*p)[last] = nil
	*p = (*p)[:last]
	return popped
}
