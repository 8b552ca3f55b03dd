package host

import (
	"log/slog"
	"net/http"
	"time"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/trace"
)

// Access wraps an HTTP door: it puts the host's ids into the context, writes
// one log line for each request, and turns a panic into a 500. The line has
// the path and never the query, where links carry their tokens. Of the options
// only Trace says something to it.
func Access(log *slog.Logger, now func() time.Time, next http.Handler, options ...Option) http.Handler {
	d := newDoor(nil, options)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx, span := d.begin(withCall(r.Context(), r.Header), r.Method, "")
		r = r.WithContext(ctx)
		seen := &seenWriter{ResponseWriter: w}
		began := now()
		err := guard(func() error { next.ServeHTTP(seen, r); return nil })
		begun := seen.status != 0
		seen.finish(err)
		line := append(known(ctx), slog.String("method", r.Method), slog.String("path", r.URL.Path),
			slog.Int("status", seen.status), slog.Duration("took", now().Sub(began)))
		level := slog.LevelInfo
		if err != nil {
			level = slog.LevelError
			line = append(line, slog.Any("error", err), stackOf(err))
		}
		log.LogAttrs(ctx, level, "request", line...)
		finishRequest(span, r, seen.status)
		if err != nil && begun {
			// Half an answer must not look like a whole one.
			panic(http.ErrAbortHandler)
		}
	})
}

// finishRequest ends the span of a request under the pattern that matched it:
// the path itself is of whoever asked.
func finishRequest(span trace.Span, r *http.Request, status int) {
	if span.IsRecording() {
		if r.Pattern != "" {
			span.SetName(r.Pattern)
		}
		span.SetAttributes(attribute.String("http.request.method", r.Method), attribute.String("http.route", r.Pattern),
			attribute.Int("http.response.status_code", status))
	}
	finish(span, status >= http.StatusInternalServerError)
}

// seenWriter remembers which status was answered.
type seenWriter struct {
	http.ResponseWriter
	status int
}

func (w *seenWriter) WriteHeader(status int) {
	if w.status == 0 {
		w.status = status
	}
	w.ResponseWriter.WriteHeader(status)
}

func (w *seenWriter) Write(data []byte) (int, error) {
	if w.status == 0 {
		w.status = http.StatusOK
	}
	return w.ResponseWriter.Write(data)
}

// finish answers for a door that didn't.
func (w *seenWriter) finish(err error) {
	if w.status != 0 {
		return
	}
	if err != nil {
		Problem(w, http.StatusInternalServerError, "internal", "something went wrong on our side", "")
		return
	}
	w.WriteHeader(http.StatusOK)
}

// Flush lets doors stream.
func (w *seenWriter) Flush() {
	if flusher, ok := w.ResponseWriter.(http.Flusher); ok {
		flusher.Flush()
	}
}

// Unwrap is for http.ResponseController.
func (w *seenWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }
