package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"syscall"
	"time"

	"go.opentelemetry.io/otel/trace"

	"usher/functions/gate"
	"usher/handler/flow"
	"usher/handler/internal/azure"
	"usher/handler/internal/telemetry"
	"usher/steps/connect"
)

func serveCommand() command {
	return command{
		name:    "serve",
		usage:   "serve",
		says:    "Serves the doors under the Azure Functions host, which starts it by itself.",
		example: "FUNCTIONS_CUSTOMHANDLER_PORT=35183 USHER_ENGINE=azure … handler serve",
		run:     runServe,
	}
}

// How long sending again may take at the start; how long calls under way may
// take to end after SIGTERM, and what is told after them.
const (
	recovery  = time.Minute
	lastCalls = 20 * time.Second
	lastWords = 5 * time.Second
)

func runServe(ctx context.Context, c console, args []string) error {
	if _, err := parse(flagSet("serve"), args, 0); err != nil {
		return err
	}
	settings, err := readConfig(c.env, serving)
	if err != nil {
		return fmt.Errorf("the settings aren't right:\n%w", err)
	}
	// The host asks for an answer before anything else; nothing below makes a
	// call before the first request does.
	l, _, err := listen(ctx, settings.port)
	if err != nil {
		return err
	}
	u, err := openDeployed(c, settings)
	if err != nil {
		return errors.Join(err, l.Close())
	}
	serveUntil(ctx, l, u.doors(c.now), u.log)
	u.close()
	// A host that goes on must start another handler, and takes an exit code of
	// 0 for a reason not to (github.com/Azure/azure-functions-host/issues/6301).
	return exitCode(128 + int(syscall.SIGTERM))
}

// deployed is Usher under the Functions host.
type deployed struct {
	config
	engine *azure.Engine
	log    *slog.Logger
	tracer trace.Tracer
	traced func(context.Context) error // hands on the last traces
	events *telemetry.Events
	reader flow.Reader
}

// openDeployed opens the engine and what tells of it. Logs are one line of JSON
// a record on standard output, which the host takes for information; what goes
// to standard error it takes for errors.
func openDeployed(c console, settings config) (*deployed, error) {
	level := slog.LevelInfo
	if settings.debug {
		level = slog.LevelDebug
	}
	u := &deployed{config: settings, log: telemetry.NewLog(c.out, level, true)}
	var err error
	if u.engine, err = openAzure(settings, u.log); err != nil {
		return nil, err
	}
	if u.reader, err = settings.reader(u.engine.Vault, u.log); err != nil {
		return nil, err
	}
	if u.tracer, u.traced, err = telemetry.StartTraces(telemetry.TraceOptions{Endpoint: settings.traces, Log: u.log}); err != nil {
		return nil, fmt.Errorf("OTEL_EXPORTER_OTLP_ENDPOINT: %w", err)
	}
	u.events, err = telemetry.OpenEvents(telemetry.EventOptions{
		Connection: settings.insights, Credential: u.engine.Identity(), Clock: u.engine.Clock, Log: u.log,
	})
	if err != nil {
		return nil, fmt.Errorf("APPLICATIONINSIGHTS_CONNECTION_STRING: %w", err)
	}
	return u, nil
}

// doors puts the deployed Usher together. The host proxies people and desks to
// /api, and hands messages and the timer to the doors beside it.
func (u *deployed) doors(now func() time.Time) http.Handler {
	g := azureGround(u.engine)
	g.reader = u.reader
	customers := newDocuments(g.store, now)
	connector := g.connector(connect.Options{
		Sim: u.sim, Credential: u.engine.Tenants(tenantApp(u.app, g.vault)), AllowedHosts: u.allowed, Now: now, Log: u.log, Tracer: u.tracer,
	})
	f := g.flow(flow.Options{
		Customers: customers, Connector: connector, PublicURL: u.public, Log: u.log, Tracer: u.tracer, Ended: u.events.Ended,
	})
	if u.engine.Restarted() {
		go u.recover(f)
	}
	mux := http.NewServeMux()
	mux.Handle("/", httpDoors(f, surroundings{
		public: u.public, access: gate.Access{Entra: u.entra, Tenant: u.tenant}, forwarded: true,
		keys: connect.NewKeys(connector, customers.Customer), now: now, clock: g.clock, log: u.log, tracer: u.tracer,
	}))
	for name, door := range queueDoors(f, u.log, u.tracer) {
		mux.Handle("/"+name, door)
	}
	return mux
}

// recover sends again what a process owed that died on this instance. The
// sweep would, too, only later.
func (u *deployed) recover(f *flow.Flow) {
	ctx, cancel := context.WithTimeout(context.Background(), recovery)
	defer cancel()
	if err := f.Recover(ctx); err != nil {
		u.log.WarnContext(ctx, "not all was sent again, the sweep will", "error", err)
	}
}

// close hands on what is left to tell, and lets go of the engine.
func (u *deployed) close() {
	ctx, cancel := context.WithTimeout(context.Background(), lastWords)
	defer cancel()
	for _, end := range []func(context.Context) error{u.events.Close, u.traced, u.engine.Close} {
		if err := end(ctx); err != nil {
			u.log.Error("not ended well", "error", err)
		}
	}
}

// serveUntil answers requests until ctx ends, and lets those under way end.
func serveUntil(ctx context.Context, l net.Listener, doors http.Handler, log *slog.Logger) {
	server := &http.Server{Handler: doors, ReadHeaderTimeout: 10 * time.Second, ErrorLog: slog.NewLogLogger(log.Handler(), slog.LevelWarn)}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		if err := server.Serve(l); !errors.Is(err, http.ErrServerClosed) {
			log.ErrorContext(ctx, "server ended", "error", err)
		}
	}()
	select {
	case <-ctx.Done():
		calls, cancel := context.WithTimeout(context.Background(), lastCalls)
		defer cancel()
		if err := server.Shutdown(calls); err != nil {
			log.WarnContext(ctx, "calls cut off at the end", "error", err)
		}
	case <-ended:
	}
}
