package sweep_test

import (
	"context"
	"errors"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/require"

	"usher/functions/host"
	"usher/functions/sweep"
)

type engine struct {
	err   error
	swept int
}

func (e *engine) Sweep(context.Context) error {
	e.swept++
	return e.err
}

func tick(t *testing.T, verbs sweep.Verbs, pastDue bool) *httptest.ResponseRecorder {
	t.Helper()
	r, err := host.NewTimerRequest(t.Context(), "sweep", "timer", pastDue, "i-1")
	require.NoError(t, err)
	answer := httptest.NewRecorder()
	sweep.New(verbs, host.Pause(func(context.Context) {})).ServeHTTP(answer, r)
	return answer
}

func TestEveryTickSweeps(t *testing.T) {
	t.Parallel()
	verbs := &engine{}
	for _, pastDue := range []bool{false, true} {
		answer := tick(t, verbs, pastDue)
		require.Equal(t, 200, answer.Code)
		require.JSONEq(t, "{}", answer.Body.String())
	}
	require.Equal(t, 2, verbs.swept)
}

func TestFailureIsToldToTheHost(t *testing.T) {
	t.Parallel()
	require.Equal(t, 500, tick(t, &engine{err: errors.New("store down")}, false).Code)
}
