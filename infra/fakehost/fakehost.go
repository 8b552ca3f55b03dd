// Package fakehost is an Azure Functions host for tests. It runs a built
// function app the way the host on Azure does: it reads host.json and each
// function.json, starts the handler, asks it GET / until it answers, proxies
// HTTP requests to it, hands it the messages of Service Bus queues and the
// ticks of timers, kills it when a function takes too long, starts it again
// when it dies, and gives up when it dies too often.
//
//	host, err := fakehost.Start(t.Context(), fakehost.Options{Root: root, Env: env, ServiceBus: doubles.ServiceBus(t)})
//	answer, err := http.Get(host.URL() + "/api/runs")
//	host.Kill()                                // SIGKILL to the handler; the host starts another
//	require.Empty(t, host.Violations())
//
// What the real host 4.1045.200 does was recorded (testdata/recorded) or seen
// by running it; testdata/README.md says which is which. Left out: everything
// but httpTrigger with one http output, serviceBusTrigger with binary messages
// of a queue, and timerTrigger; sessions, batches, prefetching, keys, retry
// policies, and the admin API, for which Host has methods.
package fakehost

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"strconv"
	"sync"
	"time"
)

// Options say which app a Host runs, and how.
type Options struct {
	// Root is the folder of the app: host.json, the handler, and one folder
	// with a function.json for each function.
	Root string
	// Env are the app settings. The handler gets them as its environment,
	// with what the host adds and nothing else; %NAME% in function.json and
	// settings such as AzureFunctionsJobHost__functionTimeout and
	// AzureWebJobs.sweep.Disabled come from here, too.
	Env map[string]string
	// ServiceBus is host:port of a Service Bus double that speaks AMQP without
	// TLS; empty only where no function has a queue.
	ServiceBus string
	// Port is where the host serves HTTP on 127.0.0.1; 0 picks a free one.
	Port int
	// TimerEvery runs every timer so often instead of by its schedule; 0
	// keeps the schedule.
	TimerEvery time.Duration
	// StartAgain is how long the platform takes to start a new host after one
	// shut itself down; 0 means a second.
	StartAgain time.Duration
	// Storage is what several hosts of one app share; nil means that this host
	// shares nothing.
	Storage *Storage
	// Log gets everything that Output has, as it comes; nil for nobody.
	Log *slog.Logger
}

// Host is a running host: one instance of the function app. When it shuts
// itself down, because the handler died three times within half an hour, a new
// one takes its place, as on Azure; Starts counts them.
type Host struct {
	options Options
	app     *app
	record  *record
	server  *http.Server
	url     string

	lost   context.CancelFunc // ends everything at once
	gone   context.Context    // done after lost
	closed chan struct{}      // after the last instance has ended

	mu       sync.Mutex
	instance *instance // nil while none runs
	changed  chan struct{}
	stopping bool
	hosts    int
	handlers int
}

// Start reads the app and starts its host, which lives until ctx ends or it
// is stopped. It doesn't wait for the handler: Ready does, and so does every
// call. An app that the host on Azure would refuse, or that this one can't
// run, is an error.
func Start(ctx context.Context, o Options) (*Host, error) {
	a, err := readApp(o)
	if err != nil {
		return nil, fmt.Errorf("read the app in %s: %w", o.Root, err)
	}
	var config net.ListenConfig
	listener, err := config.Listen(ctx, "tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(o.Port)))
	if err != nil {
		return nil, err
	}
	if o.Storage == nil {
		o.Storage = NewStorage()
	}
	if o.StartAgain == 0 {
		o.StartAgain = time.Second
	}
	h := &Host{
		options: o, app: a, record: newRecord(o.Log), url: "http://" + listener.Addr().String(),
		closed: make(chan struct{}), changed: make(chan struct{}),
	}
	h.gone, h.lost = context.WithCancel(ctx)
	h.server = &http.Server{Handler: http.HandlerFunc(h.serveHTTP), ReadHeaderTimeout: time.Minute}
	first := newInstance(h)
	h.begin(first)
	go h.serve(listener)
	go h.live(first)
	return h, nil
}

// serve answers HTTP until the host is stopped or lost.
func (h *Host) serve(listener net.Listener) {
	stop := context.AfterFunc(h.gone, func() { _ = h.server.Close() })
	defer stop()
	if err := h.server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		h.record.say(slog.LevelError, "HTTP ended: "+err.Error())
	}
}

// live runs one instance after the other until the host is stopped or lost.
func (h *Host) live(i *instance) {
	defer close(h.closed)
	for {
		i.run()
		h.end()
		if !sleep(h.gone, h.options.StartAgain) {
			return
		}
		i = newInstance(h)
		if !h.begin(i) {
			return
		}
	}
}

func (h *Host) begin(i *instance) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.stopping {
		return false
	}
	h.instance = i
	h.hosts++
	h.wake()
	return true
}

func (h *Host) end() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.instance = nil
	h.wake()
}

// wake tells whoever waits that there is another instance, or none.
func (h *Host) wake() {
	close(h.changed)
	h.changed = make(chan struct{})
}

// now returns the present instance, nil where there is none, and what is
// closed when that changes.
func (h *Host) now() (*instance, <-chan struct{}) {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.instance, h.changed
}

// sleep waits and tells whether it could before ctx ended.
func sleep(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}
