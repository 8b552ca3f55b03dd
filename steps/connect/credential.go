package connect

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
	"github.com/Azure/azure-sdk-for-go/sdk/azidentity"

	"usher/steps/internal/wire"
	"usher/steps/step"
)

// source returns where the customer's tokens come from.
func (t *tenant) source(customer step.Customer) (wire.Source, error) {
	if customer.Simulated {
		credential := simulated{base: t.rules.Only, tenant: t.id, now: t.options.Now, http: t.login().HTTP()}
		issuer := &issuer{tenant: t.id, make: func(string) (azcore.TokenCredential, error) { return credential, nil }}
		return issuer.token, nil
	}
	if t.options.Credential == nil {
		return nil, errors.New("the customer is real, but Usher has no credential for real tenants: set up the app's identity, or mark the customer as simulated")
	}
	return (&issuer{tenant: t.id, make: t.options.Credential}).token, nil
}

// issuer gets one tenant's tokens from a credential, and makes the credential
// anew where a cached token won't do: credentials keep caches of their own.
type issuer struct {
	tenant string
	make   func(tenantID string) (azcore.TokenCredential, error)

	mu         sync.Mutex
	credential azcore.TokenCredential
}

func (i *issuer) token(ctx context.Context, scope string, fresh bool) (step.Secret, time.Time, error) {
	credential, err := i.current(fresh)
	if err != nil {
		return step.Secret{}, time.Time{}, fmt.Errorf("credential: %w", err)
	}
	token, err := credential.GetToken(ctx, policy.TokenRequestOptions{Scopes: []string{scope}, TenantID: i.tenant})
	if err != nil {
		return step.Secret{}, time.Time{}, signIn(err)
	}
	return step.NewSecret(token.Token), token.ExpiresOn, nil
}

func (i *issuer) current(fresh bool) (azcore.TokenCredential, error) {
	i.mu.Lock()
	defer i.mu.Unlock()
	if i.credential != nil && !fresh {
		return i.credential, nil
	}
	made, err := i.make(i.tenant)
	if err != nil {
		return nil, err
	}
	i.credential = made
	return made, nil
}

// signIn tells a tenant that doesn't let the app in, which a person has to
// settle, from a sign-in that may work in a while.
func signIn(err error) error {
	refused := (*azidentity.AuthenticationFailedError)(nil)
	if !errors.As(err, &refused) {
		return err
	}
	cause := errors.New(wire.Brief(refused.Error()))
	if refused.RawResponse == nil || mayPass(refused.RawResponse.StatusCode) {
		return &step.Wait{For: 30 * time.Second, Why: "Microsoft's sign-in doesn't answer"}
	}
	return refusedSignIn(cause)
}

func mayPass(status int) bool {
	return status >= http.StatusInternalServerError || status == http.StatusTooManyRequests || status == http.StatusRequestTimeout
}

func refusedSignIn(cause error) error {
	return &step.Stop{
		Says: "Usher's app can't sign in to the customer's tenant, so nothing was done. Check that the tenant has consented to the app and that the app's credential is valid.",
		Err:  cause,
	}
}
