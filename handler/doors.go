package main

import (
	"log/slog"
	"net/http"
	"time"

	"go.opentelemetry.io/otel/trace"

	"usher/functions/advance"
	"usher/functions/approve"
	"usher/functions/cut"
	"usher/functions/execute"
	"usher/functions/gate"
	"usher/functions/host"
	"usher/functions/intake"
	"usher/functions/plan"
	"usher/functions/runs"
	"usher/functions/sweep"
	"usher/handler/flow"
)

// surroundings are what doors need to know of where they stand.
type surroundings struct {
	public string // our own URL as people see it
	access gate.Access
	// forwarded: a proxy stands in front and names the caller's address
	forwarded bool
	keys      intake.Keys      // that ConnectWise signs with
	now       func() time.Time // the machine's clock, by which desks sign
	clock     flow.Clock       // the run's, by which people count days
	log       *slog.Logger
	tracer    trace.Tracer // nil: none
}

// httpDoors are the doors that people and desks come through, on their public
// paths.
func httpDoors(f *flow.Flow, s surroundings) http.Handler {
	mux := http.NewServeMux()
	mux.Handle("/api/intake/{customer}", intake.New(f, intake.Settings{Now: s.now, Keys: s.keys, Log: s.log}))
	mux.Handle("/api/plan/{customer}", plan.New(f, plan.Settings{Access: s.access, Public: s.public, Now: s.now, Log: s.log}))
	mux.Handle("/api/approve/", approve.New(f, approve.Settings{Public: s.public, Entra: s.access.Entra, Forwarded: s.forwarded, Now: s.clock.Now, Log: s.log}))
	board := runs.New(f, runs.Settings{Access: s.access, Public: s.public, Log: s.log})
	mux.Handle("/api/runs", board)
	mux.Handle("/api/runs/", board)
	mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusOK) })
	return host.Access(s.log, s.now, mux, host.Trace(s.tracer))
}

// queueDoors are the doors that messages and the timer come through. They are
// never served on the public port in local mode.
func queueDoors(f *flow.Flow, log *slog.Logger, tracer trace.Tracer) map[string]http.Handler {
	options := []host.Option{host.Log(log), host.Trace(tracer)}
	return map[string]http.Handler{
		flow.AdvanceQueue: advance.New(f, options...),
		flow.CutQueue:     cut.New(f, options...),
		flow.ExecuteQueue: execute.New(f, options...),
		"sweep":           sweep.New(f, options...),
	}
}
