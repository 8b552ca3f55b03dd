package runs_test

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"usher/functions/gate"
	"usher/functions/runs"
	"usher/handler/flow"
)

const public = "http://127.0.0.1:7071"

// watch stands in for the flow.
type watch struct {
	mu     sync.Mutex
	run    flow.RunView
	page   flow.Page
	err    error
	filter flow.Filter
	orders []flow.Order
	looks  int
	grow   func(look int, run *flow.RunView)
}

func (v *watch) Runs(_ context.Context, filter flow.Filter) (flow.Page, error) {
	v.filter = filter
	return v.page, v.err
}

func (v *watch) Run(_ context.Context, _ string) (flow.RunView, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.looks++
	if v.grow != nil {
		v.grow(v.looks, &v.run)
	}
	return v.run, v.err
}

func (v *watch) Order(_ context.Context, _ string, order flow.Order) error {
	v.orders = append(v.orders, order)
	return v.err
}

func open() runs.Settings {
	return runs.Settings{Access: gate.Access{Open: true}, Public: public, Every: time.Millisecond, Log: slog.New(slog.DiscardHandler)}
}

func entra() runs.Settings {
	s := open()
	s.Access = gate.Access{Entra: true, Tenant: "t-1"}
	return s
}

func ring(t *testing.T, verbs runs.Verbs, s runs.Settings, method, target, body string, headers ...string) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), method, target, strings.NewReader(body))
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	answer := httptest.NewRecorder()
	runs.New(verbs, s).ServeHTTP(answer, r)
	return answer
}

func as(roles ...string) []string {
	claims := `{"typ":"oid","val":"o-1"},{"typ":"tid","val":"t-1"},{"typ":"name","val":"Olga"}`
	for _, role := range roles {
		claims += fmt.Sprintf(`,{"typ":"roles","val":%q}`, role)
	}
	principal := `{"name_typ":"name","role_typ":"roles","claims":[` + claims + `]}`
	return []string{"X-MS-CLIENT-PRINCIPAL", base64.StdEncoding.EncodeToString([]byte(principal))}
}

func problem(t *testing.T, answer *httptest.ResponseRecorder) (code string) {
	t.Helper()
	var body struct {
		Error struct{ Code, Message, Hint string }
	}
	require.NoError(t, json.Unmarshal(answer.Body.Bytes(), &body), answer.Body.String())
	require.NotEmpty(t, body.Error.Message)
	return body.Error.Code
}

func TestList(t *testing.T) {
	t.Parallel()
	verbs := &watch{page: flow.Page{Runs: []flow.RunHead{running().RunHead}, Next: "n-2"}}
	answer := ring(t, verbs, open(), http.MethodGet, "/api/runs?ticket=T-1042&customer=contoso&status=running&after=n-1", "")
	require.Equal(t, 200, answer.Code)
	require.Equal(t, "application/json", answer.Header().Get("Content-Type"))
	require.Equal(t, flow.Filter{Customer: "contoso", Ticket: "T-1042", Status: "running", After: "n-1"}, verbs.filter)
	require.JSONEq(t, `{"runs":[{"id":"r-7f3ac2","customer":"contoso","ticket":"T-1042","action":"offboard","state":"running",
		"status":null,"due":"2025-11-24T14:02:00Z"}],"next":"n-2"}`, answer.Body.String())
}

func TestEmptyListIsAList(t *testing.T) {
	t.Parallel()
	answer := ring(t, &watch{}, open(), http.MethodGet, "/api/runs/", "")
	require.JSONEq(t, `{"runs":[],"next":""}`, answer.Body.String())
}

func TestOneByAccept(t *testing.T) {
	t.Parallel()
	for accept, want := range map[string]string{
		"":                                 "application/json",
		"*/*":                              "application/json",
		"application/json":                 "application/json",
		"application/json, text/html;q=.5": "application/json",
		"text/html;q=0":                    "application/json",
		"text/html":                        "text/html; charset=utf-8",
		"text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8": "text/html; charset=utf-8",
	} {
		answer := ring(t, &watch{run: running()}, open(), http.MethodGet, "/api/runs/r-7f3ac2", "", "Accept", accept)
		require.Equal(t, 200, answer.Code)
		require.Equal(t, want, answer.Header().Get("Content-Type"), accept)
		require.Equal(t, "Accept", answer.Header().Get("Vary"))
		require.Equal(t, "no-store", answer.Header().Get("Cache-Control"))
	}
}

func TestOneAsJSON(t *testing.T) {
	t.Parallel()
	answer := ring(t, &watch{run: running()}, open(), http.MethodGet, "/api/runs/r-7f3ac2", "")
	var run flow.RunView
	require.NoError(t, json.Unmarshal(answer.Body.Bytes(), &run))
	require.Equal(t, running(), run)
}

func TestErrors(t *testing.T) {
	t.Parallel()
	cases := []struct {
		err    error
		status int
		code   string
	}{
		{flow.ErrNoRun, 404, "run"},
		{fmt.Errorf("%w: line 99", flow.ErrNoLine), 404, "line"},
		{fmt.Errorf("%w: line 3 is done", flow.ErrWrongState), 409, "state"},
		{fmt.Errorf("%w: name a line", flow.ErrBadOrder), 400, "order"},
		{context.DeadlineExceeded, 503, "timeout"},
		{errors.New("table on fire at 10.0.0.7"), 500, "internal"},
	}
	for _, c := range cases {
		answer := ring(t, &watch{err: c.err}, open(), http.MethodPost, "/api/runs/r-1/retry", `{"line":"3","reason":"x"}`, "Content-Type", "application/json")
		require.Equal(t, c.status, answer.Code, c.err)
		require.Equal(t, c.code, problem(t, answer))
		require.NotContains(t, answer.Body.String(), "10.0.0.7")
	}
	require.Equal(t, 404, ring(t, &watch{err: flow.ErrNoRun}, open(), http.MethodGet, "/api/runs/r-1", "").Code)
	page := ring(t, &watch{err: flow.ErrNoRun}, open(), http.MethodGet, "/api/runs/r-1", "", "Accept", "text/html")
	require.Equal(t, 404, page.Code)
	require.Contains(t, page.Body.String(), "There is no such run.")
	require.Equal(t, "not-found", problem(t, ring(t, &watch{}, open(), http.MethodGet, "/api/runs/r-1/retry/3", "")))
}

func TestMethods(t *testing.T) {
	t.Parallel()
	for target, allow := range map[string]string{
		"/api/runs":            "GET, HEAD",
		"/api/runs/r-1":        "GET, HEAD, POST",
		"/api/runs/r-1/events": "GET",
		"/api/runs/r-1/retry":  "POST",
	} {
		answer := ring(t, &watch{}, open(), http.MethodDelete, target, "")
		require.Equal(t, 405, answer.Code, target)
		require.Equal(t, allow, answer.Header().Get("Allow"))
		require.Equal(t, "method", problem(t, answer))
	}
	verbs := &watch{}
	require.Equal(t, 405, ring(t, verbs, open(), http.MethodGet, "/api/runs/r-1/cancel", "").Code)
	require.Empty(t, verbs.orders)
}

func TestWhoMay(t *testing.T) {
	t.Parallel()
	cases := map[string]struct {
		settings runs.Settings
		headers  []string
		look     int
		act      int
	}{
		"local":                       {open(), nil, 200, 202},
		"local, headers forged":       {open(), as(), 200, 202},
		"neither local nor signed in": {runs.Settings{Public: public, Log: open().Log}, as(gate.Operator), 401, 401},
		"nobody":                      {entra(), nil, 401, 401},
		"without a role":              {entra(), as("Other"), 403, 403},
		"reader":                      {entra(), as(gate.Reader), 200, 403},
		"operator":                    {entra(), as(gate.Operator), 200, 202},
		"operator of another tenant":  {runs.Settings{Access: gate.Access{Entra: true, Tenant: "t-2"}, Public: public, Log: open().Log}, as(gate.Operator), 403, 403},
		"operator of no tenant":       {runs.Settings{Access: gate.Access{Entra: true}, Public: public, Log: open().Log}, as(gate.Operator), 403, 403},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			verbs := &watch{run: finished()}
			for _, target := range []string{"/api/runs", "/api/runs/r-1", "/api/runs/r-1/events"} {
				require.Equal(t, c.look, ring(t, verbs, c.settings, http.MethodGet, target, "", c.headers...).Code, target)
			}
			headers := append([]string{"Content-Type", "application/json"}, c.headers...)
			require.Equal(t, c.act, ring(t, verbs, c.settings, http.MethodPost, "/api/runs/r-1/cancel", `{"reason":"x"}`, headers...).Code)
			require.Equal(t, c.act == 202, len(verbs.orders) == 1)
		})
	}
}
