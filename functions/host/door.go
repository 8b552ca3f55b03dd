package host

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"go.opentelemetry.io/otel/trace"
)

// work is what a door does with an envelope.
type work func(ctx context.Context, e envelope) error

type door struct {
	work     work
	log      *slog.Logger
	tracer   trace.Tracer
	deadline time.Duration
	limit    int64
	pause    func(context.Context)
	patient  func(error) bool                                       // nil: with none
	aside    func(ctx context.Context, e envelope, why error) error // nil: messages are never put aside
}

// grace is how long work may go on after its deadline before the door answers
// without it.
const grace = 5 * time.Second

func (d *door) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodPost {
		Problem(w, http.StatusMethodNotAllowed, "method", "only the Functions host calls this, by POST", "")
		return
	}
	e, err := readEnvelope(http.MaxBytesReader(w, r.Body, d.limit))
	ctx, span := d.begin(withCall(r.Context(), r.Header), strings.TrimPrefix(r.URL.Path, "/"), e.sender())
	if err != nil {
		err = fmt.Errorf("read envelope: %w", err)
	} else {
		err = d.serve(ctx, e)
	}
	finish(span, err != nil)
	if err == nil {
		writeJSON(w, http.StatusOK, struct{}{})
		return
	}
	d.log.LogAttrs(ctx, slog.LevelError, "door failed", append(known(ctx),
		slog.String("door", r.URL.Path), slog.Any("error", err), stackOf(err))...)
	for range d.pauses(r.Context(), e, err) {
		d.pause(r.Context())
	}
	Problem(w, http.StatusInternalServerError, "failed", err.Error(), "")
}

// pauses is how often a door pauses before it reports an error.
func (d *door) pauses(ctx context.Context, e envelope, err error) int {
	const doublings, most = 5, 30
	if d.patient == nil || !d.patient(err) {
		return 1
	}
	return min(1<<min(max(e.delivery(ctx).Count-1, 0), doublings), most)
}

func (d *door) serve(ctx context.Context, e envelope) error {
	err := d.within(ctx, e)
	if err == nil || d.aside == nil {
		return err
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), asideTime)
	defer cancel()
	return d.aside(ctx, e, err)
}

// within does the work under its deadline.
func (d *door) within(ctx context.Context, e envelope) error {
	ctx, cancel := context.WithTimeout(ctx, d.deadline)
	defer cancel()
	ended := make(chan error, 1)
	go func() { ended <- guard(func() error { return d.work(ctx, e) }) }()
	select {
	case err := <-ended:
		return err
	case <-ctx.Done():
		return lastChance(ctx, ended)
	}
}

// lastChance waits a little for work whose time is over: it may just be on its
// way back, and what it says is better than what the clock says.
func lastChance(ctx context.Context, ended <-chan error) error {
	timer := time.NewTimer(grace)
	defer timer.Stop()
	select {
	case err := <-ended:
		return err
	case <-timer.C:
		return fmt.Errorf("work goes on %s after its end: %w", grace, ctx.Err())
	}
}
