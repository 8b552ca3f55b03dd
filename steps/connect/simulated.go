package connect

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"

	"usher/steps/internal/wire"
)

// simulated is the app's credential in the simulated world. Microsoft's own
// credentials refuse http.
type simulated struct {
	base   *url.URL
	tenant string
	now    func() time.Time
	http   *http.Client
}

// login is the client of the token endpoint. Asking for a token changes
// nothing, so it may be asked for again.
func (t *tenant) login() *wire.Client {
	client := t.client("The simulated sign-in", t.rules.Only, t.gates.login)
	client.Changing = func(*http.Request) bool { return false }
	return client
}

// GetToken asks for a new token each time; it keeps none.
func (s simulated) GetToken(ctx context.Context, options policy.TokenRequestOptions) (azcore.AccessToken, error) {
	form := url.Values{
		"grant_type": {"client_credentials"}, "client_id": {"usher"}, "client_secret": {"simulated"},
		"scope": {strings.Join(options.Scopes, " ")},
	}
	door := s.base.JoinPath("login", s.tenant, "oauth2/v2.0/token").String()
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, door, strings.NewReader(form.Encode()))
	if err != nil {
		return azcore.AccessToken{}, fmt.Errorf("make request: %w", err)
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	response, err := s.http.Do(request)
	if err != nil {
		return azcore.AccessToken{}, wire.Bare(err)
	}
	defer response.Body.Close()
	var answer struct {
		Token       string `json:"access_token"`
		ExpiresIn   int    `json:"expires_in"` // seconds
		Description string `json:"error_description"`
	}
	if err := json.NewDecoder(response.Body).Decode(&answer); err != nil {
		return azcore.AccessToken{}, fmt.Errorf("read token: %w", err)
	}
	if answer.Token == "" {
		return azcore.AccessToken{}, refusedSignIn(fmt.Errorf("simulated sign-in answered %d: %s", response.StatusCode, wire.Brief(answer.Description)))
	}
	return azcore.AccessToken{Token: answer.Token, ExpiresOn: s.now().Add(time.Duration(answer.ExpiresIn) * time.Second)}, nil
}
