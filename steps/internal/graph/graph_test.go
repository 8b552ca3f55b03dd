package graph_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"usher/steps/internal/graph"
)

const (
	priya   = "5a1e0000-0000-4000-8000-0000000000a1"
	arlene  = "5a1e0000-0000-4000-8000-0000000000ac"
	sales   = "77aa0000-0000-4000-8000-000000000001"
	premium = "cbdc14ab-d96c-4c30-b9f4-6ada7cdc1d46"
	visio   = "c5928f49-12ba-48f7-ada3-0d743a3601d5"
)

// heard is one request as it arrived.
type heard struct {
	Method, Path string
	Query        url.Values
	Body         map[string]any
}

func (h heard) line() string { return h.Method + " " + h.Path }

// fake is a Graph that answers by method and path, and writes down what it hears.
type fake struct {
	answers map[string]string // "GET /users/x" to "200 {…}"
	client  *graph.Client
	base    string

	mu    sync.Mutex
	calls []heard
}

func newFake(t *testing.T, answers map[string]string) *fake {
	t.Helper()
	made := &fake{answers: answers}
	server := httptest.NewServer(made)
	t.Cleanup(server.Close)
	made.base = server.URL + "/v1.0"
	transport := &http.Transport{}
	t.Cleanup(transport.CloseIdleConnections)
	client, err := graph.New(made.base, transport)
	require.NoError(t, err)
	made.client = client
	return made
}

func (f *fake) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	call := heard{Method: r.Method, Path: strings.TrimPrefix(r.URL.EscapedPath(), "/v1.0"), Query: r.URL.Query()}
	if body, _ := io.ReadAll(r.Body); len(body) > 0 && json.Unmarshal(body, &call.Body) != nil {
		w.WriteHeader(http.StatusUnsupportedMediaType)
		return
	}
	f.mu.Lock()
	f.calls = append(f.calls, call)
	f.mu.Unlock()
	key := call.line()
	if page := call.Query.Get("$skiptoken"); page != "" {
		key += "?" + page
	}
	answer, ok := f.answers[key]
	if !ok {
		answer = "404 " + refusal("Request_ResourceNotFound", "no such thing", "")
	}
	status, body, _ := strings.Cut(answer, " ")
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Request-Id", "r-1")
	code, err := strconv.Atoi(status)
	if err != nil {
		panic(fmt.Sprintf("the test's answer %q begins with no status", answer))
	}
	w.WriteHeader(code)
	io.WriteString(w, strings.ReplaceAll(body, "BASE", f.base))
}

func (f *fake) lines() []string {
	lines := []string{}
	for _, call := range f.calls {
		lines = append(lines, call.line())
	}
	return lines
}

func refusal(code, message, detail string) string {
	details := ""
	if detail != "" {
		details = fmt.Sprintf(`,"details":[{"code":%q}]`, detail)
	}
	return fmt.Sprintf(`{"error":{"code":%q,"message":%q%s}}`, code, message, details)
}

const priyaJSON = `{"@odata.type":"#microsoft.graph.user","id":"` + priya + `","userPrincipalName":"priya.nair@contoso.example",
"displayName":"Priya Nair","givenName":"Priya","surname":"Nair","mail":"priya.nair@contoso.example","department":"Sales",
"jobTitle":"Account Manager","accountEnabled":true,"onPremisesSyncEnabled":null,"userType":"Member",
"lastPasswordChangeDateTime":"2026-10-01T08:00:00Z","signInSessionsValidFromDateTime":"2026-10-02T08:00:00.5Z"}`
