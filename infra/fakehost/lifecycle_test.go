package fakehost_test

import (
	"context"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"usher/infra/fakehost"
)

func escape(text string) string { return url.QueryEscape(text) }

func TestTheHandlerGetsItsSettingsAndNothingElse(t *testing.T) {
	t.Parallel()
	host := start(t, nil, fakehost.Options{}, "USHER_LOG=debug")
	got := stateOf(t, host)
	names := []string{}
	for _, pair := range got.Environment {
		name, value, _ := strings.Cut(pair, "=")
		names = append(names, name)
		if name == "FUNCTIONS_APP_ROOT_PATH" {
			require.Equal(t, value, got.Folder)
		}
		if name == "USHER_LOG" {
			require.Equal(t, "debug", value)
		}
	}
	require.ElementsMatch(t, []string{
		"Bus__fullyQualifiedNamespace", "FUNCTIONS_APP_ROOT_PATH", "FUNCTIONS_CUSTOMHANDLER_PORT", "FUNCTIONS_CUSTOMHANDLER_WORKER_ID",
		"FUNCTIONS_HTTPWORKER_ID", "FUNCTIONS_HTTPWORKER_PORT", "USHER_FAKEHOST_CHILD", "USHER_LOG",
	}, names)
}

func TestASlowStartDelaysTheFirstCall(t *testing.T) {
	t.Parallel()
	host := start(t, nil, fakehost.Options{}, "CHILD_SLOW=400ms")
	began := time.Now()
	status, _ := ask(t, host, http.MethodGet, "/api/echo/1", "")
	require.Equal(t, http.StatusOK, status)
	require.GreaterOrEqual(t, time.Since(began), 300*time.Millisecond)
	require.Empty(t, says(host))
}

func TestAHandlerThatNeverAnswersEndsTheHost(t *testing.T) {
	t.Parallel()
	host := start(t, nil, fakehost.Options{StartAgain: 10 * time.Millisecond}, "CHILD_DEAF=1",
		"AzureFunctionsJobHost__customHandler__initializationTimeout=00:00:00.2")
	status, _ := ask(t, host, http.MethodGet, "/api/echo/1", "")
	require.Equal(t, http.StatusInternalServerError, status)
	require.Eventually(t, func() bool { hosts, handlers := host.Starts(); return hosts >= 2 && handlers >= 4 }, 10*time.Second, 10*time.Millisecond)
	require.Equal(t, "didn't answer GET / within 200ms", says(host)[0])
}

func TestADeadHandlerIsReplaced(t *testing.T) {
	t.Parallel()
	host := start(t, nil, fakehost.Options{})
	before := stateOf(t, host).PID
	status, _ := ask(t, host, http.MethodPost, "/api/echo/1?do=exit1", "a body, which isn't sent twice")
	require.Equal(t, http.StatusInternalServerError, status)
	require.NotEqual(t, before, stateOf(t, host).PID)
	require.Equal(t, []string{"died: exit status 1"}, says(host))
}

func TestARequestThatKillsEachHandlerEndsTheHost(t *testing.T) {
	t.Parallel()
	host := start(t, nil, fakehost.Options{StartAgain: 500 * time.Millisecond})
	// Without a body the host sends it again, to the next handler.
	status, _ := ask(t, host, http.MethodGet, "/api/echo/1?do=exit1", "")
	require.Equal(t, http.StatusInternalServerError, status)
	hosts, handlers := host.Starts()
	require.GreaterOrEqual(t, handlers, 3)
	require.GreaterOrEqual(t, hosts, 1)
	require.Eventually(t, func() bool { hosts, _ := host.Starts(); return hosts == 2 }, 10*time.Second, 10*time.Millisecond)
	ready(t, host)
	status, _ = ask(t, host, http.MethodGet, "/api/echo/1", "")
	require.Equal(t, http.StatusOK, status)
	require.Contains(t, texts(host, "host"), "exceeded the handler's restart count; shutting down")
}

func TestNobodyAnswersBetweenTwoHosts(t *testing.T) {
	t.Parallel()
	host := start(t, nil, fakehost.Options{StartAgain: time.Hour})
	for n := range 3 {
		again(t, host, n+1)
		require.NoError(t, host.Kill())
	}
	require.Eventually(t, func() bool {
		status, _ := ask(t, host, http.MethodGet, "/api/echo/1", "")
		return status == http.StatusServiceUnavailable
	}, 10*time.Second, 10*time.Millisecond)
	require.Error(t, host.Kill())
	_, err := host.Fire(soon(t), "tick")
	require.Error(t, err)
	short, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	require.ErrorIs(t, host.Ready(short), context.DeadlineExceeded)
	require.NoError(t, host.Stop(soon(t)))
}

// begin posts and doesn't wait: the status comes later, 0 where none does.
func begin(t *testing.T, host *fakehost.Host, path, body string) <-chan int {
	t.Helper()
	request, err := http.NewRequestWithContext(soon(t), http.MethodPost, host.URL()+path, strings.NewReader(body))
	require.NoError(t, err)
	status := make(chan int, 1)
	go func() {
		defer close(status)
		if answer, err := plain.Do(request); err == nil {
			answer.Body.Close()
			status <- answer.StatusCode
		}
	}()
	return status
}

func TestKilledWhileRequestsAreUnderWay(t *testing.T) {
	t.Parallel()
	host := start(t, nil, fakehost.Options{})
	before := stateOf(t, host).PID
	with, without := begin(t, host, "/api/echo/1?do=slow", "body"), begin(t, host, "/api/echo/2?do=slow", "")
	time.Sleep(300 * time.Millisecond) // both have reached the handler
	require.NoError(t, host.Kill())
	require.False(t, alive(before))
	require.Equal(t, http.StatusInternalServerError, <-with)
	require.Equal(t, http.StatusOK, <-without)
	require.Empty(t, says(host), "the test killed it")
	require.Eventually(t, func() bool {
		sent := map[int]int{}
		for _, one := range host.Invocations() {
			if one.Function == "echo" {
				sent[one.Sent]++
			}
		}
		return sent[1] == 1 && sent[2] == 1
	}, 5*time.Second, 5*time.Millisecond)
}

func TestAHandlerThatEndsWellIsNotReplaced(t *testing.T) {
	t.Parallel()
	host := start(t, nil, fakehost.Options{})
	tell(t, host, "exit0")
	for range 2 {
		got, err := host.Fire(soon(t), "tick")
		require.NoError(t, err)
		require.Equal(t, fakehost.Failed, got.Outcome)
	}
	status, _ := ask(t, host, http.MethodGet, "/api/echo/1", "")
	require.Equal(t, http.StatusInternalServerError, status)
	_, handlers := host.Starts()
	require.Equal(t, 1, handlers)
	require.Equal(t, []string{"exited with code 0, after which the host starts no other"}, says(host))
	require.Error(t, host.Kill())
}

func TestAFunctionThatTakesTooLongCostsTheHandlerItsLife(t *testing.T) {
	t.Parallel()
	host := start(t, nil, fakehost.Options{}, "AzureFunctionsJobHost__functionTimeout=00:00:00.6")
	for n := range 4 { // more often than a handler may die
		again(t, host, n+1)
		before := stateOf(t, host).PID
		status, _ := ask(t, host, http.MethodPost, "/api/echo/1?do=hang", "body")
		require.Equal(t, http.StatusInternalServerError, status)
		require.Eventually(t, func() bool { return !alive(before) }, 5*time.Second, 5*time.Millisecond)
	}
	hosts, _ := host.Starts()
	require.Equal(t, 1, hosts)
	require.Eventually(t, func() bool {
		timedOut := 0
		for _, one := range host.Invocations() {
			if one.Outcome == fakehost.TimedOut {
				timedOut++
			}
		}
		return timedOut == 4
	}, 5*time.Second, 5*time.Millisecond)
	require.Equal(t, "didn't end echo within functionTimeout, 600ms", says(host)[0])
}

func TestStopLetsEndWhatIsUnderWayAndNeverAsksTheHandler(t *testing.T) {
	t.Parallel()
	host := start(t, nil, fakehost.Options{TimerEvery: 200 * time.Millisecond})
	pid := stateOf(t, host).PID
	tell(t, host, "slow")
	status := begin(t, host, "/api/echo/1?do=slow", "body")
	time.Sleep(500 * time.Millisecond) // the request and a tick have reached the handler
	require.NoError(t, host.Stop(soon(t)))
	require.Equal(t, http.StatusOK, <-status)
	require.False(t, alive(pid))
	slow := 0
	for _, one := range host.Invocations() {
		require.Equal(t, fakehost.Succeeded, one.Outcome, one.Function+" "+one.Says)
		if one.Took >= time.Second {
			slow++
		}
	}
	require.Equal(t, 2, slow)
	require.Empty(t, says(host))
	for _, line := range texts(host, "stdout") {
		require.NotContains(t, line, "signal")
	}
	_, err := plain.Get(host.URL())
	require.ErrorIs(t, err, syscall.ECONNREFUSED)
}

func TestStopWaitsNoLongerThanItMay(t *testing.T) {
	t.Parallel()
	host := start(t, nil, fakehost.Options{})
	pid := stateOf(t, host).PID
	status := begin(t, host, "/api/echo/1?do=hang", "")
	time.Sleep(200 * time.Millisecond)
	short, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	require.ErrorIs(t, host.Stop(short), context.DeadlineExceeded)
	require.False(t, alive(pid))
	require.Zero(t, <-status)
}

func TestDrainTakesNoMoreTicksAndServesOn(t *testing.T) {
	t.Parallel()
	host := start(t, nil, fakehost.Options{TimerEvery: 20 * time.Millisecond})
	ready(t, host)
	require.NoError(t, host.Drain(soon(t)))
	before := len(stateOf(t, host).Calls)
	time.Sleep(100 * time.Millisecond)
	require.Len(t, stateOf(t, host).Calls, before)
}

func TestTheHandlerEndsWithTheContext(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	host, err := fakehost.Start(ctx, fakehost.Options{Root: write(t, sound(nil)), Env: map[string]string{childVariable: "1"}})
	require.NoError(t, err)
	pid := stateOf(t, host).PID
	cancel()
	require.Eventually(t, func() bool { return !alive(pid) }, 5*time.Second, 5*time.Millisecond)
	host.Lose()
}

func TestAHandlerThatOthersCanReachIsFound(t *testing.T) {
	t.Parallel()
	addresses, err := net.InterfaceAddrs()
	require.NoError(t, err)
	outside := false
	for _, one := range addresses {
		network, ok := one.(*net.IPNet)
		outside = outside || ok && !network.IP.IsLoopback() && network.IP.To4() != nil && !network.IP.IsLinkLocalUnicast()
	}
	if !outside {
		t.Skip("this machine has no IPv4 address but loopback: give it a network to see a handler caught that listens on all addresses")
	}
	host := start(t, nil, fakehost.Options{}, "CHILD_LISTEN=0.0.0.0")
	ready(t, host)
	require.Len(t, says(host), 1)
	require.Contains(t, says(host)[0], "which other machines may reach")
}

func TestOutputIsKeptAsTheHostLogsIt(t *testing.T) {
	t.Parallel()
	host, _ := fire(t, "stderr")
	tell(t, host, "stdout")
	_, err := host.Fire(soon(t), "tick")
	require.NoError(t, err)
	require.NoError(t, host.Stop(soon(t)))
	levels := map[string]slog.Level{}
	for _, line := range host.Output() {
		levels[line.From+": "+line.Text] = line.Level
	}
	require.Subset(t, levels, map[string]slog.Level{
		"stderr: it broke": slog.LevelError, "stderr: a Warning": slog.LevelWarn,
		"stdout: one": slog.LevelInfo, "stdout: two": slog.LevelInfo, "stdout: and no end": slog.LevelInfo,
	})
}
