package execute_test

import (
	"context"
	"errors"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/require"

	"usher/functions/execute"
	"usher/functions/host"
	"usher/handler/flow"
)

type engine struct {
	err  error
	rung []flow.Message
}

func (e *engine) Execute(_ context.Context, message flow.Message) error {
	e.rung = append(e.rung, message)
	return e.err
}

func deliver(t *testing.T, verbs execute.Verbs, body string) *httptest.ResponseRecorder {
	t.Helper()
	r, err := host.NewQueueRequest(t.Context(), "execute", "message", []byte(body), host.Delivery{Count: 1})
	require.NoError(t, err)
	answer := httptest.NewRecorder()
	execute.New(verbs, host.Pause(func(context.Context) {})).ServeHTTP(answer, r)
	return answer
}

func TestMessageReachesTheFlow(t *testing.T) {
	t.Parallel()
	verbs := &engine{}
	answer := deliver(t, verbs, `{"run":"r-1","line":"7","n":3}`)
	require.Equal(t, 200, answer.Code)
	require.Equal(t, "application/json", answer.Header().Get("Content-Type"))
	require.JSONEq(t, "{}", answer.Body.String())
	require.Equal(t, []flow.Message{{Run: "r-1", Line: "7", N: 3}}, verbs.rung)
}

func TestFailureGivesTheMessageBack(t *testing.T) {
	t.Parallel()
	require.Equal(t, 500, deliver(t, &engine{err: errors.New("store down")}, `{"run":"r-1","n":1}`).Code)
}

func TestStrangeMessageIsGivenBackUnread(t *testing.T) {
	t.Parallel()
	for _, body := range []string{"", "{}", "no JSON", `{"run":"r-1","n":1,"step":"wipe-device"}`} {
		verbs := &engine{}
		require.Equal(t, 500, deliver(t, verbs, body).Code, body)
		require.Empty(t, verbs.rung)
	}
}
