package embedded_test

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"usher/functions/host"
	"usher/handler/flow"
	"usher/handler/internal/embedded"
)

func TestClockRunsWithAnOffset(t *testing.T) {
	t.Parallel()
	clock := &embedded.Clock{}
	require.WithinDuration(t, time.Now(), clock.Now(), time.Minute)
	require.Equal(t, time.UTC, clock.Now().Location())
	clock.Set(48 * time.Hour)
	require.WithinDuration(t, time.Now().Add(48*time.Hour), clock.Now(), time.Minute)
	clock.Set(-48 * time.Hour)
	require.WithinDuration(t, time.Now().Add(-48*time.Hour), clock.Now(), time.Minute)
}

func TestSleepEndsWhenTheClockJumps(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		jump time.Duration
		want time.Duration
	}{
		"past the end":        {2 * time.Hour, time.Minute},
		"not as far":          {30 * time.Minute, time.Hour},
		"back, and no longer": {-2 * time.Hour, time.Hour},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				clock, began := &embedded.Clock{}, time.Now()
				time.AfterFunc(time.Minute, func() { clock.Set(c.jump) })
				require.NoError(t, clock.Sleep(t.Context(), time.Hour))
				require.Equal(t, c.want, time.Since(began))
			})
		})
	}
}

func TestQueueFollowsTheClock(t *testing.T) {
	t.Parallel()
	engine := open(t, embedded.Options{SweepEvery: time.Hour})
	arrived, sweeps := make(chan flow.Message, 10), make(chan struct{}, 10)
	all := doors(func(_ string, m flow.Message, _ host.Delivery) error { arrived <- m; return nil })
	all[embedded.SweepDoor] = host.Timer(func(context.Context, bool) error { sweeps <- struct{}{}; return nil })
	stop := runDoors(t, engine, all, nil)
	next(t, sweeps)
	for _, wait := range []time.Duration{14 * time.Minute, 4 * time.Minute, 9 * time.Minute} {
		send(t, engine, flow.AdvanceQueue, flow.Message{Run: wait.String()}, wait)
	}

	engine.Clock.Set(10 * time.Minute)
	next(t, sweeps)
	due := []string{next(t, arrived).Run, next(t, arrived).Run}
	require.ElementsMatch(t, []string{"4m0s", "9m0s"}, due)
	require.Empty(t, arrived)

	// Set back by a day, the last one still has four minutes to wait.
	engine.Clock.Set(-24 * time.Hour)
	next(t, sweeps)
	engine.Clock.Set(-24*time.Hour + 5*time.Minute)
	require.Equal(t, "14m0s", next(t, arrived).Run)
	require.NoError(t, stop())
}

func TestClockFollowsTheWorld(t *testing.T) {
	t.Parallel()
	var offset atomic.Int64
	var down atomic.Bool
	asked := make(chan struct{}, 1000)
	world := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() { asked <- struct{}{} }()
		if down.Load() || r.URL.Path != "/_sim/clock" {
			http.Error(w, "down", http.StatusBadGateway)
			return
		}
		at := time.Duration(offset.Load())
		_, _ = fmt.Fprintf(w, `{"now":%q,"offset":%q}`, time.Now().Add(at).Format(time.RFC3339Nano), at)
	}))
	defer world.Close()

	clock := &embedded.Clock{}
	offset.Store(int64(15 * time.Minute))
	require.NoError(t, clock.Adopt(t.Context(), world.URL))
	ahead(t, clock, 15*time.Minute)

	var lines bytes.Buffer
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() {
		defer close(done)
		clock.Follow(ctx, world.URL, slog.New(slog.NewTextHandler(&lines, nil)))
	}()
	next(t, asked)
	offset.Store(int64(36 * time.Hour))
	began := time.Now()
	require.NoError(t, clock.Sleep(t.Context(), 24*time.Hour))
	require.Less(t, time.Since(began), 10*time.Second)

	drain(asked)
	down.Store(true)
	for range 3 {
		next(t, asked)
	}
	ahead(t, clock, 36*time.Hour)
	offset.Store(int64(37 * time.Hour))
	down.Store(false)
	require.NoError(t, clock.Sleep(t.Context(), 59*time.Minute))
	cancel()
	<-done
	ahead(t, clock, 37*time.Hour)
	require.Equal(t, 1, strings.Count(lines.String(), "doesn't answer"), lines.String())
	require.Equal(t, 1, strings.Count(lines.String(), "answers again"), lines.String())
}

func ahead(t *testing.T, clock *embedded.Clock, offset time.Duration) {
	t.Helper()
	require.WithinDuration(t, time.Now().Add(offset), clock.Now(), time.Minute)
}

func drain(values <-chan struct{}) {
	for len(values) > 0 {
		<-values
	}
}

func TestClockAdoptsNothingItDoesntUnderstand(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"no JSON": "<html>", "no offset": `{"now":"2026-11-23T09:00:00Z"}`, "no duration": `{"offset":"a while"}`,
	} {
		world := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			_, _ = w.Write([]byte(text))
		}))
		clock := &embedded.Clock{}
		clock.Set(time.Hour)
		require.Error(t, clock.Adopt(t.Context(), world.URL), name)
		ahead(t, clock, time.Hour)
		world.Close()
		require.Error(t, clock.Adopt(t.Context(), world.URL), name)
	}
}
