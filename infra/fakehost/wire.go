package fakehost

import (
	"context"
	"errors"
	"net"
	"sync"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
	"github.com/Azure/azure-sdk-for-go/sdk/messaging/azservicebus"
)

// wire keeps the connections of an instance to Service Bus, so that they can
// be cut like those of a machine that dies.
type wire struct {
	mu          sync.Mutex
	broken      bool
	connections []net.Conn
}

// client speaks to the double through the same code as to Service Bus: the
// hook for web sockets takes the place of TLS.
func (w *wire) client(address string) (*azservicebus.Client, error) {
	return azservicebus.NewClient("double.servicebus.windows.net", anybody{}, &azservicebus.ClientOptions{
		NewWebSocketConn: func(ctx context.Context, _ azservicebus.NewWebSocketConnArgs) (net.Conn, error) {
			return w.dial(ctx, address)
		},
	})
}

func (w *wire) dial(ctx context.Context, address string) (net.Conn, error) {
	var dialer net.Dialer
	connection, err := dialer.DialContext(ctx, "tcp", address)
	if err != nil {
		return nil, err
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.broken {
		return nil, errors.Join(net.ErrClosed, connection.Close())
	}
	w.connections = append(w.connections, connection)
	return connection, nil
}

// cut closes every connection without a word, and lets none be made.
func (w *wire) cut() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.broken = true
	for _, connection := range w.connections {
		_ = connection.Close() // some are closed already
	}
}

// anybody is a credential that the double takes.
type anybody struct{}

// GetToken returns a token that proves nothing.
func (anybody) GetToken(context.Context, policy.TokenRequestOptions) (azcore.AccessToken, error) {
	return azcore.AccessToken{Token: "anybody", ExpiresOn: time.Now().Add(24 * time.Hour)}, nil
}
