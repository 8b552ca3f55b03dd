package azure

import (
	"fmt"
	"net/http"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azidentity"
)

// newIdentity is what Usher signs in as: the managed identity of the
// deployment, or the person who has signed in with az login on this machine.
func newIdentity(clientID string, client *http.Client) (azcore.TokenCredential, error) {
	if clientID == "" {
		person, err := azidentity.NewAzureCLICredential(nil)
		if err != nil {
			return nil, fmt.Errorf("sign-in of this machine: %w", err)
		}
		return person, nil
	}
	managed, err := azidentity.NewManagedIdentityCredential(&azidentity.ManagedIdentityCredentialOptions{
		ClientOptions: azcore.ClientOptions{Transport: client},
		ID:            azidentity.ClientID(clientID),
	})
	if err != nil {
		return nil, fmt.Errorf("managed identity %s: %w", clientID, err)
	}
	return managed, nil
}
