package embedded_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"usher/handler/flow"
	"usher/handler/internal/embedded"
)

func TestOneCommitAtATimeIsOneSyncEach(t *testing.T) {
	t.Parallel()
	store := open(t, embedded.Options{}).Store
	before := store.Stats()
	for n := range 50 {
		require.NoError(t, store.Commit(t.Context(), "p", put("a", fmt.Sprint(n)), put("b", fmt.Sprint(n))))
	}
	after := store.Stats()
	require.EqualValues(t, 50, after.Commits-before.Commits)
	require.EqualValues(t, 100, after.Changes-before.Changes)
	require.EqualValues(t, 50, after.Transactions-before.Transactions)
	require.EqualValues(t, 0, after.Refused)
}

func TestCommitsThatWaitShareASync(t *testing.T) {
	t.Parallel()
	store := open(t, embedded.Options{}).Store
	const callers, times = 64, 50
	var everybody sync.WaitGroup
	for c := range callers {
		everybody.Go(func() {
			for n := range times {
				if err := store.Commit(t.Context(), fmt.Sprint("p", c), put("a", fmt.Sprint(n))); err != nil {
					t.Error("commit:", err)
					return
				}
			}
		})
	}
	everybody.Wait()
	stats := store.Stats()
	require.EqualValues(t, callers*times, stats.Commits)
	require.Less(t, stats.Transactions, int64(callers*times/7), "about 64 commits wait while one transaction syncs")
}

func TestARefusedCommitCostsNoSync(t *testing.T) {
	t.Parallel()
	store := open(t, embedded.Options{}).Store
	require.NoError(t, store.Commit(t.Context(), "p", put("a", `1`)))
	for range 10 {
		insert := flow.Change{Do: flow.Insert, Key: "a", Data: []byte(`2`)}
		require.ErrorIs(t, store.Commit(t.Context(), "p", insert), flow.ErrConflict)
	}
	stats := store.Stats()
	require.EqualValues(t, 10, stats.Refused)
	require.EqualValues(t, 1, stats.Transactions)
}

// TestNobodySeesHalfACommit reads two rows that are always saved together.
func TestNobodySeesHalfACommit(t *testing.T) {
	t.Parallel()
	store := open(t, embedded.Options{}).Store
	require.NoError(t, store.Commit(t.Context(), "p", put("a", "0"), put("b", "0")))
	var both sync.WaitGroup
	both.Go(func() {
		for n := range 500 {
			if err := store.Commit(t.Context(), "p", put("a", fmt.Sprint(n)), put("b", fmt.Sprint(n))); err != nil {
				t.Error("commit:", err)
				return
			}
		}
	})
	for range 500 {
		rows, err := store.List(t.Context(), "p", "", "", 10)
		require.NoError(t, err)
		require.Equal(t, string(rows[0].Data), string(rows[1].Data))
	}
	both.Wait()
}

// TestTheLogBeginsAnew writes 150 MiB: without tidying, the log would be
// longer than that.
func TestTheLogBeginsAnew(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	store := open(t, embedded.Options{Dir: dir}).Store
	data := strings.Repeat("x", 500<<10)
	for n := range 300 {
		require.NoError(t, store.Commit(t.Context(), "p", put(fmt.Sprint(n%10), data)))
	}
	require.Positive(t, store.Stats().Checkpoints)
	log, err := os.Stat(filepath.Join(dir, "usher.db-wal"))
	require.NoError(t, err)
	require.Less(t, log.Size(), int64(100<<20))
}

func BenchmarkCommit(b *testing.B) {
	for _, callers := range []int{1, 64} {
		b.Run(fmt.Sprint(callers), func(b *testing.B) { benchmarkCommit(b, callers) })
	}
}

// benchmarkCommit saves what the end of a line saves: a row of its own, and an
// event.
func benchmarkCommit(b *testing.B, callers int) {
	b.Helper()
	store := open(b, embedded.Options{}).Store
	data := `{"text":"` + strings.Repeat("x", 500) + `"}`
	var everybody sync.WaitGroup
	for c := range callers {
		everybody.Go(func() {
			for n := range b.N/callers + 1 {
				partition := fmt.Sprintf("%08x", (c<<20+n)*2654435761%(1<<32)%1000)
				err := store.Commit(b.Context(), partition, put("line|1", data), put(fmt.Sprintf("event|%d|%d", c, n), data))
				if err != nil {
					b.Error("commit:", err)
					return
				}
			}
		})
	}
	everybody.Wait()
	stats := store.Stats()
	b.ReportMetric(float64(stats.Commits)/b.Elapsed().Seconds(), "commits/s")
	b.ReportMetric(float64(stats.Commits)/float64(stats.Transactions), "commits/sync")
}
