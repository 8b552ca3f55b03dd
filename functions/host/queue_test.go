package host_test

import (
	"bytes"
	"context"
	"encoding/base64"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"usher/functions/host"
)

func fixture(t *testing.T, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", name))
	require.NoError(t, err)
	return data
}

// post calls a door as the host does and checks the rules of the answer.
func post(t *testing.T, door http.Handler, envelope []byte) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequest(http.MethodPost, "/execute", bytes.NewReader(envelope))
	r.ContentLength = -1
	r.Header.Set("X-Azure-Functions-Invocationid", "edce612d")
	r.Header.Set("Traceparent", hostSpan)
	return serve(t, door, r)
}

func serve(t *testing.T, door http.Handler, r *http.Request) *httptest.ResponseRecorder {
	t.Helper()
	w := httptest.NewRecorder()
	door.ServeHTTP(w, r)
	require.Equal(t, "application/json", w.Header().Get("Content-Type"), "the host fails an answer of another type")
	require.True(t, strings.HasPrefix(w.Body.String(), "{"), "the host hangs on an empty answer: %q", w.Body)
	return w
}

func atOnce(context.Context) {}

func TestQueueReadsWhatTheHostSends(t *testing.T) {
	t.Parallel()
	message := `{"run":"r1","line":"block-sign-in/ada","n":3}`
	delivery := host.Delivery{
		Count: 2, MessageID: "r1/block-sign-in/ada/3", InvocationID: "edce612d",
		Enqueued: time.Date(2026, 11, 23, 2, 58, 34, 0, time.UTC),
	}
	for name, want := range map[string]struct {
		body     string
		delivery host.Delivery
	}{
		"queue_binary.json":  {message, delivery},
		"queue_text.json":    {message, delivery},
		"queue_simple.json":  {message, delivery},
		"recorded_text.json": {`{"run":"r1","n":3}`, host.Delivery{InvocationID: "edce612d"}},
		"manual.json":        {`{"sys":"evil","a":1}`, host.Delivery{InvocationID: "edce612d"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			calls := 0
			door := host.Queue(func(ctx context.Context, body []byte, d host.Delivery) error {
				calls++
				require.JSONEq(t, want.body, string(body))
				require.Equal(t, want.delivery, d)
				require.Equal(t, "edce612d", host.InvocationID(ctx))
				require.Equal(t, hostSpan, host.Traceparent(ctx))
				return nil
			})
			w := post(t, door, fixture(t, name))
			require.Equal(t, http.StatusOK, w.Code)
			require.Equal(t, 1, calls)
		})
	}
}

func TestQueueBodyForms(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ data, body string }{
		"bytes":                {`"AAECAw=="`, "\x00\x01\x02\x03"},
		"no bytes":             {`""`, ""},
		"text in text":         {`"\"abcd\""`, "abcd"},
		"text as it is":        {`"hello, world"`, "hello, world"},
		"text that opens only": {`"\"abc"`, `"abc`},
		"number in text":       {`"{\"n\":1}"`, `{"n":1}`},
		"an object":            {`{"n":1}`, `{"n":1}`},
		"a list":               {`[1,2]`, `[1,2]`},
		"null":                 {`null`, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			door := host.Queue(func(_ context.Context, body []byte, d host.Delivery) error {
				require.Equal(t, c.body, string(body))
				require.Zero(t, d.Count)
				return nil
			}, host.Pause(atOnce))
			w := post(t, door, []byte(`{"Data":{"m":`+c.data+`},"Metadata":{"DeliveryCount":"many"}}`))
			require.Equal(t, http.StatusOK, w.Code)
		})
	}
}

func TestQueueRefusesWhatIsNoEnvelope(t *testing.T) {
	t.Parallel()
	for name, body := range map[string]string{
		"nothing":    "",
		"no JSON":    "<html>",
		"cut":        `{"Data":{"m":"AAE`,
		"a list":     `[]`,
		"no input":   `{"Data":{},"Metadata":{}}`,
		"two inputs": `{"Data":{"a":"","b":""}}`,
		"too large":  `{"Data":{"m":"` + strings.Repeat("A", 2000) + `"}}`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			door := host.Queue(func(context.Context, []byte, host.Delivery) error {
				t.Error("the door opened")
				return nil
			}, host.Pause(atOnce), host.Limit(1000))
			require.Equal(t, http.StatusInternalServerError, post(t, door, []byte(body)).Code)
		})
	}
}

func TestQueueIsForTheHostAlone(t *testing.T) {
	t.Parallel()
	door := host.Queue(func(context.Context, []byte, host.Delivery) error {
		t.Error("the door opened")
		return nil
	})
	w := serve(t, door, httptest.NewRequest(http.MethodGet, "/execute", nil))
	require.Equal(t, http.StatusMethodNotAllowed, w.Code)
}

func TestQueueAnswersFailuresOnceAfterAPause(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var log bytes.Buffer
		began := time.Now()
		door := host.Queue(func(context.Context, []byte, host.Delivery) error {
			return errors.New("no row")
		}, host.Log(slog.New(slog.NewJSONHandler(&log, nil))))
		w := post(t, door, fixture(t, "queue_binary.json"))
		require.Equal(t, http.StatusInternalServerError, w.Code)
		require.JSONEq(t, `{"error":{"code":"failed","message":"no row"}}`, w.Body.String())
		require.InDelta(t, time.Second, time.Since(began), float64(250*time.Millisecond))
		require.Equal(t, 1, strings.Count(log.String(), "\n"))
		require.Contains(t, log.String(), `"invocation_id":"edce612d"`)
	})
}

func TestQueuePauseEndsWithTheRequest(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		door := host.Queue(func(context.Context, []byte, host.Delivery) error {
			cancel()
			return errors.New("no row")
		})
		began := time.Now()
		r := httptest.NewRequestWithContext(ctx, http.MethodPost, "/execute", bytes.NewReader(fixture(t, "queue_binary.json")))
		require.Equal(t, http.StatusInternalServerError, serve(t, door, r).Code)
		require.Zero(t, time.Since(began))
	})
}

func TestQueueSurvivesAPanic(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	door := host.Queue(func(context.Context, []byte, host.Delivery) error { panic("index out of range") },
		host.Pause(atOnce), host.Log(slog.New(slog.NewJSONHandler(&log, nil))))
	w := post(t, door, fixture(t, "queue_binary.json"))
	require.Equal(t, http.StatusInternalServerError, w.Code)
	require.JSONEq(t, `{"error":{"code":"failed","message":"panic: index out of range"}}`, w.Body.String())
	require.Contains(t, log.String(), "queue_test.go", "the log says where")
}

func TestQueueHasADeadline(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		began := time.Now()
		door := host.Queue(func(ctx context.Context, _ []byte, _ host.Delivery) error {
			<-ctx.Done()
			return ctx.Err()
		}, host.Pause(atOnce))
		require.Equal(t, http.StatusInternalServerError, post(t, door, fixture(t, "queue_binary.json")).Code)
		require.Equal(t, 90*time.Second, time.Since(began))
	})
}

func TestQueueAnswersForWorkThatNeverEnds(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		began := time.Now()
		release := make(chan struct{})
		defer close(release)
		door := host.Queue(func(context.Context, []byte, host.Delivery) error {
			<-release
			return nil
		}, host.Pause(atOnce), host.Deadline(10*time.Second))
		require.Equal(t, http.StatusInternalServerError, post(t, door, fixture(t, "queue_binary.json")).Code)
		require.Equal(t, 15*time.Second, time.Since(began))
	})
}

func FuzzQueue(f *testing.F) {
	for _, name := range []string{"queue_binary.json", "queue_text.json", "queue_simple.json", "recorded_text.json", "manual.json", "timer.json"} {
		data, err := os.ReadFile(filepath.Join("testdata", name))
		require.NoError(f, err)
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, envelope []byte) {
		var got []byte
		door := host.Queue(func(_ context.Context, body []byte, _ host.Delivery) error {
			got = body
			return nil
		}, host.Pause(atOnce))
		post(t, door, envelope)
		post(t, host.Timer(func(context.Context, bool) error { return nil }, host.Pause(atOnce)), envelope)

		// Whatever a message holds, the host's own form brings it through.
		body := base64.StdEncoding.EncodeToString(envelope)
		require.Equal(t, http.StatusOK, post(t, door, []byte(`{"Data":{"m":"`+body+`"}}`)).Code)
		require.Equal(t, string(envelope), string(got))
	})
}
