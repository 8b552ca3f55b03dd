package flow_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"usher/handler/flow"
	"usher/handler/internal/telemetry"
	"usher/steps/step"
)

// journal is what a test's flow has logged.
type journal struct {
	t     *testing.T
	mu    sync.Mutex
	lines bytes.Buffer
}

func (j *journal) Write(line []byte) (int, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.lines.Write(line)
}

func (j *journal) records() []map[string]any {
	j.t.Helper()
	j.mu.Lock()
	defer j.mu.Unlock()
	var records []map[string]any
	for line := range strings.Lines(j.lines.String()) {
		record := map[string]any{}
		require.NoError(j.t, json.Unmarshal([]byte(line), &record), line)
		records = append(records, record)
	}
	return records
}

func (j *journal) of(message string) []map[string]any {
	j.t.Helper()
	var found []map[string]any
	for _, record := range j.records() {
		if record["msg"] == message {
			found = append(found, record)
		}
	}
	return found
}

// logged makes a rig whose log is kept, as the Functions host gets it.
func logged(t *testing.T) (*rig, *journal) {
	t.Helper()
	j := &journal{t: t}
	return newRig(t, func(r *rig) { r.log = telemetry.NewLog(j, slog.LevelDebug, true) }), j
}

// stoppedEach fails for good to say what a step is about.
func stoppedEach(context.Context, *step.World, step.Request, step.Customer) ([]step.Target, error) {
	return nil, &step.Stop{Says: "The groups can't be read."}
}

// loud is a reader that logs.
type loud struct{ *rig }

func (l loud) Read(ctx context.Context, ticket step.Ticket) (step.Reading, error) {
	l.log.DebugContext(ctx, "read")
	return l.rig.Read(ctx, ticket)
}

// TestEveryLineOfTheLogSaysWhatItIsAbout has a run go through everything that
// is logged, clients' calls included, and holds each line to its ids.
func TestEveryLineOfTheLogSaysWhatItIsAbout(t *testing.T) {
	t.Parallel()
	r, log := logged(t)
	r.steps = append([]step.Step(nil), r.steps...)
	for i := range r.steps {
		check := r.steps[i].Check
		r.steps[i].Check = func(ctx context.Context, w *step.World, l step.Line) (step.Finding, error) {
			r.log.DebugContext(ctx, "call") // as the clients do
			return check(ctx, w, l)
		}
	}
	r.Flow = r.flow("process-0")
	r.Reader = loud{r}

	r.queue.lose = true
	r.send("e1")
	r.queue.lose, r.away = false, errors.New("tenant unreachable")
	r.clock.reach(r.clock.Now().Add(2 * time.Minute))
	require.NoError(t, r.Sweep(t.Context()))
	for range 3 { // the ticket can't be read
		require.Error(t, r.handle(r.Flow, r.queue.waits[0]))
	}
	r.away = nil
	r.pump(time.Minute)
	r.tenant.fault = func(change string) error {
		switch change {
		case "leave Forecast":
			return errors.New("nobody foresaw it")
		case "leave Sales-UK":
			return &step.Stop{Says: "Ask the owner.", Err: errors.New("owner")}
		}
		return nil
	}
	r.decide(flow.Approve)
	r.pump(time.Hour)
	require.Equal(t, flow.StatusPartial, r.status())
	require.NoError(t, r.giveUp(delivery{flow.ExecuteQueue, flow.Message{Run: r.run().ID, Line: "2"}, r.clock.Now()}))

	seen := map[string]int{}
	for _, record := range log.records() {
		message := record["msg"].(string)
		seen[message]++
		require.Equal(t, "contoso", record["customer"], "%v", record)
		require.Equal(t, "T-1", record["ticket"], "%v", record)
		_, hasRun := record["run"]
		require.Equal(t, message != "read", hasRun, "a ticket that is read has no run yet: %v", record)
		_, hasLine := record["line"]
		switch message {
		case "line failed", "line stopped", "message quarantined":
			require.True(t, hasLine, "%v", record)
		}
	}
	for _, message := range []string{"message not sent, the sweep will", "read", "call", "line failed", "line stopped", "run finished", "message quarantined"} {
		require.Positive(t, seen[message], "%s was never logged: %v", message, seen)
	}
	lines := map[any]bool{}
	for _, record := range log.of("call") {
		lines[record["line"]] = true
	}
	require.Equal(t, map[any]bool{nil: true, "1": true, "2": true, "3": true, "4": true}, lines, "while planning, and of each line")
}
