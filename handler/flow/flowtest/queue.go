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
// are open and whose queues are empty. No case sends what another one sends,
// so that detecting copies doesn't mix them up.
func Queue(t *testing.T, open func(t *testing.T) QueueBench) {
	t.Helper()
	for name, test := range map[string]func(b belt){
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
			test(belt{t, open(t)})
		})
	}
}

// belt is a queue in the hands of a test.
type belt struct {
	t *testing.T
	QueueBench
}

// send sends a message that must be taken.
func (b belt) send(queue string, m flow.Message, in time.Duration) {
	b.t.Helper()
	require.NoError(b.t, b.Queue.Send(b.t.Context(), queue, m, b.Clock.Now().Add(in)))
}

// receive waits for the next message.
func (b belt) receive() Received {
	b.t.Helper()
	timer := time.NewTimer(patience)
	defer timer.Stop()
	select {
	case r := <-b.Received:
		return r
	case <-timer.C:
		require.FailNow(b.t, "no message came")
		return Received{}
	}
}

func reachesItsDoor(b belt) {
	for i, queue := range []string{flow.AdvanceQueue, flow.CutQueue, flow.ExecuteQueue} {
		for _, m := range []flow.Message{
			{Run: "contoso-4711-1", N: i},
			{Run: "contoso-4711-1", Line: "block-sign-in/8f1c", N: 1 << 30},
			{Run: `r/|:"Zoë"`, Line: "step/ö 1", N: i},
		} {
			b.send(queue, m, 0)
			require.Equal(b.t, Received{Queue: queue, Message: m}, b.receive())
		}
	}
}

func pastMeansNow(b belt) {
	m := flow.Message{Run: "past"}
	b.send(flow.AdvanceQueue, m, -24*time.Hour)
	require.Equal(b.t, m, b.receive().Message)
	m.N++
	require.NoError(b.t, b.Queue.Send(b.t.Context(), flow.AdvanceQueue, m, time.Time{}))
	require.Equal(b.t, m, b.receive().Message)
}

// notEarly allows the second to which Service Bus rounds.
func notEarly(b belt) {
	m := flow.Message{Run: "early", Line: "l1", N: 1}
	due := b.Clock.Now().Add(2 * time.Second)
	require.NoError(b.t, b.Queue.Send(b.t.Context(), flow.ExecuteQueue, m, due))
	require.Equal(b.t, m, b.receive().Message)
	require.WithinRange(b.t, b.Clock.Now(), due.Add(-time.Second), due.Add(patience))
}

func notHeld(b belt) {
	late, soon := flow.Message{Run: "late"}, flow.Message{Run: "soon"}
	b.send(flow.AdvanceQueue, late, 2*time.Second)
	b.send(flow.AdvanceQueue, soon, 0)
	require.Equal(b.t, soon, b.receive().Message)
	require.Equal(b.t, late, b.receive().Message)
}

func notTooFarAhead(b belt) {
	m := flow.Message{Run: "far"}
	require.Error(b.t, b.Queue.Send(b.t.Context(), flow.AdvanceQueue, m, b.Clock.Now().Add(flow.MaxDelay+time.Minute)))
	b.send(flow.AdvanceQueue, m, flow.MaxDelay)
}

// twice sends a true copy, of which one may be dropped, and then the next
// number, which may not.
func twice(b belt) {
	first, next := flow.Message{Run: "twice", N: 1}, flow.Message{Run: "twice", N: 2}
	b.send(flow.AdvanceQueue, first, time.Second)
	b.send(flow.AdvanceQueue, first, 0)
	b.send(flow.AdvanceQueue, next, 0)
	seen := map[flow.Message]int{}
	for len(seen) < 2 {
		seen[b.receive().Message]++
	}
	require.LessOrEqual(b.t, seen[first], 2)
	require.Equal(b.t, 1, seen[next])
}

func manyMessages(b belt) {
	const many = 200
	queues := []string{flow.AdvanceQueue, flow.CutQueue, flow.ExecuteQueue}
	want := map[string]int{}
	for i := range many {
		queue, m := queues[i%len(queues)], flow.Message{Run: fmt.Sprint("many-", i), N: i}
		b.send(queue, m, time.Duration(i%3)*time.Second)
		want[fmt.Sprint(queue, m)]++
	}
	got := map[string]int{}
	for len(got) < many {
		r := b.receive()
		got[fmt.Sprint(r.Queue, r.Message)] = 1
	}
	require.Equal(b.t, want, got)
}

func toldOfFailure(b belt) {
	ctx, cancel := context.WithCancel(b.t.Context())
	cancel()
	require.ErrorIs(b.t, b.Queue.Send(ctx, flow.AdvanceQueue, flow.Message{Run: "r1"}, b.Clock.Now()), context.Canceled)
	require.Error(b.t, b.Queue.Send(b.t.Context(), "nowhere", flow.Message{Run: "r1"}, b.Clock.Now()))
}
