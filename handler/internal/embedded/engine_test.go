package embedded_test

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"usher/functions/host"
	"usher/handler/flow"
	"usher/handler/flow/flowtest"
	"usher/handler/internal/embedded"
)

// open opens an engine on a folder of its own, closed when the test ends.
func open(t testing.TB, options embedded.Options) *embedded.Engine {
	t.Helper()
	if options.Dir == "" {
		options.Dir = t.TempDir()
	}
	engine, err := embedded.Open(options)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, engine.Close()) })
	return engine
}

func beside(t *testing.T, dir string) *embedded.Engine {
	t.Helper()
	engine, err := embedded.Beside(embedded.Options{Dir: dir})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, engine.Close()) })
	return engine
}

func put(key, data string) flow.Change {
	return flow.Change{Do: flow.Put, Key: key, Data: []byte(data)}
}

func TestStore(t *testing.T) {
	t.Parallel()
	flowtest.Store(t, func(t *testing.T) flow.Store { return open(t, embedded.Options{}).Store })
}

func TestStoreBeside(t *testing.T) {
	t.Parallel()
	flowtest.Store(t, func(t *testing.T) flow.Store {
		return beside(t, open(t, embedded.Options{}).dir(t)).Store
	})
}

func TestQueue(t *testing.T) {
	t.Parallel()
	flowtest.Queue(t, func(t *testing.T) flowtest.QueueBench {
		engine := open(t, embedded.Options{})
		received := make(chan flowtest.Received, 1000)
		run(t, engine, func(queue string, m flow.Message, _ host.Delivery) error {
			received <- flowtest.Received{Queue: queue, Message: m}
			return nil
		})
		return flowtest.QueueBench{Queue: engine.Queue, Clock: engine.Clock, Received: received}
	})
}

func TestVault(t *testing.T) {
	t.Parallel()
	flowtest.Vault(t, func(t *testing.T) flow.Vault { return open(t, embedded.Options{}).Vault })
}

func TestClock(t *testing.T) {
	t.Parallel()
	flowtest.Clock(t, func(*testing.T) flow.Clock { return &embedded.Clock{} })
}
