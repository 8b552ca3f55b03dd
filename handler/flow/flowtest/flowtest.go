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
	"errors"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"usher/handler/flow"
)

// patience is how much longer than a port says something may take before a
// test gives up: a busy machine is no fault.
const patience = 30

// allowed are the characters of partitions and keys, in their order.
const allowed = "-./" + "0123456789" + ":" + "ABCDEFGHIJKLMNOPQRSTUVWXYZ" + "_" + "abcdefghijklmnopqrstuvwxyz" + "|"

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

// commit makes changes that must succeed.
func commit(t *testing.T, store flow.Store, partition string, changes ...flow.Change) {
	t.Helper()
	require.NoError(t, store.Commit(t.Context(), partition, changes...))
}

// row reads a row that must be there.
func row(t *testing.T, store flow.Store, partition, key string) flow.Row {
	t.Helper()
	found, err := store.Get(t.Context(), partition, key)
	require.NoError(t, err)
	require.Equal(t, key, found.Key)
	require.NotEmpty(t, found.Version)
	return found
}

// holds says what a row must hold.
func holds(t *testing.T, store flow.Store, partition, key, data string) {
	t.Helper()
	require.Equal(t, data, string(row(t, store, partition, key).Data))
}

// absent says that there must be no such row.
func absent(t *testing.T, store flow.Store, partition, key string) {
	t.Helper()
	_, err := store.Get(t.Context(), partition, key)
	require.ErrorIs(t, err, flow.ErrNoRow)
}

// keys lists the keys that a List must return.
func keys(t *testing.T, store flow.Store, partition, prefix, after string, limit int) []string {
	t.Helper()
	rows, err := store.List(t.Context(), partition, prefix, after, limit)
	require.NoError(t, err)
	found := []string{}
	for _, r := range rows {
		require.NotEmpty(t, r.Version)
		found = append(found, r.Key)
	}
	return found
}

// refused says that a call must fail, and not with an error that means
// something else.
func refused(t *testing.T, err error) {
	t.Helper()
	require.Error(t, err)
	require.False(t, errors.Is(err, flow.ErrConflict), "a limit is no conflict: %v", err)
	require.False(t, errors.Is(err, flow.ErrNoRow), "a limit is no missing row: %v", err)
}

// document is a JSON document of exactly size bytes.
func document(size int) string {
	return `{"text":"` + string(bytes.Repeat([]byte("a"), size-len(`{"text":""}`))) + `"}`
}

func numbered(prefix string, n int) string { return fmt.Sprintf("%s%05d", prefix, n) }
