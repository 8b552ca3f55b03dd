package approve_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"usher/functions/approve"
	"usher/handler/flow"
)

const public = "https://usher.contoso.example"

// deskOfOne stands in for the flow: it answers as it was told to and keeps
// what it was rung with.
type deskOfOne struct {
	asked  flow.Asked
	err    error
	run    string
	token  string
	signed *flow.Principal
	asks   int
	given  []flow.Answer
}

func (d *deskOfOne) Ask(_ context.Context, run, token string, signed *flow.Principal) (flow.Asked, error) {
	d.asks++
	d.run, d.token, d.signed = run, token, signed
	return d.asked, d.err
}

func (d *deskOfOne) Decide(_ context.Context, run, token string, answer flow.Answer) (flow.Asked, error) {
	d.run, d.token = run, token
	d.given = append(d.given, answer)
	return d.asked, d.err
}

func settings() approve.Settings {
	return approve.Settings{Public: public, Now: sampleNow, Log: slog.New(slog.DiscardHandler)}
}

func ring(t *testing.T, verbs approve.Verbs, s approve.Settings, method, target, form string, headers ...string) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), method, target, strings.NewReader(form))
	if form != "" {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	answer := httptest.NewRecorder()
	approve.New(verbs, s).ServeHTTP(answer, r)
	return answer
}

const (
	link = "/api/approve/r-7f3ac2?t=tok"
	yes  = "decision=approve&hash=h-plan&comment="
)

func TestStatusOfEveryOutcome(t *testing.T) {
	t.Parallel()
	cases := []struct {
		err    error
		status int
		shows  bool // the ticket may be named
		says   string
	}{
		{nil, 200, true, ""},
		{flow.ErrLinkUnknown, 404, false, "This link isn’t one of ours."},
		{flow.ErrNoRun, 404, false, "This link isn’t one of ours."},
		{flow.ErrLinkUsed, 409, true, "This has been approved already."},
		{flow.ErrLinkOld, 409, true, "A newer question has replaced this one."},
		{flow.ErrLinkExpired, 410, true, "The time to answer is over."},
		{flow.ErrWrongPerson, 403, false, "This question is for somebody else."},
		{errors.New("table on fire at 10.0.0.7"), 500, false, "Usher can’t answer right now."},
	}
	for _, c := range cases {
		for _, method := range []string{http.MethodGet, http.MethodPost} {
			t.Run(fmt.Sprintf("%s %v", method, c.err), func(t *testing.T) {
				t.Parallel()
				verbs := &deskOfOne{asked: decidedBy(leaver(), flow.RoundApproved, arlene(flow.Approve, "")), err: fmt.Errorf("look: %w", c.err)}
				if c.err == nil {
					verbs.err = nil
				}
				form := ""
				if method == http.MethodPost {
					form = yes
				}
				answer := ring(t, verbs, settings(), method, link, form)
				require.Equal(t, c.status, answer.Code)
				require.Equal(t, "text/html; charset=utf-8", answer.Header().Get("Content-Type"))
				require.Contains(t, answer.Body.String(), c.says)
				require.Equal(t, c.shows, strings.Contains(answer.Body.String(), "Priya Nair"))
				require.NotContains(t, answer.Body.String(), "10.0.0.7")
			})
		}
	}
}

func TestLinkReachesTheFlow(t *testing.T) {
	t.Parallel()
	verbs := &deskOfOne{asked: leaver()}
	ring(t, verbs, settings(), http.MethodGet, "/api/approve/r-7f3ac2?t=a%2Bb_c", "")
	require.Equal(t, "r-7f3ac2", verbs.run)
	require.Equal(t, "a+b_c", verbs.token)
	require.Nil(t, verbs.signed)
}

func TestNothingButAPostDecides(t *testing.T) {
	t.Parallel()
	for _, method := range []string{"GET", "HEAD", "OPTIONS", "PUT", "DELETE", "PATCH", "TRACE"} {
		verbs := &deskOfOne{asked: leaver()}
		answer := ring(t, verbs, settings(), method, link+"&decision=approve&hash=h-plan", yes,
			"Sec-Fetch-Site", "cross-site", "Origin", "https://evil.example", "Purpose", "prefetch")
		require.Empty(t, verbs.given, method)
		switch method {
		case "GET", "HEAD":
			require.Equal(t, 200, answer.Code, method)
			require.Equal(t, 1, verbs.asks)
		case "OPTIONS":
			require.Equal(t, 204, answer.Code)
			require.Equal(t, "GET, HEAD, POST, OPTIONS", answer.Header().Get("Allow"))
		default:
			require.Equal(t, 405, answer.Code, method)
			require.Equal(t, "GET, HEAD, POST, OPTIONS", answer.Header().Get("Allow"))
			require.Zero(t, verbs.asks, method)
		}
	}
}

// Whatever opens links before a person does leaves the question as it was.
func TestLinkScannersDecideNothing(t *testing.T) {
	t.Parallel()
	verbs := &deskOfOne{asked: leaver()}
	for _, agent := range []string{
		"Mozilla/5.0 (Windows NT 10.0; Win64; x64) SafeLinks", "SkypeUriPreview Preview/0.5 skype-url-preview@microsoft.com",
		"Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)", "Mozilla/5.0 HeadlessChrome/156.0.0.0", "curl/8.5.0", "",
	} {
		for range 100 {
			for _, method := range []string{http.MethodGet, http.MethodHead, http.MethodOptions} {
				answer := ring(t, verbs, settings(), method, link, "", "User-Agent", agent, "Sec-Purpose", "prefetch")
				require.Less(t, answer.Code, 300)
			}
		}
	}
	require.Empty(t, verbs.given)
	require.Equal(t, 200, ring(t, verbs, settings(), http.MethodPost, link, yes).Code)
	require.Len(t, verbs.given, 1)
}

func TestHeadHasNoBody(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(approve.New(&deskOfOne{asked: leaver()}, settings()))
	defer server.Close()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodHead, server.URL+link, nil)
	require.NoError(t, err)
	answer, err := server.Client().Do(r)
	require.NoError(t, err)
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	require.NoError(t, err)
	require.Equal(t, 200, answer.StatusCode)
	require.Empty(t, body)
}

func TestAnswerReachesTheFlow(t *testing.T) {
	t.Parallel()
	for _, verdict := range []flow.Verdict{flow.Approve, flow.SendBack, flow.Reject} {
		desk := &deskOfOne{asked: leaver()}
		form := url.Values{"decision": {string(verdict)}, "hash": {"h-plan"}, "comment": {" keep Sales-UK\r\nplease "}}
		answer := ring(t, desk, settings(), http.MethodPost, link, form.Encode())
		require.Equal(t, 200, answer.Code)
		require.Equal(t, "tok", desk.token)
		require.Equal(t, []flow.Answer{{
			Verdict: verdict, Hash: "h-plan", Comment: "keep Sales-UK\nplease", From: "192.0.2.1",
		}}, desk.given)
	}
}

func TestPostIsRefused(t *testing.T) {
	t.Parallel()
	cases := map[string]struct {
		form    string
		headers []string
		want    int
	}{
		"from another site":      {yes, []string{"Sec-Fetch-Site", "cross-site"}, 403},
		"from another origin":    {yes, []string{"Origin", "https://evil.example"}, 403},
		"from no origin":         {yes, []string{"Origin", "null"}, 403},
		"as JSON":                {`{"decision":"approve"}`, []string{"Content-Type", "application/json"}, 415},
		"as text":                {yes, []string{"Content-Type", "text/plain"}, 415},
		"without a type":         {yes, []string{"Content-Type", ""}, 415},
		"too long":               {yes + strings.Repeat("x", 64<<10), nil, 413},
		"a long comment":         {yes + strings.Repeat("ä", 2001), nil, 400},
		"without a decision":     {"hash=h-plan", nil, 400},
		"with another decision":  {"decision=Approve&hash=h-plan", nil, 400},
		"without a hash":         {"decision=approve", nil, 400},
		"that is no form at all": {"decision=%zz", nil, 400},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			verbs := &deskOfOne{asked: leaver()}
			answer := ring(t, verbs, settings(), http.MethodPost, link, c.form, c.headers...)
			require.Equal(t, c.want, answer.Code)
			require.Contains(t, answer.Body.String(), "Nothing was decided.")
			require.NotContains(t, answer.Body.String(), "Priya")
			require.Empty(t, verbs.given)
		})
	}
}

func TestPostFromOurOwnPage(t *testing.T) {
	t.Parallel()
	for _, headers := range [][]string{
		{"Origin", public, "Sec-Fetch-Site", "same-origin"},
		{"Origin", public},
		{"Sec-Fetch-Site", "same-origin"},
		nil,
	} {
		verbs := &deskOfOne{asked: leaver()}
		require.Equal(t, 200, ring(t, verbs, settings(), http.MethodPost, link, yes, headers...).Code)
		require.Len(t, verbs.given, 1)
	}
}

func TestDecisionInTheAddressIsIgnored(t *testing.T) {
	t.Parallel()
	verbs := &deskOfOne{asked: leaver()}
	answer := ring(t, verbs, settings(), http.MethodPost, link+"&decision=approve&hash=h-plan", "comment=x")
	require.Equal(t, 400, answer.Code)
	require.Empty(t, verbs.given)
}

func TestTokenInTheFormIsIgnored(t *testing.T) {
	t.Parallel()
	verbs := &deskOfOne{err: flow.ErrLinkUnknown}
	answer := ring(t, verbs, settings(), http.MethodPost, "/api/approve/r-7f3ac2", yes+"&t=tok")
	require.Equal(t, 404, answer.Code)
	require.Empty(t, verbs.token)
}

func TestOtherPathsAreUnknownLinks(t *testing.T) {
	t.Parallel()
	for _, path := range []string{"/api/approve/", "/api/approve/r-1/more?t=tok", "/"} {
		verbs := &deskOfOne{asked: leaver()}
		require.Equal(t, 404, ring(t, verbs, settings(), http.MethodGet, path, "").Code, path)
		require.Zero(t, verbs.asks)
	}
}

func TestPagesKeepToThemselves(t *testing.T) {
	t.Parallel()
	for _, err := range []error{nil, flow.ErrLinkUnknown, flow.ErrLinkUsed} {
		header := ring(t, &deskOfOne{asked: leaver(), err: err}, settings(), http.MethodGet, link, "").Header()
		require.Equal(t, "no-store", header.Get("Cache-Control"))
		require.Equal(t, "same-origin", header.Get("Referrer-Policy"))
		require.Contains(t, header.Get("X-Robots-Tag"), "noindex")
		require.Equal(t, "nosniff", header.Get("X-Content-Type-Options"))
		require.Contains(t, header.Get("Content-Security-Policy"), "frame-ancestors 'none'")
		require.NotContains(t, header.Get("Content-Security-Policy"), "script-src")
		require.Contains(t, header.Get("Content-Security-Policy"), "default-src 'none'")
	}
}
