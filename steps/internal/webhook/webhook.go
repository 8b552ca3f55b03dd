// Package webhook speaks with a desk of any make that offers the few doors
// Usher asks of it: notes and a status for each ticket. Calls are signed with
// the desk's secret, the same way as the desk signs what it sends.
package webhook

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"usher/steps/internal/wire"
	"usher/steps/step"
)

// SignatureHeader carries t=<unix seconds>,v1=<hex HMAC-SHA256 of "t.body">.
const SignatureHeader = "X-Usher-Signature"

// Desk is one customer's desk.
type Desk struct {
	base   string
	secret func(context.Context) (step.Secret, error)
	now    func() time.Time
	http   *http.Client
}

// New returns the desk at base; its calls go through via. The secret is asked
// for at each call, so that a new one counts at once; now is the machine's
// time, by which the desk judges a signature's age.
func New(base string, secret func(context.Context) (step.Secret, error), now func() time.Time, via http.RoundTripper) *Desk {
	return &Desk{base: strings.TrimRight(base, "/"), secret: secret, now: now, http: &http.Client{Transport: via}}
}

// Notes lists the notes of a ticket.
func (d *Desk) Notes(ctx context.Context, ticket string) ([]step.Note, error) {
	var answer struct {
		Notes []step.Note `json:"notes"`
	}
	if err := d.call(ctx, http.MethodGet, notesOf(ticket), nil, &answer); err != nil {
		return nil, fmt.Errorf("read notes: %w", err)
	}
	return answer.Notes, nil
}

// AddNote adds a note to a ticket. Made twice, there are two.
func (d *Desk) AddNote(ctx context.Context, ticket string, note step.Note) error {
	if err := d.call(ctx, http.MethodPost, notesOf(ticket), note, nil); err != nil {
		return fmt.Errorf("add note: %w", err)
	}
	return nil
}

// state is the part of a ticket that Usher sets.
type state struct {
	Status string `json:"status"`
}

// Status returns a ticket's status.
func (d *Desk) Status(ctx context.Context, ticket string) (string, error) {
	var answer state
	if err := d.call(ctx, http.MethodGet, pathOf(ticket), nil, &answer); err != nil {
		return "", fmt.Errorf("read ticket's status: %w", err)
	}
	if answer.Status == "" {
		return "", errors.New("read ticket's status: the desk left it out")
	}
	return answer.Status, nil
}

// SetStatus changes a ticket's status.
func (d *Desk) SetStatus(ctx context.Context, ticket, status string) error {
	if err := d.call(ctx, http.MethodPatch, pathOf(ticket), state{Status: status}, nil); err != nil {
		return fmt.Errorf("set ticket's status: %w", err)
	}
	return nil
}

func pathOf(ticket string) string { return "/tickets/" + url.PathEscape(ticket) }

func notesOf(ticket string) string { return pathOf(ticket) + "/notes" }

// call makes one signed call. A nil body is an empty one; a nil answer isn't
// read.
func (d *Desk) call(ctx context.Context, method, path string, body, answer any) error {
	request, hidden, err := d.signed(ctx, method, path, body)
	if err != nil {
		return err
	}
	response, err := d.http.Do(request)
	if err != nil {
		return wire.Bare(err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		return fmt.Errorf("read answer: %w", err)
	}
	if response.StatusCode >= http.StatusBadRequest {
		return refused(response.StatusCode, wire.Brief(string(text), hidden))
	}
	if answer == nil {
		return nil
	}
	if err := json.Unmarshal(text, answer); err != nil {
		return fmt.Errorf("read answer: %w", err)
	}
	return nil
}

func (d *Desk) signed(ctx context.Context, method, path string, body any) (*http.Request, step.Secret, error) {
	secret, err := d.secret(ctx)
	if err != nil {
		return nil, secret, fmt.Errorf("secret of the desk: %w", withoutNotFound(err))
	}
	var text []byte
	if body != nil {
		if text, err = json.Marshal(body); err != nil {
			return nil, secret, fmt.Errorf("write body: %w", err)
		}
	}
	request, err := http.NewRequestWithContext(ctx, method, d.base+path, bytes.NewReader(text))
	if err != nil {
		return nil, secret, errors.New("the desk's address in the customer's document isn't one")
	}
	request.Header.Set("Accept", "application/json")
	if body != nil {
		request.Header.Set("Content-Type", "application/json")
	}
	request.Header.Set(SignatureHeader, sign(secret, d.now(), text))
	return request, secret, nil
}

func sign(secret step.Secret, at time.Time, body []byte) string {
	stamp := strconv.FormatInt(at.Unix(), 10)
	code := hmac.New(sha256.New, []byte(secret.Reveal()))
	code.Write([]byte(stamp + "."))
	code.Write(body)
	return "t=" + stamp + ",v1=" + hex.EncodeToString(code.Sum(nil))
}

// withoutNotFound keeps a missing secret from being taken for a missing
// ticket.
func withoutNotFound(err error) error {
	if !errors.Is(err, step.ErrNotFound) {
		return err
	}
	return &step.Stop{Says: "The secret of the customer's desk isn't stored, so Usher can't reach the desk. Store it and retry."}
}

// refused puts a refusal of the desk into the words of the World.
func refused(status int, text string) error {
	err := fmt.Errorf("the desk answered %d: %s", status, text)
	switch status {
	case http.StatusNotFound:
		return fmt.Errorf("%w (%w)", step.ErrNotFound, err)
	case http.StatusUnauthorized, http.StatusForbidden:
		return &step.Stop{
			Says: "The desk refused Usher's signature. Check that both sides hold the same secret, and that this machine's clock is right.",
			Err:  err,
		}
	}
	return err
}
