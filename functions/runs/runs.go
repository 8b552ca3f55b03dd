// Package runs is the door for those who watch over runs: a list, one run as
// JSON or as a page, its history as it grows, and the operator's verbs.
package runs

import (
	"context"
	"embed"
	"errors"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"usher/functions/gate"
	"usher/functions/page"
	"usher/handler/flow"
	"usher/steps/step"
)

// Verbs are what the door rings.
type Verbs interface {
	// Runs lists runs, newest first, a page at a time.
	Runs(ctx context.Context, filter flow.Filter) (flow.Page, error)
	// Run returns a run as a whole, or ErrNoRun.
	Run(ctx context.Context, id string) (flow.RunView, error)
	// Order carries out an operator's verb. It returns ErrNoRun, ErrNoLine,
	// ErrWrongState or ErrBadOrder where it can't.
	Order(ctx context.Context, id string, order flow.Order) error
}

// Settings are what the door needs to know of its surroundings.
type Settings struct {
	Access gate.Access   // who may come in
	Public string        // our own URL as people see it
	Every  time.Duration // how often a stream of events looks; 0 means a second
	Limit  time.Duration // after which a stream ends; 0 means 200 s
	Log    *slog.Logger
}

// deadline is how long one call may take, streams apart.
const deadline = 20 * time.Second

//go:embed *.html
var files embed.FS

type door struct {
	Settings
	verbs Verbs
	pages *page.Pages
}

// New returns the door, for /api/runs and what lies below it. Looking takes
// the role Usher.Reader, acting takes Usher.Operator; see gate.Access. Errors
// are JSON, or a page where the caller asked for one.
func New(verbs Verbs, settings Settings) http.Handler {
	if settings.Every <= 0 {
		settings.Every = time.Second
	}
	if settings.Limit <= 0 {
		settings.Limit = 200 * time.Second
	}
	d := &door{Settings: settings, verbs: verbs, pages: page.New(files)}
	routes := http.NewServeMux()
	routes.HandleFunc("/api/runs", d.bounded(d.list))
	routes.HandleFunc("/api/runs/{$}", d.bounded(d.list))
	routes.HandleFunc("/api/runs/{id}", d.bounded(d.one))
	routes.HandleFunc("/api/runs/{id}/events", d.guarded(d.events))
	routes.HandleFunc("/api/runs/{id}/{verb}", d.bounded(d.order))
	routes.HandleFunc("/", gate.NotFound)
	return routes
}

// call is one request that may fail before anything was answered.
type call func(w http.ResponseWriter, r *http.Request) error

func (d *door) bounded(do call) http.HandlerFunc {
	return d.guarded(func(w http.ResponseWriter, r *http.Request) error {
		ctx, cancel := context.WithTimeout(r.Context(), deadline)
		defer cancel()
		return do(w, r.WithContext(ctx))
	})
}

func (d *door) guarded(do call) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Vary", "Accept")
		r = r.WithContext(gate.About(r.Context(), step.Tags{Run: r.PathValue("id")}))
		err := do(w, r)
		if err == nil {
			return
		}
		if ours := d.fail(w, r, refusal(err)); ours {
			d.Log.ErrorContext(r.Context(), "runs", "method", r.Method, "path", r.URL.Path, "error", err)
		}
	}
}

// fail answers with an error, and tells whether it was our own trouble.
func (d *door) fail(w http.ResponseWriter, r *http.Request, err error) bool {
	var refused *gate.Refusal
	if !wantsPage(r) || !errors.As(err, &refused) {
		return gate.Answer(w, err)
	}
	sheet := page.Sheet{Title: refused.Says, Data: struct {
		*gate.Refusal
		Back string
	}{refused, r.URL.Path}}
	if err := d.pages.Write(w, refused.Status, "problem", sheet); err != nil {
		d.Log.ErrorContext(r.Context(), "runs", "path", r.URL.Path, "error", err)
	}
	return false
}

// refusal puts the flow's errors into those of HTTP. What the flow adds to
// them was written for operators.
func refusal(err error) error {
	switch {
	case errors.Is(err, flow.ErrNoRun):
		return &gate.Refusal{Status: http.StatusNotFound, Code: "run", Says: "There is no such run.", Hint: "GET /api/runs lists them."}
	case errors.Is(err, flow.ErrNoLine):
		return &gate.Refusal{Status: http.StatusNotFound, Code: "line", Says: sentence(err), Hint: "The run shows its lines."}
	case errors.Is(err, flow.ErrWrongState):
		return &gate.Refusal{Status: http.StatusConflict, Code: "state", Says: sentence(err), Hint: "Look at the run again."}
	case errors.Is(err, flow.ErrBadOrder):
		return &gate.Refusal{Status: http.StatusBadRequest, Code: "order", Says: sentence(err), Hint: `Send {"line","reason"}, and "due" to reschedule.`}
	}
	return err
}

func sentence(err error) string {
	text := err.Error()
	return strings.ToUpper(text[:1]) + text[1:] + "."
}
