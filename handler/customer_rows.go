package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"usher/handler/flow"
	"usher/steps/step"
)

// The rows of documents lie in one partition: heads, versions, and the brake
// for all customers.
const (
	customersPartition = "customers"
	headPrefix         = "head|"
	versionPrefix      = "version|"
	brakeKey           = "brake"
)

// head says which version of a customer's document counts.
type head struct {
	Key     string    `json:"key"`
	Version int       `json:"version"`
	At      time.Time `json:"at"` // when it was applied
	Paused  bool      `json:"paused,omitempty"`

	row string // version of the row
}

// applied is one version of a document, as it was written.
type applied struct {
	Key     string    `json:"key"`
	Version int       `json:"version"`
	At      time.Time `json:"at"`
	YAML    string    `json:"yaml"`
}

func versionKey(key string, version int) string {
	return fmt.Sprintf("%s%s|%06d", versionPrefix, key, version)
}

// head returns a customer's head, or step.ErrNotFound.
func (d *documents) head(ctx context.Context, key string) (head, error) {
	var h head
	row, err := d.store.Get(ctx, customersPartition, headPrefix+key)
	err = decode(row, err, &h)
	h.row = row.Version
	return h, err
}

// version returns one version of a document, or step.ErrNotFound.
func (d *documents) version(ctx context.Context, key string, version int) (applied, error) {
	var kept applied
	row, err := d.store.Get(ctx, customersPartition, versionKey(key, version))
	return kept, decode(row, err, &kept)
}

// all returns every customer's head, by key. There are few enough for one
// look.
func (d *documents) all(ctx context.Context) ([]head, error) {
	const most = 10_000
	rows, err := d.store.List(ctx, customersPartition, headPrefix, "", most)
	if err != nil {
		return nil, err
	}
	heads := make([]head, len(rows))
	for i, row := range rows {
		if err := decode(row, nil, &heads[i]); err != nil {
			return nil, err
		}
	}
	return heads, nil
}

// apply makes a document the one in force. The same text again keeps its
// version.
func (d *documents) apply(ctx context.Context, key string, yaml []byte) (head, error) {
	for {
		h, err := d.head(ctx, key)
		known := err == nil
		if err != nil && !errors.Is(err, step.ErrNotFound) {
			return h, err
		}
		if known {
			now, err := d.version(ctx, key, h.Version)
			if err != nil || now.YAML == string(yaml) {
				return h, err
			}
		}
		h.Key, h.Version, h.At = key, h.Version+1, d.now().UTC()
		err = d.save(ctx, h, known, applied{Key: key, Version: h.Version, At: h.At, YAML: string(yaml)})
		if errors.Is(err, flow.ErrConflict) {
			continue // somebody else applied one meanwhile
		}
		return h, err
	}
}

func (d *documents) save(ctx context.Context, h head, known bool, kept applied) error {
	top, err := json.Marshal(h)
	if err != nil {
		return err
	}
	below, err := json.Marshal(kept)
	if err != nil {
		return err
	}
	change := flow.Change{Do: flow.Insert, Key: headPrefix + h.Key, Data: top}
	if known {
		change.Do, change.Version = flow.Replace, h.row
	}
	return d.store.Commit(ctx, customersPartition, change,
		flow.Change{Do: flow.Insert, Key: versionKey(h.Key, h.Version), Data: below})
}

// pause holds one customer back, or lets it go on. It tells whether that is
// new.
func (d *documents) pause(ctx context.Context, key string, paused bool) (changed bool, err error) {
	for {
		h, err := d.head(ctx, key)
		if err != nil || h.Paused == paused {
			return false, err
		}
		h.Paused = paused
		data, err := json.Marshal(h)
		if err != nil {
			return false, err
		}
		err = d.store.Commit(ctx, customersPartition, flow.Change{Do: flow.Replace, Key: headPrefix + key, Data: data, Version: h.row})
		if errors.Is(err, flow.ErrConflict) {
			continue
		}
		return err == nil, err
	}
}

// brake holds all customers back, or lets those go on that aren't paused
// themselves.
func (d *documents) brake(ctx context.Context, on bool) error {
	change := flow.Change{Do: flow.Delete, Key: brakeKey}
	if on {
		change = flow.Change{Do: flow.Put, Key: brakeKey, Data: []byte("{}")}
	}
	return d.store.Commit(ctx, customersPartition, change)
}

// braked tells whether all customers are held back.
func (d *documents) braked(ctx context.Context) (bool, error) {
	_, err := d.store.Get(ctx, customersPartition, brakeKey)
	if errors.Is(err, flow.ErrNoRow) {
		return false, nil
	}
	return err == nil, err
}

// versions lists the versions of a customer's document, the newest first.
func (d *documents) versions(ctx context.Context, key string) ([]applied, error) {
	const most = 10_000
	rows, err := d.store.List(ctx, customersPartition, versionPrefix+key+"|", "", most)
	if err != nil {
		return nil, err
	}
	all := make([]applied, len(rows))
	for i, row := range rows {
		if err := decode(row, nil, &all[len(rows)-1-i]); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// orNobody turns step.ErrNotFound into a sentence about a customer.
func orNobody(err error, key string, known []head) error {
	if !errors.Is(err, step.ErrNotFound) {
		return err
	}
	names := make([]string, len(known))
	for i := range known {
		names[i] = known[i].Key
	}
	if len(names) == 0 {
		return fmt.Errorf("there is no customer %q, nor any other: apply a document first", key)
	}
	return fmt.Errorf("there is no customer %q; known are %s", key, strings.Join(names, ", "))
}
