package azure

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"sync"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
	"github.com/Azure/azure-sdk-for-go/sdk/azidentity"

	"usher/steps/step"
)

// App is the MSP's multi-tenant app, as which Usher signs in to the customers'
// tenants.
type App struct {
	// ClientID is the app's client id.
	ClientID string
	// Credential is "federated", where the managed identity vouches for the app
	// and there is no secret at all, "certificate" or "secret".
	Credential string
	// Secret reads the certificate with its key (PEM, or a PFX in base64) or the
	// client secret. It is called for each new credential.
	Secret func(ctx context.Context) (step.Secret, error)
	// SharePoint reads a certificate for SharePoint, which takes no token that
	// was got by a client secret; nil means that the app's credential serves:
	// learn.microsoft.com/sharepoint/dev/solution-guidance/security-apponly-azuread
	SharePoint func(ctx context.Context) (step.Secret, error)
}

// assertionScope is what a managed identity asks for to vouch for an app:
// learn.microsoft.com/entra/workload-id/workload-identity-federation-config-app-trust-managed-identity
const assertionScope = "api://AzureADTokenExchange/.default"

// Tenants returns a function that makes the app's credential for a tenant. Each
// call makes a new one, whose tokens nobody has got before. It makes no call;
// the credential reads what it needs when it is first used.
func (e *Engine) Tenants(app App) func(tenantID string) (azcore.TokenCredential, error) {
	return func(tenantID string) (azcore.TokenCredential, error) {
		if app.ClientID == "" {
			return nil, errors.New("the app's client id isn't set")
		}
		own, err := e.ownCredential(app, tenantID)
		if err != nil {
			return nil, err
		}
		c := tenantCredential{own: own, sharePoint: own}
		if app.SharePoint != nil {
			c.sharePoint = e.lazy(tenantID, app.ClientID, app.SharePoint, withCertificate)
		}
		return c, nil
	}
}

func (e *Engine) ownCredential(app App, tenantID string) (azcore.TokenCredential, error) {
	switch {
	case app.Credential == "federated" && !e.managed:
		return nil, errors.New("the app's credential is federated, and only a managed identity can vouch for it: this runs under a person's sign-in")
	case app.Credential == "federated":
		return azidentity.NewClientAssertionCredential(tenantID, app.ClientID, e.assertion, &azidentity.ClientAssertionCredentialOptions{
			ClientOptions: e.signIn(),
		})
	case app.Secret == nil:
		return nil, fmt.Errorf("the app's credential is a %s, and it isn't said where to find it", app.Credential)
	case app.Credential == "certificate":
		return e.lazy(tenantID, app.ClientID, app.Secret, withCertificate), nil
	case app.Credential == "secret":
		return e.lazy(tenantID, app.ClientID, app.Secret, withSecret), nil
	}
	return nil, fmt.Errorf("the app's credential %q is none of federated, certificate and secret", app.Credential)
}

func (e *Engine) signIn() azcore.ClientOptions { return azcore.ClientOptions{Transport: e.http} }

// assertion is the managed identity's word for the app.
func (e *Engine) assertion(ctx context.Context) (string, error) {
	token, err := e.identity.GetToken(ctx, policy.TokenRequestOptions{Scopes: []string{assertionScope}})
	if err != nil {
		return "", fmt.Errorf("managed identity: %w", err)
	}
	return token.Token, nil
}

// tenantCredential gets tokens for SharePoint in another way than all others.
type tenantCredential struct{ own, sharePoint azcore.TokenCredential }

// GetToken gets a token for the scopes asked for.
func (c tenantCredential) GetToken(ctx context.Context, o policy.TokenRequestOptions) (azcore.AccessToken, error) {
	for _, scope := range o.Scopes {
		at, err := url.Parse(scope)
		if err == nil && strings.HasSuffix(at.Hostname(), ".sharepoint.com") {
			return c.sharePoint.GetToken(ctx, o)
		}
	}
	return c.own.GetToken(ctx, o)
}

// lazy is a credential that is made of a secret when it is first used.
type lazy struct {
	secret func(context.Context) (step.Secret, error)
	from   func(step.Secret) (azcore.TokenCredential, error)

	mu   sync.Mutex
	made azcore.TokenCredential
}

type maker func(tenantID, clientID string, o azcore.ClientOptions, secret step.Secret) (azcore.TokenCredential, error)

func (e *Engine) lazy(tenantID, clientID string, secret func(context.Context) (step.Secret, error), from maker) *lazy {
	return &lazy{secret: secret, from: func(s step.Secret) (azcore.TokenCredential, error) {
		return from(tenantID, clientID, e.signIn(), s)
	}}
}

// GetToken gets a token, and before the first one the secret.
func (l *lazy) GetToken(ctx context.Context, o policy.TokenRequestOptions) (azcore.AccessToken, error) {
	credential := l.ready()
	if credential == nil {
		secret, err := l.secret(ctx)
		if err == nil {
			credential, err = l.keep(secret)
		}
		if err != nil {
			return azcore.AccessToken{}, fmt.Errorf("the app's credential: %w", err)
		}
	}
	return credential.GetToken(ctx, o)
}

func (l *lazy) ready() azcore.TokenCredential {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.made
}

// keep makes the credential, unless somebody else has meanwhile.
func (l *lazy) keep(secret step.Secret) (azcore.TokenCredential, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.made != nil {
		return l.made, nil
	}
	made, err := l.from(secret)
	if err != nil {
		return nil, err
	}
	l.made = made
	return made, nil
}

func withSecret(tenantID, clientID string, o azcore.ClientOptions, secret step.Secret) (azcore.TokenCredential, error) {
	return azidentity.NewClientSecretCredential(tenantID, clientID, strings.TrimSpace(secret.Reveal()), &azidentity.ClientSecretCredentialOptions{ClientOptions: o})
}

func withCertificate(tenantID, clientID string, o azcore.ClientOptions, secret step.Secret) (azcore.TokenCredential, error) {
	data := []byte(secret.Reveal())
	if !strings.Contains(secret.Reveal(), "-----BEGIN") {
		pfx, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(secret.Reveal()), ""))
		if err != nil {
			return nil, errors.New("the certificate is neither PEM nor base64")
		}
		data = pfx
	}
	certificates, key, err := azidentity.ParseCertificates(data, nil)
	if err != nil {
		return nil, fmt.Errorf("the certificate can't be read (one as PEM, with its key, always can): %w", err)
	}
	return azidentity.NewClientCertificateCredential(tenantID, clientID, certificates, key, &azidentity.ClientCertificateCredentialOptions{ClientOptions: o})
}
