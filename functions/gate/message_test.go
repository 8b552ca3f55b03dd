package gate_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/require"

	"usher/functions/gate"
	"usher/functions/host"
	"usher/handler/flow"
)

// queue is a queue door, and what came through it.
type queue struct {
	fails func() error // nil: it doesn't
	full  bool         // quarantine takes nothing
	rung  []flow.Message
	aside []flow.GivenUp

	pauses int
}

func (q *queue) deliver(t *testing.T, body string, count int) *httptest.ResponseRecorder {
	t.Helper()
	verb := func(_ context.Context, m flow.Message) error {
		q.rung = append(q.rung, m)
		if q.fails != nil {
			return q.fails()
		}
		return nil
	}
	put := func(ctx context.Context, g flow.GivenUp) error {
		require.NoError(t, ctx.Err(), "the work's time may be over, quarantine's isn't")
		if q.full {
			return errors.New("no room")
		}
		q.aside = append(q.aside, g)
		return nil
	}
	door := gate.Queue("execute", verb, put, host.Pause(func(context.Context) { q.pauses++ }))
	r, err := host.NewQueueRequest(t.Context(), "execute", "message", []byte(body), host.Delivery{Count: count})
	require.NoError(t, err)
	answer := httptest.NewRecorder()
	door.ServeHTTP(answer, r)
	require.Equal(t, "application/json", answer.Header().Get("Content-Type"))
	return answer
}

const ours = `{"run":"r-1","line":"7","n":3}`

func TestQueueHandsMessagesOn(t *testing.T) {
	t.Parallel()
	q := &queue{}
	answer := q.deliver(t, ours, 12)
	require.Equal(t, http.StatusOK, answer.Code)
	require.JSONEq(t, "{}", answer.Body.String())
	require.Equal(t, []flow.Message{{Run: "r-1", Line: "7", N: 3}}, q.rung)
	require.Empty(t, q.aside)
}

func TestQueueGivesFailuresBackBeforeItPutsThemAside(t *testing.T) {
	t.Parallel()
	for name, fails := range map[string]func() error{
		"an error": func() error { return errors.New("store down") },
		"a panic":  func() error { panic("store down") },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			q := &queue{fails: fails}
			for _, count := range []int{0, 1, 9} {
				require.Equal(t, http.StatusInternalServerError, q.deliver(t, ours, count).Code)
			}
			require.Empty(t, q.aside)
			q.full = true
			require.Equal(t, http.StatusInternalServerError, q.deliver(t, ours, 10).Code, "nothing is lost")
			q.full = false
			require.Equal(t, http.StatusOK, q.deliver(t, ours, 11).Code)
			require.Len(t, q.aside, 1)
			got := q.aside[0]
			require.Contains(t, got.Why, "store down")
			require.Equal(t, flow.Message{Run: "r-1", Line: "7", N: 3}, *got.Message)
			require.Equal(t, 11, got.Deliveries)
			require.JSONEq(t, ours, got.Body)
			require.Equal(t, "execute", got.Queue)
		})
	}
}

// TestQueueKeepsWhatIsntTheMessagesFault never puts aside what failed because
// the store was away, and waits longer each time.
func TestQueueKeepsWhatIsntTheMessagesFault(t *testing.T) {
	t.Parallel()
	q := &queue{fails: func() error { return fmt.Errorf("save: %w", flow.ErrAway) }}
	for count, want := range map[int]int{0: 1, 1: 1, 2: 2, 4: 8, 10: 30, 19: 30} {
		q.pauses = 0
		require.Equal(t, http.StatusInternalServerError, q.deliver(t, ours, count).Code)
		require.Equal(t, want, q.pauses, "at delivery %d", count)
	}
	require.Empty(t, q.aside)
}

func TestQueuePutsStrangeMessagesAsideUnread(t *testing.T) {
	t.Parallel()
	for _, body := range []string{"", "{}", "no JSON", `{"run":"r-1","n":1,"step":"wipe-device"}`, `{"run":"r-1","n":-1}`, ours + ours} {
		q := &queue{}
		require.Equal(t, http.StatusInternalServerError, q.deliver(t, body, 1).Code, body)
		require.Equal(t, http.StatusOK, q.deliver(t, body, 10).Code, body)
		require.Empty(t, q.rung)
		require.Nil(t, q.aside[0].Message)
		require.Equal(t, body, q.aside[0].Body)
	}
}
