package azure_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/messaging/azservicebus"
	"github.com/stretchr/testify/require"

	"usher/functions/host"
	"usher/handler/flow"
	"usher/handler/internal/azure"
	"usher/infra/doubles"
)

func decoded(t *testing.T, m *azservicebus.ReceivedMessage) flow.Message {
	t.Helper()
	var message flow.Message
	if err := json.Unmarshal(m.Body, &message); err != nil {
		t.Errorf("message %q: %v", m.Body, err)
	}
	return message
}

// listen returns what reaches the three queues of an engine.
func listen(t *testing.T, bus string, queues map[string]string) <-chan *azservicebus.ReceivedMessage {
	t.Helper()
	received := make(chan *azservicebus.ReceivedMessage, 1000)
	receive(t, bus, queues, func(_ string, m *azservicebus.ReceivedMessage) { received <- m })
	return received
}

func next(t *testing.T, received <-chan *azservicebus.ReceivedMessage) *azservicebus.ReceivedMessage {
	t.Helper()
	select {
	case m := <-received:
		return m
	case <-time.After(30 * time.Second):
		require.FailNow(t, "no message came")
		return nil
	}
}

// TestMessagesAsTheHostGetsThem have an id by which copies are dropped, and the
// trace of the call that sent them.
func TestMessagesAsTheHostGetsThem(t *testing.T) {
	t.Parallel()
	bus, queues := doubles.ServiceBus(t), ownQueues()
	engine := open(t, azure.Options{ServiceBus: bus, Queues: queues})
	received := listen(t, bus, queues)
	m := flow.Message{Run: "r-0123456789abcdef-1", Line: "7", N: 3}
	const trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
	inCall(t, trace, func(ctx context.Context) error {
		return engine.Queue.Send(ctx, flow.CutQueue, m, engine.Clock.Now().Add(-time.Minute))
	})
	got := next(t, received)
	require.Equal(t, "r-0123456789abcdef-1/7/3", got.MessageID)
	require.Equal(t, "application/json", *got.ContentType)
	require.JSONEq(t, `{"run":"r-0123456789abcdef-1","line":"7","n":3}`, string(got.Body))
	require.Equal(t, map[string]any{"Diagnostic-Id": trace}, got.ApplicationProperties)
	require.Nil(t, got.ScheduledEnqueueTime)

	due := engine.Clock.Now().Add(1500 * time.Millisecond)
	m.N++
	require.NoError(t, engine.Queue.Send(t.Context(), flow.CutQueue, m, due))
	got = next(t, received)
	require.Empty(t, got.ApplicationProperties)
	require.WithinDuration(t, due, *got.ScheduledEnqueueTime, time.Second)
	require.WithinRange(t, engine.Clock.Now(), due.Add(-time.Second), due.Add(30*time.Second))
}

// inCall runs within a call of a queue door that belongs to a trace.
func inCall(t *testing.T, trace string, work func(context.Context) error) {
	t.Helper()
	door := host.Queue(func(ctx context.Context, _ []byte, _ host.Delivery) error { return work(ctx) })
	request, err := host.NewQueueRequest(t.Context(), "cut", "message", nil, host.Delivery{})
	require.NoError(t, err)
	request.Header.Set("Traceparent", trace)
	answer := httptest.NewRecorder()
	door.ServeHTTP(answer, request)
	require.Equal(t, http.StatusOK, answer.Code)
}

// TestQueueThatIsntThere is told, and harms no other.
func TestQueueThatIsntThere(t *testing.T) {
	t.Parallel()
	bus, queues := doubles.ServiceBus(t), ownQueues()
	queues[flow.CutQueue] = "nobody-made-" + random()
	engine := open(t, azure.Options{ServiceBus: bus, Queues: queues})
	for range 2 {
		require.Error(t, engine.Queue.Send(t.Context(), flow.CutQueue, flow.Message{Run: "a"}, time.Time{}))
		require.NoError(t, engine.Queue.Send(t.Context(), flow.AdvanceQueue, flow.Message{Run: "a"}, time.Time{}))
	}
	engine = open(t, azure.Options{})
	require.Error(t, engine.Queue.Send(t.Context(), flow.CutQueue, flow.Message{Run: "a"}, time.Time{}))
}

// TestSendingAmongCutConnections sends from many sides while one of them
// after the other cuts the connection of all. What was confirmed arrives, what wasn't is sent again, as
// the sweep does, and nothing arrives twice.
func TestSendingAmongCutConnections(t *testing.T) {
	t.Parallel()
	bus, queues := doubles.ServiceBus(t), ownQueues()
	wire := newWire(t, bus)
	engine := open(t, azure.Options{ServiceBus: wire.address(), Queues: queues})
	received := listen(t, bus, queues)

	const sides, each = 8, 40
	var everybody sync.WaitGroup
	for side := range sides {
		everybody.Go(func() {
			for n := range each {
				if n%10 == side {
					wire.cut()
				}
				m := flow.Message{Run: fmt.Sprint("r", side), N: n}
				for tries := 1; engine.Queue.Send(t.Context(), flow.ExecuteQueue, m, time.Time{}) != nil; tries++ {
					if tries == 20 {
						t.Error("the queue never got well again")
						return
					}
				}
			}
		})
	}
	everybody.Wait()

	arrived := map[string]int{}
	for range sides * each {
		arrived[next(t, received).MessageID]++
	}
	require.Len(t, arrived, sides*each, "each once")
	t.Logf("%d connections for %d messages", wire.count(), sides*each)
	require.Greater(t, wire.count(), 2, "something was cut")
}

// wire carries bytes to an address, until it cuts.
type wire struct {
	listener net.Listener
	to       string

	mu     sync.Mutex
	opened int
	open   []net.Conn
}

func newWire(t *testing.T, to string) *wire {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	w := &wire{listener: listener, to: to}
	t.Cleanup(func() {
		_ = listener.Close()
		w.cut()
	})
	go w.accept()
	return w
}

func (w *wire) address() string { return w.listener.Addr().String() }

func (w *wire) accept() {
	for {
		near, err := w.listener.Accept()
		if err != nil {
			return
		}
		far, err := net.Dial("tcp", w.to)
		if err != nil {
			_ = near.Close()
			continue
		}
		w.mu.Lock()
		w.opened++
		w.open = append(w.open, near, far)
		w.mu.Unlock()
		go func() { _, _ = io.Copy(far, near) }()
		go func() { _, _ = io.Copy(near, far) }()
	}
}

func (w *wire) cut() {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, end := range w.open {
		_ = end.Close()
	}
	w.open = nil
}

func (w *wire) count() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.opened
}
