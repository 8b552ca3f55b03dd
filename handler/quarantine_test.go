package main_test

import (
	"log/slog"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"usher/handler/flow"
	"usher/handler/internal/embedded"
)

// putAside puts messages aside in a folder, as a door does after ten
// deliveries.
func putAside(t *testing.T, state string, messages ...flow.GivenUp) {
	t.Helper()
	engine, err := embedded.Beside(embedded.Options{Dir: state})
	require.NoError(t, err)
	f := flow.New(flow.Options{Store: engine.Store, Queue: engine.Queue, Clock: engine.Clock, Log: slog.New(slog.DiscardHandler)})
	for _, m := range messages {
		require.NoError(t, f.Quarantine(t.Context(), m))
	}
	require.NoError(t, engine.Close())
}

// TestQuarantineBesideLocal puts a message of a run aside: the run stands still
// until a command moves the message back.
func TestQuarantineBesideLocal(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	state := filepath.Join(s.dir, "state")
	s.send(leaver("T-1"))
	v := s.await("T-1", 20*time.Second, approving)
	putAside(t, state,
		flow.GivenUp{Queue: "advance", Message: &flow.Message{Run: v.ID, N: 1}, Body: "ours", Why: "store\x1b[31m down", Deliveries: 10},
		flow.GivenUp{Queue: "cut", Body: "<poison>", Why: "message not understood", Deliveries: 10})

	out, code := command(t, "quarantine", "list", "--data", state)
	require.Zero(t, code, out)
	require.Contains(t, out, v.ID)
	require.Contains(t, out, "not Usher's")
	require.NotContains(t, out, "\x1b")
	s.approve("T-1")
	require.Never(t, func() bool { return s.touched() }, time.Second, 100*time.Millisecond, "a run in quarantine went on")

	stranger := ""
	for line := range strings.Lines(out) {
		if strings.Contains(line, "not Usher's") {
			stranger, _, _ = strings.Cut(line, " ")
		}
	}
	out, code = command(t, "quarantine", "retry", stranger, "--data", state)
	require.Equal(t, 1, code)
	require.Contains(t, out, "handler quarantine forget "+stranger)
	out, code = command(t, "quarantine", "forget", stranger, "--data", state)
	require.Zero(t, code, out)
	out, code = command(t, "quarantine", "retry", "--all", "--data", state)
	require.Zero(t, code, out)
	require.Contains(t, out, "moved back")
	out, _ = command(t, "quarantine", "list", "--data", state)
	require.Contains(t, out, "nothing is in quarantine")

	s.tell("clock", map[string]string{"advance": "2m"}) // the sweep sends what is owed for a minute
	require.Equal(t, flow.StatusSuccess, *s.await("T-1", 30*time.Second, finished).Status)
}
