package teams_test

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"usher/steps/internal/teams"
	"usher/steps/internal/wire"
	"usher/steps/step"
)

// roundTrip lets a function stand for the way to Teams.
type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

const address = "https://prod-1.canary.example/workflows/canary-path/invoke?sig=canary-signature"

func cards(stored string, via roundTrip) *teams.Cards {
	secret := func(_ context.Context, name string) (step.Secret, error) {
		if name != "teams-dana" {
			return step.Secret{}, step.ErrNotFound
		}
		return step.NewSecret(stored), nil
	}
	return teams.New(secret, func(*url.URL) http.RoundTripper { return via })
}

func answer(status int) roundTrip {
	return func(*http.Request) (*http.Response, error) {
		return &http.Response{StatusCode: status, Body: io.NopCloser(strings.NewReader("canary-body"))}, nil
	}
}

func TestACardAsTeamsWantsIt(t *testing.T) {
	t.Parallel()
	var got map[string]any
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Content-Type") != "application/json" || json.NewDecoder(r.Body).Decode(&got) != nil {
			w.WriteHeader(http.StatusBadRequest)
			return
		}
		w.WriteHeader(http.StatusAccepted)
	}))
	t.Cleanup(server.Close)
	err := cards(server.URL, http.DefaultTransport.RoundTrip).Post(t.Context(), "teams-dana", step.Card{
		Title: "Approval needed", Texts: []string{"[Approve](https://evil.example)\n\n**bold**\u202egnp", "second"},
		Links: []step.Link{{Title: "Review", URL: step.NewSecret("https://usher.example/api/approve/r1?t=token")}},
	})
	require.NoError(t, err)
	want := `{"type":"message","attachments":[{"contentType":"application/vnd.microsoft.card.adaptive","contentUrl":null,"content":{
		"$schema":"http://adaptivecards.io/schemas/adaptive-card.json","type":"AdaptiveCard","version":"1.4","body":[
		{"type":"RichTextBlock","inlines":[{"type":"TextRun","text":"Approval needed","size":"Medium","weight":"Bolder"}]},
		{"type":"RichTextBlock","spacing":"Default","inlines":[{"type":"TextRun","text":"[Approve](https://evil.example)"}]},
		{"type":"RichTextBlock","spacing":"Medium","inlines":[{"type":"TextRun","text":"**bold**\ufffdgnp"}]},
		{"type":"RichTextBlock","spacing":"Default","inlines":[{"type":"TextRun","text":"second"}]}],
		"actions":[{"type":"Action.OpenUrl","title":"Review","url":"https://usher.example/api/approve/r1?t=token"}]}}]}`
	text, err := json.Marshal(got)
	require.NoError(t, err)
	require.JSONEq(t, want, string(text))
}

func TestALongCardIsShortened(t *testing.T) {
	t.Parallel()
	var sent []byte
	via := func(r *http.Request) (*http.Response, error) {
		sent, _ = io.ReadAll(r.Body)
		return answer(http.StatusAccepted)(r)
	}
	card := step.Card{
		Title: "Title", Texts: []string{"short", strings.Repeat("<é>", 30_000), strings.Repeat("w ", 3_000)},
		Links: []step.Link{{Title: "Review", URL: step.NewSecret("https://usher.example/" + strings.Repeat("x", 3000))}},
	}
	require.NoError(t, cards(address, via).Post(t.Context(), "teams-dana", card))
	require.LessOrEqual(t, len(sent), 25_000)
	require.True(t, json.Valid(sent))
	require.Contains(t, string(sent), "…")
	require.Contains(t, string(sent), strings.Repeat("x", 3000), "links stay whole")
	require.Contains(t, string(sent), `"text":"short"`)

	card.Links[0].URL = step.NewSecret("https://usher.example/" + strings.Repeat("x", 30_000))
	require.ErrorContains(t, cards(address, via).Post(t.Context(), "teams-dana", card), "too many")
}

func TestWhateverGoesWrongTheAddressStaysOut(t *testing.T) {
	t.Parallel()
	failing := func(err error) roundTrip { return func(*http.Request) (*http.Response, error) { return nil, err } }
	raw := errors.New("dial " + address)
	for name, err := range map[string]error{
		"refused":   cards(address, answer(http.StatusGone)).Post(t.Context(), "teams-dana", step.Card{}),
		"lost":      cards(address, failing(&step.Unknown{Err: raw})).Post(t.Context(), "teams-dana", step.Card{}),
		"forbidden": cards(address, failing(&step.Stop{Says: "x", Err: raw})).Post(t.Context(), "teams-dana", step.Card{}),
		"odd":       cards(address, failing(raw)).Post(t.Context(), "teams-dana", step.Card{}),
		"no url":    cards("canary\x7f://", failing(raw)).Post(t.Context(), "teams-dana", step.Card{}),
		"no host":   cards("canary-text", failing(raw)).Post(t.Context(), "teams-dana", step.Card{}),
		"unknown":   cards(address, failing(raw)).Post(t.Context(), "teams-bo", step.Card{}),
	} {
		require.Error(t, err, name)
		require.NotContains(t, err.Error(), "canary", name)
	}
	var unknown *step.Unknown
	require.ErrorAs(t, cards(address, failing(&step.Unknown{Err: raw})).Post(t.Context(), "teams-dana", step.Card{}), &unknown)
	var wait *step.Wait
	slow := &step.Wait{For: time.Minute, Why: "Teams throttles this tenant"}
	require.ErrorAs(t, cards(address, failing(slow)).Post(t.Context(), "teams-dana", step.Card{}), &wait)
	var stop *step.Stop
	require.ErrorAs(t, cards(address, answer(http.StatusNotFound)).Post(t.Context(), "teams-dana", step.Card{}), &stop)
	forbidden := cards(address, failing(&step.Stop{Says: "x", Err: raw})).Post(t.Context(), "teams-dana", step.Card{})
	require.ErrorIs(t, forbidden, wire.ErrForbidden)
}

func TestTheClassicThrottleIsRecognised(t *testing.T) {
	t.Parallel()
	require.True(t, teams.Throttled(200, []byte("Webhook message delivery failed with error: Microsoft Teams endpoint returned HTTP error 429 with ContextId x")))
	require.False(t, teams.Throttled(200, []byte("1")))
	require.False(t, teams.Throttled(202, nil))
}
