package doubles_test

import (
	"testing"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/messaging/azservicebus"
	"github.com/stretchr/testify/require"

	"usher/infra/doubles"
)

func TestComplete(t *testing.T) {
	t.Parallel()
	b := openBus(t, doubles.Settings{})
	b.send(text("one"))
	receiver := b.receiver()
	message := b.next(receiver)
	require.Equal(t, "one", string(message.Body))
	require.EqualValues(t, 1, message.DeliveryCount)
	b.holds(doubles.Counts{Locked: 1})

	require.NoError(t, receiver.CompleteMessage(t.Context(), message, nil))
	b.holds(doubles.Counts{})
	b.nothing(receiver)
}

func TestAbandon(t *testing.T) {
	t.Parallel()
	b := openBus(t, doubles.Settings{})
	b.send(text("one"))
	b.send(text("two"))
	receiver := b.receiver()
	for count := range uint32(3) {
		message := b.next(receiver)
		require.Equal(t, "one", string(message.Body), "it comes back to its place")
		require.Equal(t, count+1, message.DeliveryCount)
		require.EqualValues(t, 1, *message.SequenceNumber)
		require.NoError(t, receiver.AbandonMessage(t.Context(), message, nil))
	}
}

func TestTooManyDeliveries(t *testing.T) {
	t.Parallel()
	b := openBus(t, doubles.Settings{})
	b.send(text("poison"))
	receiver := b.receiver()
	for range 20 {
		require.NoError(t, receiver.AbandonMessage(t.Context(), b.next(receiver), nil))
	}
	b.nothing(receiver)
	b.holds(doubles.Counts{DeadLettered: 1})

	message := b.next(b.deadLetters())
	require.Equal(t, "poison", string(message.Body))
	require.Equal(t, "MaxDeliveryCountExceeded", *message.DeadLetterReason)
}

func TestDeadLetter(t *testing.T) {
	t.Parallel()
	b := openBus(t, doubles.Settings{})
	reason, description := "unreadable", "It isn't JSON."
	b.send(&azservicebus.Message{Body: []byte("junk"), ApplicationProperties: map[string]any{"big": int64(5), "DeadLetterReason": "an older one"}})
	receiver := b.receiver()
	require.NoError(t, receiver.DeadLetterMessage(t.Context(), b.next(receiver), &azservicebus.DeadLetterOptions{
		Reason: &reason, ErrorDescription: &description,
	}))
	b.nothing(receiver)

	buried := b.deadLetters()
	message := b.next(buried)
	require.Equal(t, "junk", string(message.Body))
	require.Equal(t, reason, *message.DeadLetterReason)
	require.Equal(t, description, *message.DeadLetterErrorDescription)
	require.Equal(t, int64(5), message.ApplicationProperties["big"])
	require.NoError(t, buried.CompleteMessage(t.Context(), message, nil))
	b.holds(doubles.Counts{})
}

func TestRenewLock(t *testing.T) {
	t.Parallel()
	b := openBus(t, doubles.Settings{LockMs: new(1500)})
	b.send(text("one"))
	receiver := b.receiver()
	message := b.next(receiver)
	first := *message.LockedUntil
	require.WithinDuration(t, time.Now().Add(1500*time.Millisecond), first, time.Second)
	for range 4 {
		wait(t, 500*time.Millisecond)
		require.NoError(t, receiver.RenewMessageLock(t.Context(), message, nil))
	}
	require.Greater(t, time.Now(), first, "without renewing it would be lost by now")
	require.Greater(t, *message.LockedUntil, first)
	require.NoError(t, receiver.CompleteMessage(t.Context(), message, nil))
}

func TestExpiredLock(t *testing.T) {
	t.Parallel()
	b := openBus(t, doubles.Settings{LockMs: new(500)})
	b.send(text("one"))
	slow, quick := b.receiver(), b.receiver()
	lost := b.next(slow)
	doubles.Change(t, b.queue, doubles.Settings{LockMs: new(60_000)})
	again := b.next(quick)
	require.Equal(t, lost.MessageID, again.MessageID)
	require.EqualValues(t, 2, again.DeliveryCount)

	b.refused(slow.CompleteMessage(t.Context(), lost, nil), azservicebus.CodeLockLost)
	b.refused(slow.RenewMessageLock(t.Context(), lost, nil), azservicebus.CodeLockLost)
	require.NoError(t, quick.CompleteMessage(t.Context(), again, nil))
	b.holds(doubles.Counts{})
}

// TestSettleOnAnotherLink settles a message whose link is gone, which the
// client does over $management.
func TestSettleOnAnotherLink(t *testing.T) {
	t.Parallel()
	for name, settle := range map[string]func(*azservicebus.Receiver, *azservicebus.ReceivedMessage) error{
		"complete": func(r *azservicebus.Receiver, m *azservicebus.ReceivedMessage) error {
			return r.CompleteMessage(t.Context(), m, nil)
		},
		"abandon": func(r *azservicebus.Receiver, m *azservicebus.ReceivedMessage) error {
			return r.AbandonMessage(t.Context(), m, nil)
		},
		"dead-letter": func(r *azservicebus.Receiver, m *azservicebus.ReceivedMessage) error {
			return r.DeadLetterMessage(t.Context(), m, nil)
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := openBus(t, doubles.Settings{})
			b.send(text("one"))
			gone := b.receiver()
			message := b.next(gone)
			require.NoError(t, gone.Close(t.Context()))
			b.holds(doubles.Counts{Locked: 1})
			require.NoError(t, settle(b.receiver(), message))
			b.holds(map[string]doubles.Counts{"complete": {}, "abandon": {Active: 1}, "dead-letter": {DeadLettered: 1}}[name])
		})
	}
}

// wait lets the machine's time pass: locks are kept by it.
func wait(t *testing.T, d time.Duration) {
	t.Helper()
	select {
	case <-time.After(d):
	case <-t.Context().Done():
	}
}
