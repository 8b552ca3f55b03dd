package azure

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"strconv"
	"sync"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/messaging/azservicebus"

	"usher/functions/host"
	"usher/handler/flow"
)

// Queue is a flow.Queue in Service Bus. A message's id is run/line/n, so that
// the queue's duplicate detection drops true copies: the SDK sends again what
// wasn't confirmed, and so does the flow.
type Queue struct {
	client *azservicebus.Client // nil where no namespace was given
	names  map[string]string    // of the queues, by flow's

	mu      sync.Mutex
	senders map[string]*azservicebus.Sender // by flow's name, made on first use
}

const (
	// sending is how long a message may take to be confirmed. What isn't sent by
	// then stays owed, and the sweep sends it.
	sending = 15 * time.Second
	// closing is how long taking leave of the namespace may take.
	closing = 5 * time.Second
)

func newQueue(options Options, identity azcore.TokenCredential) (*Queue, error) {
	q := &Queue{names: options.Queues, senders: map[string]*azservicebus.Sender{}}
	if options.ServiceBus == "" {
		return q, nil
	}
	o := &azservicebus.ClientOptions{RetryOptions: azservicebus.RetryOptions{
		MaxRetries: 4, RetryDelay: 100 * time.Millisecond, MaxRetryDelay: 2 * time.Second,
	}}
	namespace := options.ServiceBus
	if _, _, err := net.SplitHostPort(namespace); err == nil {
		namespace, identity = "development.servicebus.windows.net", makeBelieve{}
		o.NewWebSocketConn = plainTo(options.ServiceBus)
	}
	var err error
	if q.client, err = azservicebus.NewClient(namespace, identity, o); err != nil {
		return nil, fmt.Errorf("service bus: %w", err)
	}
	return q, nil
}

// plainTo connects without TLS and without a WebSocket, which the SDK leaves to
// its caller: the double speaks AMQP alone.
func plainTo(address string) func(context.Context, azservicebus.NewWebSocketConnArgs) (net.Conn, error) {
	return func(ctx context.Context, _ azservicebus.NewWebSocketConnArgs) (net.Conn, error) {
		var dialer net.Dialer
		return dialer.DialContext(ctx, "tcp", address)
	}
}

// Send puts a message into a queue, to be delivered once its time has come.
func (q *Queue) Send(ctx context.Context, queue string, m flow.Message, at time.Time) error {
	if err := q.send(ctx, queue, m, at); err != nil {
		return fmt.Errorf("send to %s: %w", queue, err)
	}
	return nil
}

func (q *Queue) send(ctx context.Context, queue string, m flow.Message, at time.Time) error {
	message, err := envelope(ctx, m, at)
	if err != nil {
		return err
	}
	sender, err := q.sender(queue)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeoutCause(ctx, sending, errSlow)
	defer cancel()
	err = sender.SendMessage(ctx, message, nil)
	switch {
	case err == nil:
		return nil
	case ctx.Err() != nil:
		return context.Cause(ctx)
	}
	return plainly(ctx, err)
}

var errSlow = errors.New("the queue didn't confirm in time")

// envelope is a message as Service Bus takes it. The trace goes along under the
// name by which the Functions host continues it.
func envelope(ctx context.Context, m flow.Message, at time.Time) (*azservicebus.Message, error) {
	now := Clock{}.Now()
	if ahead := at.Sub(now); ahead > flow.MaxDelay {
		return nil, fmt.Errorf("%s ahead, at most %s is possible", ahead, flow.MaxDelay)
	}
	body, err := json.Marshal(m)
	if err != nil {
		return nil, err
	}
	id, kind := m.Run+"/"+m.Line+"/"+strconv.Itoa(m.N), "application/json"
	message := &azservicebus.Message{MessageID: &id, ContentType: &kind, Body: body}
	if at.After(now) {
		message.ScheduledEnqueueTime = &at
	}
	if trace := host.Traceparent(ctx); trace != "" {
		message.ApplicationProperties = map[string]any{"Diagnostic-Id": trace}
	}
	return message, nil
}

// sender returns the queue's sender. One serves all goroutines, and connects
// again by itself.
func (q *Queue) sender(queue string) (*azservicebus.Sender, error) {
	name, known := q.names[queue]
	if !known {
		return nil, errors.New("there is no such queue")
	}
	if q.client == nil {
		return nil, errors.New("no Service Bus namespace was given")
	}
	q.mu.Lock()
	defer q.mu.Unlock()
	if sender := q.senders[queue]; sender != nil {
		return sender, nil
	}
	sender, err := q.client.NewSender(name, nil)
	if err != nil {
		return nil, err
	}
	q.senders[queue] = sender
	return sender, nil
}

func (q *Queue) close(ctx context.Context) error {
	if q.client == nil {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, closing)
	defer cancel()
	if err := q.client.Close(ctx); err != nil {
		return fmt.Errorf("close queues: %w", err)
	}
	return nil
}
