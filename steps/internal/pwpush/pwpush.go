// Package pwpush speaks with Password Pusher, which keeps a secret behind a
// link that opens a few times. It makes and ends links; it never opens one,
// since every look at a link is one of its views.
package pwpush

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"

	"usher/steps/internal/wire"
	"usher/steps/step"
)

// Links makes one-time links at one Password Pusher.
type Links struct {
	base  string
	token func(context.Context) (step.Secret, error)
	http  *http.Client
}

// New returns the links of the Password Pusher at base; its calls go through
// via. The API token is asked for at each call; a nil token means that links
// are made by nobody in particular.
func New(base string, token func(context.Context) (step.Secret, error), via http.RoundTripper) *Links {
	return &Links{base: strings.TrimRight(base, "/"), token: token, http: &http.Client{Transport: via}}
}

// form is a link as it is asked for. Viewers may end a link only where nobody
// owns it, because Usher couldn't end it either then.
// Source: github.com/pglombardo/PasswordPusher app/controllers/api/v2/pushes_controller.rb
type form struct {
	Payload    string `json:"payload"`
	Passphrase string `json:"passphrase,omitempty"`
	Days       int    `json:"expire_after_days"`
	Views      int    `json:"expire_after_views"`
	Retrieval  bool   `json:"retrieval_step"`
	Deletable  bool   `json:"deletable_by_viewer"`
}

// made is a link as the service granted it. The answer repeats the passphrase
// in clear, so nothing of it is ever logged.
type made struct {
	Token      string `json:"url_token"`
	URL        string `json:"html_url"`
	Days       int    `json:"expire_after_days"`
	Views      int    `json:"expire_after_views"`
	Retrieval  bool   `json:"retrieval_step"`
	Passphrase string `json:"passphrase"`
}

// Make makes a link. The terms in the answer are those that the service
// granted: it puts its own default in place of what it finds out of range,
// without a word, so that they may be wider than asked for.
func (l *Links) Make(ctx context.Context, payload step.Secret, terms step.LinkTerms) (step.OneTimeLink, error) {
	const doing = "make one-time link"
	ctx = wire.Hide(wire.Hide(ctx, payload), terms.Passphrase)
	speaks, err := l.speaks(ctx)
	if err != nil {
		return step.OneTimeLink{}, fmt.Errorf("%s: %w", doing, err)
	}
	asked := form{
		Payload: payload.Reveal(), Passphrase: terms.Passphrase.Reveal(), Days: terms.Days, Views: terms.Views,
		Retrieval: terms.Retrieval, Deletable: l.token == nil,
	}
	var granted made
	err = l.call(ctx, http.MethodPost, speaks.pushes, map[string]any{speaks.wrapper: asked}, &granted)
	if errors.Is(err, step.ErrNotFound) {
		says := "There is no Password Pusher at the address in the customer's document, so no link was made. Correct the address and retry."
		return step.OneTimeLink{}, &step.Stop{Says: says, Err: err}
	}
	if err != nil {
		return step.OneTimeLink{}, fmt.Errorf("%s: %w", doing, err)
	}
	return l.read(ctx, granted, terms)
}

// read takes over what was granted. The address is taken as it is given: it
// alone knows of the page before the secret.
func (l *Links) read(ctx context.Context, granted made, asked step.LinkTerms) (step.OneTimeLink, error) {
	if !plainToken.MatchString(granted.Token) {
		return step.OneTimeLink{}, &step.Unknown{Err: errors.New("make one-time link: the answer names no link")}
	}
	if !l.safe(granted.URL) {
		says := "Password Pusher made a link that isn't https, so it wasn't shared with anybody and was ended. Set its own address to https and retry."
		return step.OneTimeLink{}, &step.Stop{Says: says, Err: l.Expire(ctx, granted.Token)}
	}
	terms := step.LinkTerms{Days: granted.Days, Views: granted.Views, Retrieval: granted.Retrieval}
	if granted.Passphrase != "" {
		terms.Passphrase = asked.Passphrase
	}
	return step.OneTimeLink{Token: granted.Token, URL: step.NewSecret(granted.URL), Terms: terms}, nil
}

// safe tells whether an address may carry a secret: by https, or as the
// service itself is reached.
func (l *Links) safe(address string) bool {
	link, err := url.Parse(address)
	base, wrong := url.Parse(l.base)
	if err != nil || wrong != nil || link.Host == "" || link.User != nil {
		return false
	}
	return link.Scheme == "https" || link.Scheme == base.Scheme
}

var plainToken = regexp.MustCompile(`^[0-9A-Za-z_-]{1,256}$`)

// Expire ends a link. One that has ended, or was never there, is no error.
func (l *Links) Expire(ctx context.Context, token string) error {
	const doing = "end one-time link"
	if !plainToken.MatchString(token) {
		return fmt.Errorf("%s: what names the link isn't a token", doing)
	}
	speaks, err := l.speaks(ctx)
	if err != nil {
		return fmt.Errorf("%s: %w", doing, err)
	}
	err = l.call(ctx, http.MethodDelete, fmt.Sprintf(speaks.push, token), nil, nil)
	if errors.Is(err, step.ErrNotFound) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("%s: %w", doing, err)
	}
	return nil
}
