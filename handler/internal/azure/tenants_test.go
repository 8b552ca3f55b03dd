package azure_test

import (
	"context"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	_ "embed"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"errors"
	"math/big"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
	"github.com/Azure/azure-sdk-for-go/sdk/azidentity"
	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"usher/handler/flow"
	"usher/handler/internal/azure"
	"usher/steps/step"
)

const (
	contoso = "c0000000-0000-4000-8000-000000000001"
	appID   = "a0000000-0000-4000-8000-000000000001"
	graph   = "https://graph.microsoft.com/.default"
	site    = "https://contoso-admin.sharepoint.com/.default"
)

// apps opens an engine as it is on Azure, whose sign-in is the double. The
// identity's id is its own: the SDK remembers tokens of managed identities for
// the whole process.
func apps(t *testing.T, s *signIn) (engine *azure.Engine, identity string) {
	t.Helper()
	options := deployed()
	options.Identity, options.HTTP = uuid.NewString(), s.client()
	engine, err := azure.Open(options)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, engine.Close(context.Background())) })
	return engine, options.Identity
}

func credential(t *testing.T, engine *azure.Engine, app azure.App) azcore.TokenCredential {
	t.Helper()
	made, err := engine.Tenants(app)(contoso)
	require.NoError(t, err)
	return made
}

func token(t *testing.T, from azcore.TokenCredential, scope string) string {
	t.Helper()
	got, err := from.GetToken(t.Context(), policy.TokenRequestOptions{Scopes: []string{scope}, TenantID: contoso})
	require.NoError(t, err)
	return got.Token
}

func fixed(text string) func(context.Context) (step.Secret, error) {
	return func(context.Context) (step.Secret, error) { return step.NewSecret(text), nil }
}

// TestTheManagedIdentityVouchesForTheApp in the customer's tenant.
func TestTheManagedIdentityVouchesForTheApp(t *testing.T) {
	t.Parallel()
	s := newSignIn(t)
	engine, identity := apps(t, s)
	c := credential(t, engine, azure.App{ClientID: appID, Credential: "federated"})
	require.Empty(t, s.requests(), "making it makes no call")
	require.Equal(t, "token 1 for "+scopes(graph), token(t, c, graph))

	request := s.last(t, 1)
	require.Equal(t, contoso, request.tenant)
	require.Equal(t, "client_credentials", request.form.Get("grant_type"))
	require.Equal(t, appID, request.form.Get("client_id"))
	require.Equal(t, scopes(graph), request.form.Get("scope"))
	require.Equal(t, "urn:ietf:params:oauth:client-assertion-type:jwt-bearer", request.form.Get("client_assertion_type"))
	require.Equal(t, "assertion of "+identity+" for api://AzureADTokenExchange", request.form.Get("client_assertion"))
	require.Empty(t, request.form.Get("client_secret"))
	require.Len(t, s.vouched, 1)
}

// scopes are what the SDK asks for: it adds the usual ones of OpenID.
func scopes(scope string) string { return scope + " openid offline_access profile" }

// TestANewCredentialHasNoOldTokens, which connect relies on after a refusal.
func TestANewCredentialHasNoOldTokens(t *testing.T) {
	t.Parallel()
	for _, app := range []azure.App{
		{ClientID: appID, Credential: "federated"},
		{ClientID: appID, Credential: "secret", Secret: fixed("old")},
		{ClientID: appID, Credential: "federated", SharePoint: fixed(selfSigned(t).pem)},
	} {
		s := newSignIn(t)
		engine, _ := apps(t, s)
		c := credential(t, engine, app)
		first := token(t, c, site)
		require.Equal(t, first, token(t, c, site), "one credential remembers")
		s.last(t, 1)
		require.NotEqual(t, first, token(t, credential(t, engine, app), site))
		s.last(t, 2)
	}
}

func TestASecretIsSentAndReadAnew(t *testing.T) {
	t.Parallel()
	s := newSignIn(t)
	engine, _ := apps(t, s)
	text, reads := "first", 0
	app := azure.App{ClientID: appID, Credential: "secret", Secret: func(context.Context) (step.Secret, error) {
		reads++
		if text == "" {
			return step.Secret{}, step.ErrNotFound
		}
		return step.NewSecret(text + "\n"), nil
	}}
	c := credential(t, engine, app)
	require.Zero(t, reads, "making it makes no call")
	token(t, c, graph)
	token(t, c, "https://outlook.office365.com/.default")
	require.Equal(t, 1, reads)
	request := s.last(t, 2)
	require.Equal(t, "first", request.form.Get("client_secret"))
	require.Equal(t, scopes("https://outlook.office365.com/.default"), request.form.Get("scope"))

	text = "second"
	token(t, credential(t, engine, app), graph)
	require.Equal(t, "second", s.last(t, 3).form.Get("client_secret"))

	text = ""
	c = credential(t, engine, app)
	_, err := c.GetToken(t.Context(), policy.TokenRequestOptions{Scopes: []string{graph}})
	require.ErrorIs(t, err, step.ErrNotFound)
	text = "third"
	token(t, c, graph) // a secret that couldn't be read is looked for again
	require.Equal(t, "third", s.last(t, 4).form.Get("client_secret"))
}

//go:embed testdata/app.pfx.base64
var oldPFX string

//go:embed testdata/modern.pfx.base64
var modernPFX string

// TestACertificateSigns what proves the app, in each form that it may have.
func TestACertificateSigns(t *testing.T) {
	t.Parallel()
	own := selfSigned(t)
	for name, text := range map[string]string{"PEM": own.pem, "PEM with the key first": own.keyFirst, "PFX in base64": oldPFX} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newSignIn(t)
			engine, _ := apps(t, s)
			token(t, credential(t, engine, azure.App{ClientID: appID, Credential: "certificate", Secret: fixed(text)}), graph)
			form := s.last(t, 1).form
			require.Empty(t, form.Get("client_secret"))
			key := &own.key.PublicKey
			if text == oldPFX {
				key = keyOf(t, oldPFX)
			}
			requireSigned(t, form.Get("client_assertion"), key)
		})
	}
}

// TestSharePointGetsItsCertificate, because it takes no token that was got by a
// client secret; all others get the app's own credential.
func TestSharePointGetsItsCertificate(t *testing.T) {
	t.Parallel()
	s := newSignIn(t)
	engine, _ := apps(t, s)
	own := selfSigned(t)
	c := credential(t, engine, azure.App{ClientID: appID, Credential: "secret", Secret: fixed("app's own"), SharePoint: fixed(own.pem)})
	token(t, c, graph)
	require.Equal(t, "app's own", s.last(t, 1).form.Get("client_secret"))
	token(t, c, site)
	form := s.last(t, 2).form
	require.Empty(t, form.Get("client_secret"))
	requireSigned(t, form.Get("client_assertion"), &own.key.PublicKey)
	require.Equal(t, scopes(site), form.Get("scope"))
	token(t, c, "https://sharepoint.com.evil.example/.default")
	require.Equal(t, "app's own", s.last(t, 3).form.Get("client_secret"))

	c = credential(t, engine, azure.App{ClientID: appID, Credential: "secret", Secret: fixed("app's own")})
	token(t, c, site)
	require.Equal(t, "app's own", s.last(t, 4).form.Get("client_secret"), "without a certificate for it")
}

// TestRefusedSignInsAreToldByType, which connect tells a missing consent from
// a service that is away by, and repeat no secret.
func TestRefusedSignInsAreToldByType(t *testing.T) {
	t.Parallel()
	s := newSignIn(t)
	engine, _ := apps(t, s)
	for _, app := range []azure.App{
		{ClientID: appID, Credential: "secret", Secret: fixed(canary)},
		{ClientID: appID, Credential: "federated"},
		{ClientID: appID, Credential: "certificate", Secret: fixed(selfSigned(t).pem)},
	} {
		s.refuseWith(http.StatusUnauthorized)
		_, err := credential(t, engine, app).GetToken(t.Context(), policy.TokenRequestOptions{Scopes: []string{graph}})
		var refused *azidentity.AuthenticationFailedError
		require.ErrorAs(t, err, &refused)
		require.Equal(t, http.StatusUnauthorized, refused.RawResponse.StatusCode)
		require.NotContains(t, err.Error(), canary)
	}
}

func TestCredentialsThatCantBeMade(t *testing.T) {
	t.Parallel()
	s := newSignIn(t)
	engine, _ := apps(t, s)
	for says, app := range map[string]azure.App{
		"client id isn't set":         {Credential: "federated"},
		"none of federated":           {ClientID: appID, Credential: "password", Secret: fixed("x")},
		"isn't said where to find it": {ClientID: appID, Credential: "certificate"},
	} {
		_, err := engine.Tenants(app)(contoso)
		require.ErrorContains(t, err, says)
	}
	person := open(t, azure.Options{})
	_, err := person.Tenants(azure.App{ClientID: appID, Credential: "federated"})(contoso)
	require.ErrorContains(t, err, "only a managed identity can vouch")

	curve, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(t, err)
	other, err := x509.MarshalPKCS8PrivateKey(curve)
	require.NoError(t, err)
	block := string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: other}))
	for _, text := range []string{"", canary, canary + "=", base64.StdEncoding.EncodeToString([]byte(canary)), modernPFX, block, "-----BEGIN " + canary} {
		c := credential(t, engine, azure.App{ClientID: appID, Credential: "certificate", Secret: fixed(text)})
		_, err := c.GetToken(t.Context(), policy.TokenRequestOptions{Scopes: []string{graph}})
		require.ErrorContains(t, err, "the app's credential: the certificate")
		require.NotContains(t, err.Error(), canary)
	}
	require.Empty(t, s.requests())
}

// TestServicesGetTheIdentitysToken, each for its own resource.
func TestServicesGetTheIdentitysToken(t *testing.T) {
	t.Parallel()
	s := newSignIn(t)
	seen := map[string]string{}
	s.elsewhere = func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.Host, ".vault.azure.net") && r.Header.Get("Authorization") == "" {
			w.Header().Set("WWW-Authenticate", `Bearer authorization="https://login.microsoftonline.com/`+contoso+`", resource="https://vault.azure.net"`)
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		seen[r.Host] = r.Header.Get("Authorization")
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(http.StatusNotFound)
	}
	engine, identity := apps(t, s)
	_, err := engine.Store.Get(t.Context(), "p", "a")
	require.ErrorIs(t, err, flow.ErrNoRow)
	for _, vault := range []*azure.Vault{engine.Vault, engine.Handover} {
		_, err = vault.Secret(t.Context(), "a")
		require.ErrorIs(t, err, step.ErrNotFound)
	}
	require.Equal(t, map[string]string{
		"usher.table.core.windows.net":   "Bearer assertion of " + identity + " for https://storage.azure.com",
		"usher-settings.vault.azure.net": "Bearer assertion of " + identity + " for https://vault.azure.net",
		"usher-handover.vault.azure.net": "Bearer assertion of " + identity + " for https://vault.azure.net",
	}, seen)
}

// TestAnIdentityThatIsRefused is told in one line, by whatever port.
func TestAnIdentityThatIsRefused(t *testing.T) {
	t.Parallel()
	for platform, says := range map[bool]string{
		false: "sign-in failed: invalid_request, Identity not found",
		true:  "sign-in failed: No User Assigned Managed Identity found",
	} {
		s := newSignIn(t)
		s.unknown, s.platform = true, platform
		engine, _ := apps(t, s)
		_, get := engine.Store.Get(t.Context(), "p", "a")
		for _, err := range []error{get, engine.Store.Commit(t.Context(), "p", insert("a", `1`))} {
			require.ErrorContains(t, err, says)
			require.NotContains(t, err.Error(), "second line")
			require.NotErrorIs(t, err, flow.ErrConflict)
		}
	}
}

// certificate is one of the app's, with its key.
type certificate struct {
	key           *rsa.PrivateKey
	pem, keyFirst string
}

func selfSigned(t *testing.T) certificate {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	require.NoError(t, err)
	template := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "usher"}, NotAfter: time.Now().Add(time.Hour)}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	require.NoError(t, err)
	pkcs8, err := x509.MarshalPKCS8PrivateKey(key)
	require.NoError(t, err)
	public := string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}))
	private := string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: pkcs8}))
	return certificate{key: key, pem: public + private, keyFirst: private + public}
}

// keyOf reads the public key of a PFX.
func keyOf(t *testing.T, pfx string) *rsa.PublicKey {
	t.Helper()
	der, err := base64.StdEncoding.DecodeString(strings.ReplaceAll(pfx, "\n", ""))
	require.NoError(t, err)
	certificates, _, err := azidentity.ParseCertificates(der, nil)
	require.NoError(t, err)
	return certificates[0].PublicKey.(*rsa.PublicKey)
}

// requireSigned says that a JWT speaks for the app and bears the signature of
// its certificate's key.
func requireSigned(t *testing.T, jwt string, key *rsa.PublicKey) {
	t.Helper()
	parts := strings.Split(jwt, ".")
	require.Len(t, parts, 3)
	var header struct{ Alg string }
	var claims struct{ Iss, Sub, Aud string }
	for i, into := range []any{&header, &claims} {
		text, err := base64.RawURLEncoding.DecodeString(parts[i])
		require.NoError(t, err)
		require.NoError(t, json.Unmarshal(text, into))
	}
	require.Equal(t, appID, claims.Iss)
	require.Equal(t, appID, claims.Sub)
	require.Contains(t, claims.Aud, contoso)
	signature, err := base64.RawURLEncoding.DecodeString(parts[2])
	require.NoError(t, err)
	sum := sha256.Sum256([]byte(parts[0] + "." + parts[1]))
	switch header.Alg {
	case "PS256":
		err = rsa.VerifyPSS(key, crypto.SHA256, sum[:], signature, nil)
	case "RS256":
		err = rsa.VerifyPKCS1v15(key, crypto.SHA256, sum[:], signature)
	default:
		err = errors.New("unknown algorithm " + header.Alg)
	}
	require.NoError(t, err)
}
