package flow

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"usher/steps/step"
)

// claim is what an approver's link says: for which question of which run it
// was given to which of the approvers, and until when.
type claim struct {
	run      string
	round    int
	purpose  string
	approver int
	expires  time.Time
}

const tokenKeyID = "1"

// linkFor returns an approver's link. It is stable: the same question gives
// the same link again.
func (f *Flow) linkFor(ctx context.Context, run string, round Round, approver int) (step.Secret, error) {
	key, err := f.ownKey(ctx, "approval-links")
	if err != nil {
		return step.Secret{}, err
	}
	token := claim{run, round.N, round.Purpose, approver, round.Expires}.sign(key)
	return step.NewSecret(f.PublicURL + "/api/approve/" + run + "?t=" + token), nil
}

func (c claim) text() string {
	return strings.Join([]string{tokenKeyID, c.run, strconv.Itoa(c.round), c.purpose, strconv.Itoa(c.approver), strconv.FormatInt(c.expires.Unix(), 10)}, ".")
}

func (c claim) sign(key []byte) string {
	return c.text() + "." + base64.RawURLEncoding.EncodeToString(mac(key, "approve\x00"+c.text()))
}

func mac(key []byte, text string) []byte {
	h := hmac.New(sha256.New, key)
	h.Write([]byte(text))
	return h.Sum(nil)
}

// open checks a token that came back on a run's address.
func (f *Flow) openToken(ctx context.Context, run, token string) (claim, error) {
	key, err := f.ownKey(ctx, "approval-links")
	if err != nil {
		return claim{}, err
	}
	parts := strings.Split(token, ".")
	if len(parts) != 7 || parts[0] != tokenKeyID {
		return claim{}, ErrLinkUnknown
	}
	got, err := base64.RawURLEncoding.Strict().DecodeString(parts[6])
	text := strings.Join(parts[:6], ".")
	if err != nil || !hmac.Equal(got, mac(key, "approve\x00"+text)) || parts[1] != run {
		return claim{}, ErrLinkUnknown
	}
	round, err1 := strconv.Atoi(parts[2])
	approver, err2 := strconv.Atoi(parts[4])
	expires, err3 := strconv.ParseInt(parts[5], 10, 64)
	if errors.Join(err1, err2, err3) != nil {
		return claim{}, ErrLinkUnknown
	}
	return claim{run, round, parts[3], approver, time.Unix(expires, 0)}, nil
}

// keysPartition holds which of the vault's secrets are Usher's own keys.
const keysPartition = "keys"

// ownKey returns one of Usher's own keys, made on first use. Of two processes
// that make it at once, the row says whose counts.
func (f *Flow) ownKey(ctx context.Context, purpose string) ([]byte, error) {
	name, err := get[string](ctx, f.Store, keysPartition, purpose)
	if errors.Is(err, ErrNoRow) {
		if err := f.makeKey(ctx, purpose); err != nil {
			return nil, fmt.Errorf("make key %s: %w", purpose, err)
		}
		name, err = get[string](ctx, f.Store, keysPartition, purpose)
	}
	if err != nil {
		return nil, fmt.Errorf("key %s: %w", purpose, err)
	}
	key, err := f.Vault.Secret(ctx, name.V)
	if err != nil {
		return nil, fmt.Errorf("key %s: %w", purpose, err)
	}
	return []byte(key.Reveal()), nil
}

func (f *Flow) makeKey(ctx context.Context, purpose string) error {
	name := "usher-" + purpose + "-" + rand.Text()
	if err := f.Vault.Keep(ctx, name, step.NewSecret(rand.Text()+rand.Text())); err != nil {
		return err
	}
	d := f.draft(keysPartition)
	d.insert(purpose, name)
	err := d.commit(ctx)
	if errors.Is(err, ErrConflict) {
		return f.Vault.Purge(ctx, name)
	}
	return err
}
