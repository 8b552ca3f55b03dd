package azure

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
	"github.com/Azure/azure-sdk-for-go/sdk/security/keyvault/azsecrets"

	"usher/handler/flow"
	"usher/steps/step"
)

// Vault is a flow.Vault in Azure Key Vault.
//
// The two vaults differ in what it means to be deleted. A settings vault has
// purge protection: what was deleted can be recovered for as long as the vault
// keeps it, and Purge deletes it. A handover vault forgets at once what is
// purged.
type Vault struct {
	what   string            // for people
	client *azsecrets.Client // nil where no address was given
	keeps  bool              // deleted secrets, as a settings vault does
	cache  *cache            // nil: every look is a call
}

// newSettingsVault opens the vault that keeps what is deleted. Its secrets
// change seldom and each webhook needs one, so that they are remembered for a
// minute.
func newSettingsVault(options Options, identity azcore.TokenCredential) (*Vault, error) {
	v, err := newVault(options.Vault, "settings vault", options, identity)
	if err != nil {
		return nil, err
	}
	v.keeps, v.cache = true, newCache(Clock{}.Now)
	return v, nil
}

func newHandoverVault(options Options, identity azcore.TokenCredential) (*Vault, error) {
	return newVault(options.Handover, "handover vault", options, identity)
}

func newVault(address, what string, options Options, identity azcore.TokenCredential) (*Vault, error) {
	v := &Vault{what: what}
	if address == "" {
		return v, nil
	}
	at, err := url.Parse(address)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", what, err)
	}
	o := &azsecrets.ClientOptions{ClientOptions: azcore.ClientOptions{
		Transport: options.HTTP,
		Retry:     policy.RetryOptions{MaxRetries: 3, TryTimeout: attempt, RetryDelay: 200 * time.Millisecond, MaxRetryDelay: 5 * time.Second},
	}}
	if options.Dev && isLoopback(at.Hostname()) {
		// The double sends its clients to Microsoft's sign-in, as a real vault
		// does, and isn't at home at vault.azure.net.
		identity, o.DisableChallengeResourceVerification = makeBelieve{}, true
	}
	if v.client, err = azsecrets.NewClient(address, identity, o); err != nil {
		return nil, fmt.Errorf("%s: %w", what, err)
	}
	return v, nil
}

// Secret returns a secret, or step.ErrNotFound.
func (v *Vault) Secret(ctx context.Context, name string) (step.Secret, error) {
	secret, err := v.secret(ctx, name)
	if err != nil {
		return step.Secret{}, fmt.Errorf("read secret %s: %w", name, err)
	}
	return secret, nil
}

func (v *Vault) secret(ctx context.Context, name string) (step.Secret, error) {
	if err := v.ready(ctx, flow.CheckSecretName(name)); err != nil {
		return step.Secret{}, err
	}
	known, found := v.cache.get(name)
	if found {
		return known.secret, nil
	}
	answer, err := v.client.GetSecret(ctx, name, "", nil)
	if no := vaultRefusal(err); no != nil && no.status == http.StatusNotFound {
		return step.Secret{}, step.ErrNotFound
	}
	if err != nil {
		return step.Secret{}, v.plainly(ctx, err)
	}
	if answer.Value == nil {
		return step.Secret{}, errors.New("the answer has no value")
	}
	secret := step.NewSecret(*answer.Value)
	v.cache.put(name, secret, known)
	return secret, nil
}

// ready tells why a call can't be made, if it can't.
func (v *Vault) ready(ctx context.Context, wrong error) error {
	if wrong == nil && v.client == nil {
		wrong = fmt.Errorf("no address of the %s was given", v.what)
	}
	return errors.Join(wrong, ctx.Err())
}

// plainly makes an error fit for a log: without the answer's text, which may
// repeat what was sent.
func (v *Vault) plainly(ctx context.Context, err error) error {
	if no := vaultRefusal(err); no != nil {
		return fmt.Errorf("%s: %w", v.what, no)
	}
	return fmt.Errorf("%s: %w", v.what, plainly(ctx, err))
}
