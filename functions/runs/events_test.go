package runs_test

import (
	"bufio"
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"usher/functions/runs"
	"usher/handler/flow"
)

// streamed is what a client made of a stream: ids and data of its events.
func streamed(body string) (ids, data []string) {
	for line := range strings.SplitSeq(body, "\n") {
		if id, ok := strings.CutPrefix(line, "id: "); ok {
			ids = append(ids, id)
		}
		if text, ok := strings.CutPrefix(line, "data: "); ok {
			data = append(data, text)
		}
	}
	return ids, data
}

func TestEventsOfAFinishedRun(t *testing.T) {
	t.Parallel()
	answer := ring(t, &watch{run: finished()}, open(), http.MethodGet, "/api/runs/r-7f3ac2/events", "")
	require.Equal(t, 200, answer.Code)
	require.Equal(t, "text/event-stream", answer.Header().Get("Content-Type"))
	ids, data := streamed(answer.Body.String())
	require.Len(t, ids, 4)
	require.JSONEq(t, `{"at":"2025-11-24T14:02:12Z","kind":"done","line":"1","says":"Read back: blocked.","prev":"","hash":"b1"}`, data[2])
}

func TestEventsResume(t *testing.T) {
	t.Parallel()
	verbs := &watch{run: finished()}
	ids, data := streamed(ring(t, verbs, open(), http.MethodGet, "/api/runs/r-1/events", "").Body.String())
	for i, id := range ids {
		answer := ring(t, verbs, open(), http.MethodGet, "/api/runs/r-1/events", "", "Last-Event-ID", id)
		_, rest := streamed(answer.Body.String())
		require.Equal(t, data[i+1:], append([]string{}, rest...))
		if i == len(ids)-1 {
			require.Equal(t, 204, answer.Code, "a browser stops asking")
		}
	}
}

func TestEventsResumeAfterAnEarlierOneAppeared(t *testing.T) {
	t.Parallel()
	verbs := &watch{run: finished()}
	ids, _ := streamed(ring(t, verbs, open(), http.MethodGet, "/api/runs/r-1/events", "").Body.String())
	late := flow.Event{At: at(1), Kind: "done", Line: "2", Says: "late", Hash: "d1"}
	verbs.run.Events = append(verbs.run.Events[:3:3], late, verbs.run.Events[3])
	_, rest := streamed(ring(t, verbs, open(), http.MethodGet, "/api/runs/r-1/events", "", "Last-Event-ID", ids[3]).Body.String())
	require.Len(t, rest, 1)
	require.Contains(t, rest[0], "late")
}

func TestEventsFromAStrangeIDStartOver(t *testing.T) {
	t.Parallel()
	for _, id := range []string{"%zz", "x=-4", "17", "=99999999999999999999"} {
		answer := ring(t, &watch{run: finished()}, open(), http.MethodGet, "/api/runs/r-1/events", "", "Last-Event-ID", id)
		ids, _ := streamed(answer.Body.String())
		require.Len(t, ids, 4, id)
	}
}

func TestEventsFollowARun(t *testing.T) {
	t.Parallel()
	verbs := &watch{run: running()}
	verbs.grow = func(look int, run *flow.RunView) {
		switch look {
		case 3:
			run.Events = append(run.Events, flow.Event{At: at(5), Line: "7", Kind: "done", Says: "shared"})
		case 5:
			run.Events = append(run.Events, flow.Event{At: at(6), Kind: "finished", Says: "Success."})
			run.State = flow.Finished
		}
	}
	server := httptest.NewServer(runs.New(verbs, open()))
	defer server.Close()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, server.URL+"/api/runs/r-1/events", nil)
	require.NoError(t, err)
	answer, err := server.Client().Do(r)
	require.NoError(t, err)
	defer answer.Body.Close()
	var says []string
	for lines := bufio.NewScanner(answer.Body); lines.Scan(); {
		if _, text, ok := strings.Cut(lines.Text(), `"says":"`); ok {
			says = append(says, strings.SplitN(text, `"`, 2)[0])
		}
	}
	require.Equal(t, []string{"shared", "Success."}, says[4:])
	require.Equal(t, 5, verbs.looks)
}

func TestEventsEndAtTheLimit(t *testing.T) {
	t.Parallel()
	s := open()
	s.Limit = 30 * time.Millisecond
	answer := ring(t, &watch{run: running()}, s, http.MethodGet, "/api/runs/r-1/events", "")
	ids, _ := streamed(answer.Body.String())
	require.Equal(t, 200, answer.Code)
	require.Len(t, ids, 4)
}

func TestEventsEndWithTheClient(t *testing.T) {
	t.Parallel()
	ctx, leave := context.WithCancel(t.Context())
	verbs := &watch{run: running()}
	verbs.grow = func(look int, _ *flow.RunView) {
		if look == 3 {
			leave()
		}
	}
	r := httptest.NewRequestWithContext(ctx, http.MethodGet, "/api/runs/r-1/events", nil)
	runs.New(verbs, open()).ServeHTTP(httptest.NewRecorder(), r)
	require.LessOrEqual(t, verbs.looks, 4)
}

func TestIdleStreamSaysThatItIsThere(t *testing.T) {
	t.Parallel()
	run := running()
	run.Events = nil
	verbs := &watch{run: run}
	verbs.grow = func(look int, run *flow.RunView) {
		if look == 40 {
			run.State = flow.Finished
		}
	}
	body := ring(t, verbs, open(), http.MethodGet, "/api/runs/r-1/events", "").Body.String()
	require.Equal(t, 3, strings.Count(body, ": waiting\n\n"))
}

func TestEventsOfNoRun(t *testing.T) {
	t.Parallel()
	answer := ring(t, &watch{err: flow.ErrNoRun}, open(), http.MethodGet, "/api/runs/r-1/events", "")
	require.Equal(t, 404, answer.Code)
	require.Equal(t, "run", problem(t, answer))
}
