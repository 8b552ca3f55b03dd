package gate_test

import (
	"encoding/base64"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"usher/functions/gate"
)

func status(err error) int {
	var refusal *gate.Refusal
	if errors.As(err, &refusal) {
		return refusal.Status
	}
	return 0
}

func post(t *testing.T, body string) *http.Request {
	t.Helper()
	return httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/api/x", strings.NewReader(body))
}

func TestBody(t *testing.T) {
	t.Parallel()
	got, err := gate.Body(httptest.NewRecorder(), post(t, "12345"), 5)
	require.NoError(t, err)
	require.Equal(t, "12345", string(got))
	_, err = gate.Body(httptest.NewRecorder(), post(t, "123456"), 5)
	require.Equal(t, 413, status(err))
}

func TestMediaType(t *testing.T) {
	t.Parallel()
	for header, want := range map[string]int{
		"application/json":                0,
		"Application/JSON; charset=utf-8": 0,
		"text/plain":                      415,
		"application/jsonp":               415,
		"":                                415,
	} {
		r := post(t, "")
		r.Header.Set("Content-Type", header)
		require.Equal(t, want, status(gate.MediaType(r, "application/json")), header)
	}
}

func TestSameSite(t *testing.T) {
	t.Parallel()
	cases := map[string]struct {
		site, origin string
		want         int
	}{
		"a program":              {"", "", 0},
		"our page":               {"same-origin", "https://usher.contoso.example", 0},
		"typed in":               {"none", "", 0},
		"another spelling":       {"", "HTTPS://Usher.contoso.example:443", 0},
		"another site":           {"cross-site", "", 403},
		"another site, our name": {"cross-site", "https://usher.contoso.example", 403},
		"another origin":         {"", "https://evil.example", 403},
		"a subdomain of ours":    {"", "https://x.usher.contoso.example", 403},
		"our name as a prefix":   {"", "https://usher.contoso.example.evil.example", 403},
		"our name as a user":     {"", "https://usher.contoso.example@evil.example", 403},
		"without TLS":            {"", "http://usher.contoso.example", 403},
		"another port":           {"", "https://usher.contoso.example:8443", 403},
		"no origin to tell":      {"", "null", 403},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := post(t, "")
			if c.site != "" {
				r.Header.Set("Sec-Fetch-Site", c.site)
			}
			if c.origin != "" {
				r.Header.Set("Origin", c.origin)
			}
			require.Equal(t, c.want, status(gate.SameSite(r, "https://usher.contoso.example/")))
		})
	}
}

func TestSameSiteWithoutOurAddressRefusesEveryOrigin(t *testing.T) {
	t.Parallel()
	r := post(t, "")
	r.Header.Set("Origin", "null")
	require.Equal(t, 403, status(gate.SameSite(r, "")))
}

func TestLocalOnly(t *testing.T) {
	t.Parallel()
	door := gate.LocalOnly(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusTeapot) }))
	for name, want := range map[string]int{
		"127.0.0.1:7071":         418,
		"127.0.0.1":              418,
		"localhost:7071":         418,
		"LOCALHOST":              418,
		"[::1]:7071":             418,
		"[::1]":                  418,
		"evil.example":           403,
		"evil.example:7071":      403,
		"localhost.evil.example": 403,
		"127.0.0.1.evil.example": 403,
		"127.0.0.2":              403,
		"0.0.0.0":                403,
		"":                       403,
	} {
		r := post(t, "")
		r.Host = name
		answer := httptest.NewRecorder()
		door.ServeHTTP(answer, r)
		require.Equal(t, want, answer.Code, name)
	}
}

func TestSignedIn(t *testing.T) {
	t.Parallel()
	mapped := `{"auth_typ":"aad","name_typ":"preferred_username","role_typ":"roles","claims":[
		{"typ":"http://schemas.microsoft.com/identity/claims/objectidentifier","val":"o-1"},
		{"typ":"http://schemas.microsoft.com/identity/claims/tenantid","val":"t-1"},
		{"typ":"preferred_username","val":"arlene.cho@contoso.example"},
		{"typ":"roles","val":"Usher.Reader"},{"typ":"roles","val":"Other"}]}`
	r := post(t, "")
	r.Header.Set("X-MS-CLIENT-PRINCIPAL", base64.StdEncoding.EncodeToString([]byte(mapped)))
	caller, err := gate.SignedIn(r)
	require.NoError(t, err)
	require.Equal(t, "t-1", caller.TenantID)
	require.Equal(t, "o-1", caller.ObjectID)
	require.Equal(t, "arlene.cho@contoso.example", caller.Name)
	require.True(t, caller.Has("Usher.Reader", "Usher.Operator"))
	require.False(t, caller.Has("Usher.Operator"))
}

func TestSignedInShortClaims(t *testing.T) {
	t.Parallel()
	r := post(t, "")
	r.Header.Set("X-MS-CLIENT-PRINCIPAL", base64.StdEncoding.EncodeToString(
		[]byte(`{"claims":[{"typ":"oid","val":"o-1"},{"typ":"tid","val":"t-1"},{"typ":"","val":"nobody"}]}`)))
	caller, err := gate.SignedIn(r)
	require.NoError(t, err)
	require.Equal(t, "t-1", caller.TenantID)
	require.Empty(t, caller.Roles)
}

func TestSignedInFailsClosed(t *testing.T) {
	t.Parallel()
	nobody, err := gate.SignedIn(post(t, ""))
	require.NoError(t, err)
	require.Nil(t, nobody)
	for name, text := range map[string]string{
		"no tenant": `{"claims":[{"typ":"oid","val":"o-1"}]}`,
		"no object": `{"claims":[{"typ":"tid","val":"t-1"}]}`,
		"no JSON":   `oid=o-1`,
	} {
		r := post(t, "")
		r.Header.Set("X-MS-CLIENT-PRINCIPAL", base64.StdEncoding.EncodeToString([]byte(text)))
		_, err := gate.SignedIn(r)
		require.Equal(t, 403, status(err), name)
	}
	r := post(t, "")
	r.Header.Set("X-MS-CLIENT-PRINCIPAL", "%%%")
	_, err = gate.SignedIn(r)
	require.Equal(t, 403, status(err))
}
