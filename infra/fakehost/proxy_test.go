package fakehost_test

import (
	"bufio"
	"io"
	"net/http"
	"regexp"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"usher/infra/fakehost"
)

func TestBothWaysStream(t *testing.T) {
	t.Parallel()
	host := start(t, nil, fakehost.Options{})
	ready(t, host)
	body, words := io.Pipe()
	request, err := http.NewRequestWithContext(soon(t), http.MethodPost, host.URL()+"/api/rest/x?do=converse", body)
	require.NoError(t, err)
	go func() { _, _ = io.WriteString(words, "one\n") }()
	answer, err := plain.Do(request)
	require.NoError(t, err)
	defer answer.Body.Close()
	lines := bufio.NewReader(answer.Body)
	for _, word := range []string{"one\n", "two\n", "three\n"} {
		if word != "one\n" { // said before the answer began
			_, err := io.WriteString(words, word)
			require.NoError(t, err)
		}
		heard, err := lines.ReadString('\n')
		require.NoError(t, err)
		require.Equal(t, "heard "+word, heard)
	}
	require.NoError(t, words.Close())
	rest, err := io.ReadAll(lines)
	require.NoError(t, err)
	require.Empty(t, rest)
}

func TestATraceBeginsAtTheHostWhereTelemetryIsOn(t *testing.T) {
	t.Parallel()
	host := start(t, nil, fakehost.Options{}, "APPLICATIONINSIGHTS_CONNECTION_STRING=InstrumentationKey=0")
	_, err := host.Fire(soon(t), "tick")
	require.NoError(t, err)
	_, echoed := ask(t, host, http.MethodGet, "/api/echo/1", "")
	one := regexp.MustCompile(`"Traceparent":\["(00-[0-9a-f]{32}-[0-9a-f]{16}-00)"\]`)
	require.Regexp(t, one, echoed)
	got := stateOf(t, host).Calls[0].Header["Traceparent"]
	require.Len(t, got, 1)
	require.NotEqual(t, one.FindStringSubmatch(echoed)[1], got[0])
}

func TestACallerThatGoesAwayEndsTheRequest(t *testing.T) {
	t.Parallel()
	host := start(t, nil, fakehost.Options{})
	ready(t, host)
	client := http.Client{Timeout: 200 * time.Millisecond}
	_, err := client.Get(host.URL() + "/api/echo/1?do=hang")
	require.Error(t, err)
	require.Eventually(t, func() bool { return len(host.Invocations()) == 1 }, 5*time.Second, 5*time.Millisecond)
	require.Equal(t, fakehost.Failed, host.Invocations()[0].Outcome)
	require.Equal(t, 1, host.Invocations()[0].Sent)
	require.Empty(t, says(host))
}

func TestTheHostHasAPageOfItsOwn(t *testing.T) {
	t.Parallel()
	host := start(t, nil, fakehost.Options{})
	status, page := ask(t, host, http.MethodGet, "/", "")
	require.Equal(t, http.StatusOK, status)
	require.Contains(t, page, "up and running")
	require.Empty(t, host.Invocations())
}

func TestTheMoreExactRouteWins(t *testing.T) {
	t.Parallel()
	host := start(t, folder{
		"apart/function.json": `{"bindings":[{"type":"httpTrigger","direction":"in","name":"req","authLevel":"anonymous","route":"echo/apart"},{"type":"http","direction":"out","name":"res"}]}`,
		"whole/function.json": `{"bindings":[{"type":"httpTrigger","direction":"in","name":"req","authLevel":"anonymous","route":"{*all}"},{"type":"http","direction":"out","name":"res"}]}`,
		"bare/function.json":  `{"bindings":[{"type":"httpTrigger","direction":"in","name":"req","authLevel":"anonymous"},{"type":"http","direction":"out","name":"res"}]}`,
	}, fakehost.Options{})
	functions := []string{}
	for n, path := range []string{"/api/echo/apart", "/api/echo/1", "/api/else", "/api/bare"} {
		status, _ := ask(t, host, http.MethodGet, path, "")
		require.Equal(t, http.StatusOK, status)
		require.Eventually(t, func() bool { return len(host.Invocations()) == n+1 }, 5*time.Second, 5*time.Millisecond)
		functions = append(functions, host.Invocations()[n].Function)
	}
	require.Equal(t, []string{"apart", "echo", "whole", "bare"}, functions)
}
