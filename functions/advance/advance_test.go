package advance_test

import (
	"context"
	"errors"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/require"

	"usher/functions/advance"
	"usher/functions/host"
	"usher/handler/flow"
)

type engine struct {
	err   error
	rung  []flow.Message
	aside []flow.GivenUp
}

func (e *engine) Advance(_ context.Context, message flow.Message) error {
	e.rung = append(e.rung, message)
	return e.err
}

func (e *engine) Quarantine(_ context.Context, g flow.GivenUp) error {
	e.aside = append(e.aside, g)
	return nil
}

func deliver(t *testing.T, verbs advance.Verbs, count int) int {
	t.Helper()
	body := []byte(`{"run":"r-1","line":"7","n":3}`)
	r, err := host.NewQueueRequest(t.Context(), "advance", "message", body, host.Delivery{Count: count})
	require.NoError(t, err)
	answer := httptest.NewRecorder()
	advance.New(verbs, host.Pause(func(context.Context) {})).ServeHTTP(answer, r)
	return answer.Code
}

func TestMessageReachesTheFlow(t *testing.T) {
	t.Parallel()
	verbs := &engine{}
	require.Equal(t, 200, deliver(t, verbs, 1))
	require.Equal(t, []flow.Message{{Run: "r-1", Line: "7", N: 3}}, verbs.rung)
}

func TestWhatKeepsFailingIsQuarantined(t *testing.T) {
	t.Parallel()
	verbs := &engine{err: errors.New("store down")}
	require.Equal(t, 500, deliver(t, verbs, 9))
	require.Empty(t, verbs.aside)
	require.Equal(t, 200, deliver(t, verbs, 10))
	require.Len(t, verbs.aside, 1)
	require.Equal(t, "advance", verbs.aside[0].Queue)
}
