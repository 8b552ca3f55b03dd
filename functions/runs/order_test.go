package runs_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"usher/functions/gate"
	"usher/handler/flow"
)

func TestVerbs(t *testing.T) {
	t.Parallel()
	for _, verb := range []string{"retry", "skip", "cancel", "undo", "close", "confirm", "reschedule"} {
		verbs := &watch{}
		answer := ring(t, verbs, open(), http.MethodPost, "/api/runs/r-1/"+verb,
			`{"line":"12","reason":"converted by hand","due":"2025-12-05T18:00:00Z"}`, "Content-Type", "application/json; charset=utf-8")
		require.Equal(t, 202, answer.Code)
		require.JSONEq(t, `{"run":"r-1","verb":"`+verb+`"}`, answer.Body.String())
		require.Equal(t, []flow.Order{{
			Verb: verb, Line: "12", Reason: "converted by hand", By: "local",
			Due: time.Date(2025, 12, 5, 18, 0, 0, 0, time.UTC),
		}}, verbs.orders)
	}
}

func TestOperatorIsNamed(t *testing.T) {
	t.Parallel()
	verbs := &watch{}
	headers := append(as(gate.Operator), "Content-Type", "application/json")
	require.Equal(t, 202, ring(t, verbs, entra(), http.MethodPost, "/api/runs/r-1/cancel", `{}`, headers...).Code)
	require.Equal(t, "Olga (o-1)", verbs.orders[0].By)
}

func TestVerbIsRefused(t *testing.T) {
	t.Parallel()
	const asJSON = "application/json"
	cases := map[string]struct {
		verb, body string
		headers    []string
		want       int
	}{
		"unknown verb":     {"explode", `{}`, []string{"Content-Type", asJSON}, 404},
		"as a form":        {"retry", `line=1`, []string{"Content-Type", "application/x-www-form-urlencoded"}, 415},
		"as text":          {"retry", `{}`, []string{"Content-Type", "text/plain"}, 415},
		"without a type":   {"retry", `{}`, nil, 415},
		"cross-site":       {"retry", `{}`, []string{"Content-Type", asJSON, "Sec-Fetch-Site", "cross-site"}, 403},
		"another origin":   {"retry", `{}`, []string{"Content-Type", asJSON, "Origin", "https://evil.example"}, 403},
		"no JSON":          {"retry", `{`, []string{"Content-Type", asJSON}, 400},
		"empty":            {"retry", ``, []string{"Content-Type", asJSON}, 400},
		"wrong type":       {"retry", `{"line":12}`, []string{"Content-Type", asJSON}, 400},
		"unknown field":    {"retry", `{"lines":["1"]}`, []string{"Content-Type", asJSON}, 400},
		"due without zone": {"reschedule", `{"due":"2025-12-05T18:00:00"}`, []string{"Content-Type", asJSON}, 400},
		"too long":         {"retry", `{"reason":"` + strings.Repeat("x", 64<<10) + `"}`, []string{"Content-Type", asJSON}, 413},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			verbs := &watch{}
			answer := ring(t, verbs, open(), http.MethodPost, "/api/runs/r-1/"+c.verb, c.body, c.headers...)
			require.Equal(t, c.want, answer.Code)
			require.NotEmpty(t, problem(t, answer))
			require.Empty(t, verbs.orders)
		})
	}
}

func TestFormOfThePage(t *testing.T) {
	t.Parallel()
	const form = "verb=retry&line=9&reason=granted"
	cases := map[string]struct {
		headers []string
		want    int
	}{
		"our page":         {[]string{"Sec-Fetch-Site", "same-origin", "Origin", public}, 303},
		"an old browser":   {[]string{"Origin", public}, 303},
		"another site":     {[]string{"Sec-Fetch-Site", "cross-site", "Origin", "https://evil.example"}, 403},
		"a sibling site":   {[]string{"Sec-Fetch-Site", "same-site"}, 403},
		"no origin":        {[]string{"Origin", "null"}, 403},
		"nobody can tell":  {nil, 403},
		"typed in by hand": {[]string{"Sec-Fetch-Site", "none"}, 403},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			verbs := &watch{}
			headers := append([]string{"Content-Type", "application/x-www-form-urlencoded", "Accept", "text/html"}, c.headers...)
			answer := ring(t, verbs, open(), http.MethodPost, "/api/runs/r-1?live", form, headers...)
			require.Equal(t, c.want, answer.Code)
			if c.want != 303 {
				require.Empty(t, verbs.orders)
				return
			}
			require.Equal(t, "/api/runs/r-1", answer.Header().Get("Location"))
			require.Equal(t, []flow.Order{{Verb: "retry", Line: "9", Reason: "granted", By: "local"}}, verbs.orders)
		})
	}
}

func TestFormTellsWhatIsWrong(t *testing.T) {
	t.Parallel()
	answer := ring(t, &watch{err: flow.ErrWrongState}, open(), http.MethodPost, "/api/runs/r-1", "verb=retry",
		"Content-Type", "application/x-www-form-urlencoded", "Accept", "text/html", "Origin", public)
	require.Equal(t, 409, answer.Code)
	require.Contains(t, answer.Body.String(), "Not possible as things stand.")
	require.Contains(t, answer.Body.String(), `<a href="/api/runs/r-1">Back</a>`)
}
