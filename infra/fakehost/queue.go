package fakehost

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/messaging/azservicebus"
)

// settling is how long completing or abandoning a message may take.
const settling = 10 * time.Second

// listen hands the messages of a function's queue to the handler until the
// instance is drained. A broken connection is made anew.
func (i *instance) listen(f *function) {
	for {
		err := i.receive(f)
		if i.listening.Err() != nil {
			return
		}
		i.say(slog.LevelError, "the listener of "+f.name+" failed: "+err.Error())
		sleep(i.listening, time.Second)
	}
}

// receive takes messages one by one, as many at once as host.json allows, and
// returns when those under way have ended.
func (i *instance) receive(f *function) error {
	client, err := i.wire.client(i.host.options.ServiceBus)
	if err != nil {
		return err
	}
	defer closeWithin(client.Close)
	receiver, err := client.NewReceiverForQueue(f.queue, nil)
	if err != nil {
		return err
	}
	defer closeWithin(receiver.Close)
	var under sync.WaitGroup
	defer under.Wait()
	slots := make(chan struct{}, i.host.app.file.Extensions.ServiceBus.MaxConcurrentCalls)
	for {
		select {
		case slots <- struct{}{}:
		case <-i.listening.Done():
			return i.listening.Err()
		}
		messages, err := receiver.ReceiveMessages(i.listening, 1, nil)
		if err != nil {
			return err
		}
		if len(messages) == 0 {
			<-slots
			continue
		}
		under.Go(func() {
			i.deliver(f, receiver, messages[0])
			<-slots
		})
	}
}

func closeWithin(closing func(context.Context) error) {
	ctx, cancel := context.WithTimeout(context.Background(), settling)
	defer cancel()
	// A connection that is cut closes with an error, which tells nothing new.
	_ = closing(ctx)
}

// deliver calls the function with one message, under a lock that is renewed,
// and completes it on success and gives it back on failure.
func (i *instance) deliver(f *function, receiver *azservicebus.Receiver, m *azservicebus.ReceivedMessage) {
	var one Invocation
	release := i.keepLock(receiver, m)
	if e, err := messageEnvelope(f, m); err == nil {
		one = i.call(i.work, f, e)
	} else {
		one = Invocation{Function: f.name, At: time.Now(), Outcome: Failed, Says: err.Error()}
	}
	one.MessageID, one.Delivery = m.MessageID, int(m.DeliveryCount)
	one.Renewals = release()
	one.Settled = i.settle(receiver, m, one.Outcome)
	i.host.record.invocation(one)
}

func (i *instance) settle(receiver *azservicebus.Receiver, m *azservicebus.ReceivedMessage, outcome Outcome) string {
	ctx, cancel := context.WithTimeout(i.work, settling)
	defer cancel()
	said, end := "completed", func() error { return receiver.CompleteMessage(ctx, m, nil) }
	if outcome != Succeeded {
		said, end = "abandoned", func() error { return receiver.AbandonMessage(ctx, m, nil) }
	}
	err := end()
	var fault *azservicebus.Error
	switch {
	case err == nil:
		return said
	case errors.As(err, &fault) && fault.Code == azservicebus.CodeLockLost:
		i.say(slog.LevelError, "message "+m.MessageID+" couldn't be "+said+": its lock was lost")
		return "lock lost"
	case i.work.Err() != nil:
		return "cut off"
	}
	i.say(slog.LevelError, "message "+m.MessageID+" couldn't be "+said+": "+err.Error())
	return err.Error()
}

// keepLock renews a message's lock until release is called, and for no longer
// than host.json says. release tells how often it was renewed.
func (i *instance) keepLock(receiver *azservicebus.Receiver, m *azservicebus.ReceivedMessage) (release func() int) {
	longest := time.Duration(i.host.app.file.Extensions.ServiceBus.MaxAutoLockRenewalDuration)
	ctx, cancel := context.WithTimeout(i.work, longest)
	renewals, ended := 0, make(chan struct{})
	go func() {
		defer close(ended)
		for sleep(ctx, untilRenewal(m)) {
			if err := receiver.RenewMessageLock(ctx, m, nil); err != nil {
				if ctx.Err() == nil {
					i.say(slog.LevelError, "the lock of message "+m.MessageID+" couldn't be renewed: "+err.Error())
				}
				return
			}
			renewals++
		}
	}()
	return func() int {
		cancel()
		<-ended
		return renewals
	}
}

// untilRenewal is half of the time that a lock has left.
func untilRenewal(m *azservicebus.ReceivedMessage) time.Duration {
	if m.LockedUntil == nil {
		return 15 * time.Second
	}
	return time.Until(*m.LockedUntil) / 2
}
