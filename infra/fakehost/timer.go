package fakehost

import (
	"context"
	"sync"
	"time"
)

// Storage is what the hosts of one app keep in their storage account: who of
// them runs each timer, and when it ran last. The lock of a host that is gone
// is free at once here; a lease would run out first.
type Storage struct {
	mu     sync.Mutex
	locks  map[string]chan struct{}
	timers map[string]timerStatus
}

// timerStatus is when a timer ran last, and when it has to run next.
type timerStatus struct{ last, next time.Time }

// NewStorage returns storage without a past.
func NewStorage() *Storage {
	return &Storage{locks: map[string]chan struct{}{}, timers: map[string]timerStatus{}}
}

// lock waits until no other host runs the timer.
func (s *Storage) lock(ctx context.Context, f *function) (release func(), ok bool) {
	s.mu.Lock()
	lock := s.locks[f.name]
	if lock == nil {
		lock = make(chan struct{}, 1)
		s.locks[f.name] = lock
	}
	s.mu.Unlock()
	select {
	case lock <- struct{}{}:
		return func() { <-lock }, true
	case <-ctx.Done():
		return nil, false
	}
}

func (s *Storage) status(f *function) timerStatus {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.timers[f.name]
}

func (s *Storage) keep(f *function, status timerStatus) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.timers[f.name] = status
}

// keepTime runs a timer by its schedule until the instance is drained. What
// was missed while no host ran is made up for once, and said to be late.
func (i *instance) keepTime(f *function) {
	storage := i.host.options.Storage
	release, ok := storage.lock(i.listening, f)
	if !ok {
		return
	}
	defer release()
	status := i.begun(f)
	if f.atStart {
		status = i.due(f, status, false)
	}
	for {
		late := !time.Now().Before(status.next)
		if !sleep(i.listening, time.Until(status.next)) {
			return
		}
		status = i.due(f, status, late)
	}
}

// begun is when a timer has to run first. One that the host doesn't remember
// begins anew.
func (i *instance) begun(f *function) timerStatus {
	status := i.host.options.Storage.status(f)
	if !f.monitored || status.next.IsZero() {
		status.next = i.next(f, time.Now())
		i.host.options.Storage.keep(f, status)
	}
	return status
}

// due runs a timer whose time has come and keeps when it has to run again.
func (i *instance) due(f *function, status timerStatus, late bool) timerStatus {
	at := time.Now()
	i.tick(i.work, f, status, late)
	status = timerStatus{last: at, next: i.next(f, time.Now())}
	i.host.options.Storage.keep(f, status)
	return status
}

func (i *instance) next(f *function, after time.Time) time.Time {
	if every := i.host.options.TimerEvery; every > 0 {
		return after.Add(every)
	}
	return f.schedule.next(after)
}

// tick calls a timer function once.
func (i *instance) tick(ctx context.Context, f *function, status timerStatus, late bool) Invocation {
	one := i.call(ctx, f, tickEnvelope(f, status, late))
	i.host.record.invocation(one)
	return one
}
