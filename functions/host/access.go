package host

import (
	"log/slog"
	"net/http"
	"time"
)

// Access wraps an HTTP door: it puts the host's ids into the context, writes
// one log line for each request, and turns a panic into a 500. The line has
// the path and never the query, where links carry their tokens.
func Access(log *slog.Logger, now func() time.Time, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx := withIDs(r.Context(), r.Header)
		seen := &seenWriter{ResponseWriter: w}
		began := now()
		err := guard(func() error { next.ServeHTTP(seen, r.WithContext(ctx)); return nil })
		begun := seen.status != 0
		seen.finish(err)
		line := log.With(slog.String("method", r.Method), slog.String("path", r.URL.Path),
			slog.Int("status", seen.status), slog.Duration("took", now().Sub(began)),
			slog.String("invocation_id", InvocationID(ctx)))
		if err == nil {
			line.InfoContext(ctx, "request")
			return
		}
		line.ErrorContext(ctx, "request", slog.Any("error", err), stackOf(err))
		if begun {
			// Half an answer must not look like a whole one.
			panic(http.ErrAbortHandler)
		}
	})
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
