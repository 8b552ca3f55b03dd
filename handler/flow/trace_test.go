package flow_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	sdk "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"
	"go.opentelemetry.io/otel/trace"

	"usher/handler/flow"
)

// postbox is a queue that keeps in which span each message was sent.
type postbox struct {
	flow.Queue
	mu    sync.Mutex
	spans map[flow.Message]trace.SpanContext
}

func (p *postbox) Send(ctx context.Context, queue string, m flow.Message, at time.Time) error {
	p.mu.Lock()
	p.spans[m] = trace.SpanContextFromContext(ctx)
	p.mu.Unlock()
	return p.Queue.Send(ctx, queue, m, at)
}

// TestVisitsToLinesAreSpans carries a run out below one trace: each visit is a
// span of the step's name, and what it owes is sent within it.
func TestVisitsToLinesAreSpans(t *testing.T) {
	t.Parallel()
	spans := tracetest.NewSpanRecorder()
	tracer := sdk.NewTracerProvider(sdk.WithSpanProcessor(spans)).Tracer("")
	r := newRig(t, func(r *rig) { r.tracer = tracer })
	posts := &postbox{Queue: r.queue, spans: map[flow.Message]trace.SpanContext{}}
	r.Queue = posts
	r.tenant.fault = stopAt("leave Forecast", errors.New("Priya Nair was there"))
	r.approve()

	ctx, door := tracer.Start(t.Context(), "door")
	for {
		d, ok := r.queue.next(r.clock.Now().Add(time.Hour))
		if !ok {
			break
		}
		r.clock.reach(d.at)
		if d.queue == flow.AdvanceQueue {
			require.NoError(t, r.Advance(ctx, d.message))
			continue
		}
		require.NoError(t, r.Execute(ctx, d.message))
	}
	door.End()

	seen := map[string]int{}
	ids := map[trace.SpanID]bool{door.SpanContext().SpanID(): true}
	run := r.run().ID
	for _, span := range tracetest.SpanStubsFromReadOnlySpans(spans.Ended()) {
		if span.SpanContext.TraceID() != door.SpanContext().TraceID() {
			continue // before
		}
		seen[span.Name]++
		ids[span.SpanContext.SpanID()] = true
		values := map[string]string{}
		for _, a := range span.Attributes {
			values[string(a.Key)] = a.Value.Emit()
			for _, word := range []string{"priya", "nair", "Forecast", "contoso.example"} {
				require.NotContains(t, strings.ToLower(a.Value.Emit()), strings.ToLower(word), "%s of %s", a.Key, span.Name)
			}
		}
		require.Equal(t, run, values["usher.run"], span.Name)
		require.Equal(t, "contoso", values["usher.customer"], span.Name)
		require.Equal(t, "T-1", values["usher.ticket"], span.Name)
		require.Empty(t, span.Events)
		require.Empty(t, span.Status.Description)
		if span.Name != "door" {
			require.Equal(t, door.SpanContext().SpanID(), span.Parent.SpanID())
			require.NotEmpty(t, values["usher.line"])
			require.NotEmpty(t, values["usher.state"])
		}
	}
	for name, least := range map[string]int{"door": 1, "block": 1, "leave": 7, "close": 1} {
		require.GreaterOrEqual(t, seen[name], least, "%s: %v", name, seen)
	}
	within := 0
	for m, span := range posts.spans {
		if ids[span.SpanID()] {
			within++
			require.Equal(t, door.SpanContext().TraceID(), span.TraceID(), "%v", m)
		}
	}
	require.Positive(t, within)
}

// TestTraceGoesOnWithoutATracer carries a line out below a span that came from
// elsewhere, and records nothing.
func TestTraceGoesOnWithoutATracer(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	posts := &postbox{Queue: r.queue, spans: map[flow.Message]trace.SpanContext{}}
	r.Queue = posts
	r.approve()
	clear(posts.spans)
	traceID, err := trace.TraceIDFromHex("209e82d7c7b6a1d3f0a9b8c7d6e5f403")
	require.NoError(t, err)
	spanID, err := trace.SpanIDFromHex("8c98460102030405")
	require.NoError(t, err)
	came := trace.NewSpanContext(trace.SpanContextConfig{TraceID: traceID, SpanID: spanID, Remote: true})
	d := r.take()
	require.Equal(t, flow.AdvanceQueue, d.queue)
	require.NoError(t, r.Advance(trace.ContextWithRemoteSpanContext(t.Context(), came), d.message))
	require.NotEmpty(t, posts.spans)
	for m, span := range posts.spans {
		require.Equal(t, came, span, "%v", m)
	}
}
