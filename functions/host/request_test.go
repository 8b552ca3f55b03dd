package host_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"usher/functions/host"
)

func TestRequestsAreWhatDoorsRead(t *testing.T) {
	t.Parallel()
	want := host.Delivery{
		Count: 7, MessageID: "r1/\"quoted\" Müller/3", InvocationID: "i-1",
		Enqueued: time.Date(2026, 11, 23, 2, 58, 34, 0, time.UTC), Sender: senderSpan,
	}
	for _, body := range []string{"", "{}", `{"run":"r1"}`, `"text"`, "AAECAw==", "\x00\xff"} {
		got := "nothing came"
		door := host.Queue(func(_ context.Context, message []byte, d host.Delivery) error {
			got = string(message)
			require.Equal(t, want, d)
			return nil
		})
		r, err := host.NewQueueRequest(t.Context(), "execute", "message", []byte(body), want)
		require.NoError(t, err)
		require.Equal(t, http.StatusOK, serve(t, door, r).Code)
		require.Equal(t, body, got)
	}
}

func TestRequestsTravel(t *testing.T) {
	t.Parallel()
	var seen *http.Request
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		seen = r
		host.Timer(func(_ context.Context, pastDue bool) error {
			require.True(t, pastDue)
			return nil
		}).ServeHTTP(w, r)
	}))
	defer server.Close()
	address, err := url.Parse(server.URL)
	require.NoError(t, err)

	r, err := host.NewTimerRequest(t.Context(), "sweep", "tick", true, "i-2")
	require.NoError(t, err)
	r.URL.Host = address.Host
	answer, err := server.Client().Do(r)
	require.NoError(t, err)
	require.NoError(t, answer.Body.Close())
	require.Equal(t, http.StatusOK, answer.StatusCode)
	require.Equal(t, "/sweep", seen.URL.Path)
	require.Equal(t, http.MethodPost, seen.Method)
	require.Equal(t, []string{"chunked"}, seen.TransferEncoding)
	require.Equal(t, "application/json; charset=utf-8", seen.Header.Get("Content-Type"))
	require.Equal(t, "i-2", seen.Header.Get("X-Azure-Functions-Invocationid"))
}
