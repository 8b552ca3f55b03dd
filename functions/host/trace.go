package host

import (
	"context"
	"encoding/json"
	"fmt"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/propagation"
	"go.opentelemetry.io/otel/trace"
	"go.opentelemetry.io/otel/trace/noop"
)

// Trace says by which tracer a door begins a span for each call. Without it a
// door begins none, and the traceparent of the host goes on as it came.
func Trace(tracer trace.Tracer) Option {
	return func(d *door) {
		if tracer != nil {
			d.tracer = tracer
		}
	}
}

func noTracer() trace.Tracer { return noop.NewTracerProvider().Tracer("") }

// Traceparent is the W3C trace context of the span that ctx belongs to, to be
// handed on to whatever is called; empty where there is none.
// Source: www.w3.org/TR/trace-context
func Traceparent(ctx context.Context) string {
	span := trace.SpanContextFromContext(ctx)
	if !span.IsValid() {
		return ""
	}
	return fmt.Sprintf("00-%s-%s-%s", span.TraceID(), span.SpanID(), span.TraceFlags()&trace.FlagsSampled)
}

// withTraceparent has spans begin below the one that traceparent names. What
// isn't a traceparent changes nothing.
func withTraceparent(ctx context.Context, traceparent string) context.Context {
	return propagation.TraceContext{}.Extract(ctx, propagation.MapCarrier{"traceparent": traceparent})
}

// begin begins the span of a call. The sender's span is its parent where the
// host named none, and else a link: the host has made a span of its own, which
// is as good a parent and knows the sender, too.
func (d *door) begin(ctx context.Context, name, sender string) (context.Context, trace.Span) {
	from := trace.SpanContextFromContext(withTraceparent(context.Background(), sender))
	options := []trace.SpanStartOption{trace.WithSpanKind(trace.SpanKindServer)}
	switch {
	case !from.IsValid():
	case trace.SpanContextFromContext(ctx).IsValid():
		options = append(options, trace.WithLinks(trace.Link{SpanContext: from}))
	default:
		ctx = trace.ContextWithRemoteSpanContext(ctx, from)
	}
	ctx, span := d.tracer.Start(ctx, name, options...)
	if id := InvocationID(ctx); id != "" && span.IsRecording() {
		span.SetAttributes(attribute.String("faas.invocation_id", id))
	}
	return ctx, span
}

// finish ends a span. What went wrong is for the log: it may name people.
func finish(span trace.Span, failed bool) {
	if failed {
		span.SetStatus(codes.Error, "")
	}
	span.End()
}

// senderKey is the application property in which the Service Bus clients of
// Azure's SDKs hand on the traceparent of whoever sends.
const senderKey = "Diagnostic-Id"

// sender is the traceparent of whoever sent the message; empty where it isn't
// said.
func (e envelope) sender() string {
	raw := e.Metadata["ApplicationProperties"]
	var properties map[string]any
	if json.Unmarshal(raw, &properties) != nil && json.Unmarshal([]byte(text(raw)), &properties) != nil {
		return ""
	}
	id, _ := properties[senderKey].(string)
	return id
}
