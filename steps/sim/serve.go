package sim

import (
	"context"
	"net"
	"net/http"
	"strings"
	"time"
)

// ServeHTTP answers for every system and for the world's own doors.
func (w *World) ServeHTTP(rw http.ResponseWriter, r *http.Request) {
	first, _, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	if first == "" || first == "_sim" {
		w.doors.ServeHTTP(rw, r)
		return
	}
	if _, known := w.systems[first]; !known {
		http.Error(rw, "the simulated world has no such system; GET / lists its doors", http.StatusNotFound)
		return
	}
	c, err := w.newCall(r)
	if err != nil {
		http.Error(rw, "the request can't be read", http.StatusBadRequest)
		return
	}
	if !w.pause(r.Context(), w.latency(c.system)) {
		hangUp(rw) // nobody is there any more, on one side or the other
		return
	}
	a, cut := w.serve(c)
	if err := w.synced(); err != nil {
		w.log.ErrorContext(r.Context(), "journal failed", "error", err)
		http.Error(rw, "the simulated world can't write its journal", http.StatusInternalServerError)
		return
	}
	if cut {
		hangUp(rw)
		return
	}
	if err := a.write(rw); err != nil {
		w.log.DebugContext(r.Context(), "answer not delivered", "error", err)
	}
}

// serve carries out a request or, one by one, the items of a $batch.
func (w *World) serve(c *call) (a answer, cut bool) {
	if c.envelope() && w.systems[c.system].items != nil {
		return w.serveBatch(c)
	}
	return w.pass(c)
}

// pass leads one call past the fault rules, does it unless a rule says
// otherwise, and enters it in the ledger.
func (w *World) pass(c *call) (a answer, cut bool) {
	w.mu.Lock()
	sys := w.systems[c.system]
	sys.identify(c)
	then := turn(w.faults, c, sys.changing(c))
	w.mu.Unlock()
	if then == nil {
		return w.perform(c, nil), false
	}
	if !then.AfterDoing {
		w.linger(then.DelayMs)
	}
	a = w.perform(c, then)
	if then.AfterDoing {
		w.linger(then.DelayMs)
	}
	return a, then.Cut
}

// perform does a call, or not where a rule says so, and enters it in the
// ledger and the journal in one go.
func (w *World) perform(c *call, then *then) answer {
	w.mu.Lock()
	defer w.mu.Unlock()
	sys := w.systems[c.system]
	var a answer
	var changes []change
	applied := false
	if then.does() {
		c.draft = newDraft(w.store)
		c.glance = &glance{store: w.store, replica: &w.replica, seen: map[key]object{}}
		a = sys.do(c)
		if !a.ok() {
			c.draft.undo()
		}
		applied, changes = a.ok() || a.already, c.draft.changes()
		w.spread(c.draft, changes)
	}
	a = then.answer(sys, c, a)
	w.record(c, a, then.cuts(), applied, changes)
	return a
}

// spread lets the replica know what it has still to learn.
func (w *World) spread(d *draft, changes []change) {
	for _, one := range changes {
		w.replica.wrote(one.key, d.before[one.key], w.settings.Lag)
	}
}

// pause waits for a system's latency. It is false where the client left or
// the world closed.
func (w *World) pause(ctx context.Context, d time.Duration) bool {
	if d <= 0 {
		return ctx.Err() == nil
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
	case <-w.closing:
	}
	return false
}

// linger is a fault's delay: it goes on when the client leaves, so that a
// request may take effect long after it was given up.
func (w *World) linger(ms int) { w.pause(context.Background(), time.Duration(ms)*time.Millisecond) }

func (w *World) latency(system string) time.Duration {
	w.mu.Lock()
	defer w.mu.Unlock()
	return time.Duration(w.settings.Latency[system]) * time.Millisecond
}

// hangUp closes the connection without an answer.
func hangUp(rw http.ResponseWriter) {
	hijacker, ok := rw.(http.Hijacker)
	if !ok {
		panic(http.ErrAbortHandler) // what net/http asks for where there is no connection to take
	}
	conn, _, err := hijacker.Hijack()
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	if tcp, ok := conn.(*net.TCPConn); ok {
		_ = tcp.SetLinger(0) // a reset where possible; closing is what counts
	}
	_ = conn.Close() // there is nobody left to tell
}
