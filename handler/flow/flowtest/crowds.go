package flowtest

import (
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"usher/handler/flow"
)

func crowdCases() []storeCase {
	return []storeCase{
		{"of many who insert, one wins", func(t *testing.T, store flow.Store) {
			oneWins(t, store, func(i int) []flow.Change {
				return []flow.Change{insert("a", fmt.Sprint(i)), insert(numbered("mine/", i), `1`)}
			})
		}},
		{"of many who replace, one wins", func(t *testing.T, store flow.Store) {
			commit(t, store, "p", insert("a", `"before"`))
			version := row(t, store, "p", "a").Version
			oneWins(t, store, func(i int) []flow.Change {
				return []flow.Change{insert(numbered("mine/", i), `1`), replace("a", fmt.Sprint(i), version)}
			})
		}},
		{"of many who delete, one wins", func(t *testing.T, store flow.Store) {
			commit(t, store, "p", insert("gone", `1`))
			version := row(t, store, "p", "gone").Version
			oneWins(t, store, func(i int) []flow.Change {
				return []flow.Change{remove("gone", version), put("a", fmt.Sprint(i)), insert(numbered("mine/", i), `1`)}
			})
			absent(t, store, "p", "gone")
		}},
		{"nothing is lost of what many count", manyCount},
		{"100 writers at once", manyWriters},
	}
}

// oneWins lets many commit at once, of whom one may succeed: with a row that
// says who, and a row of its own.
func oneWins(t *testing.T, store flow.Store, changes func(i int) []flow.Change) {
	t.Helper()
	const many = 32
	errs := make([]error, many)
	var everybody sync.WaitGroup
	start := make(chan struct{})
	for i := range many {
		everybody.Go(func() {
			<-start
			errs[i] = store.Commit(t.Context(), "p", changes(i)...)
		})
	}
	close(start)
	everybody.Wait()
	winner := -1
	for i, err := range errs {
		if err == nil {
			require.Equal(t, -1, winner, "%d and %d both won", winner, i)
			winner = i
			continue
		}
		require.ErrorIs(t, err, flow.ErrConflict)
	}
	require.NotEqual(t, -1, winner, "nobody won")
	holds(t, store, "p", "a", fmt.Sprint(winner))
	require.Equal(t, []string{numbered("mine/", winner)}, keys(t, store, "p", "mine/", "", many))
}

// manyCount adds to one row from several sides, each reading again after a
// conflict.
func manyCount(t *testing.T, store flow.Store) {
	const sides, times = 8, 10
	commit(t, store, "p", insert("count", `0`))
	var everybody sync.WaitGroup
	for range sides {
		everybody.Go(func() {
			for range times {
				if !addOne(t, store) {
					return
				}
			}
		})
	}
	everybody.Wait()
	holds(t, store, "p", "count", fmt.Sprint(sides*times))
}

func addOne(t *testing.T, store flow.Store) bool {
	for {
		found, err := store.Get(t.Context(), "p", "count")
		if err != nil {
			t.Error("read the count:", err)
			return false
		}
		var n int
		if err := json.Unmarshal(found.Data, &n); err != nil {
			t.Error("read the count:", err)
			return false
		}
		err = store.Commit(t.Context(), "p", replace("count", fmt.Sprint(n+1), found.Version))
		if err == nil {
			return true
		}
		if !errors.Is(err, flow.ErrConflict) {
			t.Error("add one:", err)
			return false
		}
	}
}

// manyWriters each write into a partition of their own and read what they
// wrote at once.
func manyWriters(t *testing.T, store flow.Store) {
	const writers, commits = 100, 5
	var done atomic.Int64
	var everybody sync.WaitGroup
	for w := range writers {
		everybody.Go(func() {
			partition := numbered("p", w)
			for n := range commits {
				event := numbered("event/", n)
				err := store.Commit(t.Context(), partition, put("head", fmt.Sprint(n)), insert(event, fmt.Sprint(n)))
				if err != nil {
					t.Error("commit:", err)
					return
				}
				head, err := store.Get(t.Context(), partition, "head")
				if err != nil || string(head.Data) != fmt.Sprint(n) {
					t.Errorf("read %s after writing %d: %s, %v", partition, n, head.Data, err)
					return
				}
				done.Add(1)
			}
		})
	}
	everybody.Wait()
	require.EqualValues(t, writers*commits, done.Load())
	for w := range writers {
		require.Len(t, keys(t, store, numbered("p", w), "event/", "", 100), commits)
	}
}
