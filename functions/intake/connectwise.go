package intake

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"strings"

	"usher/functions/gate"
	"usher/steps/step"
)

// connectwiseKind is ConnectWise PSA.
const connectwiseKind = "connectwise"

// connectwise is the wire of its callbacks. The signature covers the raw body
// and is made with a key that the body itself points to, so Keys decides
// whose address that may be before anybody asks there. A callback carries no
// time, so an old one is good for ever: it is the same event again.
// Source: developer.connectwise.com, Developer Guide, Callbacks
type connectwise struct{ keys Keys }

// callback is what is read of a callback's body. Entity is JSON in a text.
type callback struct {
	ID        json.Number `json:"ID"`
	Action    string      `json:"Action"`
	Type      string      `json:"Type"`
	CompanyID string      `json:"CompanyId"` // the provider's
	Entity    string      `json:"Entity"`
	Metadata  struct {
		KeyURL string `json:"key_url"`
	} `json:"Metadata"`
}

// callbackHeader carries the signature.
const callbackHeader = "X-Content-Signature"

func (c connectwise) signed(ctx context.Context, sent delivery) (bool, error) {
	body, readable := readCallback(sent.body)
	mac, whole := callbackMAC(sent.header)
	if !readable || !whole || !ownCompany(sent.secret, body.CompanyID) {
		return false, nil
	}
	if c.keys == nil {
		return false, errors.New("nothing fetches the keys of callbacks")
	}
	key, err := c.keys.Key(ctx, sent.customer, body.Metadata.KeyURL)
	if refused := (*step.Stop)(nil); errors.As(err, &refused) || errors.Is(err, step.ErrNotFound) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("key of callbacks: %w", err)
	}
	signing := sha256.Sum256([]byte(key.Reveal()))
	want := hmac.New(sha256.New, signing[:])
	want.Write(sent.body)
	return hmac.Equal(want.Sum(nil), mac) && !key.IsZero(), nil
}

func readCallback(raw []byte) (body callback, readable bool) {
	err := json.Unmarshal(raw, &body)
	return body, err == nil
}

// callbackMAC reads the one signature that a callback has.
func callbackMAC(header http.Header) (mac []byte, whole bool) {
	given := header.Values(callbackHeader)
	if len(given) != 1 {
		return nil, false
	}
	mac, err := base64.StdEncoding.Strict().DecodeString(given[0])
	return mac, err == nil && len(mac) == sha256.Size
}

// ownCompany tells whether a callback comes from the provider whose keys the
// customer's desk has: any other's has a good key as well.
func ownCompany(secret step.Secret, company string) bool {
	var held struct {
		Company string `json:"companyId"`
	}
	if json.Unmarshal([]byte(secret.Reveal()), &held) != nil {
		return false
	}
	return held.Company != "" && strings.EqualFold(held.Company, company)
}

var ticketNumber = regexp.MustCompile(`^[1-9][0-9]{0,11}$`)

// event reads a callback, which only names a ticket: what it says is read from
// the desk itself. Callbacks about anything but a ticket that was added or
// updated are taken and passed over.
func (connectwise) event(sent delivery) (event, error) {
	body, readable := readCallback(sent.body)
	if !readable || !ticketNumber.MatchString(body.ID.String()) {
		return event{}, &gate.Refusal{
			Status: http.StatusBadRequest, Code: "ticket", Says: "The callback names no ticket by its number.",
			Hint: "Register the callback with type ticket, and with a URL that ends in ?recordId=.",
		}
	}
	made := event{ticket: step.Ticket{ID: body.ID.String(), ReceivedAt: sent.now}}
	action := strings.ToLower(body.Action)
	if !strings.EqualFold(body.Type, "ticket") || action != "added" && action != "updated" {
		made.nothing = true
		return made, nil
	}
	made.ticket.Event = made.ticket.ID + " " + action + " " + body.moment(sent.body)
	sum := sha256.Sum256([]byte(made.ticket.Event))
	made.hash = hex.EncodeToString(sum[:])
	return made, nil
}

// moment tells one change of a ticket from the next: the time of the change
// where the entity has it, and otherwise what the body says in all.
func (b callback) moment(raw []byte) string {
	var entity struct {
		LastUpdated    string `json:"lastUpdated"`
		LastUpdatedUTC string `json:"lastUpdatedUTC"`
		Info           struct {
			LastUpdated string `json:"lastUpdated"`
		} `json:"_info"`
	}
	if json.Unmarshal([]byte(b.Entity), &entity) == nil {
		for _, at := range []string{entity.Info.LastUpdated, entity.LastUpdatedUTC, entity.LastUpdated} {
			if at != "" && len(at) <= len("2006-01-02T15:04:05.0000000+00:00") {
				return at
			}
		}
	}
	sum := sha256.Sum256(raw)
	return hex.EncodeToString(sum[:])
}

// trouble asks ConnectWise to come again: it repeats a callback after 429 and
// three others only, and never after a 5xx.
func (connectwise) trouble(error) *gate.Refusal {
	return &gate.Refusal{
		Status: http.StatusTooManyRequests, Code: "later", Says: "The event couldn't be stored just now.", Hint: "Send it again in a moment.",
	}
}
