package azure

import (
	"context"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
	"github.com/Azure/azure-sdk-for-go/sdk/data/aztables"
)

// developmentKey is the account of Microsoft's storage emulators. It is the
// same on every machine and no secret:
// learn.microsoft.com/azure/storage/common/storage-connect-azurite
func developmentKey() (*aztables.SharedKeyCredential, error) {
	const name, key = "devstoreaccount1", "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw=="
	return aztables.NewSharedKeyCredential(name, key)
}

// makeBelieve is the credential for services on this machine, so that no real
// token goes to what only pretends to be a service.
type makeBelieve struct{}

// GetToken returns a token that says what it is.
func (makeBelieve) GetToken(context.Context, policy.TokenRequestOptions) (azcore.AccessToken, error) {
	return azcore.AccessToken{Token: "make-believe", ExpiresOn: Clock{}.Now().Add(time.Hour)}, nil
}
