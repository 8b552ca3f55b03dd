// Package connectwise speaks with ConnectWise PSA as a customer's desk: it
// reads tickets, writes notes, sets statuses and keeps contacts. One PSA serves
// all customers of a provider, so everything here is held to one company of it.
package connectwise

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"sync"

	"usher/steps/internal/wire"
	"usher/steps/step"
)

// Desk is one customer's company in a ConnectWise PSA.
type Desk struct {
	base    string
	company string // of the customer: its number or its short name
	secret  func(context.Context) (step.Secret, error)
	http    *http.Client

	mu       sync.Mutex
	codebase string // as the server last told it; empty: not asked yet
	number   int    // the company's number; 0: not asked yet
}

// New returns the desk at base, as Base wrote it, for the customer whose
// company goes by this number or short name there; its calls go through via.
// The secret is asked for at each call, so that new keys count at once.
func New(base, company string, secret func(context.Context) (step.Secret, error), via http.RoundTripper) *Desk {
	return &Desk{base: strings.TrimRight(base, "/"), company: company, secret: secret, http: &http.Client{Transport: via}}
}

var (
	// apiPath is what people copy along with the address.
	apiPath = regexp.MustCompile(`/v[0-9a-z_]+(/apis(/3\.0)?)?/?$`)
	// cloud is a host of ConnectWise's own cloud, as people see it in a browser.
	cloud = regexp.MustCompile(`^([a-z-]+)\.(myconnectwise\.net|connectwisedev\.com)$`)
)

// Base returns where the API is, from the address that people know: in
// ConnectWise's cloud its host begins with api-; without that it answers that
// SSL is required, whatever one asks.
// Source: developer.connectwise.com, Developer Guide, Authentication
func Base(address *url.URL) *url.URL {
	api := *address
	api.Path, api.RawPath = apiPath.ReplaceAllString(api.Path, ""), ""
	host := strings.ToLower(api.Host)
	if parts := cloud.FindStringSubmatch(host); parts != nil && !strings.HasPrefix(host, "api-") {
		api.Host = "api-" + host
	}
	return &api
}

// keys are what the secret of the desk holds, as JSON.
type keys struct {
	Company    string `json:"companyId"` // the provider's own, as it signs in
	PublicKey  string `json:"publicKey"`
	PrivateKey string `json:"privateKey"`
	ClientID   string `json:"clientId"`
}

func (k keys) complete() bool {
	return k.Company != "" && k.PublicKey != "" && k.PrivateKey != "" && k.ClientID != ""
}

// basic is what an API member signs in with.
func (k keys) basic() string { return k.Company + "+" + k.PublicKey + ":" + k.PrivateKey }

// hide keeps the keys out of whatever is said about a call.
func (k keys) hide(ctx context.Context) context.Context {
	for _, secret := range []string{k.PrivateKey, k.PublicKey, k.ClientID, k.basic()} {
		ctx = wire.Hide(ctx, step.NewSecret(secret))
	}
	return ctx
}

func (d *Desk) keys(ctx context.Context) (keys, error) {
	var read keys
	secret, err := d.secret(ctx)
	if errors.Is(err, step.ErrNotFound) {
		return read, &step.Stop{Says: "The keys of ConnectWise aren't stored, so Usher can't reach the desk. Store them and retry."}
	}
	if err != nil {
		return read, fmt.Errorf("keys of ConnectWise: %w", err)
	}
	if json.Unmarshal([]byte(secret.Reveal()), &read) != nil || !read.complete() {
		// Without the decoder's words, which may repeat a key.
		return read, &step.Stop{Says: `The keys of ConnectWise aren't stored as they should be. Store {"companyId","publicKey","privateKey","clientId"} and retry.`}
	}
	return read, nil
}
