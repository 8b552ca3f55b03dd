package azure

import "github.com/Azure/azure-sdk-for-go/sdk/azcore"

// SignIn is what Usher signs in to Azure as where there is no engine on Azure:
// the managed identity of that client id, or whoever has signed in with az
// login on this machine. It makes no call.
func SignIn(clientID string) (azcore.TokenCredential, error) {
	return newIdentity(clientID, newHTTP())
}
