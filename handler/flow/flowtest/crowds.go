package flowtest

import (
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"

	"github.com/stretchr/testify/require"

	"usher/handler/flow"
)

func crowdCases() []storeCase {
	return []storeCase{
		{"of many who insert, one wins", func(s shelf) {
			oneWins(s, func(i int) []flow.Change {
				return []flow.Change{insert("a", fmt.Sprint(i)), insert(numbered("mine:", i), `1`)}
			})
		}},
		{"of many who replace, one wins", func(s shelf) {
			s.commit("p", insert("a", `"before"`))
			version := s.row("p", "a").Version
			oneWins(s, func(i int) []flow.Change {
				return []flow.Change{insert(numbered("mine:", i), `1`), replace("a", fmt.Sprint(i), version)}
			})
		}},
		{"of many who delete, one wins", func(s shelf) {
			s.commit("p", insert("gone", `1`))
			version := s.row("p", "gone").Version
			oneWins(s, func(i int) []flow.Change {
				return []flow.Change{remove("gone", version), put("a", fmt.Sprint(i)), insert(numbered("mine:", i), `1`)}
			})
			s.absent("p", "gone")
		}},
		{"nothing is lost of what many count", manyCount},
		{"100 writers at once", manyWriters},
	}
}

// oneWins lets many commit at once, of whom one may succeed: with a row that
// says who, and a row of its own.
func oneWins(s shelf, changes func(i int) []flow.Change) {
	s.t.Helper()
	const many = 32
	errs := make([]error, many)
	var everybody sync.WaitGroup
	start := make(chan struct{})
	for i := range many {
		everybody.Go(func() {
			<-start
			errs[i] = s.store.Commit(s.t.Context(), "p", changes(i)...)
		})
	}
	close(start)
	everybody.Wait()
	winner := -1
	for i, err := range errs {
		if err == nil {
			require.Equal(s.t, -1, winner, "%d and %d both won", winner, i)
			winner = i
			continue
		}
		require.ErrorIs(s.t, err, flow.ErrConflict)
	}
	require.NotEqual(s.t, -1, winner, "nobody won")
	s.holds("p", "a", fmt.Sprint(winner))
	require.Equal(s.t, []string{numbered("mine:", winner)}, s.keys("p", "mine:", "", many))
}

// manyCount adds to one row from several sides, each reading again after a
// conflict.
func manyCount(s shelf) {
	const sides, times = 8, 10
	s.commit("p", insert("count", `0`))
	var everybody sync.WaitGroup
	for range sides {
		everybody.Go(func() {
			for range times {
				if !addOne(s) {
					return
				}
			}
		})
	}
	everybody.Wait()
	s.holds("p", "count", fmt.Sprint(sides*times))
}

func addOne(s shelf) bool {
	for {
		found, err := s.store.Get(s.t.Context(), "p", "count")
		if err != nil {
			s.t.Error("read the count:", err)
			return false
		}
		var n int
		if err := json.Unmarshal(found.Data, &n); err != nil {
			s.t.Error("read the count:", err)
			return false
		}
		err = s.store.Commit(s.t.Context(), "p", replace("count", fmt.Sprint(n+1), found.Version))
		if err == nil {
			return true
		}
		if !errors.Is(err, flow.ErrConflict) {
			s.t.Error("add one:", err)
			return false
		}
	}
}

// manyWriters each write into a partition of their own and read what they
// wrote at once.
func manyWriters(s shelf) {
	const writers, commits = 100, 5
	var done atomic.Int64
	var everybody sync.WaitGroup
	for w := range writers {
		everybody.Go(func() {
			partition := numbered("p", w)
			for n := range commits {
				event := numbered("event:", n)
				err := s.store.Commit(s.t.Context(), partition, put("head", fmt.Sprint(n)), insert(event, fmt.Sprint(n)))
				if err != nil {
					s.t.Error("commit:", err)
					return
				}
				head, err := s.store.Get(s.t.Context(), partition, "head")
				if err != nil || string(head.Data) != fmt.Sprint(n) {
					s.t.Errorf("read %s after writing %d: %s, %v", partition, n, head.Data, err)
					return
				}
				done.Add(1)
			}
		})
	}
	everybody.Wait()
	require.EqualValues(s.t, writers*commits, done.Load())
	for w := range writers {
		require.Len(s.t, s.keys(numbered("p", w), "event:", "", 100), commits)
	}
}
