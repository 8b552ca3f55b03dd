package plan_test

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"usher/functions/gate"
	"usher/functions/plan"
	"usher/handler/flow"
	"usher/steps/step"
)

const (
	public = "http://127.0.0.1:7071"
	ticket = `{"id":"T-1","subject":"Leaver","body":"Priya leaves.","received_at":"2025-11-24T14:01:00Z"}`
)

type engine struct {
	err     error
	plans   []flow.PlanView
	tickets []step.Ticket
}

func (e *engine) Desk(_ context.Context, customer string) (string, step.Secret, error) {
	if customer != "contoso" {
		return "", step.Secret{}, flow.ErrNoCustomer
	}
	return "webhook", step.NewSecret("s3cret"), nil
}

func (e *engine) Preview(_ context.Context, customer string, ticket step.Ticket) ([]flow.PlanView, error) {
	e.tickets = append(e.tickets, ticket)
	if customer != "contoso" {
		return nil, flow.ErrNoCustomer
	}
	return e.plans, e.err
}

func sign(secret, body string) []string {
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte("1764000000." + body))
	return []string{gate.SignatureHeader, "t=1764000000,v1=" + hex.EncodeToString(mac.Sum(nil))}
}

func as(role string) []string {
	principal := `{"claims":[{"typ":"oid","val":"o"},{"typ":"tid","val":"t"},{"typ":"roles","val":"` + role + `"}]}`
	return []string{"X-MS-CLIENT-PRINCIPAL", base64.StdEncoding.EncodeToString([]byte(principal))}
}

func ring(t *testing.T, verbs plan.Verbs, access gate.Access, method, customer, body string, headers ...string) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), method, "/api/plan/"+customer, strings.NewReader(body))
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	answer := httptest.NewRecorder()
	plan.New(verbs, plan.Settings{
		Access: access, Public: public, Log: slog.New(slog.DiscardHandler),
		Now: func() time.Time { return time.Unix(1_764_000_000, 0) },
	}).ServeHTTP(answer, r)
	return answer
}

func TestPlans(t *testing.T) {
	t.Parallel()
	verbs := &engine{plans: []flow.PlanView{{Hash: "h", Action: step.Offboard, Person: "Priya Nair"}}}
	answer := ring(t, verbs, gate.Access{Open: true}, http.MethodPost, "contoso", ticket)
	require.Equal(t, 200, answer.Code)
	require.Equal(t, "application/json", answer.Header().Get("Content-Type"))
	var got struct{ Plans []flow.PlanView }
	require.NoError(t, json.Unmarshal(answer.Body.Bytes(), &got))
	require.Equal(t, verbs.plans, got.Plans)
	require.Equal(t, "T-1", verbs.tickets[0].ID)
}

func TestNoPlansIsAList(t *testing.T) {
	t.Parallel()
	answer := ring(t, &engine{}, gate.Access{Open: true}, http.MethodPost, "contoso", ticket)
	require.JSONEq(t, `{"plans":[]}`, answer.Body.String())
}

func TestWhoMay(t *testing.T) {
	t.Parallel()
	open, entra, closed := gate.Access{Open: true}, gate.Access{Entra: true, Tenant: "t"}, gate.Access{}
	cases := map[string]struct {
		access   gate.Access
		customer string
		headers  []string
		want     int
	}{
		"local":                              {open, "contoso", nil, 200},
		"local, from another site":           {open, "contoso", []string{"Sec-Fetch-Site", "cross-site"}, 403},
		"local, from another origin":         {open, "contoso", []string{"Origin", "https://evil.example"}, 403},
		"local, unknown customer":            {open, "nobody", nil, 404},
		"the desk":                           {closed, "contoso", sign("s3cret", ticket), 200},
		"the desk beside sign-in":            {entra, "contoso", sign("s3cret", ticket), 200},
		"another secret":                     {closed, "contoso", sign("guess", ticket), 401},
		"another secret beside sign-in":      {entra, "contoso", sign("guess", ticket), 401},
		"no signature":                       {closed, "contoso", nil, 401},
		"unknown customer":                   {closed, "nobody", sign("s3cret", ticket), 401},
		"operator":                           {entra, "contoso", as(gate.Operator), 200},
		"reader":                             {entra, "contoso", as(gate.Reader), 403},
		"nobody signed in":                   {entra, "contoso", nil, 401},
		"operator, but sign-in isn't ours":   {closed, "contoso", as(gate.Operator), 401},
		"signature over another ticket":      {closed, "contoso", sign("s3cret", "{}"), 401},
		"operator asks for unknown customer": {entra, "nobody", as(gate.Operator), 404},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			verbs := &engine{}
			answer := ring(t, verbs, c.access, http.MethodPost, c.customer, ticket, c.headers...)
			require.Equal(t, c.want, answer.Code, answer.Body.String())
			require.Equal(t, c.want == 200 || c.want == 404, len(verbs.tickets) == 1)
		})
	}
}

func TestUnknownCustomerLooksLikeAWrongSignature(t *testing.T) {
	t.Parallel()
	unknown := ring(t, &engine{}, gate.Access{}, http.MethodPost, "nobody", ticket, sign("s3cret", ticket)...)
	wrong := ring(t, &engine{}, gate.Access{}, http.MethodPost, "contoso", ticket, sign("guess", ticket)...)
	require.Equal(t, wrong.Body.String(), unknown.Body.String())
	require.Equal(t, wrong.Header(), unknown.Header())
}

func TestErrors(t *testing.T) {
	t.Parallel()
	open := gate.Access{Open: true}
	cases := map[string]struct {
		method, body string
		err          error
		want         int
	}{
		"GET":         {http.MethodGet, ticket, nil, 405},
		"no JSON":     {http.MethodPost, "leaver", nil, 400},
		"a number":    {http.MethodPost, strings.Replace(ticket, `"T-1"`, "1", 1), nil, 400},
		"too long":    {http.MethodPost, ticket + strings.Repeat(" ", 1<<20), nil, 413},
		"our trouble": {http.MethodPost, ticket, errors.New("graph said no to 10.0.0.7"), 500},
		"too slow":    {http.MethodPost, ticket, context.DeadlineExceeded, 503},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			answer := ring(t, &engine{err: c.err}, open, c.method, "contoso", c.body)
			require.Equal(t, c.want, answer.Code)
			require.NotContains(t, answer.Body.String(), "10.0.0.7")
		})
	}
}
