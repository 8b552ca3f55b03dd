package fakehost

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"
)

// errOver is what an invocation gets that waited for a handler until the
// instance ended.
var errOver = errors.New("the host shut down")

// A host gives up when its handler died so often within so long.
// Source: HttpFunctionInvocationDispatcher.cs of Azure/azure-functions-host
const (
	mostErrors  = 3
	errorWindow = 30 * time.Minute
)

// instance is a host from its start to its shutdown.
type instance struct {
	host *Host

	work      context.Context // of invocations; done when all is cut off
	cut       context.CancelFunc
	listening context.Context // of queues and timers; done when no more is taken
	close     context.CancelFunc
	quiet     chan struct{} // closed when the last message and tick has ended
	over      chan struct{} // closed when there will be no handler any more
	wire      wire

	mu     sync.Mutex
	worker *worker
	ready  chan struct{} // closed while the worker takes calls
}

func newInstance(h *Host) *instance {
	i := &instance{host: h, quiet: make(chan struct{}), over: make(chan struct{}), ready: make(chan struct{})}
	i.work, i.cut = context.WithCancel(h.gone)
	i.listening, i.close = context.WithCancel(i.work)
	return i
}

// run starts the listeners and keeps a handler running, until the handler has
// died too often, or the host is stopped or lost.
func (i *instance) run() {
	unwatch := context.AfterFunc(i.host.gone, i.wire.cut)
	defer unwatch()
	var listeners sync.WaitGroup
	for _, f := range i.host.app.functions {
		switch f.kind {
		case queueKind:
			listeners.Go(func() { i.listen(f) })
		case timerKind:
			i.begun(f)
			listeners.Go(func() { i.keepTime(f) })
		}
	}
	go func() {
		listeners.Wait()
		close(i.quiet)
	}()
	i.supervise()
	close(i.over)
	i.close()
	<-i.quiet // messages under way are given back
	i.cut()
}

// supervise starts a handler, and another whenever one has died.
func (i *instance) supervise() {
	var errorsAt []time.Time
	for i.work.Err() == nil {
		failed := i.attend()
		if !failed {
			continue
		}
		if len(errorsAt) > 0 && time.Since(errorsAt[len(errorsAt)-1]) > errorWindow {
			errorsAt = nil
		}
		errorsAt = append(errorsAt, time.Now())
		if len(errorsAt) >= mostErrors {
			i.say(slog.LevelError, "exceeded the handler's restart count; shutting down")
			return
		}
	}
}

// attend starts one handler and returns when another is needed, or none. It
// tells whether the end counts as the handler's error.
func (i *instance) attend() (failed bool) {
	w, err := startWorker(i.work, i.host.app, i.host.record)
	if err != nil {
		i.say(slog.LevelError, err.Error())
		sleep(i.work, 25*time.Millisecond)
		return true
	}
	i.appoint(w)
	defer i.dismiss()
	limit := time.Duration(i.host.app.file.CustomHandler.InitializationTimeout)
	starting, cancel := context.WithTimeout(i.work, limit)
	defer cancel()
	if w.answers(starting) {
		i.open(w)
	} else if starting.Err() != nil && i.work.Err() == nil {
		i.violation("didn't answer GET / within %s", limit)
		w.kill(byStop)
		<-w.exited
		return true
	}
	select {
	case <-w.exited:
	case <-i.work.Done():
		w.kill(byStop)
		<-w.exited
	}
	return i.autopsy(w)
}

// autopsy says why a handler ended, and whether it counts.
func (i *instance) autopsy(w *worker) (failed bool) {
	switch why := w.why(); {
	case why == byStop || i.work.Err() != nil:
		return false
	case why == byTimeout:
		i.say(slog.LevelWarn, "a function timed out; the handler was killed and another is started")
		return false
	case why == byKill:
		i.say(slog.LevelError, "the handler was killed by the test: "+w.says())
		return true
	case w.command.ProcessState.ExitCode() == 0:
		i.violation("exited with code 0, after which the host starts no other")
		select {
		case <-w.renewed:
		case <-i.work.Done():
		}
		return false
	}
	i.violation("died: %s", w.says())
	return true
}

func (i *instance) appoint(w *worker) {
	i.mu.Lock()
	i.worker = w
	i.mu.Unlock()
	i.host.mu.Lock()
	i.host.handlers++
	i.host.mu.Unlock()
}

func (i *instance) open(w *worker) {
	if address, wide := w.wide(); wide {
		i.violation("listens on %s, which other machines may reach", address)
	}
	i.say(slog.LevelInfo, fmt.Sprintf("the handler answers on port %d", w.port))
	i.mu.Lock()
	defer i.mu.Unlock()
	close(i.ready)
}

// dismiss makes calls wait until another handler is there.
func (i *instance) dismiss() {
	i.mu.Lock()
	defer i.mu.Unlock()
	select {
	case <-i.ready:
		i.ready = make(chan struct{})
	default:
	}
}

// await returns the handler once it takes calls. A handler that has exited
// with code 0 still counts as one that does.
func (i *instance) await(ctx context.Context) (*worker, error) {
	for {
		i.mu.Lock()
		ready := i.ready
		i.mu.Unlock()
		select {
		case <-ready:
		case <-i.over:
			return nil, errOver
		case <-ctx.Done():
			return nil, ctx.Err()
		}
		i.mu.Lock()
		w, same := i.worker, ready == i.ready
		i.mu.Unlock()
		if same {
			return w, nil
		}
	}
}

// expel kills the handler because a function took too long. Calls that come
// now wait for the next one.
func (i *instance) expel() {
	i.dismiss()
	if w := i.current(); w != nil {
		w.kill(byTimeout)
	}
}

func (i *instance) kill() error {
	w := i.current()
	if w == nil || w.gone() {
		return errors.New("no handler runs at the moment")
	}
	w.kill(byKill)
	<-w.exited
	return nil
}

// current is the handler of the moment, whether it takes calls or not; nil
// before the first.
func (i *instance) current() *worker {
	i.mu.Lock()
	defer i.mu.Unlock()
	return i.worker
}

// drain takes no more messages and ticks.
func (i *instance) drain() { i.close() }

// stop ends the handler, once nothing is under way.
func (i *instance) stop() { i.cut() }

// idle waits until the messages and ticks under way have ended, after drain.
func (i *instance) idle(ctx context.Context) error {
	select {
	case <-i.quiet:
		return nil
	case <-ctx.Done():
		return fmt.Errorf("wait for what is under way: %w", ctx.Err())
	}
}

func (i *instance) say(level slog.Level, text string) { i.host.record.say(level, text) }

func (i *instance) violation(format string, values ...any) {
	i.host.record.violation("", "", fmt.Sprintf(format, values...))
}
