package embedded_test

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"usher/functions/host"
	"usher/handler/flow"
	"usher/handler/internal/embedded"
)

// work is what a test does with a message.
type work func(queue string, m flow.Message, d host.Delivery) error

// doors are doors of the three queues that all do the same, and a sweep that
// does nothing.
func doors(do work) map[string]http.Handler {
	all := map[string]http.Handler{
		embedded.SweepDoor: host.Timer(func(context.Context, bool) error { return nil }),
	}
	for _, queue := range []string{flow.AdvanceQueue, flow.CutQueue, flow.ExecuteQueue} {
		all[queue] = host.Queue(func(_ context.Context, body []byte, d host.Delivery) error {
			var m flow.Message
			if err := json.Unmarshal(body, &m); err != nil {
				return err
			}
			return do(queue, m, d)
		}, host.Pause(func(context.Context) {}))
	}
	return all
}

// run opens doors until the test ends.
func run(t *testing.T, engine *embedded.Engine, do work) {
	t.Helper()
	stop := runDoors(t, engine, doors(do), nil)
	t.Cleanup(func() { require.NoError(t, stop()) })
}

// runDoors opens doors until stop is called, which returns what Run did.
func runDoors(t *testing.T, engine *embedded.Engine, all map[string]http.Handler, workers map[string]int) (stop func() error) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- engine.Run(ctx, all, workers) }()
	return func() error {
		cancel()
		return <-ended
	}
}

func send(t *testing.T, engine *embedded.Engine, queue string, m flow.Message, in time.Duration) {
	t.Helper()
	require.NoError(t, engine.Queue.Send(t.Context(), queue, m, engine.Clock.Now().Add(in)))
}

// next waits for a value.
func next[T any](t *testing.T, values <-chan T) T {
	t.Helper()
	timer := time.NewTimer(30 * time.Second)
	defer timer.Stop()
	select {
	case value := <-values:
		return value
	case <-timer.C:
		require.FailNow(t, "nothing came")
		panic("unreachable")
	}
}

func soon(int) time.Duration { return time.Millisecond }

func TestAFailedMessageComesAgain(t *testing.T) {
	t.Parallel()
	engine := open(t, embedded.Options{Backoff: soon})
	deliveries := make(chan host.Delivery, 10)
	send(t, engine, flow.ExecuteQueue, flow.Message{Run: "r1", Line: "l1", N: 3}, 0)
	run(t, engine, func(_ string, _ flow.Message, d host.Delivery) error {
		deliveries <- d
		if d.Count < 4 {
			return errors.New("not yet")
		}
		return nil
	})
	calls := map[string]bool{}
	for count := 1; count <= 4; count++ {
		d := next(t, deliveries)
		require.Equal(t, count, d.Count)
		require.Equal(t, "r1/l1/3", d.MessageID)
		require.WithinDuration(t, engine.Clock.Now(), d.Enqueued, time.Minute)
		calls[d.InvocationID] = true
	}
	require.Len(t, calls, 4, "each call has a name of its own")
	send(t, engine, flow.ExecuteQueue, flow.Message{Run: "r2"}, 0)
	require.Equal(t, 1, next(t, deliveries).Count, "the first message is done")
}

func TestWhatADoorMayAnswer(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		door  http.HandlerFunc
		again bool
	}{
		"nothing": {func(http.ResponseWriter, *http.Request) {}, false},
		"204":     {func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) }, false},
		"302":     {func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusFound) }, true},
		"404":     {func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNotFound) }, true},
		"500":     {func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusInternalServerError) }, true},
		"a panic": {func(http.ResponseWriter, *http.Request) { panic("nil map") }, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			engine := open(t, embedded.Options{Backoff: soon})
			calls := make(chan string, 10)
			all := doors(func(string, flow.Message, host.Delivery) error { calls <- "next"; return nil })
			var first atomic.Bool
			all[flow.CutQueue] = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if first.CompareAndSwap(false, true) {
					calls <- "first"
					c.door(w, r)
					return
				}
				calls <- "again"
			})
			stop := runDoors(t, engine, all, nil)
			defer func() { require.NoError(t, stop()) }()
			send(t, engine, flow.CutQueue, flow.Message{Run: "r1"}, 0)
			require.Equal(t, "first", next(t, calls))
			if c.again {
				require.Equal(t, "again", next(t, calls))
				return
			}
			send(t, engine, flow.CutQueue, flow.Message{Run: "r2"}, 0)
			require.Equal(t, "again", next(t, calls), "of the second message")
			send(t, engine, flow.AdvanceQueue, flow.Message{Run: "r3"}, 0)
			require.Equal(t, "next", next(t, calls))
		})
	}
}

// tell is a writer that hands on what it gets.
type tell chan string

func (c tell) Write(text []byte) (int, error) {
	c <- string(text)
	return len(text), nil
}

func TestAMessageThatKeepsFailingIsDropped(t *testing.T) {
	t.Parallel()
	var deliveries atomic.Int64
	log, others := make(tell, 10), make(chan flow.Message, 100)
	engine := open(t, embedded.Options{
		Backoff: soon,
		Log:     slog.New(slog.NewTextHandler(log, &slog.HandlerOptions{Level: slog.LevelError})),
	})
	run(t, engine, func(_ string, m flow.Message, _ host.Delivery) error {
		if m.Run == "poison" {
			deliveries.Add(1)
			panic("no such step")
		}
		others <- m
		return nil
	})
	poison := flow.Message{Run: "poison", Line: "l1", N: 7}
	send(t, engine, flow.ExecuteQueue, poison, 0)
	for n := range 50 {
		send(t, engine, flow.ExecuteQueue, flow.Message{Run: "fine", N: n}, 0)
	}
	for range 50 {
		next(t, others)
	}
	got := next(t, log)
	require.Contains(t, got, `msg="message dropped" queue=execute run=poison line=l1 n=7`)
	require.Contains(t, got, "no such step")
	require.EqualValues(t, 20, deliveries.Load())

	send(t, engine, flow.ExecuteQueue, poison, 0)
	next(t, log)
	require.EqualValues(t, 40, deliveries.Load(), "sent again, it begins anew")
}

func TestWorkersBoundWhatRunsAtOnce(t *testing.T) {
	t.Parallel()
	engine := open(t, embedded.Options{})
	entered, release := make(chan string, 100), make(chan struct{})
	all := doors(func(queue string, _ flow.Message, _ host.Delivery) error {
		entered <- queue
		if queue == flow.ExecuteQueue {
			<-release
		}
		return nil
	})
	stop := runDoors(t, engine, all, map[string]int{flow.ExecuteQueue: 3})
	for n := range 10 {
		send(t, engine, flow.ExecuteQueue, flow.Message{Run: "r1", N: n}, 0)
	}
	for range 3 {
		require.Equal(t, flow.ExecuteQueue, next(t, entered))
	}
	// A queue whose workers are all busy holds no other queue.
	send(t, engine, flow.CutQueue, flow.Message{Run: "r1"}, 0)
	require.Equal(t, flow.CutQueue, next(t, entered))
	require.Empty(t, entered, "a fourth ran beside three")
	close(release)
	for range 7 {
		require.Equal(t, flow.ExecuteQueue, next(t, entered))
	}
	require.NoError(t, stop())
}

func TestATrueCopyIsDroppedOnlyWhileTheFirstWaits(t *testing.T) {
	t.Parallel()
	engine := open(t, embedded.Options{})
	m := flow.Message{Run: "r1", N: 1}
	for range 5 {
		send(t, engine, flow.AdvanceQueue, m, 0)
	}
	entered, release := make(chan flow.Message, 10), make(chan struct{})
	stop := runDoors(t, engine, doors(func(_ string, m flow.Message, _ host.Delivery) error {
		entered <- m
		<-release
		return nil
	}), map[string]int{flow.AdvanceQueue: 1})
	require.Equal(t, m, next(t, entered))
	// The first may have looked already: what comes now has to be looked at.
	send(t, engine, flow.AdvanceQueue, m, 0)
	send(t, engine, flow.AdvanceQueue, m, 0)
	send(t, engine, flow.AdvanceQueue, flow.Message{Run: "last"}, 0)
	release <- struct{}{}
	require.Equal(t, m, next(t, entered))
	release <- struct{}{}
	require.Equal(t, "last", next(t, entered).Run)
	release <- struct{}{}
	require.NoError(t, stop())
}

func TestOfTwoCopiesTheEarlierTimeCounts(t *testing.T) {
	t.Parallel()
	engine := open(t, embedded.Options{})
	arrived := make(chan flow.Message, 10)
	run(t, engine, func(_ string, m flow.Message, _ host.Delivery) error { arrived <- m; return nil })
	for _, run := range []string{"later first", "sooner first"} {
		waits := []time.Duration{10 * time.Minute, 0}
		if run == "sooner first" {
			slices.Reverse(waits)
		}
		for _, wait := range waits {
			send(t, engine, flow.AdvanceQueue, flow.Message{Run: run}, wait)
		}
		require.Equal(t, run, next(t, arrived).Run)
	}
}

func TestADeliveryHasADeadline(t *testing.T) {
	t.Parallel()
	engine := open(t, embedded.Options{Backoff: soon, Deadline: 20 * time.Millisecond})
	ended := make(chan error, 10)
	all := doors(nil)
	all[flow.AdvanceQueue] = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		<-r.Context().Done()
		ended <- r.Context().Err()
		w.WriteHeader(http.StatusInternalServerError)
	})
	stop := runDoors(t, engine, all, nil)
	send(t, engine, flow.AdvanceQueue, flow.Message{Run: "r1"}, 0)
	require.ErrorIs(t, next(t, ended), context.DeadlineExceeded)
	require.ErrorIs(t, next(t, ended), context.DeadlineExceeded)
	require.NoError(t, stop())
}

func TestRunWaitsForWhatIsUnderWay(t *testing.T) {
	t.Parallel()
	engine := open(t, embedded.Options{})
	entered, release := make(chan struct{}), make(chan struct{})
	var done atomic.Bool
	stop := runDoors(t, engine, doors(func(string, flow.Message, host.Delivery) error {
		close(entered)
		<-release
		err := engine.Store.Commit(context.Background(), "p", put("a", `1`))
		done.Store(err == nil)
		return err
	}), nil)
	send(t, engine, flow.ExecuteQueue, flow.Message{Run: "r1"}, 0)
	next(t, entered)
	var both sync.WaitGroup
	both.Go(func() {
		if err := stop(); err != nil || !done.Load() {
			t.Error("Run didn't wait: ", err)
		}
	})
	close(release)
	both.Wait()
}

func TestRunCutsWhatTakesTooLong(t *testing.T) {
	t.Parallel()
	for name, obedient := range map[string]bool{"work that obeys": true, "work that doesn't": false} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			engine := open(t, embedded.Options{Drain: 10 * time.Millisecond})
			entered, release := make(chan struct{}), make(chan struct{})
			defer close(release)
			all := doors(nil)
			all[flow.CutQueue] = http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
				close(entered)
				if obedient {
					<-r.Context().Done()
					return
				}
				<-release
			})
			stop := runDoors(t, engine, all, nil)
			send(t, engine, flow.CutQueue, flow.Message{Run: "r1"}, 0)
			next(t, entered)
			err := stop()
			if obedient {
				require.NoError(t, err)
			} else {
				require.ErrorContains(t, err, "still under way")
			}
		})
	}
}

func TestRunWantsADoorForEveryQueue(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	engine := open(t, embedded.Options{Dir: dir})
	for _, name := range []string{flow.AdvanceQueue, flow.CutQueue, flow.ExecuteQueue, embedded.SweepDoor} {
		all := doors(nil)
		delete(all, name)
		require.ErrorContains(t, engine.Run(t.Context(), all, nil), name)
	}
	all := doors(nil)
	all["intake"] = http.NotFoundHandler()
	require.ErrorContains(t, engine.Run(t.Context(), all, nil), "intake")
	require.Error(t, beside(t, dir).Run(t.Context(), doors(nil), nil))
}
