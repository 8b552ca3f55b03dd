package main_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"usher/handler/flow"
)

// collector takes traces and events, in the place of an OpenTelemetry collector
// and of Application Insights.
type collector struct {
	*httptest.Server
	mu     sync.Mutex
	bodies map[string][]string // by path
}

func newCollector(t *testing.T) *collector {
	t.Helper()
	c := &collector{bodies: map[string][]string{}}
	c.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			return // the caller has gone
		}
		c.mu.Lock()
		c.bodies[r.URL.Path] = append(c.bodies[r.URL.Path], string(body))
		c.mu.Unlock()
		_, _ = io.WriteString(w, `{}`)
	}))
	t.Cleanup(c.Close)
	return c
}

func (c *collector) got(path string) string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return strings.Join(c.bodies[path], "\n")
}

// TestDeployedRunIsToldOutside follows one run through the log, the traces and
// the events, as an operator would: each line of the log says what it is about,
// the run's messages and calls are one trace, and its end is one event. None of
// them names who leaves.
func TestDeployedRunIsToldOutside(t *testing.T) {
	t.Parallel()
	out := newCollector(t)
	s := newDeployed(t, 1, asItIs, map[string]string{
		"USHER_LOG": "debug", "OTEL_EXPORTER_OTLP_ENDPOINT": out.URL,
		"APPLICATIONINSIGHTS_CONNECTION_STRING": "InstrumentationKey=0a1b2c3d-0000-4000-8000-00000000feed;IngestionEndpoint=" + out.URL,
	})
	s.send(leaver("T-1"))
	v := s.approve("T-1")
	s.await("T-1", time.Minute, finished)
	// The line is written after the row, by another process.
	require.Eventually(t, func() bool { return strings.Contains(s.said(), `"msg":"run finished"`) }, 10*time.Second, 20*time.Millisecond)

	told := map[string]int{}
	calls := map[string]bool{}
	for line := range strings.Lines(s.said()) {
		_, text, isJSON := strings.Cut(line, "stdout ")
		if !isJSON {
			continue
		}
		record := map[string]any{}
		require.NoError(t, json.Unmarshal([]byte(text), &record), text)
		message := record["msg"].(string)
		told[message]++
		require.NotEmpty(t, record["invocation_id"], text)
		require.NotEmpty(t, record["trace_id"], text)
		if message == "request" {
			continue
		}
		require.Equal(t, "contoso", record["customer"], text)
		require.Equal(t, "T-1", record["ticket"], text)
		if record["run"] == v.ID {
			if line, of := record["line"].(string); of && message == "call" {
				calls[line] = true
			}
		}
	}
	require.Equal(t, 1, told["run finished"], "%v", told)
	for _, line := range v.Plan.Lines {
		if line.State == flow.Waiting {
			require.True(t, calls[line.ID], "no call of line %s (%s) is in the log", line.ID, line.Step)
		}
	}

	require.Eventually(t, func() bool { return strings.Contains(out.got("/v1/traces"), `"update-ticket"`) }, 30*time.Second, 100*time.Millisecond)
	require.Eventually(t, func() bool { return out.got("/v2.1/track") != "" }, 10*time.Second, 100*time.Millisecond)
	events := out.got("/v2.1/track")
	require.Equal(t, 1, strings.Count(events, `"RunFinished"`))
	for _, part := range []string{v.ID, `"customer":"contoso"`, `"ticket":"T-1"`, `"action":"offboard"`, `"status":"success"`, `"cut":"yes"`} {
		require.Contains(t, events, part)
	}
	traces := out.got("/v1/traces")
	for _, name := range []string{"execute", "cut", "advance", "sweep", "/api/intake/{customer}", "/api/approve/{run}", "block-sign-in", "PATCH Microsoft Graph", "POST Exchange Online"} {
		require.Contains(t, traces, `"name":"`+name+`"`)
	}
	for _, word := range []string{"priya", "nair", "arlene", "?t=", "search"} {
		require.NotContains(t, strings.ToLower(traces+events), word)
	}
	require.True(t, leads(t, traces, "/api/approve/{run}", "block-sign-in"), "no way leads from the approval to the line that blocks sign-in")
}

// leads tells whether a span of one name lies in the trace of one of another
// name, or in one that links to it: the host begins a trace of its own for each
// message.
func leads(t *testing.T, bodies, from, to string) bool {
	t.Helper()
	type trace struct {
		names map[string]bool
		links []string
	}
	traces := map[string]*trace{}
	for body := range strings.Lines(bodies) {
		var sent struct {
			ResourceSpans []struct {
				ScopeSpans []struct {
					Spans []struct {
						TraceID, Name string
						Links         []struct{ TraceID string }
					}
				}
			}
		}
		require.NoError(t, json.Unmarshal([]byte(body), &sent))
		for _, span := range sent.ResourceSpans[0].ScopeSpans[0].Spans {
			if traces[span.TraceID] == nil {
				traces[span.TraceID] = &trace{names: map[string]bool{}}
			}
			of := traces[span.TraceID]
			of.names[span.Name] = true
			for _, link := range span.Links {
				of.links = append(of.links, link.TraceID)
			}
		}
	}
	var reached func(id string, seen map[string]bool) bool
	reached = func(id string, seen map[string]bool) bool {
		if traces[id] == nil || seen[id] {
			return false
		}
		seen[id] = true
		return traces[id].names[from] || slices.ContainsFunc(traces[id].links, func(link string) bool { return reached(link, seen) })
	}
	for id, one := range traces {
		if one.names[to] && reached(id, map[string]bool{}) {
			return true
		}
	}
	return false
}
