package host_test

import (
	"bytes"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"usher/functions/host"
)

func access(t *testing.T, next http.HandlerFunc) (w *httptest.ResponseRecorder, log string) {
	t.Helper()
	var lines bytes.Buffer
	at := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	now := func() time.Time {
		at = at.Add(time.Second)
		return at
	}
	r := httptest.NewRequest(http.MethodGet, "/api/approve/r1?t=TOKEN", nil)
	r.Header.Set("X-Ms-Invocation-Id", "i-3")
	w = httptest.NewRecorder()
	defer func() {
		if value := recover(); value != nil {
			require.Equal(t, http.ErrAbortHandler, value)
		}
		log = lines.String()
		require.Equal(t, 1, strings.Count(log, "\n"))
		require.NotContains(t, log, "TOKEN")
		require.Contains(t, log, `"path":"/api/approve/r1"`)
		require.Contains(t, log, `"took":1000000000`)
		require.Contains(t, log, `"invocation_id":"i-3"`)
	}()
	host.Access(slog.New(slog.NewJSONHandler(&lines, nil)), now, next).ServeHTTP(w, r)
	return w, log
}

func TestAccessLogsOnceAndNeverTheQuery(t *testing.T) {
	t.Parallel()
	invocation := ""
	w, log := access(t, func(w http.ResponseWriter, r *http.Request) {
		invocation = host.InvocationID(r.Context())
		host.Problem(w, http.StatusGone, "expired", "This link has expired.", "Ask for a new one.")
	})
	require.Equal(t, "i-3", invocation)
	require.Equal(t, http.StatusGone, w.Code)
	require.JSONEq(t, `{"error":{"code":"expired","message":"This link has expired.","hint":"Ask for a new one."}}`, w.Body.String())
	require.Contains(t, log, `"status":410`)
	require.Contains(t, log, `"level":"INFO"`)
}

func TestAccessSeesTheStatusThatIsntSaid(t *testing.T) {
	t.Parallel()
	for name, door := range map[string]http.HandlerFunc{
		"nothing": func(http.ResponseWriter, *http.Request) {},
		"text":    func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("ok")) },
	} {
		w, log := access(t, door)
		require.Equal(t, http.StatusOK, w.Code, name)
		require.Contains(t, log, `"status":200`, name)
	}
}

func TestAccessTurnsAPanicIntoAnAnswer(t *testing.T) {
	t.Parallel()
	w, log := access(t, func(http.ResponseWriter, *http.Request) { panic("nil map") })
	require.Equal(t, http.StatusInternalServerError, w.Code)
	require.NotContains(t, w.Body.String(), "nil map")
	require.Contains(t, log, "nil map")
	require.Contains(t, log, `"status":500`)
}

func TestAccessBreaksAnAnswerOffThatPanicked(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(host.Access(slog.New(slog.DiscardHandler), time.Now,
		http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			_, _ = w.Write([]byte("half"))
			w.(http.Flusher).Flush()
			panic("nil map")
		})))
	defer server.Close()
	answer, err := server.Client().Get(server.URL)
	require.NoError(t, err)
	defer answer.Body.Close()
	var body bytes.Buffer
	_, err = body.ReadFrom(answer.Body)
	require.Error(t, err, "a cut answer must not look whole")
}
