package host_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	sdk "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"

	"usher/functions/host"
)

// What the host and a sender hand on.
const (
	hostSpan   = "00-209e82d7c7b6a1d3f0a9b8c7d6e5f403-8c98460102030405-01"
	senderSpan = "00-5e4d3c2b1a09f8e7d6c5b4a392817061-1122334455667788-01"
)

func id(traceparent string, part int) string { return strings.Split(traceparent, "-")[part] }

// recorded returns a tracer's provider, and what it recorded.
func recorded() (*sdk.TracerProvider, *tracetest.SpanRecorder) {
	spans := tracetest.NewSpanRecorder()
	return sdk.NewTracerProvider(sdk.WithSpanProcessor(spans)), spans
}

func message(t *testing.T, d host.Delivery, traceparent string) *http.Request {
	t.Helper()
	r, err := host.NewQueueRequest(t.Context(), "execute", "message", []byte(`{"run":"r1"}`), d)
	require.NoError(t, err)
	if traceparent != "" {
		r.Header.Set("Traceparent", traceparent)
	}
	return r
}

// TestTracesGoOn has host and sender name a span each, or none, or something
// else, and looks at where the door's own span begins.
func TestTracesGoOn(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ host, sender, parent, link string }{
		"nobody":              {},
		"the host":            {host: hostSpan, parent: hostSpan},
		"the sender":          {sender: senderSpan, parent: senderSpan},
		"both":                {host: hostSpan, sender: senderSpan, parent: hostSpan, link: senderSpan},
		"nonsense":            {host: "00-209e82-8c9846-00", sender: "<script>"},
		"zeros":               {host: "00-00000000000000000000000000000000-0000000000000000-01"},
		"nonsense and sender": {host: strings.Repeat("0", 1<<10), sender: senderSpan, parent: senderSpan},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			provider, spans := recorded()
			handedOn := map[bool]string{}
			for _, tracing := range []bool{true, false} {
				var options []host.Option
				if tracing {
					options = append(options, host.Trace(provider.Tracer("")))
				}
				door := host.Queue(func(ctx context.Context, _ []byte, d host.Delivery) error {
					handedOn[tracing] = host.Traceparent(ctx)
					require.Equal(t, c.sender, d.Sender)
					return nil
				}, options...)
				require.Equal(t, http.StatusOK, serve(t, door, message(t, host.Delivery{InvocationID: "i-1", Sender: c.sender}, c.host)).Code)
			}
			require.Equal(t, c.parent, handedOn[false], "without a tracer it goes on as it came")
			require.Len(t, spans.Ended(), 1)
			span := spans.Ended()[0]
			require.Equal(t, "execute", span.Name())
			require.Equal(t, id(handedOn[true], 1), span.SpanContext().TraceID().String())
			require.Equal(t, id(handedOn[true], 2), span.SpanContext().SpanID().String())
			if c.parent == "" {
				require.False(t, span.Parent().IsValid())
			} else {
				require.Equal(t, id(c.parent, 1), span.Parent().TraceID().String())
				require.Equal(t, id(c.parent, 2), span.Parent().SpanID().String())
			}
			if c.link == "" {
				require.Empty(t, span.Links())
			} else {
				require.Equal(t, id(c.link, 2), span.Links()[0].SpanContext.SpanID().String())
			}
		})
	}
}

// TestSenderInEveryForm reads the sender as the host's versions encode it.
func TestSenderInEveryForm(t *testing.T) {
	t.Parallel()
	quoted := `{\"Diagnostic-Id\":\"` + senderSpan + `\"}`
	for properties, want := range map[string]string{
		`{"Diagnostic-Id":"` + senderSpan + `","other":1}`: senderSpan,
		`"` + quoted + `"`:     senderSpan,
		`{"Diagnostic-Id":7}`:  "",
		`{"diagnostic-id":""}`: "",
		`null`:                 "",
		`[]`:                   "",
		`"text"`:               "",
	} {
		got := "nothing came"
		door := host.Queue(func(_ context.Context, _ []byte, d host.Delivery) error { got = d.Sender; return nil })
		require.Equal(t, http.StatusOK, post(t, door, []byte(`{"Data":{"m":"AAEC"},"Metadata":{"ApplicationProperties":`+properties+`}}`)).Code, properties)
		require.Equal(t, want, got, properties)
	}
}

func TestSpanOfAFailureNamesNobody(t *testing.T) {
	t.Parallel()
	provider, spans := recorded()
	for _, door := range []http.Handler{
		host.Queue(func(context.Context, []byte, host.Delivery) error { return errors.New("Priya Nair") }, host.Pause(atOnce), host.Trace(provider.Tracer(""))),
		host.Queue(func(context.Context, []byte, host.Delivery) error { panic("Priya Nair") }, host.Pause(atOnce), host.Trace(provider.Tracer(""))),
		host.Timer(func(context.Context, bool) error { return errors.New("Priya Nair") }, host.Pause(atOnce), host.Trace(provider.Tracer(""))),
	} {
		require.Equal(t, http.StatusInternalServerError, serve(t, door, message(t, host.Delivery{InvocationID: "i-1"}, "")).Code)
	}
	require.Len(t, spans.Ended(), 3)
	for _, span := range tracetest.SpanStubsFromReadOnlySpans(spans.Ended()) {
		require.Equal(t, "Error", span.Status.Code.String())
		require.Empty(t, span.Status.Description)
		require.Empty(t, span.Events)
	}
}

// TestRequestsAreTracedByTheirPattern opens a door to whose query nobody may
// listen.
func TestRequestsAreTracedByTheirPattern(t *testing.T) {
	t.Parallel()
	provider, spans := recorded()
	doors := http.NewServeMux()
	within := ""
	doors.HandleFunc("/api/approve/{run}", func(w http.ResponseWriter, r *http.Request) {
		within = host.Traceparent(r.Context())
		host.Problem(w, http.StatusBadGateway, "x", "x", "")
	})
	r := httptest.NewRequest(http.MethodGet, "/api/approve/priya.nair@contoso.example?t=TOKEN", nil)
	r.Header.Set("Traceparent", hostSpan)
	r.Header.Set("Baggage", "who=priya")
	host.Access(slog.New(slog.DiscardHandler), time.Now, doors, host.Trace(provider.Tracer(""))).ServeHTTP(httptest.NewRecorder(), r)
	require.Equal(t, id(hostSpan, 1), id(within, 1))
	require.NotEqual(t, id(hostSpan, 2), id(within, 2))
	require.Len(t, spans.Ended(), 1)
	span := tracetest.SpanStubFromReadOnlySpan(spans.Ended()[0])
	require.Equal(t, "/api/approve/{run}", span.Name)
	require.Equal(t, "Error", span.Status.Code.String())
	for _, attribute := range span.Attributes {
		require.NotContains(t, attribute.Value.Emit(), "priya")
		require.NotContains(t, attribute.Value.Emit(), "TOKEN")
	}
}

// TestDoorsOwnLineSaysWhatWasNoted notes something and fails, works on beyond
// its time, or panics.
func TestDoorsOwnLineSaysWhatWasNoted(t *testing.T) {
	t.Parallel()
	for name, fail := range map[string]func() error{
		"fails":  func() error { return errors.New("no row") },
		"panics": func() error { panic("no row") },
	} {
		var log bytes.Buffer
		door := host.Queue(func(ctx context.Context, _ []byte, _ host.Delivery) error {
			host.Note(ctx, slog.String("run", "r-1-1"), slog.String("line", "7"))
			return fail()
		}, host.Pause(atOnce), host.Log(slog.New(slog.NewJSONHandler(&log, nil))))
		require.Equal(t, http.StatusInternalServerError, post(t, door, fixture(t, "queue_binary.json")).Code)
		require.Contains(t, log.String(), `"invocation_id":"edce612d","run":"r-1-1","line":"7"`, name)
	}
	_, log := access(t, func(_ http.ResponseWriter, r *http.Request) {
		host.Note(r.Context(), slog.String("customer", "contoso"))
	})
	require.Contains(t, log, `"customer":"contoso"`)
	host.Note(t.Context(), slog.String("run", "nobody listens"))
}

func TestLongInvocationIDsAreCut(t *testing.T) {
	t.Parallel()
	r := httptest.NewRequest(http.MethodGet, "/", nil)
	r.Header.Set("X-Ms-Invocation-Id", strings.Repeat("x", 1<<16))
	got := ""
	host.Access(slog.New(slog.DiscardHandler), time.Now, http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		got = host.InvocationID(r.Context())
	})).ServeHTTP(httptest.NewRecorder(), r)
	require.Len(t, got, 64)
	require.Empty(t, host.InvocationID(t.Context()))
	require.Empty(t, host.Traceparent(t.Context()))
}
