package azure_test

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net"
	"strings"
	"testing"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore/fake"
	"github.com/Azure/azure-sdk-for-go/sdk/messaging/azservicebus"
	"github.com/stretchr/testify/require"

	"usher/handler/flow"
	"usher/handler/flow/flowtest"
	"usher/handler/internal/azure"
	"usher/infra/doubles"
	"usher/infra/doubles/keyvault"
)

// open opens an engine, closed when the test ends. What a test leaves out is
// there, and answers to nobody.
func open(tb testing.TB, o azure.Options) *azure.Engine {
	tb.Helper()
	o.Dev = true
	if o.Tables == "" {
		o.Tables = "http://127.0.0.1:1/devstoreaccount1"
	}
	if o.Table == "" {
		o.Table = "t" + random()
	}
	engine, err := azure.Open(o)
	require.NoError(tb, err)
	tb.Cleanup(func() { require.NoError(tb, engine.Close(context.Background())) })
	return engine
}

// random is a word that no other test has.
func random() string { return strings.ToLower(rand.Text())[:12] }

func TestStore(t *testing.T) {
	t.Parallel()
	tables := doubles.Tables(t)
	flowtest.Store(t, func(t *testing.T) flow.Store {
		t.Helper()
		return open(t, azure.Options{Tables: tables}).Store
	})
}

func TestQueue(t *testing.T) {
	t.Parallel()
	bus := doubles.ServiceBus(t)
	flowtest.Queue(t, func(t *testing.T) flowtest.QueueBench {
		t.Helper()
		queues := ownQueues()
		engine := open(t, azure.Options{ServiceBus: bus, Queues: queues})
		received := make(chan flowtest.Received, 1000)
		receive(t, bus, queues, func(queue string, m *azservicebus.ReceivedMessage) {
			received <- flowtest.Received{Queue: queue, Message: decoded(t, m)}
		})
		return flowtest.QueueBench{Queue: engine.Queue, Clock: engine.Clock, Received: received}
	})
}

func TestSettingsVault(t *testing.T) {
	t.Parallel()
	flowtest.Vault(t, func(t *testing.T) flow.Vault {
		t.Helper()
		double := keyvault.Start(keyvault.Options{PurgeProtection: true})
		t.Cleanup(double.Close)
		return open(t, azure.Options{Vault: double.URL(), HTTP: double.Client()}).Vault
	})
}

func TestVault(t *testing.T) {
	t.Parallel()
	flowtest.Vault(t, func(t *testing.T) flow.Vault {
		t.Helper()
		double := doubles.KeyVault(t)
		return open(t, azure.Options{Handover: double.URL(), HTTP: double.Client()}).Handover
	})
}

func TestClock(t *testing.T) {
	t.Parallel()
	flowtest.Clock(t, func(*testing.T) flow.Clock { return azure.Clock{} })
}

// ownQueues names three queues that no other test has.
func ownQueues() map[string]string {
	queues := map[string]string{}
	for _, queue := range []string{flow.AdvanceQueue, flow.CutQueue, flow.ExecuteQueue} {
		queues[queue] = queue + "-" + random()
	}
	return queues
}

// receive completes every message of the queues and hands it on, until the test
// ends.
func receive(t *testing.T, bus string, queues map[string]string, door func(queue string, m *azservicebus.ReceivedMessage)) {
	t.Helper()
	client, err := azservicebus.NewClient("test.servicebus.windows.net", &fake.TokenCredential{}, &azservicebus.ClientOptions{
		NewWebSocketConn: func(ctx context.Context, _ azservicebus.NewWebSocketConnArgs) (net.Conn, error) {
			return (&net.Dialer{}).DialContext(ctx, "tcp", bus)
		},
	})
	require.NoError(t, err)
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, len(queues))
	for queue, name := range queues {
		receiver, err := client.NewReceiverForQueue(name, nil)
		require.NoError(t, err)
		go func() { ended <- pump(ctx, receiver, func(m *azservicebus.ReceivedMessage) { door(queue, m) }) }()
	}
	t.Cleanup(func() {
		cancel()
		for range queues {
			require.ErrorIs(t, <-ended, context.Canceled)
		}
		require.NoError(t, client.Close(context.Background()))
	})
}

func pump(ctx context.Context, receiver *azservicebus.Receiver, door func(*azservicebus.ReceivedMessage)) error {
	for {
		messages, err := receiver.ReceiveMessages(ctx, 10, nil)
		if err != nil {
			return errors.Join(ctx.Err(), err)
		}
		for _, m := range messages {
			if err := receiver.CompleteMessage(ctx, m, nil); err != nil {
				return fmt.Errorf("complete: %w", errors.Join(ctx.Err(), err))
			}
			door(m)
		}
	}
}
