package wire

import (
	"context"
	"fmt"
	"net/http"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/trace"
)

// traced begins the span of one try of a call and has the other system go on
// with the trace: by traceparent alone, which holds ids. Baggage and
// tracestate stay here. Where nothing is recorded, the trace that ctx came
// with goes on.
// Source: www.w3.org/TR/trace-context
func (c *Client) traced(ctx context.Context, request *http.Request, try int) (end func(answer)) {
	span := trace.SpanFromContext(ctx)
	if c.Tracer != nil {
		_, span = c.Tracer.Start(ctx, request.Method+" "+c.Name, trace.WithSpanKind(trace.SpanKindClient))
	}
	if id := span.SpanContext(); id.IsValid() {
		request.Header.Set("Traceparent", fmt.Sprintf("00-%s-%s-%s", id.TraceID(), id.SpanID(), id.TraceFlags()&trace.FlagsSampled))
	}
	if c.Tracer == nil {
		return func(answer) {}
	}
	return func(got answer) { c.ended(span, request, got, try) }
}

// ended says what came of a try, without path, query, headers or body: all of
// them may name people.
func (c *Client) ended(span trace.Span, request *http.Request, got answer, try int) {
	defer span.End()
	if !span.IsRecording() {
		return
	}
	span.SetAttributes(attribute.String("http.request.method", request.Method), attribute.String("server.address", request.URL.Hostname()),
		attribute.Int("http.request.resend_count", try))
	if got.response != nil {
		span.SetAttributes(attribute.Int("http.response.status_code", got.response.StatusCode))
	}
	if got.response == nil || got.response.StatusCode >= http.StatusBadRequest {
		span.SetStatus(codes.Error, "")
	}
}
