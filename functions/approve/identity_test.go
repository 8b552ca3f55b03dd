package approve_test

import (
	"bytes"
	"encoding/base64"
	"errors"
	"log/slog"
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"usher/handler/flow"
)

const principal = `{"auth_typ":"aad","claims":[{"typ":"oid","val":"o-arlene"},{"typ":"tid","val":"t-contoso"}]}`

func signIn(text string) []string {
	return []string{"X-MS-CLIENT-PRINCIPAL", base64.StdEncoding.EncodeToString([]byte(text))}
}

func TestPrincipalIsReadOnlyBehindEntra(t *testing.T) {
	t.Parallel()
	desk := &deskOfOne{asked: leaver()}
	ring(t, desk, settings(), http.MethodGet, link, "", signIn(principal)...)
	ring(t, desk, settings(), http.MethodPost, link, yes, signIn(principal)...)
	require.Nil(t, desk.signed)
	require.Nil(t, desk.given[0].Signed)
}

func TestPrincipalReachesTheFlow(t *testing.T) {
	t.Parallel()
	s := settings()
	s.Entra = true
	desk := &deskOfOne{asked: leaver()}
	ring(t, desk, s, http.MethodGet, link, "", signIn(principal)...)
	ring(t, desk, s, http.MethodPost, link, yes, signIn(principal)...)
	want := &flow.Principal{TenantID: "t-contoso", ObjectID: "o-arlene"}
	require.Equal(t, want, desk.signed)
	require.Equal(t, want, desk.given[0].Signed)
}

func TestNobodySignedIn(t *testing.T) {
	t.Parallel()
	s := settings()
	s.Entra = true
	desk := &deskOfOne{asked: leaver()}
	require.Equal(t, 200, ring(t, desk, s, http.MethodGet, link, "").Code)
	require.Nil(t, desk.signed)
}

// TestWhoHasNotSignedInIsSentToSignIn and comes back to the same link.
func TestWhoHasNotSignedInIsSentToSignIn(t *testing.T) {
	t.Parallel()
	s := settings()
	s.Entra = true
	for method, form := range map[string]string{http.MethodGet: "", http.MethodPost: yes} {
		desk := &deskOfOne{err: flow.ErrWrongPerson}
		answer := ring(t, desk, s, method, "/api/approve/r-1?t=token%2B1", form)
		require.Equal(t, 403, answer.Code)
		require.Contains(t, answer.Body.String(), "Sign in to see this.")
		require.Contains(t, answer.Body.String(), "/.auth/login/aad?post_login_redirect_uri=%2Fapi%2Fapprove%2Fr-1%3Ft%3Dtoken%252B1")
		somebody := ring(t, desk, s, method, "/api/approve/r-1?t=token%2B1", form, signIn(principal)...)
		require.Equal(t, 403, somebody.Code)
		require.NotContains(t, somebody.Body.String(), "/.auth/login")
	}
	local := ring(t, &deskOfOne{err: flow.ErrWrongPerson}, settings(), http.MethodGet, link, "")
	require.NotContains(t, local.Body.String(), "/.auth/login", "there is no sign-in")
}

func TestBrokenPrincipalIsNobody(t *testing.T) {
	t.Parallel()
	s := settings()
	s.Entra = true
	for _, text := range []string{`{}`, `{"claims":[{"typ":"oid","val":"o-arlene"}]}`, `]`} {
		for method, form := range map[string]string{http.MethodGet: "", http.MethodPost: yes} {
			desk := &deskOfOne{asked: leaver()}
			require.Equal(t, 403, ring(t, desk, s, method, link, form, signIn(text)...).Code)
			require.Zero(t, desk.asks)
			require.Empty(t, desk.given)
		}
	}
}

func TestForwardedAddressIsReadOnlyBehindAProxy(t *testing.T) {
	t.Parallel()
	desk := &deskOfOne{asked: leaver()}
	ring(t, desk, settings(), http.MethodPost, link, yes, "X-Forwarded-For", "203.0.113.9:51000")
	s := settings()
	s.Forwarded = true
	ring(t, desk, s, http.MethodPost, link, yes, "X-Forwarded-For", "203.0.113.9:51000")
	require.Equal(t, "192.0.2.1", desk.given[0].From)
	require.Equal(t, "203.0.113.9:51000", desk.given[1].From)
}

func TestTokenStaysOutOfTheLog(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	s := settings()
	s.Log = slog.New(slog.NewTextHandler(&log, nil))
	desk := &deskOfOne{err: errors.New("vault is shut")}
	ring(t, desk, s, http.MethodGet, "/api/approve/r-1?t=canary-token", "")
	ring(t, desk, s, http.MethodPost, "/api/approve/r-1?t=canary-token", yes)
	require.Contains(t, log.String(), "vault is shut")
	require.NotContains(t, log.String(), "canary")
}
