package embedded_test

import (
	"context"
	"encoding/json"
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"usher/functions/host"
	"usher/handler/flow"
	"usher/handler/internal/embedded"
)

// doors are doors of the three queues that all do the same, and a sweep that
// does nothing.
func doors(do func(queue string, m flow.Message, d host.Delivery) error) map[string]http.Handler {
	all := map[string]http.Handler{
		embedded.SweepDoor: host.Timer(func(context.Context, bool) error { return nil }),
	}
	for _, queue := range []string{flow.AdvanceQueue, flow.CutQueue, flow.ExecuteQueue} {
		all[queue] = host.Queue(func(_ context.Context, body []byte, d host.Delivery) error {
			var m flow.Message
			if err := json.Unmarshal(body, &m); err != nil {
				return err
			}
			return do(queue, m, d)
		}, host.Pause(func(context.Context) {}))
	}
	return all
}

// run opens doors until the test ends.
func run(t *testing.T, engine *embedded.Engine, do func(queue string, m flow.Message, d host.Delivery) error) {
	t.Helper()
	runDoors(t, engine, doors(do))
}

func runDoors(t *testing.T, engine *embedded.Engine, all map[string]http.Handler) (stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- engine.Run(ctx, all, nil) }()
	stopped := false
	stop = func() {
		if stopped {
			return
		}
		stopped = true
		cancel()
		require.NoError(t, <-ended)
	}
	t.Cleanup(stop)
	return stop
}
