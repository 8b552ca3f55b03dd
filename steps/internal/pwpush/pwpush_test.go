package pwpush_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"usher/steps/internal/pwpush"
	"usher/steps/internal/wire"
	"usher/steps/step"
)

const token = "Canary-api-token"

// fake is a Password Pusher that answers by method and path, and writes down
// what it hears.
type fake struct {
	answers map[string]string
	heard   []string
	bodies  []string
	bearers []string
	links   *pwpush.Links
	logs    bytes.Buffer
}

func (f *fake) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	key := r.Method + " " + r.URL.Path
	f.heard, f.bodies, f.bearers = append(f.heard, key), append(f.bodies, string(body)), append(f.bearers, r.Header.Get("Authorization"))
	answer, ok := f.answers[key]
	if !ok {
		answer = `404"{\"error\":\"not-found\"}"`
	}
	status, err := strconv.Atoi(answer[:3])
	if err != nil {
		panic("the test's answer begins with no status: " + answer)
	}
	w.WriteHeader(status)
	io.WriteString(w, strings.ReplaceAll(answer[3:], "ECHO", string(body)))
}

func newFake(t *testing.T, secret func(context.Context) (step.Secret, error), answers map[string]string) *fake {
	t.Helper()
	made := &fake{answers: answers}
	server := httptest.NewServer(made)
	t.Cleanup(server.Close)
	origin, err := url.Parse(server.URL)
	require.NoError(t, err)
	rules := wire.Rules{Only: origin}
	transport := rules.Transport()
	t.Cleanup(transport.CloseIdleConnections)
	made.links = pwpush.New(server.URL+"/push/", secret, &wire.Client{
		Name: "Password Pusher", Origin: origin, Rules: rules, Base: transport, Gate: wire.NewGate(1, 0, 0),
		Clock: wire.NewClock(time.Now), Log: slog.New(slog.NewTextHandler(&made.logs, &slog.HandlerOptions{Level: slog.LevelDebug})),
	})
	return made
}

func owned(context.Context) (step.Secret, error) { return step.NewSecret(token), nil }

func terms() step.LinkTerms {
	return step.LinkTerms{Days: 3, Views: 2, Retrieval: true, Passphrase: step.NewSecret("Canary-phrase")}
}

const granted = `201{"url_token":"abc-1_x","html_url":"https://pw.example/en/p/abc-1_x/r","expire_after_days":7,"expire_after_views":2,"retrieval_step":true,"passphrase":"Canary-phrase"}`

func TestALinkIsMadeByTheNewAPIOrTheOld(t *testing.T) {
	t.Parallel()
	for wrapper, answers := range map[string]map[string]string{
		"push":     {"GET /push/api/v2/version": `200{"api_version":"2"}`, "POST /push/api/v2/pushes.json": granted, "DELETE /push/api/v2/pushes/abc-1_x": "200{}"},
		"password": {"POST /push/p.json": granted, "DELETE /push/p/abc-1_x.json": "200{}"},
	} {
		fake := newFake(t, owned, answers)
		link, err := fake.links.Make(t.Context(), step.NewSecret("Canary-payload"), terms())
		require.NoError(t, err)
		want := terms()
		want.Days = 7
		require.Equal(t, want, link.Terms, "what the service granted, not what was asked")
		require.Equal(t, "abc-1_x", link.Token)
		require.Equal(t, "https://pw.example/en/p/abc-1_x/r", link.URL.Reveal(), "taken as given")
		var body map[string]map[string]any
		require.NoError(t, json.Unmarshal([]byte(fake.bodies[1]), &body))
		require.Equal(t, map[string]map[string]any{wrapper: {
			"payload": "Canary-payload", "passphrase": "Canary-phrase", "expire_after_days": 3.0, "expire_after_views": 2.0,
			"retrieval_step": true, "deletable_by_viewer": false,
		}}, body)
		require.Equal(t, "Bearer "+token, fake.bearers[1])
		require.NoError(t, fake.links.Expire(t.Context(), link.Token))
		require.Len(t, fake.heard, 4)
		require.NotContains(t, strings.Join(fake.heard, " "), "GET /push/p/", "a look at a link is one of its views")
		require.NotContains(t, fake.logs.String(), "Canary")
	}
}

func TestWithoutATokenViewersMayEndALink(t *testing.T) {
	t.Parallel()
	fake := newFake(t, nil, map[string]string{"POST /push/p.json": granted})
	_, err := fake.links.Make(t.Context(), step.NewSecret("x"), step.LinkTerms{Days: 1, Views: 1})
	require.NoError(t, err)
	require.Contains(t, fake.bodies[1], `"deletable_by_viewer":true`)
	require.NotContains(t, fake.bodies[1], "passphrase")
	require.Equal(t, []string{"", ""}, fake.bearers)
}

func TestALinkThatHasEndedIsNoError(t *testing.T) {
	t.Parallel()
	fake := newFake(t, owned, nil)
	require.NoError(t, fake.links.Expire(t.Context(), "gone"))
	for _, odd := range []string{"", "../admin", "a/b", "a?b", "https://x"} {
		require.Error(t, fake.links.Expire(t.Context(), odd))
	}
	require.Len(t, fake.heard, 2)
}

func TestRefusalsStopAndRepeatNoSecret(t *testing.T) {
	t.Parallel()
	unstored := func(context.Context) (step.Secret, error) { return step.Secret{}, step.ErrNotFound }
	for name, one := range map[string]struct {
		answer string
		secret func(context.Context) (step.Secret, error)
	}{
		"wrong token":     {"401", owned},
		"out of range":    {`422{"payload":["ECHO"]}`, owned},
		"wrapper missing": {`400{"error":"got ECHO ` + token + `"}`, owned},
		"no such place":   {"404ECHO", owned},
		"token not there": {granted, unstored},
		"plain http":      {strings.Replace(strings.Replace(granted, "https:", "ftp:", 1), "abc-1_x", "abc", 1), owned},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			fake := newFake(t, one.secret, map[string]string{"POST /push/p.json": one.answer})
			_, err := fake.links.Make(t.Context(), step.NewSecret("Canary-payload"), terms())
			var stop *step.Stop
			require.ErrorAs(t, err, &stop)
			require.NotEmpty(t, stop.Says)
			require.NotContains(t, err.Error()+fake.logs.String(), "Canary")
		})
	}
}

func TestAnAnswerThatCannotBeReadLeavesTheOutcomeUnknown(t *testing.T) {
	t.Parallel()
	for _, answer := range []string{"201<html>ECHO", `201{"url_token":""}`, "503ECHO"} {
		fake := newFake(t, owned, map[string]string{"POST /push/p.json": answer})
		_, err := fake.links.Make(t.Context(), step.NewSecret("Canary-payload"), terms())
		var unknown *step.Unknown
		require.ErrorAs(t, err, &unknown, answer)
		require.NotContains(t, err.Error(), "Canary")
		require.Len(t, fake.heard, 2, "made at most once")
	}
}

func TestALinkThatIsNotSafeIsEnded(t *testing.T) {
	t.Parallel()
	fake := newFake(t, owned, map[string]string{
		"POST /push/p.json":           strings.Replace(granted, "https://pw.example", "ftp://pw.example", 1),
		"DELETE /push/p/abc-1_x.json": "200{}",
	})
	_, err := fake.links.Make(t.Context(), step.NewSecret("x"), terms())
	var stop *step.Stop
	require.ErrorAs(t, err, &stop)
	require.Equal(t, "DELETE /push/p/abc-1_x.json", fake.heard[len(fake.heard)-1])
	require.NotContains(t, err.Error(), "abc-1_x")
}
