package fakehost_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"usher/infra/fakehost"
)

func TestAnswersAreReadAsTheHostReadsThem(t *testing.T) {
	t.Parallel()
	for do, c := range map[string]struct {
		outcome fakehost.Outcome
		status  int
		says    string // of the invocation
		wrong   string // of the handler
	}{
		"ok":           {outcome: fakehost.Succeeded, status: 200},
		"logs":         {outcome: fakehost.Succeeded, status: 200},
		"text/json":    {outcome: fakehost.Succeeded, status: 202},
		"500":          {outcome: fakehost.Failed, status: 500, says: "answered 500"},
		"abort":        {outcome: fakehost.Failed, says: "EOF"},
		"half":         {outcome: fakehost.Failed, status: 200, says: "unexpected EOF"},
		"text":         {outcome: fakehost.Failed, status: 200, says: `Content-Type "text/plain"`, wrong: `Content-Type "text/plain"`},
		"no type":      {outcome: fakehost.Failed, status: 200, says: `Content-Type ""`, wrong: `Content-Type ""`},
		"array":        {outcome: fakehost.Failed, status: 200, says: "JSON that is no result", wrong: "JSON that is no result"},
		"cut JSON":     {outcome: fakehost.Failed, status: 200, says: "JSON that is no result", wrong: "JSON that is no result"},
		"logs no list": {outcome: fakehost.Failed, status: 200, says: "JSON that is no result", wrong: "JSON that is no result"},
		"redirect":     {outcome: fakehost.Succeeded, status: 200, wrong: "answered tick with a redirect"},
		"redirect 307": {outcome: fakehost.Succeeded, status: 200, wrong: "answered tick with a redirect"},
	} {
		t.Run(do, func(t *testing.T) {
			t.Parallel()
			host, got := fire(t, do)
			require.Equal(t, c.outcome, got.Outcome, got.Says)
			require.Equal(t, c.status, got.Status)
			require.Contains(t, got.Says, c.says)
			require.Equal(t, "tick", got.Function)
			require.Less(t, got.Took, 5*time.Second)
			if c.wrong == "" {
				require.Empty(t, says(host))
				return
			}
			require.Len(t, says(host), 1)
			require.Contains(t, says(host)[0], c.wrong)
			require.Equal(t, got.ID, host.Violations()[0].Invocation)
		})
	}
}

func TestAnAnswerWithNothingInItHangsUntilTheHandlerIsKilled(t *testing.T) {
	t.Parallel()
	for _, do := range []string{"empty", "204", "null", "blank"} {
		t.Run(do, func(t *testing.T) {
			t.Parallel()
			host, got := fire(t, do, "AzureFunctionsJobHost__functionTimeout=00:00:00.5")
			require.Equal(t, fakehost.TimedOut, got.Outcome)
			require.GreaterOrEqual(t, got.Took, 500*time.Millisecond)
			require.Len(t, says(host), 2)
			require.Contains(t, says(host)[0], "with nothing in it, so that the call hangs")
			require.Contains(t, says(host)[1], "didn't end tick within functionTimeout, 500ms")
			again(t, host, 2)
		})
	}
}

func TestLogsOfAnAnswerAreKept(t *testing.T) {
	t.Parallel()
	host, _ := fire(t, "logs")
	require.Equal(t, []string{"done so far"}, texts(host, "logs"))
	host, _ = fire(t, "500")
	require.Empty(t, texts(host, "logs"), "the host reads no logs of a failure")
}

// fire runs the timer once, with the handler told what to do.
func fire(t *testing.T, do string, settings ...string) (*fakehost.Host, fakehost.Invocation) {
	t.Helper()
	host := start(t, nil, fakehost.Options{}, settings...)
	tell(t, host, do)
	got, err := host.Fire(soon(t), "tick")
	require.NoError(t, err)
	return host, got
}

// tell makes the handler do something at the next tick.
func tell(t *testing.T, host *fakehost.Host, do string) {
	t.Helper()
	status, _ := ask(t, host, http.MethodGet, "/api/next?do="+escape(do), "")
	require.Equal(t, http.StatusOK, status)
}

// again waits for the n-th handler.
func again(t *testing.T, host *fakehost.Host, n int) {
	t.Helper()
	require.Eventually(t, func() bool { _, handlers := host.Starts(); return handlers == n }, 10*time.Second, 5*time.Millisecond)
	ready(t, host)
}
