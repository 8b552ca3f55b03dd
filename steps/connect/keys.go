package connect

import (
	"context"
	"fmt"
	"sync"
	"time"

	"usher/steps/internal/connectwise"
	"usher/steps/step"
)

// A key is asked for again after keyAge, so that a new one counts soon. More
// than mostKeys addresses mean that somebody makes them up.
const (
	keyAge   = time.Minute
	mostKeys = 64
)

// Keys fetches the keys with which ConnectWise signs its callbacks.
type Keys struct {
	connector *Connector
	customer  func(ctx context.Context, key string) (step.Customer, error)

	mu   sync.Mutex
	held map[string]heldKey
}

type heldKey struct {
	key step.Secret
	at  time.Time
}

// NewKeys returns the keys of the customers that customer looks up, with
// step.ErrNotFound for one that isn't there. Calls keep to the connector's
// rules, so that a real customer's callback never leads into the simulated
// world, nor the other way round.
func NewKeys(connector *Connector, customer func(ctx context.Context, key string) (step.Customer, error)) *Keys {
	return &Keys{connector: connector, customer: customer, held: map[string]heldKey{}}
}

// Key returns the key at an address, which comes from a callback that nobody
// has checked yet. One that isn't at the customer's own desk is a *step.Stop,
// and nobody is asked there.
func (k *Keys) Key(ctx context.Context, customer, address string) (step.Secret, error) {
	document, err := k.customer(ctx, customer)
	if err != nil {
		return step.Secret{}, fmt.Errorf("customer %s: %w", customer, err)
	}
	t, err := k.connector.tenant(document)
	if err != nil {
		return step.Secret{}, err
	}
	desk, err := t.place("desk", document.Desk.URL)
	if err != nil {
		return step.Secret{}, err
	}
	at, err := connectwise.KeyAt(connectwise.Base(desk), address)
	if err != nil {
		return step.Secret{}, err
	}
	name := t.id + " " + at.String()
	if known, ok := k.known(name); ok {
		return known, nil
	}
	key, err := connectwise.SigningKey(ctx, at, t.client("ConnectWise", at, t.gates.keys))
	if err != nil {
		return step.Secret{}, err
	}
	k.keep(name, key)
	return key, nil
}

func (k *Keys) known(name string) (step.Secret, bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	held, ok := k.held[name]
	if !ok || k.connector.options.Now().Sub(held.at) > keyAge {
		return step.Secret{}, false
	}
	return held.key, true
}

func (k *Keys) keep(name string, key step.Secret) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if len(k.held) >= mostKeys {
		clear(k.held)
	}
	k.held[name] = heldKey{key, k.connector.options.Now()}
}
