package keyvault_test

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
	"github.com/Azure/azure-sdk-for-go/sdk/security/keyvault/azsecrets"
	"github.com/stretchr/testify/require"

	"usher/infra/doubles/keyvault"
)

// pass is a credential that gives everybody the same token.
type pass struct{}

func (pass) GetToken(context.Context, policy.TokenRequestOptions) (azcore.AccessToken, error) {
	return azcore.AccessToken{Token: "token", ExpiresOn: time.Now().Add(time.Hour)}, nil
}

// vault is a vault in the hands of a test, behind the real client.
type vault struct {
	t      *testing.T
	server *keyvault.Server
	client *azsecrets.Client
}

func open(t *testing.T, options keyvault.Options) vault {
	t.Helper()
	server := keyvault.Start(options)
	t.Cleanup(server.Close)
	client, err := azsecrets.NewClient(server.URL(), pass{}, &azsecrets.ClientOptions{
		ClientOptions: azcore.ClientOptions{
			Transport: server.Client(),
			Retry:     policy.RetryOptions{MaxRetries: -1},
		},
		DisableChallengeResourceVerification: true,
	})
	require.NoError(t, err)
	return vault{t, server, client}
}

func (v vault) set(name, value string) error {
	_, err := v.client.SetSecret(v.t.Context(), name, azsecrets.SetSecretParameters{Value: &value}, nil)
	return err
}

func (v vault) value(name, version string) (string, error) {
	found, err := v.client.GetSecret(v.t.Context(), name, version, nil)
	if err != nil {
		return "", err
	}
	return *found.Value, nil
}

func (v vault) remove(name string) error {
	_, err := v.client.DeleteSecret(v.t.Context(), name, nil)
	return err
}

func (v vault) deleted(name string) error {
	_, err := v.client.GetDeletedSecret(v.t.Context(), name, nil)
	return err
}

func (v vault) purge(name string) error {
	_, err := v.client.PurgeDeletedSecret(v.t.Context(), name, nil)
	return err
}

func (v vault) recover(name string) error {
	_, err := v.client.RecoverDeletedSecret(v.t.Context(), name, nil)
	return err
}

// holds says what the vault must give out.
func (v vault) holds(name, value string) {
	v.t.Helper()
	found, err := v.value(name, "")
	require.NoError(v.t, err)
	require.Equal(v.t, value, found)
}

// refuses says how a call must have been refused. The inner code is only in
// the body, which azcore keeps as text.
func (v vault) refuses(err error, status int, code, inner string) {
	v.t.Helper()
	var refused *azcore.ResponseError
	require.ErrorAs(v.t, err, &refused)
	require.Equal(v.t, status, refused.StatusCode, "%v", err)
	require.Equal(v.t, code, refused.ErrorCode)
	var body struct {
		Error struct {
			Inner struct{ Code string } `json:"innererror"`
		}
	}
	require.NoError(v.t, json.NewDecoder(refused.RawResponse.Body).Decode(&body))
	require.Equal(v.t, inner, body.Error.Inner.Code)
}

func TestSecretsAndVersions(t *testing.T) {
	t.Parallel()
	v := open(t, keyvault.Options{})

	_, err := v.value("key", "")
	v.refuses(err, http.StatusNotFound, "SecretNotFound", "")
	require.NoError(t, v.set("key", "one"))
	require.NoError(t, v.set("KEY", "two"), "names don't differ by case")
	v.holds("key", "two")

	var versions []string
	pager := v.client.NewListSecretPropertiesVersionsPager("key", nil)
	for pager.More() {
		page, err := pager.NextPage(t.Context())
		require.NoError(t, err)
		for _, one := range page.Value {
			versions = append(versions, one.ID.Version())
		}
	}
	require.Len(t, versions, 2)
	first, err := v.value("key", versions[0])
	require.NoError(t, err)
	require.Equal(t, "one", first)
	_, err = v.value("key", strings.Repeat("0", 32))
	v.refuses(err, http.StatusNotFound, "SecretNotFound", "")
}

func TestDeleteTakesAMoment(t *testing.T) {
	t.Parallel()
	v := open(t, keyvault.Options{Looks: 3})
	require.NoError(t, v.set("key", "one"))
	require.NoError(t, v.remove("key"))

	_, err := v.value("key", "")
	v.refuses(err, http.StatusNotFound, "SecretNotFound", "")
	v.refuses(v.set("key", "two"), http.StatusConflict, "Conflict", "ObjectIsBeingDeleted")
	v.refuses(v.purge("key"), http.StatusConflict, "Conflict", "ObjectIsBeingDeleted")
	require.NoError(t, v.deleted("key"), "that was the third look")
	v.refuses(v.set("key", "two"), http.StatusConflict, "Conflict", "ObjectIsDeletedButRecoverable")
	v.refuses(v.remove("key"), http.StatusNotFound, "SecretNotFound", "")
}

func TestPurgeTakesAMoment(t *testing.T) {
	t.Parallel()
	v := open(t, keyvault.Options{Looks: 2})
	require.NoError(t, v.set("key", "canary"))
	require.NoError(t, v.remove("key"))
	v.refuses(v.deleted("key"), http.StatusNotFound, "SecretNotFound", "")
	v.refuses(v.deleted("key"), http.StatusNotFound, "SecretNotFound", "")
	require.NoError(t, v.deleted("key"))
	require.Equal(t, "canary", v.server.Secrets()[0].Value)

	require.NoError(t, v.purge("key"))
	require.Empty(t, v.server.Secrets())
	v.refuses(v.deleted("key"), http.StatusNotFound, "SecretNotFound", "")
	v.refuses(v.set("key", "two"), http.StatusConflict, "Conflict", "ObjectIsBeingDeleted")
	require.NoError(t, v.set("key", "two"))
	v.holds("key", "two")
}

func TestRecoverTakesAMoment(t *testing.T) {
	t.Parallel()
	v := open(t, keyvault.Options{Looks: 1})
	require.NoError(t, v.set("key", "one"))
	v.refuses(v.recover("key"), http.StatusNotFound, "SecretNotFound", "")
	require.NoError(t, v.remove("key"))
	v.refuses(v.recover("key"), http.StatusConflict, "Conflict", "ObjectIsBeingDeleted")
	require.NoError(t, v.recover("key"))
	v.refuses(v.set("key", "two"), http.StatusConflict, "Conflict", "ObjectIsBeingRecovered")
	require.NoError(t, v.set("key", "two"))
	v.holds("key", "two")
}

func TestWithoutLooksAllIsDoneAtOnce(t *testing.T) {
	t.Parallel()
	v := open(t, keyvault.Options{Looks: -1})
	require.NoError(t, v.set("key", "one"))
	require.NoError(t, v.remove("key"))
	require.NoError(t, v.deleted("key"))
	require.NoError(t, v.purge("key"))
	require.NoError(t, v.set("key", "two"))
}

func TestPurgeProtection(t *testing.T) {
	t.Parallel()
	v := open(t, keyvault.Options{PurgeProtection: true, Looks: -1})
	require.NoError(t, v.set("key", "one"))
	require.NoError(t, v.remove("key"))
	v.refuses(v.purge("key"), http.StatusForbidden, "Forbidden", "ForbiddenByPolicy")
	require.NoError(t, v.recover("key"))
	v.holds("key", "one")
}

func TestListsComeByPages(t *testing.T) {
	t.Parallel()
	v := open(t, keyvault.Options{Page: 2, Looks: -1})
	for _, name := range []string{"a", "b", "c", "d", "e", "gone"} {
		require.NoError(t, v.set(name, "value of "+name))
	}
	require.NoError(t, v.remove("gone"))

	var names []string
	pages := 0
	for pager := v.client.NewListSecretPropertiesPager(nil); pager.More(); pages++ {
		page, err := pager.NextPage(t.Context())
		require.NoError(t, err)
		for _, one := range page.Value {
			names = append(names, one.ID.Name())
		}
	}
	require.Equal(t, []string{"a", "b", "c", "d", "e"}, names)
	require.Equal(t, 3, pages)

	page, err := v.client.NewListDeletedSecretPropertiesPager(nil).NextPage(t.Context())
	require.NoError(t, err)
	require.Len(t, page.Value, 1)
	require.Equal(t, "gone", page.Value[0].ID.Name())
}

func TestWhatAVaultRefuses(t *testing.T) {
	t.Parallel()
	v := open(t, keyvault.Options{})
	for _, name := range []string{"under_score", "two.dots", "a/b", "ä", strings.Repeat("a", 128)} {
		v.refuses(v.set(name, "x"), http.StatusBadRequest, "BadParameter", "")
	}
	require.NoError(t, v.set(strings.Repeat("a", 127), "x"))
	v.refuses(v.set("long", strings.Repeat("x", 25<<10+1)), http.StatusBadRequest, "BadParameter", "")
	require.NoError(t, v.set("long", strings.Repeat("x", 25<<10)))
}

// TestTheWire looks at what the client never shows.
func TestTheWire(t *testing.T) {
	t.Parallel()
	v := open(t, keyvault.Options{})
	ask := func(method, path, token string) *http.Response {
		request, err := http.NewRequestWithContext(t.Context(), method, v.server.URL()+path, http.NoBody)
		require.NoError(t, err)
		if token != "" {
			request.Header.Set("Authorization", "Bearer "+token)
		}
		response, err := v.server.Client().Do(request)
		require.NoError(t, err)
		require.NoError(t, response.Body.Close())
		return response
	}

	challenged := ask(http.MethodGet, "/secrets/key?api-version=2026-04-01", "")
	require.Equal(t, http.StatusUnauthorized, challenged.StatusCode)
	require.Contains(t, challenged.Header.Get("WWW-Authenticate"), `resource="https://vault.azure.net"`)
	require.Equal(t, http.StatusBadRequest, ask(http.MethodGet, "/secrets/key", "token").StatusCode, "without api-version")
	require.Equal(t, http.StatusBadRequest, ask(http.MethodPost, "/keys?api-version=2026-04-01", "token").StatusCode)
	require.Equal(t, http.StatusNotFound, ask(http.MethodGet, "/secrets/key?api-version=2026-04-01", "token").StatusCode)
	require.Equal(t, keyvault.Call{Method: http.MethodGet, Path: "/secrets/key", Status: http.StatusUnauthorized}, v.server.Calls()[0])
	require.Len(t, v.server.Calls(), 4)
}

func TestTheCertificateIsTheVaultsOwn(t *testing.T) {
	t.Parallel()
	v := open(t, keyvault.Options{})
	file := filepath.Join(t.TempDir(), "vault.pem")
	require.NoError(t, v.server.WriteCertificate(file))
	text, err := os.ReadFile(file)
	require.NoError(t, err)

	for _, trusted := range []bool{true, false} {
		pool := x509.NewCertPool()
		if trusted {
			require.True(t, pool.AppendCertsFromPEM(text))
		}
		client := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool}}}
		request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, v.server.URL(), http.NoBody)
		require.NoError(t, err)
		response, err := client.Do(request)
		require.Equal(t, trusted, err == nil, "%v", err)
		if err == nil {
			require.NoError(t, response.Body.Close())
		}
	}
}
