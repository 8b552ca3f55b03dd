package doubles_test

import (
	"context"
	"math"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/messaging/azservicebus"
	"github.com/stretchr/testify/require"

	"usher/infra/doubles"
)

func TestWhatIsSentArrivesWhole(t *testing.T) {
	t.Parallel()
	b := openBus(t, doubles.Settings{})
	id, contentType, subject, correlation := "run/line/1", "application/json", "line", "run"
	body := make([]byte, 256)
	for i := range body {
		body[i] = byte(i)
	}
	properties := map[string]any{
		"int64": int64(math.MinInt64), "big": int64(math.MaxInt64), "small": int64(1), "int32": int32(-5),
		"uint64": uint64(math.MaxUint64), "uint8": uint8(200), "float": 1.5, "bool": true,
		"text": "Zoë 李", "Diagnostic-Id": "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
	}
	before := time.Now().Add(-time.Second)
	b.send(&azservicebus.Message{
		MessageID: &id, ContentType: &contentType, Subject: &subject, CorrelationID: &correlation,
		Body: body, ApplicationProperties: properties,
	})

	message := b.next(b.receiver())
	require.Equal(t, id, message.MessageID)
	require.Equal(t, contentType, *message.ContentType)
	require.Equal(t, subject, *message.Subject)
	require.Equal(t, correlation, *message.CorrelationID)
	require.Equal(t, body, message.Body)
	require.Equal(t, properties, message.ApplicationProperties)
	require.EqualValues(t, 1, *message.SequenceNumber)
	require.WithinRange(t, *message.EnqueuedTime, before, time.Now().Add(time.Second))
	require.WithinRange(t, *message.LockedUntil, before.Add(time.Minute), time.Now().Add(time.Minute+time.Second))
	require.NotEqual(t, [16]byte{}, message.LockToken)
}

func TestBatch(t *testing.T) {
	t.Parallel()
	b := openBus(t, doubles.Settings{})
	batch, err := b.sender.NewMessageBatch(t.Context(), nil)
	require.NoError(t, err)
	for i := range 10 {
		require.NoError(t, batch.AddMessage(text(numbered(i)), nil))
	}
	require.NoError(t, b.sender.SendMessageBatch(t.Context(), batch, nil))

	receiver := b.receiver()
	for i := range 10 {
		require.Equal(t, numbered(i), string(b.next(receiver).Body))
	}
}

// TestLargeMessage needs several frames each way.
func TestLargeMessage(t *testing.T) {
	t.Parallel()
	b := openBus(t, doubles.Settings{})
	large := strings.Repeat("0123456789abcdef", 200<<10/16)
	b.send(text(large))
	require.Equal(t, large, string(b.next(b.receiver()).Body))

	tooLarge := b.sender.SendMessage(t.Context(), text(large+large), nil)
	require.ErrorIs(t, tooLarge, azservicebus.ErrMessageTooLarge)
}

func TestManyMessages(t *testing.T) {
	t.Parallel()
	b := openBus(t, doubles.Settings{})
	const many = 5000 // more than a session of rhea's holds at once by itself
	go func() {
		for sent := 0; sent < many; {
			batch, err := b.sender.NewMessageBatch(t.Context(), nil)
			if err != nil {
				return
			}
			for ; sent < many && batch.AddMessage(text(numbered(sent)), nil) == nil; sent++ {
			}
			if b.sender.SendMessageBatch(t.Context(), batch, nil) != nil {
				return
			}
		}
	}()

	receiver := b.receiver()
	seen := map[string]bool{}
	ctx, cancel := context.WithTimeout(t.Context(), 2*patience)
	defer cancel()
	for len(seen) < many {
		messages, err := receiver.ReceiveMessages(ctx, 50, nil)
		require.NoError(t, err, "%d of %d came", len(seen), many)
		for _, message := range messages {
			require.False(t, seen[string(message.Body)])
			seen[string(message.Body)] = true
			require.NoError(t, receiver.CompleteMessage(ctx, message, nil))
		}
	}
	b.holds(doubles.Counts{})
}

// TestCredit asks for few of many: the rest stays for others.
func TestCredit(t *testing.T) {
	t.Parallel()
	b := openBus(t, doubles.Settings{})
	for i := range 10 {
		b.send(text(numbered(i)))
	}
	first, second := b.receiver(), b.receiver()
	messages, err := first.ReceiveMessages(t.Context(), 3, nil)
	require.NoError(t, err)
	require.NotEmpty(t, messages)
	require.LessOrEqual(t, doubles.Held(t, b.queue).Locked, 3)
	others := map[string]bool{}
	for len(others) < 10-3 {
		others[string(b.next(second).Body)] = true
	}
}

func TestScheduledEnqueueTime(t *testing.T) {
	t.Parallel()
	b := openBus(t, doubles.Settings{})
	due := time.Now().Add(2 * time.Second)
	b.send(&azservicebus.Message{Body: []byte("later"), ScheduledEnqueueTime: &due})
	b.send(text("now"))
	b.holds(doubles.Counts{Active: 1, Scheduled: 1})

	receiver := b.receiver()
	require.Equal(t, "now", string(b.next(receiver).Body))
	message := b.next(receiver)
	require.Equal(t, "later", string(message.Body))
	require.False(t, time.Now().Before(due.Truncate(time.Millisecond)), "it is early")
	require.EqualValues(t, 3, *message.SequenceNumber, "it has a new number")
	require.WithinDuration(t, due, *message.ScheduledEnqueueTime, time.Millisecond)
}

func TestScheduleAndCancel(t *testing.T) {
	t.Parallel()
	b := openBus(t, doubles.Settings{})
	due := time.Now().Add(2 * time.Second)
	numbers, err := b.sender.ScheduleMessages(t.Context(), []*azservicebus.Message{text("kept"), text("cancelled")}, due, nil)
	require.NoError(t, err)
	require.Equal(t, []int64{1, 2}, numbers)
	require.NoError(t, b.sender.CancelScheduledMessages(t.Context(), numbers[1:], nil))
	b.holds(doubles.Counts{Scheduled: 1})

	receiver := b.receiver()
	require.Equal(t, "kept", string(b.next(receiver).Body))
	b.nothing(receiver)
	b.refused(b.sender.CancelScheduledMessages(t.Context(), numbers, nil), azservicebus.CodeNotFound)
}

func TestPeek(t *testing.T) {
	t.Parallel()
	b := openBus(t, doubles.Settings{})
	receiver := b.receiver()
	none, err := receiver.PeekMessages(t.Context(), 5, nil)
	require.NoError(t, err)
	require.Empty(t, none)

	for i := range 3 {
		b.send(text(numbered(i)))
	}
	due := time.Now().Add(time.Hour)
	b.send(&azservicebus.Message{Body: []byte("later"), ScheduledEnqueueTime: &due})
	from := int64(2)
	messages, err := b.receiver().PeekMessages(t.Context(), 10, &azservicebus.PeekMessagesOptions{FromSequenceNumber: &from})
	require.NoError(t, err)
	require.Len(t, messages, 3)
	require.Equal(t, numbered(1), string(messages[0].Body))
	require.Equal(t, azservicebus.MessageStateActive, messages[0].State)
	require.Equal(t, azservicebus.MessageStateScheduled, messages[2].State)
	b.holds(doubles.Counts{Active: 3, Scheduled: 1})
}

func TestDuplicates(t *testing.T) {
	t.Parallel()
	b := openBus(t, doubles.Settings{DuplicatesMs: new(2000)})
	one, two := "run/1/1", "run/1/2"
	for _, id := range []*string{&one, &one, &two, nil, nil} {
		b.send(&azservicebus.Message{MessageID: id, Body: []byte("x")})
	}
	b.holds(doubles.Counts{Active: 4})
	wait(t, 2100*time.Millisecond)
	b.send(&azservicebus.Message{MessageID: &one, Body: []byte("x")})
	b.holds(doubles.Counts{Active: 5})
}

func TestUnknownQueue(t *testing.T) {
	t.Parallel()
	b := openBus(t, doubles.Settings{})
	require.ErrorContains(t, b.newSender("elsewhere").SendMessage(t.Context(), text("x"), nil), "amqp:not-found")
	receiver, err := b.client.NewReceiverForQueue("elsewhere", nil)
	require.NoError(t, err)
	_, err = receiver.ReceiveMessages(t.Context(), 1, nil)
	require.ErrorContains(t, err, "amqp:not-found")
	_, err = receiver.PeekMessages(t.Context(), 1, nil)
	require.ErrorContains(t, err, "amqp:not-found")
}

// TestWhatWasSentIsKept is what a search for secrets relies on.
func TestWhatWasSentIsKept(t *testing.T) {
	t.Parallel()
	b := openBus(t, doubles.Settings{})
	b.send(text("canary"))
	receiver := b.receiver()
	require.NoError(t, receiver.CompleteMessage(t.Context(), b.next(receiver), nil))

	sent := doubles.Sent(t, b.queue)
	require.Len(t, sent, 1)
	require.Contains(t, string(sent[0]), "canary")
}

// TestConnectionCut loses the connection with a message in hand: it comes back
// when its lock has run out.
func TestConnectionCut(t *testing.T) {
	t.Parallel()
	b := openBus(t, doubles.Settings{LockMs: new(2000)})
	b.send(text("one"))
	other := dial(t, b.address)
	receiver, err := other.NewReceiverForQueue(b.queue, nil)
	require.NoError(t, err)
	require.Equal(t, "one", string(b.next(receiver).Body))
	require.NoError(t, other.Close(t.Context()))
	b.holds(doubles.Counts{Locked: 1})

	message := b.next(b.receiver())
	require.Equal(t, "one", string(message.Body))
	require.EqualValues(t, 2, message.DeliveryCount)
}

// TestControlDoorRefuses what it doesn't know, and goes on.
func TestControlDoorRefuses(t *testing.T) {
	t.Parallel()
	b := openBus(t, doubles.Settings{})
	for _, one := range [][3]string{
		{http.MethodPut, "/queues/elsewhere", `{"lockMs":1}`},
		{http.MethodPut, "/queues/" + b.queue, `{"lockms":1}`},
		{http.MethodPut, "/queues/" + b.queue, `{"lockMs":"1"}`},
		{http.MethodPut, "/queues/" + b.queue, `null`},
		{http.MethodPut, "/queues/" + b.queue, `{`},
		{http.MethodGet, "/elsewhere", ""},
	} {
		request, err := http.NewRequestWithContext(t.Context(), one[0], "http://"+b.address+one[1], strings.NewReader(one[2]))
		require.NoError(t, err)
		response, err := http.DefaultClient.Do(request)
		require.NoError(t, err)
		require.NoError(t, response.Body.Close())
		require.Equal(t, http.StatusBadRequest, response.StatusCode, "%v", one)
	}
	b.send(text("still here"))
}
