package telemetry

import (
	"context"
	"io"
	"log/slog"
	"slices"

	"go.opentelemetry.io/otel/trace"

	"usher/functions/host"
	"usher/steps/step"
)

// NewLog returns a log that writes one line a record to w, from level up: JSON
// for machines, or text for a terminal. Each line carries what the context
// knows of run, line, customer, ticket, invocation and trace. Whatever a value
// holds, it neither ends the line nor reaches the terminal as a command.
func NewLog(w io.Writer, level slog.Level, asJSON bool) *slog.Logger {
	options := &slog.HandlerOptions{Level: level}
	if asJSON {
		return slog.New(tagging{Handler: slog.NewJSONHandler(plain{w}, options)})
	}
	return slog.New(tagging{Handler: slog.NewTextHandler(plain{w}, options)})
}

// tagging adds to each record what its context knows and the record doesn't
// say itself.
type tagging struct {
	slog.Handler
	said []string // keys that all records have
}

func (h tagging) Handle(ctx context.Context, r slog.Record) error {
	said := slices.Clone(h.said)
	r.Attrs(func(a slog.Attr) bool {
		said = append(said, a.Key)
		return true
	})
	r = r.Clone()
	for _, known := range knownOf(ctx) {
		if known.Value.String() != "" && !slices.Contains(said, known.Key) {
			r.AddAttrs(known)
		}
	}
	return h.Handler.Handle(ctx, r)
}

// knownOf is what a context knows; empty where it doesn't.
func knownOf(ctx context.Context) []slog.Attr {
	tags := step.TagsOf(ctx)
	known := []slog.Attr{
		slog.String("run", tags.Run), slog.String("line", tags.Line),
		slog.String("customer", tags.Customer), slog.String("ticket", tags.Ticket),
		slog.String("invocation_id", host.InvocationID(ctx)),
	}
	if span := trace.SpanContextFromContext(ctx); span.HasTraceID() {
		known = append(known, slog.String("trace_id", span.TraceID().String()))
	}
	return known
}

// WithAttrs returns a log whose records all have attributes.
func (h tagging) WithAttrs(attributes []slog.Attr) slog.Handler {
	said := slices.Clone(h.said)
	for _, a := range attributes {
		said = append(said, a.Key)
	}
	return tagging{h.Handler.WithAttrs(attributes), said}
}

// WithGroup returns a log whose records have their attributes in a group, and
// what their context knows with them.
func (h tagging) WithGroup(name string) slog.Handler {
	return tagging{Handler: h.Handler.WithGroup(name)}
}
