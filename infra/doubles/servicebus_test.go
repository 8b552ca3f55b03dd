package doubles_test

import (
	"context"
	"crypto/rand"
	"fmt"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
	"github.com/Azure/azure-sdk-for-go/sdk/messaging/azservicebus"
	"github.com/stretchr/testify/require"

	"usher/infra/doubles"
)

// patience is how long a test waits for what must come.
const patience = 20 * time.Second

// pass is a credential that gives everybody the same token.
type pass struct{}

func (pass) GetToken(context.Context, policy.TokenRequestOptions) (azcore.AccessToken, error) {
	return azcore.AccessToken{Token: "token", ExpiresOn: time.Now().Add(time.Hour)}, nil
}

// bus is a queue of the double in the hands of a test, behind the real client.
type bus struct {
	t       *testing.T
	address string
	queue   string
	client  *azservicebus.Client
	sender  *azservicebus.Sender
}

// openBus gives a test a queue of its own.
func openBus(t *testing.T, settings doubles.Settings) bus {
	t.Helper()
	address := doubles.ServiceBus(t)
	b := bus{t: t, address: address, queue: "execute-" + strings.ToLower(rand.Text())}
	doubles.Change(t, b.queue, settings)
	b.client = dial(t, address)
	b.sender = b.newSender(b.queue)
	return b
}

// dial connects as a deployment does: a token credential and a namespace's
// name; only the connection goes elsewhere.
func dial(t *testing.T, address string) *azservicebus.Client {
	t.Helper()
	client, err := azservicebus.NewClient("double.servicebus.windows.net", pass{}, &azservicebus.ClientOptions{
		NewWebSocketConn: func(ctx context.Context, _ azservicebus.NewWebSocketConnArgs) (net.Conn, error) {
			return (&net.Dialer{}).DialContext(ctx, "tcp", address)
		},
		RetryOptions: azservicebus.RetryOptions{MaxRetries: 1, RetryDelay: 50 * time.Millisecond},
	})
	require.NoError(t, err)
	t.Cleanup(func() { _ = client.Close(context.WithoutCancel(t.Context())) })
	return client
}

func (b bus) newSender(queue string) *azservicebus.Sender {
	b.t.Helper()
	sender, err := b.client.NewSender(queue, nil)
	require.NoError(b.t, err)
	return sender
}

func (b bus) receiver() *azservicebus.Receiver {
	b.t.Helper()
	receiver, err := b.client.NewReceiverForQueue(b.queue, nil)
	require.NoError(b.t, err)
	return receiver
}

func (b bus) deadLetters() *azservicebus.Receiver {
	b.t.Helper()
	receiver, err := b.client.NewReceiverForQueue(b.queue, &azservicebus.ReceiverOptions{SubQueue: azservicebus.SubQueueDeadLetter})
	require.NoError(b.t, err)
	return receiver
}

// send sends a message that must be taken.
func (b bus) send(message *azservicebus.Message) {
	b.t.Helper()
	require.NoError(b.t, b.sender.SendMessage(b.t.Context(), message, nil))
}

func text(body string) *azservicebus.Message { return &azservicebus.Message{Body: []byte(body)} }

// next receives one message, which must come.
func (b bus) next(receiver *azservicebus.Receiver) *azservicebus.ReceivedMessage {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.t.Context(), patience)
	defer cancel()
	messages, err := receiver.ReceiveMessages(ctx, 1, nil)
	require.NoError(b.t, err)
	require.Len(b.t, messages, 1)
	return messages[0]
}

// nothing says that no message may come for a moment.
func (b bus) nothing(receiver *azservicebus.Receiver) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.t.Context(), 300*time.Millisecond)
	defer cancel()
	messages, err := receiver.ReceiveMessages(ctx, 1, nil)
	require.ErrorIs(b.t, err, context.DeadlineExceeded)
	require.Empty(b.t, messages)
}

// refused says that a call must have failed with one of the client's codes.
func (b bus) refused(err error, code azservicebus.Code) {
	b.t.Helper()
	var refused *azservicebus.Error
	require.ErrorAs(b.t, err, &refused)
	require.Equal(b.t, code, refused.Code, "%v", err)
}

// holds says what the queue must hold.
func (b bus) holds(want doubles.Counts) {
	b.t.Helper()
	require.Equal(b.t, want, doubles.Held(b.t, b.queue))
}

func numbered(n int) string { return fmt.Sprintf("message %d", n) }
