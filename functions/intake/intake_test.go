package intake_test

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"usher/functions/gate"
	"usher/functions/intake"
	"usher/handler/flow"
	"usher/steps/step"
)

const event = `{"id":"T-1042","event":"e-1","type":"Leaver","subject":"Leaver","body":"Priya leaves.","received_at":"2025-11-24T14:01:00Z","requester":{"name":"Dana","email":"dana@contoso.example"}}`

// engine stands in for the flow; it knows contoso, and what it was rung with.
type engine struct {
	desk     error
	kind     string
	err      error
	receipt  flow.Receipt
	arrivals []flow.Arrival
	deadline time.Duration
}

func (e *engine) Desk(_ context.Context, customer string) (string, step.Secret, error) {
	if e.desk != nil {
		return "", step.Secret{}, e.desk
	}
	if customer != "contoso" {
		return "", step.Secret{}, flow.ErrNoCustomer
	}
	kind := e.kind
	if kind == "" {
		kind = "webhook"
	}
	return kind, step.NewSecret("s3cret"), nil
}

func (e *engine) Intake(ctx context.Context, arrival flow.Arrival) (flow.Receipt, error) {
	e.arrivals = append(e.arrivals, arrival)
	if end, ok := ctx.Deadline(); ok {
		e.deadline = time.Until(end)
	}
	return e.receipt, e.err
}

func now() time.Time { return time.Unix(1_764_000_000, 0) }

func sign(secret, body string, age int64) string {
	stamp := strconv.FormatInt(now().Unix()-age, 10)
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte(stamp + "." + body))
	return "t=" + stamp + ",v1=" + hex.EncodeToString(mac.Sum(nil))
}

func ring(t *testing.T, verbs intake.Verbs, method, customer, body, signature string) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), method, "/api/intake/"+customer, strings.NewReader(body))
	if signature != "" {
		r.Header.Set(gate.SignatureHeader, signature)
	}
	answer := httptest.NewRecorder()
	intake.New(verbs, intake.Settings{Now: now, Log: slog.New(slog.DiscardHandler)}).ServeHTTP(answer, r)
	return answer
}

func code(t *testing.T, answer *httptest.ResponseRecorder) string {
	t.Helper()
	require.Equal(t, "application/json", answer.Header().Get("Content-Type"))
	var body struct {
		Error struct{ Code, Message, Hint string }
	}
	require.NoError(t, json.Unmarshal(answer.Body.Bytes(), &body))
	require.NotEmpty(t, body.Error.Message)
	require.NotEmpty(t, body.Error.Hint)
	return body.Error.Code
}

func TestEventIsTakenIn(t *testing.T) {
	t.Parallel()
	verbs := &engine{receipt: flow.Receipt{Ticket: "T-1042", Runs: []flow.ReceiptRun{{Run: "r-1", State: flow.Reading}}}}
	answer := ring(t, verbs, http.MethodPost, "contoso", event, sign("s3cret", event, 0))
	require.Equal(t, 202, answer.Code)
	require.JSONEq(t, `{"ticket":"T-1042","runs":[{"run":"r-1","state":"reading"}]}`, answer.Body.String())

	sum := sha256.Sum256([]byte(event))
	require.Equal(t, []flow.Arrival{{
		Customer: "contoso",
		BodyHash: hex.EncodeToString(sum[:]),
		Ticket: step.Ticket{
			ID: "T-1042", Event: "e-1", Type: "Leaver", Subject: "Leaver", Body: "Priya leaves.",
			ReceivedAt: time.Date(2025, 11, 24, 14, 1, 0, 0, time.UTC),
			Requester:  step.Requester{Name: "Dana", Email: "dana@contoso.example"},
		},
	}}, verbs.arrivals)
	require.Greater(t, verbs.deadline, 3*time.Second)
	require.LessOrEqual(t, verbs.deadline, 4*time.Second)
}

func TestNoRunsIsAList(t *testing.T) {
	t.Parallel()
	answer := ring(t, &engine{receipt: flow.Receipt{Ticket: "T-1042"}}, http.MethodPost, "contoso", event, sign("s3cret", event, 0))
	require.JSONEq(t, `{"ticket":"T-1042","runs":[]}`, answer.Body.String())
}

func TestWhoeverIsNotKnownLooksTheSame(t *testing.T) {
	t.Parallel()
	want := ring(t, &engine{}, http.MethodPost, "contoso", event, sign("guess", event, 0))
	require.Equal(t, 401, want.Code)
	require.Equal(t, "signature", code(t, want))
	cases := map[string]struct{ customer, body, signature string }{
		"unknown customer":              {"nobody", event, sign("s3cret", event, 0)},
		"unknown customer, no header":   {"nobody", event, ""},
		"unknown customer, empty key":   {"nobody", event, sign("", event, 0)},
		"no header":                     {"contoso", event, ""},
		"old":                           {"contoso", event, sign("s3cret", event, 301)},
		"from the future":               {"contoso", event, sign("s3cret", event, -61)},
		"changed body":                  {"contoso", strings.Replace(event, "Priya", "Arlene", 1), sign("s3cret", event, 0)},
		"written anew":                  {"contoso", strings.Replace(event, ":", ": ", 1), sign("s3cret", event, 0)},
		"half a MAC":                    {"contoso", event, sign("s3cret", event, 0)[:40]},
		"wrong signature, broken body":  {"contoso", "{", sign("guess", "{", 0)},
		"unknown customer, broken body": {"nobody", "{", sign("s3cret", "{", 0)},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			verbs := &engine{}
			got := ring(t, verbs, http.MethodPost, c.customer, c.body, c.signature)
			require.Equal(t, want.Code, got.Code)
			require.Equal(t, want.Header(), got.Header())
			require.Equal(t, want.Body.String(), got.Body.String())
			require.Empty(t, verbs.arrivals)
		})
	}
}

func TestSecretsInRotation(t *testing.T) {
	t.Parallel()
	_, old, _ := strings.Cut(sign("old", event, 0), ",")
	answer := ring(t, &engine{}, http.MethodPost, "contoso", event, sign("s3cret", event, 0)+","+old)
	require.Equal(t, 202, answer.Code)
}

func TestErrors(t *testing.T) {
	t.Parallel()
	cases := map[string]struct {
		verbs  *engine
		body   string
		status int
		code   string
	}{
		"a field of another type": {&engine{}, strings.Replace(event, `"e-1"`, `7`, 1), 400, "ticket"},
		"no event":                {&engine{}, strings.Replace(event, `"e-1"`, `""`, 1), 400, "ticket"},
		"no JSON":                 {&engine{}, "leaver: Priya", 400, "ticket"},
		"another body":            {&engine{err: flow.ErrOtherBody}, event, 409, "other-body"},
		"customer gone meanwhile": {&engine{err: flow.ErrNoCustomer}, event, 401, "signature"},
		"too slow":                {&engine{err: context.DeadlineExceeded}, event, 503, "timeout"},
		"store down":              {&engine{err: errors.New("disk full at /dev/sda1")}, event, 500, "internal"},
		"vault down":              {&engine{desk: errors.New("vault shut")}, event, 500, "internal"},
		"a desk without a way in": {&engine{kind: "carrier-pigeon"}, event, 500, "internal"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			answer := ring(t, c.verbs, http.MethodPost, "contoso", c.body, sign("s3cret", c.body, 0))
			require.Equal(t, c.status, answer.Code)
			require.Equal(t, c.code, code(t, answer))
			require.NotContains(t, answer.Body.String(), "sda1")
		})
	}
}

func TestFieldIsNamed(t *testing.T) {
	t.Parallel()
	body := strings.Replace(event, `"Priya leaves."`, `{"html":"x"}`, 1)
	answer := ring(t, &engine{}, http.MethodPost, "contoso", body, sign("s3cret", body, 0))
	require.Contains(t, answer.Body.String(), `\"body\" must be a text, not an object.`)
}

func TestBodyOverAMegabyte(t *testing.T) {
	t.Parallel()
	fits := strings.Replace(event, "Priya leaves.", strings.Repeat("x", 1<<20-len(event)+len("Priya leaves.")), 1)
	require.Len(t, fits, 1<<20)
	require.Equal(t, 202, ring(t, &engine{}, http.MethodPost, "contoso", fits, sign("s3cret", fits, 0)).Code)
	answer := ring(t, &engine{}, http.MethodPost, "contoso", fits+" ", sign("s3cret", fits+" ", 0))
	require.Equal(t, 413, answer.Code)
	require.Equal(t, "too-large", code(t, answer))
}

func TestOnlyPost(t *testing.T) {
	t.Parallel()
	for _, method := range []string{"GET", "PUT", "DELETE", "OPTIONS"} {
		verbs := &engine{}
		answer := ring(t, verbs, method, "contoso", event, sign("s3cret", event, 0))
		require.Equal(t, 405, answer.Code)
		require.Equal(t, "POST", answer.Header().Get("Allow"))
		require.Empty(t, verbs.arrivals)
	}
	require.Equal(t, 404, ring(t, &engine{}, http.MethodPost, "contoso/more", event, "").Code)
}
