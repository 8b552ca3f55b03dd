package wire_test

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"usher/steps/internal/wire"
	"usher/steps/step"
)

// rig is a client in front of a server that answers by script.
type rig struct {
	client *wire.Client
	slept  []time.Duration
	logs   bytes.Buffer

	mu    sync.Mutex
	calls []string
}

// script answers the n-th call, counted from 1.
type script func(w http.ResponseWriter, r *http.Request, n int)

func newRig(t *testing.T, answer script) *rig {
	t.Helper()
	made := &rig{}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		made.mu.Lock()
		made.calls = append(made.calls, r.Method+" "+r.URL.Path+" "+string(body)+r.Header.Get("Authorization"))
		n := len(made.calls)
		made.mu.Unlock()
		answer(w, r, n)
	}))
	t.Cleanup(server.Close)
	origin := parse(t, server.URL)
	rules := wire.Rules{Only: origin}
	clock := wire.Clock{
		Now: func() time.Time {
			now := time.Now()
			for _, d := range made.slept {
				now = now.Add(d)
			}
			return now
		},
		Random: func() float64 { return 0 },
		Sleep: func(_ context.Context, d time.Duration) error {
			made.slept = append(made.slept, d)
			return nil
		},
	}
	made.client = &wire.Client{
		Name: "Microsoft Graph", Origin: origin, Rules: rules, Base: rules.Transport(),
		Gate: wire.NewGate(4, 0, 0), Clock: clock,
		Log: slog.New(slog.NewTextHandler(&made.logs, &slog.HandlerOptions{Level: slog.LevelDebug})),
	}
	return made
}

func (r *rig) call(t *testing.T, method, body string) (*http.Response, string, error) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), method, r.client.Origin.String()+"/x", strings.NewReader(body))
	require.NoError(t, err)
	response, err := r.client.RoundTrip(request)
	if err != nil {
		return nil, "", err
	}
	text, err := io.ReadAll(response.Body)
	require.NoError(t, err)
	return response, string(text), nil
}

func cut(t *testing.T, w http.ResponseWriter) {
	t.Helper()
	connection, _, err := w.(http.Hijacker).Hijack()
	require.NoError(t, err)
	require.NoError(t, connection.Close())
}

func TestAThrottledCallIsMadeAgainInPlace(t *testing.T) {
	t.Parallel()
	for method, body := range map[string]string{http.MethodGet: "", http.MethodPatch: `{"a":1}`} {
		rig := newRig(t, func(w http.ResponseWriter, _ *http.Request, n int) {
			if n == 1 {
				w.Header().Set("Retry-After", "2.128")
				w.WriteHeader(http.StatusTooManyRequests)
			}
		})
		response, _, err := rig.call(t, method, body)
		require.NoError(t, err)
		require.Equal(t, http.StatusOK, response.StatusCode)
		require.Equal(t, []string{method + " /x " + body, method + " /x " + body}, rig.calls, "the body goes out whole each time")
		require.GreaterOrEqual(t, rig.slept[0], 2128*time.Millisecond)
	}
}

func TestALongPauseBecomesAWait(t *testing.T) {
	t.Parallel()
	inTenMinutes := time.Now().Add(10 * time.Minute).UTC().Format(http.TimeFormat)
	for header, expected := range map[string]time.Duration{
		"17": 17 * time.Second, "1e9": time.Hour, inTenMinutes: 10 * time.Minute,
	} {
		rig := newRig(t, func(w http.ResponseWriter, _ *http.Request, _ int) {
			w.Header().Set("Retry-After", header)
			w.WriteHeader(http.StatusTooManyRequests)
		})
		_, _, err := rig.call(t, http.MethodPost, "{}")
		var wait *step.Wait
		require.ErrorAs(t, err, &wait)
		require.InDelta(t, expected.Seconds(), wait.For.Seconds(), 2, header)
		require.Equal(t, header == "1e9", strings.Contains(wait.Why, "capped"), wait.Why)
		require.Len(t, rig.calls, 1)

		_, _, err = rig.call(t, http.MethodGet, "")
		require.ErrorAs(t, err, &wait, "the gate stays shut for everybody")
		require.Len(t, rig.calls, 1, "and the tenant isn't asked again")
	}
}

func TestEndlessThrottlingBecomesAWait(t *testing.T) {
	t.Parallel()
	rig := newRig(t, func(w http.ResponseWriter, _ *http.Request, _ int) { w.WriteHeader(http.StatusTooManyRequests) })
	_, _, err := rig.call(t, http.MethodGet, "")
	var wait *step.Wait
	require.ErrorAs(t, err, &wait)
	require.LessOrEqual(t, len(rig.calls), 5)
}

func TestAThrottleInWordsIsOne(t *testing.T) {
	t.Parallel()
	rig := newRig(t, func(w http.ResponseWriter, _ *http.Request, n int) {
		if n == 1 {
			io.WriteString(w, "Teams returned HTTP error 429")
		}
	})
	rig.client.Throttled = func(status int, body []byte) bool {
		return status == http.StatusOK && bytes.Contains(body, []byte("429"))
	}
	_, text, err := rig.call(t, http.MethodPost, "{}")
	require.NoError(t, err)
	require.Empty(t, text)
	require.Len(t, rig.calls, 2)
}

func TestAChangingCallIsNeverRepeatedBlindly(t *testing.T) {
	t.Parallel()
	for name, answer := range map[string]script{
		"500": func(w http.ResponseWriter, _ *http.Request, _ int) { w.WriteHeader(http.StatusInternalServerError) },
		"503 with a pause": func(w http.ResponseWriter, _ *http.Request, _ int) {
			w.Header().Set("Retry-After", "1")
			w.WriteHeader(http.StatusServiceUnavailable)
		},
		"408": func(w http.ResponseWriter, _ *http.Request, _ int) { w.WriteHeader(http.StatusRequestTimeout) },
		"cut": func(w http.ResponseWriter, _ *http.Request, _ int) { cut(t, w) },
		"cut in body": func(w http.ResponseWriter, _ *http.Request, _ int) {
			w.Header().Set("Content-Length", "9")
			io.WriteString(w, "{")
		},
	} {
		for _, method := range []string{http.MethodPost, http.MethodPatch, http.MethodPut, http.MethodDelete} {
			rig := newRig(t, answer)
			_, _, err := rig.call(t, method, "{}")
			var unknown *step.Unknown
			require.ErrorAs(t, err, &unknown, name)
			require.Len(t, rig.calls, 1, name+" "+method)
		}
	}
}

func TestAReadIsRepeatedAndThenWaits(t *testing.T) {
	t.Parallel()
	for name, fail := range map[string]func(http.ResponseWriter){
		"503": func(w http.ResponseWriter) { w.WriteHeader(http.StatusServiceUnavailable) },
		"cut": func(w http.ResponseWriter) { cut(t, w) },
	} {
		rig := newRig(t, func(w http.ResponseWriter, _ *http.Request, n int) {
			if n < 3 {
				fail(w)
			}
		})
		_, _, err := rig.call(t, http.MethodGet, "")
		require.NoError(t, err, name)
		require.Len(t, rig.calls, 3)

		rig = newRig(t, func(w http.ResponseWriter, _ *http.Request, _ int) { fail(w) })
		_, _, err = rig.call(t, http.MethodGet, "")
		var wait *step.Wait
		require.ErrorAs(t, err, &wait, name)
		require.Len(t, rig.calls, 3)
	}
}

func TestAPostThatOnlyReadsIsARead(t *testing.T) {
	t.Parallel()
	rig := newRig(t, func(w http.ResponseWriter, _ *http.Request, n int) {
		if n == 1 {
			cut(t, w)
		}
	})
	rig.client.Changing = func(*http.Request) bool { return false }
	_, _, err := rig.call(t, http.MethodPost, "{}")
	require.NoError(t, err)
	require.Len(t, rig.calls, 2)
}

func TestWhatNeverLeftMayBeMadeAgain(t *testing.T) {
	t.Parallel()
	rig := newRig(t, func(http.ResponseWriter, *http.Request, int) {})
	rig.client.Origin = parse(t, "http://127.0.0.1:1")
	rig.client.Rules = wire.Rules{Only: rig.client.Origin}
	rig.client.Base = rig.client.Rules.Transport()
	_, _, err := rig.call(t, http.MethodPost, "{}")
	var wait *step.Wait
	require.ErrorAs(t, err, &wait, "nobody was connected, so nothing happened")
}

func TestTheCallersDeadline(t *testing.T) {
	t.Parallel()
	release := make(chan struct{})
	rig := newRig(t, func(_ http.ResponseWriter, r *http.Request, _ int) {
		select {
		case <-r.Context().Done():
		case <-release:
		}
	})
	t.Cleanup(func() { close(release) })
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	read, err := http.NewRequestWithContext(ctx, http.MethodGet, rig.client.Origin.String(), nil)
	require.NoError(t, err)
	_, err = rig.client.RoundTrip(read)
	var wait *step.Wait
	require.ErrorAs(t, err, &wait)

	ctx, cancel = context.WithCancel(t.Context())
	time.AfterFunc(50*time.Millisecond, cancel)
	change, err := http.NewRequestWithContext(ctx, http.MethodDelete, rig.client.Origin.String(), nil)
	require.NoError(t, err)
	_, err = rig.client.RoundTrip(change)
	var unknown *step.Unknown
	require.ErrorAs(t, err, &unknown)
}

func TestRedirectsAndForeignPlacesAreRefused(t *testing.T) {
	t.Parallel()
	rig := newRig(t, func(w http.ResponseWriter, r *http.Request, _ int) {
		http.Redirect(w, r, "/elsewhere", http.StatusTemporaryRedirect)
	})
	_, _, err := rig.call(t, http.MethodGet, "")
	require.ErrorContains(t, err, "redirect")
	require.Len(t, rig.calls, 1)

	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "https://evil.example/next", nil)
	require.NoError(t, err)
	_, err = rig.client.RoundTrip(request)
	var stop *step.Stop
	require.ErrorAs(t, err, &stop)
	require.Len(t, rig.calls, 1)
}

func TestATokenGoesToItsOriginOnly(t *testing.T) {
	t.Parallel()
	rig := newRig(t, func(http.ResponseWriter, *http.Request, int) {})
	elsewhere := newRig(t, func(http.ResponseWriter, *http.Request, int) {})
	rig.client.Rules = wire.Rules{Allowed: []string{"127.0.0.1"}} // both may be reached
	rig.client.Base = rig.client.Rules.Transport()
	_, _, err := rig.call(t, http.MethodGet, "")
	require.NoError(t, err)
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, elsewhere.client.Origin.String()+"/next", nil)
	require.NoError(t, err)
	_, err = rig.client.RoundTrip(request)
	require.ErrorIs(t, err, wire.ErrForbidden)
	require.Empty(t, elsewhere.calls)
}

func TestAWaitThatTheDeadlineDoesNotAllowIsNotSatOut(t *testing.T) {
	t.Parallel()
	rig := newRig(t, func(w http.ResponseWriter, _ *http.Request, _ int) {
		w.Header().Set("Retry-After", "3")
		w.WriteHeader(http.StatusTooManyRequests)
	})
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, rig.client.Origin.String(), nil)
	require.NoError(t, err)
	_, err = rig.client.RoundTrip(request)
	var wait *step.Wait
	require.ErrorAs(t, err, &wait)
	require.Empty(t, rig.slept)
	require.Len(t, rig.calls, 1)
}

func TestOrdinaryRefusalsComeBackAsTheyAre(t *testing.T) {
	t.Parallel()
	for _, status := range []int{400, 404, 409, 412, 423} {
		rig := newRig(t, func(w http.ResponseWriter, _ *http.Request, _ int) { w.WriteHeader(status) })
		response, _, err := rig.call(t, http.MethodPost, "{}")
		require.NoError(t, err)
		require.Equal(t, status, response.StatusCode)
		require.Len(t, rig.calls, 1)
	}
}

func TestAQuotaIsKept(t *testing.T) {
	t.Parallel()
	rig := newRig(t, func(http.ResponseWriter, *http.Request, int) {})
	rig.client.Gate = wire.NewGate(4, 2, 150*time.Second)
	for range 2 {
		_, _, err := rig.call(t, http.MethodPost, "{}")
		require.NoError(t, err)
	}
	_, _, err := rig.call(t, http.MethodPost, "{}")
	var wait *step.Wait
	require.ErrorAs(t, err, &wait)
	require.InDelta(t, 150, wait.For.Seconds(), 2)
	require.Len(t, rig.calls, 2)
	_, _, err = rig.call(t, http.MethodGet, "")
	require.NoError(t, err, "reads have no quota here")
}
