package approve_test

import (
	"flag"
	"net/http"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"usher/handler/flow"
	"usher/steps/step"
)

var update = flag.Bool("update", false, "write the goldens anew")

func golden(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", name+".txt")
	if *update {
		require.NoError(t, os.MkdirAll("testdata", 0o755))
		require.NoError(t, os.WriteFile(file, []byte(got), 0o600))
	}
	want, err := os.ReadFile(file)
	require.NoError(t, err, "make it with -update")
	require.Equal(t, string(want), got)
}

func TestPages(t *testing.T) {
	t.Parallel()
	approved := decidedBy(starter(), flow.RoundApproved, arlene(flow.Approve, "Good luck, Michael."))
	cases := map[string]struct {
		asked flow.Asked
		err   error
		form  string
	}{
		"leaver":    {asked: leaver()},
		"amendment": {asked: amendment()},
		"second":    {asked: second()},
		"starter":   {asked: starter()},
		"document":  {asked: contractor()},
		"used":      {asked: approved, err: flow.ErrLinkUsed},
		"approved":  {asked: approved, form: yes},
		"sent-back": {
			asked: decidedBy(starter(), flow.RoundChanged, arlene(flow.SendBack, "Sales, not Marketing.")),
			form:  "decision=change&hash=h-plan&comment=Sales%2C+not+Marketing.",
		},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			method := http.MethodGet
			if c.form != "" {
				method = http.MethodPost
			}
			answer := ring(t, &deskOfOne{asked: c.asked, err: c.err}, settings(), method, link, c.form)
			golden(t, name, outline(t, answer.Body.String()))
		})
	}
}

// Every text of a question, wherever it comes from, is shown in a way that
// neither hides a character nor lets it act.
func TestNoTextOfAQuestionActs(t *testing.T) {
	t.Parallel()
	const evil = "\u202e<script>x</script>\u200b"
	for _, err := range []error{nil, flow.ErrLinkUsed, flow.ErrLinkOld, flow.ErrLinkExpired} {
		asked := leaver()
		asked.Terms = contractor().Terms
		asked.Lines = append(asked.Lines, byHand(line(step.Records, "x", step.Object{}, "", "", ""), ""), state(line("", "x", step.Object{}, "", "", ""), flow.Done))
		asked.Decisions = []flow.DecisionView{arlene(flow.Approve, "")}
		asked.Sisters = []flow.Sister{{}}
		poison(reflect.ValueOf(&asked).Elem(), evil)
		asked.Purpose, asked.Hash = flow.ForPlan, "h-plan" // ours
		body := ring(t, &deskOfOne{asked: asked, err: err}, settings(), http.MethodGet, link, "").Body.String()
		require.False(t, strings.ContainsAny(body, "\u202e\u200b"))
		require.NotContains(t, body, "<script")
		require.Greater(t, strings.Count(body, `<span class="code">U+202E</span>&lt;script&gt;`), 40)
	}
}

// poison puts a text into every text below v. States and verdicts are ours,
// and keep their words.
func poison(v reflect.Value, text string) {
	switch v.Kind() {
	case reflect.String:
		if kept := v.Type().PkgPath() == reflect.TypeFor[flow.Verdict]().PkgPath(); !kept {
			v.SetString(v.String() + text)
		}
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[time.Time]() {
			return
		}
		for i := range v.NumField() {
			poison(v.Field(i), text)
		}
	case reflect.Slice:
		for i := range v.Len() {
			poison(v.Index(i), text)
		}
	}
}

func TestPageIsAccessible(t *testing.T) {
	t.Parallel()
	body := ring(t, &deskOfOne{asked: leaver()}, settings(), http.MethodGet, link, "").Body.String()
	require.Contains(t, body, `<html lang="en">`)
	require.Contains(t, body, `name="viewport" content="width=device-width, initial-scale=1"`)
	require.Equal(t, 1, strings.Count(body, "<h1>"))
	require.Contains(t, body, `<label for="comment">`)
	require.NotRegexp(t, `(?i)<script|<img|<iframe|\son\w+=|javascript:|style=|<a `, body)
}

func TestDayIsTheCustomersDay(t *testing.T) {
	t.Parallel()
	sydney, err := time.LoadLocation("Australia/Sydney")
	require.NoError(t, err)
	asked := starter()
	asked.Zone = sydney
	asked.Due = time.Date(2025, 11, 25, 8, 0, 0, 0, time.UTC) // tomorrow in London, this evening in Sydney
	body := ring(t, &deskOfOne{asked: asked}, settings(), http.MethodGet, link, "").Body.String()
	require.Contains(t, outline(t, body), "# Arlene, may Usher set up an account for Michael Okafor today?")
	require.Contains(t, body, "Tuesday, 25 November 2025, 19:00 AEDT (Australia/Sydney)")
}

func TestApproverWithoutAName(t *testing.T) {
	t.Parallel()
	asked := leaver()
	asked.Approver, asked.Zone = "", nil
	body := ring(t, &deskOfOne{asked: asked}, settings(), http.MethodGet, link, "").Body.String()
	require.Contains(t, outline(t, body), "# May Usher close Priya Nair’s account now?")
}

func TestLongTicketIsCut(t *testing.T) {
	t.Parallel()
	asked := leaver()
	asked.Ticket.Body = strings.Repeat("long ", 100_000)
	body := ring(t, &deskOfOne{asked: asked}, settings(), http.MethodGet, link, "").Body.String()
	require.Less(t, len(body), 100_000)
	require.Contains(t, body, "(480000 more characters)")
}
