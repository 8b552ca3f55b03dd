package connectwise

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"

	"usher/steps/internal/wire"
	"usher/steps/step"
)

// KeyAt returns the address of a signing key that a callback points to, if it
// is at the desk whose API is at base: the same host, with or without api-.
// Any other is a *step.Stop; nobody may be asked there.
func KeyAt(base *url.URL, address string) (*url.URL, error) {
	at, err := url.Parse(address)
	if err != nil || at.Host == "" || at.User != nil || at.Opaque != "" || at.Fragment != "" {
		return nil, foreign()
	}
	twin := *base
	twin.Host = strings.TrimPrefix(strings.ToLower(base.Host), "api-")
	if !wire.SameOrigin(at, base) && !wire.SameOrigin(at, &twin) {
		return nil, foreign()
	}
	return at, nil
}

func foreign() error {
	return &step.Stop{Says: "A callback pointed to a signing key at a place that isn't the customer's desk. It was refused and nobody was asked there."}
}

// SigningKey fetches the key that callbacks are signed with; the call goes
// through via. Some servers wrap the answer in a text once more.
// Source: developer.connectwise.com, Developer Guide, Callbacks
func SigningKey(ctx context.Context, at *url.URL, via http.RoundTripper) (step.Secret, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, at.String(), nil)
	if err != nil {
		return step.Secret{}, foreign()
	}
	request.Header.Set("Accept", "application/json")
	client := &http.Client{Transport: via}
	response, err := client.Do(request)
	if err != nil {
		return step.Secret{}, wire.Bare(err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		return step.Secret{}, fmt.Errorf("read signing key: %w", err)
	}
	var wrapped string
	if json.Unmarshal(text, &wrapped) == nil {
		text = []byte(wrapped)
	}
	var answer struct {
		Key string `json:"signing_key"`
	}
	if response.StatusCode != http.StatusOK || json.Unmarshal(text, &answer) != nil || answer.Key == "" {
		// Without the answer, which may hold the key.
		return step.Secret{}, fmt.Errorf("the signing key wasn't given (%d)", response.StatusCode)
	}
	return step.NewSecret(answer.Key), nil
}
