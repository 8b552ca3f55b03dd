package flowtest

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"usher/handler/flow"
)

// Received is a message that reached the door of a queue.
type Received struct {
	Queue   string
	Message flow.Message
}

// QueueBench is a queue with everything around it that a test needs.
type QueueBench struct {
	Queue flow.Queue
	// Clock is the time by which messages are due.
	Clock flow.Clock
	// Received gets every message that reaches a door, each time it does.
	// Doors complete what they get. It must hold 1,000 without being read.
	Received <-chan Received
}

// Queue tests a flow.Queue. Each call of open must return a bench whose doors
// are open and whose queues are empty.
func Queue(t *testing.T, open func(t *testing.T) QueueBench) {
	t.Helper()
	for name, test := range map[string]func(t *testing.T, bench QueueBench){
		"a message reaches the door of its queue":     reachesItsDoor,
		"the past means now":                          pastMeansNow,
		"a message isn't early":                       notEarly,
		"a later message doesn't hold an earlier one": notHeld,
		"a message is due at most 15 minutes ahead":   notTooFarAhead,
		"the same message twice arrives":              twice,
		"many messages, none lost":                    manyMessages,
		"a message that can't be sent is told":        toldOfFailure,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(t, open(t))
		})
	}
}

// send sends a message that must be taken.
func send(t *testing.T, bench QueueBench, queue string, m flow.Message, in time.Duration) {
	t.Helper()
	require.NoError(t, bench.Queue.Send(t.Context(), queue, m, bench.Clock.Now().Add(in)))
}

// receive waits for the next message.
func receive(t *testing.T, bench QueueBench) Received {
	t.Helper()
	timer := time.NewTimer(patience * time.Second)
	defer timer.Stop()
	select {
	case r := <-bench.Received:
		return r
	case <-timer.C:
		require.FailNow(t, "no message came")
		return Received{}
	}
}

func reachesItsDoor(t *testing.T, bench QueueBench) {
	for i, queue := range []string{flow.AdvanceQueue, flow.CutQueue, flow.ExecuteQueue} {
		for _, m := range []flow.Message{
			{Run: "contoso-4711-1", N: i},
			{Run: "contoso-4711-1", Line: "block-sign-in/8f1c", N: 1 << 30},
			{Run: `r/|:"Zoë"`, Line: "step/ö 1", N: i},
		} {
			send(t, bench, queue, m, 0)
			require.Equal(t, Received{Queue: queue, Message: m}, receive(t, bench))
		}
	}
}

func pastMeansNow(t *testing.T, bench QueueBench) {
	m := flow.Message{Run: "r1"}
	send(t, bench, flow.AdvanceQueue, m, -24*time.Hour)
	require.Equal(t, m, receive(t, bench).Message)
	m.N++
	require.NoError(t, bench.Queue.Send(t.Context(), flow.AdvanceQueue, m, time.Time{}))
	require.Equal(t, m, receive(t, bench).Message)
}

// notEarly allows the second to which Service Bus rounds.
func notEarly(t *testing.T, bench QueueBench) {
	m := flow.Message{Run: "r1", Line: "l1", N: 1}
	due := bench.Clock.Now().Add(2 * time.Second)
	require.NoError(t, bench.Queue.Send(t.Context(), flow.ExecuteQueue, m, due))
	require.Equal(t, m, receive(t, bench).Message)
	require.WithinRange(t, bench.Clock.Now(), due.Add(-time.Second), due.Add(patience*time.Second))
}

func notHeld(t *testing.T, bench QueueBench) {
	late, soon := flow.Message{Run: "late"}, flow.Message{Run: "soon"}
	send(t, bench, flow.AdvanceQueue, late, 4*time.Second)
	send(t, bench, flow.AdvanceQueue, soon, 0)
	require.Equal(t, soon, receive(t, bench).Message)
	require.Equal(t, late, receive(t, bench).Message)
}

func notTooFarAhead(t *testing.T, bench QueueBench) {
	m := flow.Message{Run: "r1"}
	require.Error(t, bench.Queue.Send(t.Context(), flow.AdvanceQueue, m, bench.Clock.Now().Add(flow.MaxDelay+time.Minute)))
	send(t, bench, flow.AdvanceQueue, m, flow.MaxDelay)
}

// twice sends a true copy, of which one may be dropped, and then the next
// number, which may not.
func twice(t *testing.T, bench QueueBench) {
	first, next := flow.Message{Run: "r1", N: 1}, flow.Message{Run: "r1", N: 2}
	send(t, bench, flow.AdvanceQueue, first, time.Second)
	send(t, bench, flow.AdvanceQueue, first, 0)
	send(t, bench, flow.AdvanceQueue, next, 0)
	seen := map[flow.Message]int{}
	for len(seen) < 2 {
		seen[receive(t, bench).Message]++
	}
	require.LessOrEqual(t, seen[first], 2)
	require.Equal(t, 1, seen[next])
}

func manyMessages(t *testing.T, bench QueueBench) {
	const many = 200
	queues := []string{flow.AdvanceQueue, flow.CutQueue, flow.ExecuteQueue}
	want := map[string]int{}
	for i := range many {
		queue, m := queues[i%len(queues)], flow.Message{Run: fmt.Sprint("r", i), N: i}
		send(t, bench, queue, m, time.Duration(i%3)*time.Second)
		want[fmt.Sprint(queue, m)]++
	}
	got := map[string]int{}
	for len(got) < many {
		r := receive(t, bench)
		got[fmt.Sprint(r.Queue, r.Message)] = 1
	}
	require.Equal(t, want, got)
}

func toldOfFailure(t *testing.T, bench QueueBench) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	require.ErrorIs(t, bench.Queue.Send(ctx, flow.AdvanceQueue, flow.Message{Run: "r1"}, bench.Clock.Now()), context.Canceled)
	require.Error(t, bench.Queue.Send(t.Context(), "nowhere", flow.Message{Run: "r1"}, bench.Clock.Now()))
}
