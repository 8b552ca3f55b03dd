package embedded_test

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"usher/handler/internal/embedded"
)

// TestNothingAnsweredIsLostWhenKilled kills a process while eight goroutines
// commit, again and again, and looks at what is there.
func TestNothingAnsweredIsLostWhenKilled(t *testing.T) {
	t.Parallel()
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 0))
	const trials = 40
	commits := 0
	for range trials {
		dir := t.TempDir()
		child := startChild(t, "write", dir)
		answered := map[int]int{}
		count(t, answered, child.line(t))
		for range random.IntN(300) {
			count(t, answered, child.line(t))
		}
		for _, line := range child.kill(t) {
			count(t, answered, line)
		}
		for w := range writers {
			commits += answered[w]
		}
		sound(t, dir, answered)
	}
	t.Logf("%d kills, %d commits answered, none lost", trials, commits)
}

// count takes down an answer, "writer number". A line that the kill tore says
// nothing.
func count(t *testing.T, answered map[int]int, line string) {
	t.Helper()
	require.NotContains(t, line, "failed")
	var w, n int
	if read, err := fmt.Sscanf(line, "%d %d", &w, &n); err != nil || read != 2 {
		return
	}
	answered[w] = max(answered[w], n)
}

// sound says that every answered commit is there, that at most one more of
// each writer is, and that each is there whole.
func sound(t *testing.T, dir string, answered map[int]int) {
	t.Helper()
	engine, err := embedded.Open(embedded.Options{Dir: dir})
	require.NoError(t, err)
	defer func() { require.NoError(t, engine.Close()) }()
	for w := range writers {
		rows, err := engine.Store.List(t.Context(), partition(w), "", "", 1<<20)
		require.NoError(t, err)
		last := 0
		saw := map[string]string{}
		for _, row := range rows {
			if !strings.HasPrefix(row.Key, "event|") {
				saw[row.Key], _, _ = strings.Cut(string(row.Data), " ")
				continue
			}
			last++
			require.Equal(t, fmt.Sprintf("event|%06d", last), row.Key, "a commit is missing")
			require.Equal(t, strconv.Itoa(last), string(row.Data))
		}
		require.GreaterOrEqual(t, last, answered[w], "an answered commit is lost")
		require.LessOrEqual(t, last, answered[w]+1)
		if last > 0 {
			all := strconv.Itoa(last)
			require.Equal(t, map[string]string{"head": all, "body": all, "tail": all}, saw, "a torn commit")
		}
	}
	require.NoError(t, engine.Store.Commit(t.Context(), "after", put("a", `1`)))
}
