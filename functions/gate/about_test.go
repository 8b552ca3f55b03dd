package gate_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"usher/functions/gate"
	"usher/functions/host"
	"usher/handler/flow"
	"usher/steps/step"
)

// TestFailedMessageIsNamedInTheLog has a verb fail: the door's line says which
// run and line it was about, and so would every line that the verb logs.
func TestFailedMessageIsNamedInTheLog(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	var tags step.Tags
	door := gate.Queue("execute", func(ctx context.Context, _ flow.Message) error {
		tags = step.TagsOf(ctx)
		return errors.New("no row")
	}, func(context.Context, flow.GivenUp) error { return nil },
		host.Pause(func(context.Context) {}), host.Log(slog.New(slog.NewJSONHandler(&log, nil))))
	r, err := host.NewQueueRequest(t.Context(), "execute", "message", []byte(`{"run":"r-1-1","line":"7","n":3}`), host.Delivery{Count: 1, InvocationID: "i-1"})
	require.NoError(t, err)
	door.ServeHTTP(httptest.NewRecorder(), r)
	require.Equal(t, step.Tags{Run: "r-1-1", Line: "7"}, tags)
	require.Contains(t, log.String(), `"invocation_id":"i-1","run":"r-1-1","line":"7"`)
}

func TestRequestIsNamedInTheLog(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	var tags step.Tags
	door := http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		ctx := gate.About(r.Context(), step.Tags{Customer: "contoso"})
		tags = step.TagsOf(gate.About(ctx, step.Tags{Ticket: "T-1\n"}))
	})
	host.Access(slog.New(slog.NewJSONHandler(&log, nil)), time.Now, door).
		ServeHTTP(httptest.NewRecorder(), httptest.NewRequest(http.MethodPost, "/api/intake/contoso", nil))
	require.Equal(t, step.Tags{Customer: "contoso", Ticket: "T-1\n"}, tags)
	require.Contains(t, log.String(), `"customer":"contoso","ticket":"T-1\n"`)
	require.NotContains(t, log.String(), `"run"`)
}
