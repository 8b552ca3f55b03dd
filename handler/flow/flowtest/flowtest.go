// Package flowtest holds every implementation of the flow's ports to what the
// ports promise. An implementation's own test calls the suite of its port:
//
//	func TestStore(t *testing.T) {
//		flowtest.Store(t, func(t *testing.T) flow.Store { … })
//	}
//
// A suite knows nothing about what is behind a port, so that what passes on
// one machine means the same on Azure. It opens what it tests once for each
// case and leaves tidying up to the opener (t.Cleanup); cases run side by side.
package flowtest

import (
	"bytes"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"usher/handler/flow"
)

// patience is how much longer than a port says something may take before a
// test gives up: a busy machine is no fault.
const patience = 30 * time.Second

// allowed are the characters of partitions and keys, in their order.
const allowed = "-." + "0123456789" + ":" + "ABCDEFGHIJKLMNOPQRSTUVWXYZ" + "_" + "abcdefghijklmnopqrstuvwxyz" + "|"

func put(key, data string) flow.Change {
	return flow.Change{Do: flow.Put, Key: key, Data: []byte(data)}
}

func insert(key, data string) flow.Change {
	return flow.Change{Do: flow.Insert, Key: key, Data: []byte(data)}
}

func replace(key, data, version string) flow.Change {
	return flow.Change{Do: flow.Replace, Key: key, Data: []byte(data), Version: version}
}

func remove(key, version string) flow.Change {
	return flow.Change{Do: flow.Delete, Key: key, Version: version}
}

// shelf is a store in the hands of a test.
type shelf struct {
	t     *testing.T
	store flow.Store
}

// commit makes changes that must succeed.
func (s shelf) commit(partition string, changes ...flow.Change) {
	s.t.Helper()
	require.NoError(s.t, s.store.Commit(s.t.Context(), partition, changes...))
}

// row reads a row that must be there.
func (s shelf) row(partition, key string) flow.Row {
	s.t.Helper()
	found, err := s.store.Get(s.t.Context(), partition, key)
	require.NoError(s.t, err)
	require.Equal(s.t, key, found.Key)
	require.NotEmpty(s.t, found.Version)
	return found
}

// holds says what a row must hold.
func (s shelf) holds(partition, key, data string) {
	s.t.Helper()
	require.Equal(s.t, data, string(s.row(partition, key).Data))
}

// absent says that there must be no such row.
func (s shelf) absent(partition, key string) {
	s.t.Helper()
	_, err := s.store.Get(s.t.Context(), partition, key)
	require.ErrorIs(s.t, err, flow.ErrNoRow)
}

// keys returns the keys that a List brings.
func (s shelf) keys(partition, prefix, after string, limit int) []string {
	s.t.Helper()
	rows, err := s.store.List(s.t.Context(), partition, prefix, after, limit)
	require.NoError(s.t, err)
	found := []string{}
	for _, r := range rows {
		require.NotEmpty(s.t, r.Version)
		found = append(found, r.Key)
	}
	return found
}

// refused says that a call must have failed, and not with an error that means
// something else.
func (s shelf) refused(err error) {
	s.t.Helper()
	require.Error(s.t, err)
	require.NotErrorIs(s.t, err, flow.ErrConflict)
	require.NotErrorIs(s.t, err, flow.ErrNoRow)
}

// document is a JSON document of exactly size bytes.
func document(size int) string {
	return `{"text":"` + string(bytes.Repeat([]byte("a"), size-len(`{"text":""}`))) + `"}`
}

func numbered(prefix string, n int) string { return fmt.Sprintf("%s%05d", prefix, n) }
