package wire_test

import (
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"usher/steps/internal/wire"
	"usher/steps/step"
)

const canary = `Ca"nary+&<Ä>-77x`

func written(t *testing.T) []string {
	t.Helper()
	quoted, err := json.Marshal(canary)
	require.NoError(t, err)
	return []string{
		canary, string(quoted[1 : len(quoted)-1]), url.QueryEscape(canary), url.PathEscape(canary),
		base64.StdEncoding.EncodeToString([]byte(canary)), base64.RawURLEncoding.EncodeToString([]byte(canary)),
		hex.EncodeToString([]byte(canary)),
	}
}

func TestAnAnswerThatRepeatsASecretIsMasked(t *testing.T) {
	t.Parallel()
	var token string
	rig := newRig(t, func(w http.ResponseWriter, r *http.Request, _ int) {
		token = r.Header.Get("Authorization")
		w.WriteHeader(http.StatusBadRequest)
		io.WriteString(w, token)
		for _, form := range written(t) {
			io.WriteString(w, " "+form)
		}
	})
	mint := &mint{t: t, tid: tenant, lasts: time.Hour, now: time.Now}
	rig.client.Tokens = wire.NewTokens(tenant, mint.source, time.Now)
	ctx := wire.Hide(t.Context(), step.NewSecret(canary))
	request, err := http.NewRequestWithContext(ctx, http.MethodPatch, rig.client.Origin.String(), nil)
	require.NoError(t, err)
	response, err := rig.client.RoundTrip(request)
	require.NoError(t, err)
	text, err := io.ReadAll(response.Body)
	require.NoError(t, err)
	for _, form := range append(written(t), token) {
		require.NotContains(t, string(text), form)
		require.NotContains(t, rig.logs.String(), form)
	}
	require.Contains(t, rig.logs.String(), "status=400")
}

func TestTextsAreMasked(t *testing.T) {
	t.Parallel()
	for text, expected := range map[string]string{
		"Post https://prod.logic.azure.com/workflows/1?sp=x&sig=abc: no": "Post https://prod.logic.azure.com/workflows/1?[secret] no",
		"Authorization: Bearer abc.def-ghi":                              "Authorization: Bearer [secret]",
		"token eyJhbGciOi.eyJ0aWQi.c2ln expired":                         "token [secret] expired",
		"grant_type=x&client_secret=s3cr3t&scope=y":                      "grant_type=x&client_secret=[secret]&scope=y",
		"an ordinary sentence about licences":                            "an ordinary sentence about licences",
	} {
		require.Equal(t, expected, wire.Mask(text))
	}
	long := wire.Brief(string(make([]rune, 10)) + " " + string([]rune(canary)) + " " + url.QueryEscape(canary) + string(make([]byte, 1000)))
	require.LessOrEqual(t, len([]rune(long)), 301)
}
