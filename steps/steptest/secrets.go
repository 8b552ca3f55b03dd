package steptest

import (
	"context"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"github.com/stretchr/testify/require"

	"usher/steps/step"
)

// secrets are those that have passed through a World, and all that was said
// meanwhile: findings, errors, and the clients' logs.
type secrets struct {
	mu     sync.Mutex
	texts  []string
	spoken strings.Builder
}

// Write takes a line of the clients' logs.
func (s *secrets) Write(line []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.spoken.Write(line)
}

func (s *secrets) add(secret step.Secret) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if text := secret.Reveal(); text != "" {
		s.texts = append(s.texts, text)
	}
}

// watch returns the World with its secrets noted down.
func (s *secrets) watch(world *step.World) *step.World {
	watched := *world
	watched.SignIn = watchedSignIn{world.SignIn, s}
	watched.Accounts = watchedAccounts{world.Accounts, s}
	watched.Links = watchedLinks{world.Links, s}
	return &watched
}

type watchedSignIn struct {
	step.SignIn

	secrets *secrets
}

func (w watchedSignIn) SetPassword(ctx context.Context, id string, password step.Secret) error {
	w.secrets.add(password)
	return w.SignIn.SetPassword(ctx, id, password)
}

type watchedAccounts struct {
	step.Accounts

	secrets *secrets
}

func (w watchedAccounts) Create(ctx context.Context, account step.NewAccount) (string, error) {
	w.secrets.add(account.Password)
	return w.Accounts.Create(ctx, account)
}

type watchedLinks struct {
	step.Links

	secrets *secrets
}

func (w watchedLinks) Make(ctx context.Context, payload step.Secret, terms step.LinkTerms) (step.OneTimeLink, error) {
	w.secrets.add(payload)
	link, err := w.Links.Make(ctx, payload, terms)
	w.secrets.add(link.URL)
	return link, err
}

// hears notes down what a step found or planned.
func (p *place) hears(said any) { fmt.Fprintf(p.secrets, "%+v\n", said) }

// heard notes down an error and hands it on, with all that it wraps.
func (p *place) heard(err error) error {
	for e := err; e != nil; e = errors.Unwrap(e) {
		p.hears(e)
	}
	return err
}

// searched holds that no secret is anywhere but where it belongs: in the
// handover, and in the mail that carries it.
func (p *place) searched() {
	p.t.Helper()
	var state map[string]any
	p.door(http.MethodGet, "/state", nil, &state)
	delete(state, "mails")
	places := map[string]string{"what was said": p.secrets.spoken.String()}
	for name, value := range map[string]any{"the state": state, "the ledger": p.ledger()} {
		text, err := json.Marshal(value)
		require.NoError(p.t, err)
		places[name] = string(text)
	}
	files, err := filepath.Glob(filepath.Join(p.dir, "*"))
	require.NoError(p.t, err)
	for _, file := range files {
		text, err := os.ReadFile(file)
		require.NoError(p.t, err)
		places["the world's "+filepath.Base(file)] = string(text)
	}
	for where, text := range places {
		for _, secret := range p.secrets.texts {
			for form, spelled := range spellings(secret) {
				if strings.Contains(text, spelled) {
					p.t.Errorf("a secret is in %s, %s", where, form)
				}
			}
		}
	}
}

// spellings are the forms in which a secret could lie about.
func spellings(secret string) map[string]string {
	escaped, err := json.Marshal(secret)
	if err != nil {
		escaped = nil // a text always marshals
	}
	return map[string]string{
		"plain":          secret,
		"in base64":      strings.TrimRight(base64.StdEncoding.EncodeToString([]byte(secret)), "="),
		"in URL base64":  strings.TrimRight(base64.URLEncoding.EncodeToString([]byte(secret)), "="),
		"in hex":         hex.EncodeToString([]byte(secret)),
		"in upper hex":   strings.ToUpper(hex.EncodeToString([]byte(secret))),
		"as a query":     url.QueryEscape(secret),
		"as a path":      url.PathEscape(secret),
		"as a JSON text": strings.Trim(string(escaped), `"`),
	}
}
