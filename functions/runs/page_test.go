package runs_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"usher/functions/gate"
	"usher/functions/runs"
	"usher/handler/flow"
)

func page(t *testing.T, run flow.RunView, s runs.Settings, target string, headers ...string) string {
	t.Helper()
	answer := ring(t, &watch{run: run}, s, http.MethodGet, target, "", append(headers, "Accept", "text/html")...)
	require.Equal(t, 200, answer.Code)
	require.Contains(t, answer.Header().Get("Content-Security-Policy"), "default-src 'none'")
	_, body, _ := strings.Cut(answer.Body.String(), "</style>")
	return body
}

func TestPageOfARunningRun(t *testing.T) {
	t.Parallel()
	body := page(t, running(), open(), "/api/runs/r-7f3ac2")
	for _, want := range []string{
		"Offboarding of Priya Nair",
		"2 of 5 lines done and read back",
		"Exchange still says user, next look in 5 s",
		"then press Retry on line 9.",
		`<input type="hidden" name="verb" value="retry"><input type="hidden" name="line" value="9">`,
		"approved the plan, 24 Nov 2025, 14:02:11 UTC, by link, identity not proven",
		"Read back: Sign-in is blocked.",
		"History, 4 events",
		`name="verb" value="cancel"`,
		`href="/api/runs/r-7f3ac2?live"`,
	} {
		require.Contains(t, body, want)
	}
	require.NotContains(t, body, "<script")
}

func TestPageOfAFinishedRun(t *testing.T) {
	t.Parallel()
	body := page(t, finished(), open(), "/api/runs/r-7f3ac2?live")
	require.Contains(t, body, "follow-up: a person has something to do")
	require.Contains(t, body, "The laptop is still to be handed in.")
	require.Contains(t, body, "Collect the laptop ABC123.")
	require.NotContains(t, body, "Tell payroll.")
	require.Contains(t, body, "Seal")
	require.NotContains(t, body, `value="cancel"`)
	require.NotContains(t, body, "Follow as it goes")
}

func TestPageFollowsOnlyWhenAsked(t *testing.T) {
	t.Parallel()
	refresh := func(run flow.RunView, target string) bool {
		answer := ring(t, &watch{run: run}, open(), http.MethodGet, target, "", "Accept", "text/html")
		return strings.Contains(answer.Body.String(), `http-equiv="refresh"`)
	}
	require.False(t, refresh(running(), "/api/runs/r-1"))
	require.True(t, refresh(running(), "/api/runs/r-1?live"))
	require.False(t, refresh(finished(), "/api/runs/r-1?live"))
}

func TestPageOfAReaderHasNoButtons(t *testing.T) {
	t.Parallel()
	require.NotContains(t, page(t, running(), entra(), "/api/runs/r-1", as(gate.Reader)...), "<form")
	require.Contains(t, page(t, running(), entra(), "/api/runs/r-1", as(gate.Operator)...), "<form")
}

func TestPageShowsWhatCannotBeSeen(t *testing.T) {
	t.Parallel()
	const evil = "\u202e<script>\u200b"
	run := finished()
	run.Person, run.Ticket, run.Customer = evil, evil, evil
	run.Plan.Lines[0].Says, run.Plan.Lines[0].Now, run.Plan.Lines[0].Then = evil, evil, evil
	run.Lines[0].ReadBack, run.Lines[0].Waiting, run.Lines[0].Reason = evil, evil, evil
	run.Approvals[0].Approver, run.Approvals[0].Comment, run.Approvals[0].Proof = evil, evil, evil
	run.Events[0].Says, run.Report.Summary, run.Report.FollowUps[0].Says = evil, evil, evil
	run.Plan.Warnings[0].Says = evil
	run.Plan.Terms = flow.Terms{Profile: evil, Rules: []flow.TakenRule{{Name: evil, Says: []string{evil}, Asks: []string{evil}}}, Advice: []string{evil}}
	body := page(t, run, open(), "/api/runs/r-1")
	require.False(t, strings.ContainsAny(body, "\u202e\u200b"))
	require.NotContains(t, body, "<script")
}

func TestListPage(t *testing.T) {
	t.Parallel()
	verbs := &watch{page: flow.Page{Runs: []flow.RunHead{finished().RunHead}, Next: "n&2"}}
	body := ring(t, verbs, open(), http.MethodGet, "/api/runs?customer=contoso", "", "Accept", "text/html").Body.String()
	require.Contains(t, body, `<a href="/api/runs/r-7f3ac2">`)
	require.Contains(t, body, `href="/api/runs?after=n%262&amp;customer=contoso&amp;status=&amp;ticket="`)
	empty := ring(t, &watch{}, open(), http.MethodGet, "/api/runs", "", "Accept", "text/html").Body.String()
	require.Contains(t, empty, "There are no runs yet.")
}
