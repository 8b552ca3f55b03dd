package azure

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/runtime"
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

// signInReason is one line of what the token endpoint said, which by itself
// fills a page.
func signInReason(failed *azidentity.AuthenticationFailedError) string {
	reason := failed.Error()
	if failed.RawResponse != nil {
		var said struct {
			Error       string `json:"error"`
			Description string `json:"error_description"`
			// The Functions platform's own endpoint says so why there is no token:
			// learn.microsoft.com/azure/app-service/overview-managed-identity
			Message string `json:"message"`
		}
		text, err := runtime.Payload(failed.RawResponse)
		switch {
		case err != nil || json.Unmarshal(text, &said) != nil:
		case said.Error != "":
			reason = said.Error + ", " + said.Description
		case said.Message != "":
			reason = said.Message
		}
	}
	reason, _, _ = strings.Cut(reason, "\n")
	const longest = 300
	return strings.ToValidUTF8(reason[:min(len(reason), longest)], "")
}
