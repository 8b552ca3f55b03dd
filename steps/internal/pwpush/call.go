package pwpush

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"

	"usher/steps/internal/wire"
	"usher/steps/step"
)

// dialect is one version of the API: where links are made, where one is, and
// the key that wraps what is asked for.
// Source: github.com/pglombardo/PasswordPusher config/routes/pwp_api.rb
type dialect struct{ pushes, push, wrapper string }

// speaks asks which version there is. Only a newer server knows the address
// that tells.
func (l *Links) speaks(ctx context.Context) (dialect, error) {
	err := l.call(ctx, http.MethodGet, "/api/v2/version", nil, nil)
	if errors.Is(err, step.ErrNotFound) {
		return dialect{pushes: "/p.json", push: "/p/%s.json", wrapper: "password"}, nil
	}
	if err != nil {
		return dialect{}, fmt.Errorf("ask for version: %w", err)
	}
	return dialect{pushes: "/api/v2/pushes.json", push: "/api/v2/pushes/%s", wrapper: "push"}, nil
}

// call makes one call. A nil body is an empty one; a nil answer isn't read.
func (l *Links) call(ctx context.Context, method, path string, body, answer any) error {
	request, err := l.request(ctx, method, path, body)
	if err != nil {
		return err
	}
	response, err := l.http.Do(request)
	if err != nil {
		return wire.Bare(err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		return fmt.Errorf("read answer: %w", err)
	}
	if response.StatusCode >= http.StatusBadRequest {
		return refused(response.StatusCode, wire.Brief(string(text)))
	}
	if answer == nil {
		return nil
	}
	if json.Unmarshal(text, answer) != nil {
		// Without the decoder's words: they may repeat the answer.
		return &step.Unknown{Err: errors.New("the answer of Password Pusher can't be read")}
	}
	return nil
}

func (l *Links) request(ctx context.Context, method, path string, body any) (*http.Request, error) {
	var text []byte
	if body != nil {
		var err error
		if text, err = json.Marshal(body); err != nil {
			return nil, errors.New("write what is asked of Password Pusher")
		}
	}
	var token step.Secret
	if l.token != nil {
		var err error
		if token, err = l.token(ctx); err != nil {
			return nil, withoutToken(err)
		}
	}
	request, err := http.NewRequestWithContext(wire.Hide(ctx, token), method, l.base+path, bytes.NewReader(text))
	if err != nil {
		return nil, errors.New("the address of Password Pusher in the customer's document isn't one")
	}
	request.Header.Set("Accept", "application/json")
	if body != nil {
		request.Header.Set("Content-Type", "application/json")
	}
	if !token.IsZero() {
		request.Header.Set("Authorization", "Bearer "+token.Reveal())
	}
	return request, nil
}

// withoutToken keeps a missing secret from being taken for a missing link.
func withoutToken(err error) error {
	if !errors.Is(err, step.ErrNotFound) {
		return fmt.Errorf("token of Password Pusher: %w", err)
	}
	return &step.Stop{Says: "The token of Password Pusher isn't stored, so no one-time link was made or ended. Store it and retry."}
}

// refused puts a refusal into the words of the World.
func refused(status int, text string) error {
	err := fmt.Errorf("the password pusher answered %d: %s", status, text)
	switch status {
	case http.StatusNotFound, http.StatusGone:
		return fmt.Errorf("%w (%w)", step.ErrNotFound, err)
	case http.StatusUnauthorized, http.StatusForbidden:
		return &step.Stop{
			Says: "Password Pusher refused Usher. Check the token in the customer's document; without one, the server must allow links that nobody owns.",
			Err:  err,
		}
	case http.StatusUnprocessableEntity, http.StatusBadRequest:
		return &step.Stop{Says: "Password Pusher refused to make the link as the customer's document wants it. Check days, views and passphrase.", Err: err}
	}
	return err
}
