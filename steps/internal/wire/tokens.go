package wire

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"usher/steps/step"
)

// renewEarly is how long before its end a token is replaced.
const renewEarly = 2 * time.Minute

// Source gets a new token for a scope. With fresh it may not come from a
// cache of its own, because a former one was refused.
type Source func(ctx context.Context, scope string, fresh bool) (text step.Secret, expires time.Time, err error)

// Token is an access token and what it says about itself. It isn't verified:
// that is the business of the API that it is sent to.
type Token struct {
	Text    step.Secret
	Expires time.Time
	// TenantID is the tenant it was made for.
	TenantID string
	// Roles are the application permissions that it carries.
	Roles []string
}

// Tokens keeps one tenant's tokens, one for each scope.
type Tokens struct {
	tenant string
	source Source
	now    func() time.Time

	mu   sync.Mutex
	kept map[string]*kept
}

// kept is the token of one scope. Its lock is a channel, so that waiting for
// somebody else's fetch ends with the context.
type kept struct {
	lock  chan struct{}
	token Token
	fresh bool
}

// NewTokens returns an empty store of tokens for one tenant.
func NewTokens(tenant string, source Source, now func() time.Time) *Tokens {
	return &Tokens{tenant: tenant, source: source, now: now, kept: map[string]*kept{}}
}

// For returns a token for a scope that is good for two minutes at least. A
// token of another tenant is a *step.Stop: nothing may be sent with it.
func (t *Tokens) For(ctx context.Context, scope string) (Token, error) {
	k := t.at(scope)
	select {
	case k.lock <- struct{}{}:
		defer func() { <-k.lock }()
	case <-ctx.Done():
		return Token{}, ctx.Err()
	}
	if !k.token.Text.IsZero() && t.now().Add(renewEarly).Before(k.token.Expires) {
		return k.token, nil
	}
	text, expires, err := t.source(ctx, scope, k.fresh)
	if err != nil {
		return Token{}, fmt.Errorf("token for %s: %w", scope, err)
	}
	token, err := t.read(text, expires)
	if err != nil {
		return Token{}, err
	}
	k.token, k.fresh = token, false
	return token, nil
}

// Drop forgets a token that was refused; the next one is fetched anew. A
// token that has been replaced in the meantime stays.
func (t *Tokens) Drop(scope string, refused Token) {
	k := t.at(scope)
	k.lock <- struct{}{}
	defer func() { <-k.lock }()
	if k.token.Text == refused.Text {
		k.token, k.fresh = Token{}, true
	}
}

func (t *Tokens) at(scope string) *kept {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.kept[scope] == nil {
		t.kept[scope] = &kept{lock: make(chan struct{}, 1)}
	}
	return t.kept[scope]
}

// read looks at a token's payload and refuses one of another tenant.
func (t *Tokens) read(text step.Secret, expires time.Time) (Token, error) {
	var payload struct {
		TenantID string   `json:"tid"`
		Roles    []string `json:"roles"`
	}
	if err := decodePayload(text.Reveal(), &payload); err != nil {
		return Token{}, fmt.Errorf("read token: %w", err)
	}
	if !strings.EqualFold(payload.TenantID, t.tenant) {
		return Token{}, &step.Stop{
			Says: "The token that Usher got belongs to another tenant. Nothing was sent with it. Check the tenant id in the customer's document.",
			Err:  fmt.Errorf("token of tenant %q instead of %q", payload.TenantID, t.tenant),
		}
	}
	return Token{Text: text, Expires: expires, TenantID: payload.TenantID, Roles: payload.Roles}, nil
}

// decodePayload reads the middle part of a JSON web token. Its errors leave
// the token out.
func decodePayload(token string, into any) error {
	parts := strings.Split(token, ".")
	if len(parts) != 3 {
		return errors.New("not a JSON web token")
	}
	payload, err := base64.RawURLEncoding.DecodeString(strings.TrimRight(parts[1], "="))
	if err != nil {
		return errors.New("payload isn't base64")
	}
	if json.Unmarshal(payload, into) != nil {
		return errors.New("payload isn't JSON")
	}
	return nil
}
