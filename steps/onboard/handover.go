package onboard

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"usher/steps/step"
)

// A password, and the link behind which it can be seen, are kept in the
// handover from the line that makes them to the line that shares them, and
// nowhere else: neither ever is a fact, a value or a word that was found.

// issued is a password as it is kept. It is kept before it is set, so that a
// line whose answer was lost sets the same one again.
type issued struct {
	Password string `json:"password"`
	// Changed is when the account's password had last been changed before: a
	// later time proves that this one was set.
	Changed time.Time `json:"changed"`
}

func (i issued) secret() step.Secret { return step.NewSecret(i.Password) }

// linked is a one-time link as it is kept.
type linked struct {
	Token string `json:"token"`
	URL   string `json:"url"`
	Days  int    `json:"days"`
	Views int    `json:"views"`
	// Behind is the digest of the password that the link shows.
	Behind string `json:"behind"`
}

// shows tells whether the link leads to this password.
func (l linked) shows(password issued) bool {
	return l.URL != "" && l.Behind == digest(password.Password)
}

// The things that are kept for a joiner.
const (
	passwordKept = "password"
	linkKept     = "link"
)

// keptName names what is kept for a joiner: the same for every line of the
// request, and for no other request. It holds hyphens, letters and digits
// only, as Key Vault wants.
func keptName(r step.Request, what string) string {
	return "joiner-" + what + "-" + digest(strings.Join([]string{r.Customer, r.Ticket.ID, r.Joiner.UPN, r.Joiner.Tag}, "\x00"))
}

func digest(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:16])
}

// kept reads what is kept; it is the zero value where nothing is.
func kept[T any](ctx context.Context, w *step.World, r step.Request, what string) (T, error) {
	var thing T
	secret, err := w.Handover.Get(ctx, keptName(r, what))
	if errors.Is(err, step.ErrNotFound) {
		return thing, nil
	}
	if err != nil {
		return thing, fmt.Errorf("read the kept %s: %w", what, err)
	}
	if json.Unmarshal([]byte(secret.Reveal()), &thing) != nil {
		// Without the decoder's words, which repeat what it read.
		return thing, fmt.Errorf("the kept %s can't be read", what)
	}
	return thing, nil
}

func keep(ctx context.Context, w *step.World, r step.Request, what string, thing any) error {
	text, err := json.Marshal(thing)
	if err != nil {
		return fmt.Errorf("the %s can't be written", what)
	}
	if err := w.Handover.Keep(ctx, keptName(r, what), step.NewSecret(string(text))); err != nil {
		return fmt.Errorf("keep the %s: %w", what, err)
	}
	return nil
}

// purge removes both for good.
func purge(ctx context.Context, w *step.World, r step.Request) error {
	for _, what := range []string{passwordKept, linkKept} {
		if err := w.Handover.Purge(ctx, keptName(r, what)); err != nil && !errors.Is(err, step.ErrNotFound) {
			return fmt.Errorf("remove the kept %s: %w", what, err)
		}
	}
	return nil
}

// sharing tells whether the joiner gets a first password from Usher.
func sharing(r step.Request, c step.Customer) bool {
	return joining(r) && c.Onboarding.CreateAccount && (c.Password.Share == byLink || c.Password.Share == byMessage)
}

// The ways in which a password is shared, as the document names them.
const (
	byLink    = "link"
	byMessage = "message"
)

// whenShared is when the password is made and shared: when it is usable, never
// weeks early.
func whenShared(r step.Request, _ step.Customer) time.Time { return r.Joiner.PasswordWhen }
