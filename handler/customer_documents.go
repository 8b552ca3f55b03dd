package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"time"

	"usher/handler/customer"
	"usher/handler/flow"
	"usher/steps/step"
)

// documents are the customers' documents in the store. Every version that was
// ever applied is a row, because a run names the one that planned it; a
// customer's head says which counts. Commands change rows and leave; who reads
// here sees it within a second.
type documents struct {
	store flow.Store
	now   func() time.Time
	// adopt is told of each version of a document before it is first used
	// here; nil if nobody wants to know.
	adopt func(ctx context.Context, c step.Customer) error

	mu     sync.Mutex
	heads  map[string]glance
	parsed map[string]step.Customer // by the key of its row
}

func newDocuments(store flow.Store, now func() time.Time) *documents {
	return &documents{store: store, now: now, heads: map[string]glance{}, parsed: map[string]step.Customer{}}
}

// headFor is how long a look at a head is believed.
const headFor = 500 * time.Millisecond

// glance is a look at a customer's head and the brake for all.
type glance struct {
	head head
	at   time.Time
}

// Customer returns the document in force, or step.ErrNotFound.
func (d *documents) Customer(ctx context.Context, key string) (step.Customer, error) {
	h, err := d.glanceAt(ctx, key)
	if err != nil {
		return step.Customer{}, err
	}
	c, err := d.read(ctx, key, h.Version)
	c.Paused = h.Paused
	return c, err
}

// Keys lists all customers, sorted.
func (d *documents) Keys(ctx context.Context) ([]string, error) {
	all, err := d.all(ctx)
	keys := make([]string, len(all))
	for i := range all {
		keys[i] = all[i].Key
	}
	return keys, err
}

// glanceAt returns a customer's head; Paused also where all are.
func (d *documents) glanceAt(ctx context.Context, key string) (head, error) {
	if !customer.IsKey(key) {
		return head{}, step.ErrNotFound // a name that no row can have
	}
	now := d.now()
	d.mu.Lock()
	known, there := d.heads[key]
	d.mu.Unlock()
	if there && now.Sub(known.at).Abs() < headFor {
		return known.head, nil
	}
	h, err := d.head(ctx, key)
	if err != nil {
		return head{}, err
	}
	braked, err := d.braked(ctx)
	if err != nil {
		return head{}, err
	}
	h.Paused = h.Paused || braked
	d.mu.Lock()
	d.heads[key] = glance{h, now}
	d.mu.Unlock()
	return h, nil
}

// read returns one version of a document as it parses now. What it shares
// with others is never written to.
func (d *documents) read(ctx context.Context, key string, version int) (step.Customer, error) {
	at := versionKey(key, version)
	d.mu.Lock()
	c, known := d.parsed[at]
	d.mu.Unlock()
	if known {
		return c, nil
	}
	kept, err := d.version(ctx, key, version)
	if err != nil {
		return step.Customer{}, err
	}
	if c, err = customer.Parse(key+".yaml", []byte(kept.YAML)); err != nil {
		return step.Customer{}, fmt.Errorf("version %d of %s, applied %s, is not understood any more: %w", version, key, kept.At.Format(time.DateOnly), err)
	}
	c.Key, c.Version = key, version
	if d.adopt != nil {
		if err := d.adopt(ctx, c); err != nil {
			return step.Customer{}, fmt.Errorf("take up version %d of %s: %w", version, key, err)
		}
	}
	d.mu.Lock()
	d.parsed[at] = c
	d.mu.Unlock()
	return c, nil
}

// seed applies the documents of the simulated world where there are none of
// these customers yet.
func (d *documents) seed(ctx context.Context) error {
	for _, s := range customer.Samples() {
		_, err := d.head(ctx, s.Key)
		if errors.Is(err, step.ErrNotFound) {
			_, err = d.apply(ctx, s.Key, s.YAML)
		}
		if err != nil {
			return fmt.Errorf("sample document %s: %w", s.Key, err)
		}
	}
	return nil
}

// decode reads a row's JSON; a row that isn't there is step.ErrNotFound.
func decode(row flow.Row, err error, into any) error {
	if errors.Is(err, flow.ErrNoRow) {
		return step.ErrNotFound
	}
	if err != nil {
		return err
	}
	if err := json.Unmarshal(row.Data, into); err != nil {
		return fmt.Errorf("read row %s: %w", row.Key, err)
	}
	return nil
}
