package telemetry_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/trace"

	"usher/handler/internal/telemetry"
)

// newCollector is a double without TLS, as collectors on the same machine are.
func newCollector(t *testing.T, answer func(w http.ResponseWriter, n int)) *insights {
	t.Helper()
	in := &insights{}
	in.Server = httptest.NewServer(in.door(answer))
	t.Cleanup(in.Close)
	return in
}

// remote is a context that came with a span.
func remote(t *testing.T) context.Context {
	t.Helper()
	traceID, err := trace.TraceIDFromHex("209e82d7c7b6a1d3f0a9b8c7d6e5f403")
	require.NoError(t, err)
	spanID, err := trace.SpanIDFromHex("8c98460102030405")
	require.NoError(t, err)
	return trace.ContextWithRemoteSpanContext(t.Context(), trace.NewSpanContext(trace.SpanContextConfig{TraceID: traceID, SpanID: spanID}))
}

func TestSpansAsACollectorTakesThem(t *testing.T) {
	t.Parallel()
	in := newCollector(t, func(w http.ResponseWriter, _ int) { _, _ = io.WriteString(w, `{"partialSuccess":{}}`) })
	var log bytes.Buffer
	tracer, stop, err := telemetry.StartTraces(telemetry.TraceOptions{Endpoint: in.URL + "/", Log: telemetry.NewLog(&log, slog.LevelDebug, true)})
	require.NoError(t, err)
	other := trace.SpanContextFromContext(remote(t))
	ctx, door := tracer.Start(remote(t), "execute", trace.WithSpanKind(trace.SpanKindServer), trace.WithLinks(trace.Link{SpanContext: other}))
	_, line := tracer.Start(ctx, "block-sign-in")
	line.SetAttributes(attribute.String("usher.run", "r-1-1"), attribute.Int("usher.attempts", 2))
	line.RecordError(errors.New("Priya Nair"))
	line.SetStatus(codes.Error, "Priya Nair")
	line.End()
	door.End()
	require.NoError(t, stop(t.Context()))

	requests, bodies := in.got()
	require.Len(t, requests, 1)
	require.Equal(t, "/v1/traces", requests[0].URL.String())
	require.Equal(t, "application/json", requests[0].Header.Get("Content-Type"))
	require.NotContains(t, bodies[0], "Priya")
	require.Empty(t, log.String())

	var sent struct {
		ResourceSpans []struct {
			Resource   json.RawMessage
			ScopeSpans []struct {
				Scope json.RawMessage
				Spans []map[string]any
			}
		}
	}
	require.NoError(t, json.Unmarshal([]byte(bodies[0]), &sent))
	require.JSONEq(t, `{"attributes":[{"key":"service.name","value":{"stringValue":"usher"}}]}`, string(sent.ResourceSpans[0].Resource))
	require.JSONEq(t, `{"name":"usher"}`, string(sent.ResourceSpans[0].ScopeSpans[0].Scope))
	spans := sent.ResourceSpans[0].ScopeSpans[0].Spans
	require.Len(t, spans, 2)
	for _, span := range spans {
		require.Equal(t, "209e82d7c7b6a1d3f0a9b8c7d6e5f403", span["traceId"])
		require.Regexp(t, `^[0-9a-f]{16}$`, span["spanId"])
		require.Regexp(t, `^1[0-9]{18}$`, span["startTimeUnixNano"])
		require.Regexp(t, `^1[0-9]{18}$`, span["endTimeUnixNano"])
		delete(span, "startTimeUnixNano")
		delete(span, "endTimeUnixNano")
	}
	require.Equal(t, map[string]any{
		"traceId": "209e82d7c7b6a1d3f0a9b8c7d6e5f403", "spanId": line.SpanContext().SpanID().String(), "parentSpanId": door.SpanContext().SpanID().String(),
		"name": "block-sign-in", "kind": 1.0, "status": map[string]any{"code": 2.0},
		"attributes": []any{
			map[string]any{"key": "usher.run", "value": map[string]any{"stringValue": "r-1-1"}},
			map[string]any{"key": "usher.attempts", "value": map[string]any{"intValue": "2"}},
		},
	}, spans[0])
	require.Equal(t, map[string]any{
		"traceId": "209e82d7c7b6a1d3f0a9b8c7d6e5f403", "spanId": door.SpanContext().SpanID().String(), "parentSpanId": "8c98460102030405",
		"name": "execute", "kind": 2.0, "status": map[string]any{},
		"links": []any{map[string]any{"traceId": "209e82d7c7b6a1d3f0a9b8c7d6e5f403", "spanId": "8c98460102030405"}},
	}, spans[1])
}

// TestTracesThatArentTakenAreLogged has a collector refuse in every way.
func TestTracesThatArentTakenAreLogged(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		answer func(w http.ResponseWriter, n int)
		logged string
	}{
		"all": {func(w http.ResponseWriter, _ int) { w.WriteHeader(http.StatusServiceUnavailable) }, "answered 503"},
		"elsewhere": {func(w http.ResponseWriter, _ int) {
			w.Header().Set("Location", "/other")
			w.WriteHeader(http.StatusTemporaryRedirect)
		}, "answered 307"},
		"some": {func(w http.ResponseWriter, _ int) {
			_, _ = io.WriteString(w, `{"partialSuccess":{"rejectedSpans":"1","errorMessage":"too old"}}`)
		}, "1 spans rejected: too old"},
		"none, in another form": {func(w http.ResponseWriter, _ int) { _, _ = io.WriteString(w, "ok") }, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			in := newCollector(t, c.answer)
			var log bytes.Buffer
			tracer, stop, err := telemetry.StartTraces(telemetry.TraceOptions{Endpoint: in.URL, Log: telemetry.NewLog(&log, slog.LevelDebug, true)})
			require.NoError(t, err)
			_, span := tracer.Start(t.Context(), "execute")
			span.End()
			require.NoError(t, stop(t.Context()))
			requests, _ := in.got()
			require.Len(t, requests, 1)
			if c.logged == "" {
				require.Empty(t, log.String())
				return
			}
			require.Contains(t, log.String(), "traces not handed on")
			require.Contains(t, log.String(), c.logged)
		})
	}
}

// TestWithoutAnEndpointTheTraceGoesOn records nothing, and hands on what came.
func TestWithoutAnEndpointTheTraceGoesOn(t *testing.T) {
	t.Parallel()
	tracer, stop, err := telemetry.StartTraces(telemetry.TraceOptions{})
	require.NoError(t, err)
	ctx, span := tracer.Start(remote(t), "execute")
	require.False(t, span.IsRecording())
	span.End()
	require.Equal(t, trace.SpanContextFromContext(remote(t)), trace.SpanContextFromContext(ctx))
	require.NoError(t, stop(t.Context()))
}

func TestEndpointsThatCantBeRight(t *testing.T) {
	t.Parallel()
	for _, endpoint := range []string{"127.0.0.1:4318", "grpc://127.0.0.1:4317", "https://", "https://user:pass@collector.example", "https://collector.example?key=canary", "\x7f"} {
		_, _, err := telemetry.StartTraces(telemetry.TraceOptions{Endpoint: endpoint})
		require.Error(t, err, endpoint)
		require.NotContains(t, err.Error(), "canary")
		require.NotContains(t, err.Error(), "pass")
	}
}
