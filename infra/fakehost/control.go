package fakehost

import (
	"context"
	"errors"
	"fmt"
)

// errNoHost is what callers get while no host runs.
var errNoHost = errors.New("no host runs at the moment")

// URL is where the host serves HTTP, such as http://127.0.0.1:40123.
func (h *Host) URL() string { return h.url }

// Ready waits until a handler has answered GET /, or ctx ends.
func (h *Host) Ready(ctx context.Context) error {
	for {
		i, changed := h.now()
		if i != nil {
			if _, err := i.await(ctx); err == nil {
				return nil
			}
		}
		select {
		case <-changed:
		case <-h.closed:
			return errNoHost
		case <-ctx.Done():
			return fmt.Errorf("wait for the handler: %w", ctx.Err())
		}
	}
}

// Starts counts the hosts that were started, and the handlers.
func (h *Host) Starts() (hosts, handlers int) {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.hosts, h.handlers
}

// Fire runs a timer function now, as POST /admin/functions/NAME does, and
// returns how it went.
func (h *Host) Fire(ctx context.Context, name string) (Invocation, error) {
	f := h.app.function(name)
	if f == nil || f.kind != timerKind {
		return Invocation{}, fmt.Errorf("%s is no timer function of this app", name)
	}
	i, _ := h.now()
	if i == nil {
		return Invocation{}, errNoHost
	}
	return i.tick(ctx, f, h.options.Storage.status(f), false), nil
}

// Kill ends the handler with SIGKILL. The host sees it die with an exit code
// other than 0, starts another at once, and shuts down when that is the third
// within half an hour.
func (h *Host) Kill() error {
	i, _ := h.now()
	if i == nil {
		return errNoHost
	}
	return i.kill()
}

// Drain takes no more messages and ticks, and returns when those under way
// have ended. HTTP goes on, and the handler isn't told; so it is when the
// platform takes instances away.
func (h *Host) Drain(ctx context.Context) error {
	i, _ := h.now()
	if i == nil {
		return errNoHost
	}
	i.drain()
	return i.idle(ctx)
}

// Stop ends the host as the platform does: nothing new comes in, what is under
// way ends, and then the handler gets SIGKILL and never SIGTERM. When ctx ends
// first, all that is left is cut off, and the error says so.
func (h *Host) Stop(ctx context.Context) error {
	h.mu.Lock()
	h.stopping = true
	i := h.instance
	h.mu.Unlock()
	err := h.server.Shutdown(ctx)
	if err != nil {
		err = errors.Join(err, h.server.Close())
	}
	if i != nil {
		i.drain()
		err = errors.Join(err, i.idle(ctx))
		i.stop()
	}
	h.lost()
	<-h.closed
	if err != nil {
		return fmt.Errorf("stop the host: %w", err)
	}
	return nil
}

// Lose takes the whole instance away at once, as when its machine dies: the
// handler gets SIGKILL, every connection is cut, and no message is settled, so
// that each comes back when its lock has run out.
func (h *Host) Lose() {
	h.mu.Lock()
	h.stopping = true
	h.mu.Unlock()
	_ = h.server.Close() // before anybody can be told of a failure
	h.lost()
	<-h.closed
}
