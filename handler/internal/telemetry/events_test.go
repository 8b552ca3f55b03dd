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
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/otel/trace"

	"usher/handler/flow"
	"usher/handler/internal/telemetry"
)

const (
	instrumentation = "0a1b2c3d-0000-4000-8000-00000000feed"
	bearer          = "canary-bearer-token"
)

// insights is an Application Insights that answers by script.
type insights struct {
	*httptest.Server
	mu       sync.Mutex
	requests []*http.Request
	bodies   []string
}

// newInsights answers the n-th request, counted from 1.
func newInsights(t *testing.T, answer func(w http.ResponseWriter, n int)) *insights {
	t.Helper()
	in := &insights{}
	in.Server = httptest.NewTLSServer(in.door(answer))
	t.Cleanup(in.Close)
	return in
}

func (in *insights) door(answer func(w http.ResponseWriter, n int)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		in.mu.Lock()
		in.requests, in.bodies = append(in.requests, r), append(in.bodies, string(body))
		n := len(in.requests)
		in.mu.Unlock()
		answer(w, n)
	}
}

// got returns the requests that came, and their bodies.
func (in *insights) got() ([]*http.Request, []string) {
	in.mu.Lock()
	defer in.mu.Unlock()
	return slices.Clone(in.requests), slices.Clone(in.bodies)
}

func taken(w http.ResponseWriter, _ int) {
	_, _ = io.WriteString(w, `{"itemsReceived":1,"itemsAccepted":1,"errors":[]}`)
}

func (in *insights) connection() string {
	return "InstrumentationKey=" + instrumentation + ";IngestionEndpoint=" + in.URL + "/;LiveEndpoint=https://live.example/"
}

// credential gives tokens as Entra does.
type credential struct {
	mu     sync.Mutex
	scopes []string
	err    error
}

func (c *credential) GetToken(_ context.Context, o policy.TokenRequestOptions) (azcore.AccessToken, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.scopes = append(c.scopes, o.Scopes...)
	return azcore.AccessToken{Token: bearer, ExpiresOn: time.Now().Add(time.Hour)}, c.err
}

// still is a clock that doesn't move and never sleeps.
type still struct{ slept *[]time.Duration }

func (still) Now() time.Time { return time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC) }

func (s still) Sleep(ctx context.Context, d time.Duration) error {
	*s.slept = append(*s.slept, d)
	return ctx.Err()
}

// sender is a client of an Application Insights, and what it logged.
type sender struct {
	*telemetry.Events
	log   bytes.Buffer
	slept []time.Duration
	token credential
}

func newSender(t *testing.T, in *insights) *sender {
	t.Helper()
	s := &sender{}
	events, err := telemetry.OpenEvents(telemetry.EventOptions{
		Connection: in.connection(), Credential: &s.token, Clock: still{&s.slept}, Log: telemetry.NewLog(&s.log, slog.LevelDebug, true), HTTP: in.Client(),
	})
	require.NoError(t, err)
	s.Events = events
	return s
}

func end(run string) flow.RunEnd {
	return flow.RunEnd{Run: run, Customer: "contoso", Ticket: "T-1", Action: "offboard", Status: flow.StatusSuccess, Lines: 14, Cut: "yes"}
}

func TestEventAsApplicationInsightsTakesIt(t *testing.T) {
	t.Parallel()
	in := newInsights(t, taken)
	s := newSender(t, in)
	traceID, err := trace.TraceIDFromHex("209e82d7c7b6a1d3f0a9b8c7d6e5f403")
	require.NoError(t, err)
	spanID, err := trace.SpanIDFromHex("8c98460102030405")
	require.NoError(t, err)
	ctx, cancel := context.WithCancel(trace.ContextWithSpanContext(t.Context(), trace.NewSpanContext(trace.SpanContextConfig{TraceID: traceID, SpanID: spanID})))
	s.Ended(ctx, end("r-1-1"))
	cancel() // the run's own time is over before the event is sent
	require.NoError(t, s.Close(t.Context()))

	requests, bodies := in.got()
	require.Len(t, requests, 1)
	require.Equal(t, http.MethodPost, requests[0].Method)
	require.Equal(t, "/v2.1/track", requests[0].URL.String())
	require.Equal(t, "Bearer "+bearer, requests[0].Header.Get("Authorization"))
	require.Equal(t, "application/json", requests[0].Header.Get("Content-Type"))
	require.Equal(t, []string{"https://monitor.azure.com//.default"}, s.token.scopes)
	require.JSONEq(t, `[{
		"name": "Microsoft.ApplicationInsights.0a1b2c3d00004000800000000000feed.Event",
		"time": "2026-11-23T09:00:00Z",
		"iKey": "0a1b2c3d-0000-4000-8000-00000000feed",
		"tags": {
			"ai.cloud.role": "usher", "ai.internal.sdkVersion": "usher",
			"ai.operation.id": "209e82d7c7b6a1d3f0a9b8c7d6e5f403", "ai.operation.parentId": "8c98460102030405"
		},
		"data": {"baseType": "EventData", "baseData": {"ver": 2, "name": "RunFinished", "properties": {
			"run": "r-1-1", "customer": "contoso", "ticket": "T-1", "action": "offboard", "status": "success", "lines": "14", "cut": "yes"
		}}}
	}]`, bodies[0])
	require.Empty(t, s.log.String())
}

// TestWhatIsntTakenIsLogged has Application Insights refuse in every way. No
// way may hold a run up, and none tells the token.
func TestWhatIsntTakenIsLogged(t *testing.T) {
	t.Parallel()
	partial := `{"itemsReceived":2,"itemsAccepted":1,"errors":[{"index":1,"statusCode":400,"message":"Field 'time' is too old; ` + bearer + `"}]}`
	for name, c := range map[string]struct {
		answer func(w http.ResponseWriter, n int)
		calls  int
		logged string
	}{
		"in part": {func(w http.ResponseWriter, _ int) {
			w.WriteHeader(http.StatusPartialContent)
			_, _ = io.WriteString(w, partial)
		}, 1, "answered 206: 1 of 2 taken; item 1: 400 Field 'time' is too old; [secret]"},
		"in part, and said as a success": {func(w http.ResponseWriter, _ int) { _, _ = io.WriteString(w, partial) }, 1, "1 of 2 taken"},
		"never":                          {func(w http.ResponseWriter, _ int) { w.WriteHeader(http.StatusBadRequest) }, 1, "answered 400"},
		"forbidden":                      {func(w http.ResponseWriter, _ int) { w.WriteHeader(http.StatusForbidden) }, 1, "answered 403"},
		"elsewhere": {func(w http.ResponseWriter, _ int) {
			w.Header().Set("Location", "/other")
			w.WriteHeader(http.StatusPermanentRedirect)
		}, 1, "answered 308"},
		"not now": {func(w http.ResponseWriter, _ int) { w.WriteHeader(http.StatusServiceUnavailable) }, 3, "answered 503"},
		"only the third time": {func(w http.ResponseWriter, n int) {
			if n < 3 {
				w.WriteHeader(http.StatusTooManyRequests)
			}
		}, 3, ""},
		"by nobody": {func(w http.ResponseWriter, _ int) {
			connection, _, err := w.(http.Hijacker).Hijack()
			if err == nil {
				_ = connection.Close()
			}
		}, 3, "EOF"},
		"with nonsense": {func(w http.ResponseWriter, _ int) { _, _ = io.WriteString(w, "<html>") }, 1, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			in := newInsights(t, c.answer)
			s := newSender(t, in)
			s.Ended(t.Context(), end("r-1-1"))
			require.NoError(t, s.Close(t.Context()))
			requests, _ := in.got()
			require.Len(t, requests, c.calls)
			require.Equal(t, []time.Duration{2 * time.Second, 4 * time.Second}[:c.calls-min(1, c.calls)], append([]time.Duration{}, s.slept...))
			require.NotContains(t, s.log.String(), bearer)
			if c.logged == "" {
				require.Empty(t, s.log.String())
				return
			}
			record := map[string]any{}
			require.NoError(t, json.Unmarshal(s.log.Bytes(), &record), "one line: %s", s.log.String())
			require.Equal(t, "WARN", record["level"])
			require.Equal(t, "events not taken", record["msg"])
			require.Equal(t, "r-1-1", record["runs"])
			require.Contains(t, record["error"], c.logged)
		})
	}
}

func TestWithoutATokenNothingIsSent(t *testing.T) {
	t.Parallel()
	in := newInsights(t, taken)
	s := newSender(t, in)
	s.token.err = errors.New("no identity here")
	s.Ended(t.Context(), end("r-1-1"))
	require.NoError(t, s.Close(t.Context()))
	requests, _ := in.got()
	require.Empty(t, requests)
	require.Contains(t, s.log.String(), "no identity here")
}

// TestManyEndsGoTogether tells of many ends while the first event is on its
// way: what waits goes in few requests, and what is too much is dropped.
func TestManyEndsGoTogether(t *testing.T) {
	t.Parallel()
	began, release := make(chan struct{}), make(chan struct{})
	in := newInsights(t, func(w http.ResponseWriter, n int) {
		if n == 1 {
			close(began)
			<-release
		}
		taken(w, n)
	})
	s := newSender(t, in)
	s.Ended(t.Context(), end("r-first"))
	<-began
	const waiting, dropped = 1000, 7
	for i := range waiting + dropped {
		s.Ended(t.Context(), end("r-"+strconv.Itoa(i)))
	}
	close(release)
	require.NoError(t, s.Close(t.Context()))
	requests, bodies := in.got()
	require.Len(t, requests, 1+waiting/100)
	sent := strings.Join(bodies, "\n")
	for i := range waiting {
		require.Equal(t, 1, strings.Count(sent, `"r-`+strconv.Itoa(i)+`"`), i)
	}
	require.Equal(t, dropped, strings.Count(s.log.String(), "event dropped"))
}

// TestCloseEndsWithItsContext closes while Application Insights doesn't answer.
func TestCloseEndsWithItsContext(t *testing.T) {
	t.Parallel()
	began, release := make(chan struct{}), make(chan struct{})
	in := newInsights(t, func(http.ResponseWriter, int) {
		close(began)
		<-release
	})
	defer close(release)
	s := newSender(t, in)
	s.Ended(t.Context(), end("r-1-1"))
	<-began
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	require.ErrorIs(t, s.Close(ctx), context.Canceled)
}

func TestWithoutAConnectionNothingIsSent(t *testing.T) {
	t.Parallel()
	events, err := telemetry.OpenEvents(telemetry.EventOptions{})
	require.NoError(t, err)
	events.Ended(t.Context(), end("r-1-1"))
	require.NoError(t, events.Close(t.Context()))
}

// TestNoTokenGoesOutInTheClear sends to a double on this machine.
func TestNoTokenGoesOutInTheClear(t *testing.T) {
	t.Parallel()
	var token credential
	got := make(chan *http.Request, 1)
	double := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { got <- r }))
	defer double.Close()
	events, err := telemetry.OpenEvents(telemetry.EventOptions{
		Connection: "InstrumentationKey=" + instrumentation + ";IngestionEndpoint=" + double.URL, Credential: &token, Clock: still{&[]time.Duration{}},
		Log: slog.New(slog.DiscardHandler),
	})
	require.NoError(t, err)
	events.Ended(t.Context(), end("r-1-1"))
	require.NoError(t, events.Close(t.Context()))
	require.Empty(t, (<-got).Header.Get("Authorization"))
	require.Empty(t, token.scopes)
}

func TestConnectionStringsThatCantBeRight(t *testing.T) {
	t.Parallel()
	for connection, wrong := range map[string]string{
		"https://x.example":                                                 "no InstrumentationKey",
		"IngestionEndpoint=https://x.example/":                              "no InstrumentationKey",
		"InstrumentationKey=canary":                                         "no IngestionEndpoint",
		"InstrumentationKey=canary;IngestionEndpoint=":                      "no IngestionEndpoint",
		"InstrumentationKey=canary;IngestionEndpoint=http://x.example/":     "http, not https",
		"InstrumentationKey=canary;IngestionEndpoint=file://x.example/":     "file, not https",
		"InstrumentationKey=canary;IngestionEndpoint=https://u:p@x.example": "no IngestionEndpoint",
		"InstrumentationKey=canary;IngestionEndpoint=https://x.example?a=b": "no IngestionEndpoint",
	} {
		_, err := telemetry.OpenEvents(telemetry.EventOptions{Connection: connection, Log: slog.New(slog.DiscardHandler)})
		require.ErrorContains(t, err, wrong, connection)
		require.NotContains(t, err.Error(), "canary")
	}
}
