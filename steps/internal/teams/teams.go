// Package teams posts cards to Teams through a Workflows webhook. The address
// of such a webhook is a secret: whoever holds it can post there.
package teams

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"

	"usher/steps/internal/wire"
	"usher/steps/step"
)

// Cards posts cards to destinations that are secrets, known by name.
type Cards struct {
	secret func(ctx context.Context, name string) (step.Secret, error)
	via    func(origin *url.URL) http.RoundTripper
}

// New returns the cards whose destinations secret looks up. Each destination
// is a place of its own, so via makes the way there.
func New(secret func(ctx context.Context, name string) (step.Secret, error), via func(origin *url.URL) http.RoundTripper) *Cards {
	return &Cards{secret: secret, via: via}
}

// Throttled recognises the classic webhook, which answers 200 and says in its
// text that Teams wants a pause.
// Source: learn.microsoft.com/microsoftteams/platform/webhooks-and-connectors
func Throttled(status int, body []byte) bool {
	return status == http.StatusOK && bytes.Contains(body, []byte("HTTP error 429"))
}

// Post sends a card. That it was taken doesn't mean that anybody saw it.
func (c *Cards) Post(ctx context.Context, destination string, card step.Card) error {
	body, err := message(card)
	if err != nil {
		return fmt.Errorf("write card: %w", err)
	}
	address, err := c.address(ctx, destination)
	if err != nil {
		return err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, address.String(), bytes.NewReader(body))
	if err != nil {
		return noAddress()
	}
	request.Header.Set("Content-Type", "application/json")
	client := &http.Client{Transport: c.via(address)}
	response, err := client.Do(request)
	if err != nil {
		return unnamed(err)
	}
	defer response.Body.Close()
	if _, err := io.Copy(io.Discard, response.Body); err != nil {
		return fmt.Errorf("read answer: %w", err)
	}
	if response.StatusCode >= http.StatusBadRequest {
		return &step.Stop{
			Says: "Teams refused a card. Its webhook may have been removed, or its owner has left. Make a new one and store its address.",
			Err:  fmt.Errorf("the webhook answered %d", response.StatusCode),
		}
	}
	return nil
}

func (c *Cards) address(ctx context.Context, destination string) (*url.URL, error) {
	secret, err := c.secret(ctx, destination)
	if errors.Is(err, step.ErrNotFound) {
		says := fmt.Sprintf("The address of a Teams channel isn't stored under %q, so no card was posted. Store it and retry.", destination)
		return nil, &step.Stop{Says: says}
	}
	if err != nil {
		return nil, fmt.Errorf("address of channel: %w", err)
	}
	address, err := url.Parse(secret.Reveal())
	if err != nil || address.Host == "" {
		return nil, noAddress() // without err, which repeats the address
	}
	return address, nil
}

func noAddress() error {
	return &step.Stop{Says: "What is stored as a Teams channel's address isn't one, so no card was posted. Store the webhook's whole address."}
}

// unnamed keeps the kind of an error and drops its text, in which the address
// may stand. Of a wait, the sentence is wire's own and names no address.
func unnamed(err error) error {
	if stop := (*step.Stop)(nil); errors.As(err, &stop) {
		says := "A Teams channel's address is one that Usher may not call, so no card was posted."
		return &step.Stop{Says: says, Err: wire.ErrForbidden}
	}
	if unknown := (*step.Unknown)(nil); errors.As(err, &unknown) {
		return &step.Unknown{Err: errors.New("the answer to a card was lost")}
	}
	if wait := (*step.Wait)(nil); errors.As(err, &wait) {
		return wait
	}
	if errors.Is(err, context.Canceled) {
		return fmt.Errorf("post card: %w", context.Canceled)
	}
	return errors.New("post card: the webhook's answer can't be used")
}
