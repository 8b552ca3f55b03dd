package embedded_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"usher/functions/host"
	"usher/handler/internal/embedded"
)

func TestAFailedSweepIsLoggedAndComesAgain(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	var lines bytes.Buffer
	log := slog.New(slog.NewTextHandler(writerFunc(func(line []byte) (int, error) {
		mu.Lock()
		defer mu.Unlock()
		return lines.Write(line)
	}), nil))
	engine := open(t, embedded.Options{SweepEvery: time.Millisecond, Log: log})
	sweeps := make(chan bool, 1000)
	all := doors(nil)
	all[embedded.SweepDoor] = host.Timer(func(_ context.Context, pastDue bool) error {
		select {
		case sweeps <- pastDue:
		default:
		}
		return errors.New("no such table")
	}, host.Pause(func(context.Context) {}))
	stop := runDoors(t, engine, all, nil)
	require.True(t, next(t, sweeps), "the first is late: who knows for how long nobody was there")
	for range 5 {
		require.False(t, next(t, sweeps))
	}
	require.NoError(t, stop())
	mu.Lock()
	defer mu.Unlock()
	require.Contains(t, lines.String(), "no such table")
}

type writerFunc func([]byte) (int, error)

func (f writerFunc) Write(line []byte) (int, error) { return f(line) }

// TestSweepNoticesACommandBeside: what another process wrote is looked at soon,
// what this one wrote isn't.
func TestSweepNoticesACommandBeside(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	engine := open(t, embedded.Options{Dir: dir, SweepEvery: time.Hour})
	sweeps := make(chan struct{}, 1000)
	all := doors(nil)
	all[embedded.SweepDoor] = host.Timer(func(context.Context, bool) error { sweeps <- struct{}{}; return nil })
	stop := runDoors(t, engine, all, nil)
	next(t, sweeps)
	began := time.Now()
	for n := 0; time.Since(began) < 700*time.Millisecond; n++ {
		require.NoError(t, engine.Store.Commit(t.Context(), "p", put(fmt.Sprint("own|", n), `1`)))
	}
	require.Empty(t, sweeps)

	began = time.Now()
	require.NoError(t, beside(t, dir).Store.Commit(t.Context(), "p", put("theirs", `1`)))
	next(t, sweeps)
	require.Less(t, time.Since(began), 5*time.Second)
	require.NoError(t, stop())
}
