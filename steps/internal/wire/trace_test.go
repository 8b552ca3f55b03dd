package wire_test

import (
	"context"
	"log/slog"
	"net/http"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/otel/baggage"
	sdk "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"
	"go.opentelemetry.io/otel/trace"

	"usher/steps/step"
)

// callerSpan is the span in which calls are made.
func callerSpan(t *testing.T) trace.SpanContext {
	t.Helper()
	traceID, err := trace.TraceIDFromHex("209e82d7c7b6a1d3f0a9b8c7d6e5f403")
	require.NoError(t, err)
	spanID, err := trace.SpanIDFromHex("8c98460102030405")
	require.NoError(t, err)
	state, err := trace.ParseTraceState("vendor=priya")
	require.NoError(t, err)
	return trace.NewSpanContext(trace.SpanContextConfig{TraceID: traceID, SpanID: spanID, TraceFlags: trace.FlagsSampled, TraceState: state})
}

// headers keeps what each call carried.
type headers struct {
	mu   sync.Mutex
	seen []http.Header
}

func (h *headers) script(then script) script {
	return func(w http.ResponseWriter, r *http.Request, n int) {
		h.mu.Lock()
		h.seen = append(h.seen, r.Header.Clone())
		h.mu.Unlock()
		then(w, r, n)
	}
}

// callIn makes a call whose path and query name somebody, in a context.
func (r *rig) callIn(ctx context.Context, t *testing.T) error {
	t.Helper()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, r.client.Origin.String()+"/users/priya?search=priya", nil)
	require.NoError(t, err)
	response, err := r.client.RoundTrip(request)
	if err != nil {
		return err
	}
	return response.Body.Close()
}

func TestTraceGoesOnByItsIDsAlone(t *testing.T) {
	t.Parallel()
	var got headers
	rig := newRig(t, got.script(func(http.ResponseWriter, *http.Request, int) {}))
	require.NoError(t, rig.callIn(t.Context(), t))
	require.Empty(t, got.seen[0].Values("Traceparent"), "nobody traces")

	member, err := baggage.NewMember("who", "priya")
	require.NoError(t, err)
	luggage, err := baggage.New(member)
	require.NoError(t, err)
	ctx := baggage.ContextWithBaggage(trace.ContextWithRemoteSpanContext(t.Context(), callerSpan(t)), luggage)
	require.NoError(t, rig.callIn(ctx, t))
	require.Equal(t, []string{"00-209e82d7c7b6a1d3f0a9b8c7d6e5f403-8c98460102030405-01"}, got.seen[1].Values("Traceparent"))
	for _, header := range []string{"Baggage", "Tracestate"} {
		require.Empty(t, got.seen[1].Values(header))
	}
}

// TestEachTryIsASpan has a call throttled, then the server fail, then answer.
func TestEachTryIsASpan(t *testing.T) {
	t.Parallel()
	var got headers
	rig := newRig(t, got.script(func(w http.ResponseWriter, _ *http.Request, n int) {
		switch n {
		case 1:
			w.Header().Set("Retry-After", "1")
			w.WriteHeader(http.StatusTooManyRequests)
		case 2:
			w.WriteHeader(http.StatusServiceUnavailable)
		}
	}))
	spans := tracetest.NewSpanRecorder()
	rig.client.Tracer = sdk.NewTracerProvider(sdk.WithSpanProcessor(spans)).Tracer("")
	require.NoError(t, rig.callIn(trace.ContextWithRemoteSpanContext(t.Context(), callerSpan(t)), t))

	tries := tracetest.SpanStubsFromReadOnlySpans(spans.Ended())
	require.Len(t, tries, 3)
	for i, try := range tries {
		require.Equal(t, "GET Microsoft Graph", try.Name)
		require.Equal(t, "8c98460102030405", try.Parent.SpanID().String())
		require.Contains(t, got.seen[i].Get("Traceparent"), try.SpanContext.SpanID().String())
		require.Equal(t, map[bool]string{true: "Error", false: "Unset"}[i < 2], try.Status.Code.String())
		require.Empty(t, try.Status.Description)
		require.Empty(t, try.Events)
		for _, attribute := range try.Attributes {
			require.NotContains(t, attribute.Value.Emit(), "priya")
		}
	}
}

// watch is a log that keeps the tags of each line's context.
type watch struct {
	slog.Handler
	tags *[]step.Tags
}

func (watch) Enabled(context.Context, slog.Level) bool { return true }

func (w watch) Handle(ctx context.Context, _ slog.Record) error {
	*w.tags = append(*w.tags, step.TagsOf(ctx))
	return nil
}

// TestCallsAreLoggedInTheirContext lets the log say which line a call was for.
func TestCallsAreLoggedInTheirContext(t *testing.T) {
	t.Parallel()
	rig := newRig(t, func(w http.ResponseWriter, _ *http.Request, n int) {
		if n == 1 {
			w.Header().Set("Retry-After", "1")
			w.WriteHeader(http.StatusTooManyRequests)
		}
	})
	var seen []step.Tags
	rig.client.Log = slog.New(watch{slog.DiscardHandler, &seen})
	tags := step.Tags{Run: "r-1-1", Line: "7", Customer: "contoso", Ticket: "T-1"}
	require.NoError(t, rig.callIn(step.WithTags(t.Context(), tags), t))
	require.Equal(t, []step.Tags{tags, tags}, seen)
}
