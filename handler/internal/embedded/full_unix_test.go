//go:build unix

package embedded_test

import (
	"os"
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"

	"usher/handler/internal/embedded"
	"usher/steps/step"
)

// limitFiles keeps every file of this process from growing beyond limit bytes.
func limitFiles(limit uint64) error {
	signal.Ignore(syscall.SIGXFSZ)
	return syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: limit, Max: limit})
}

// TestAFullDiskEndsCommits lets no file grow beyond a limit. The first commit
// that doesn't fit fails, everything after it as well, the doors are closed,
// and everything before it is there.
func TestAFullDiskEndsCommits(t *testing.T) {
	t.Parallel()
	for _, limit := range []int{200_000, 1_000_000, 3_000_000} {
		dir := t.TempDir()
		child := startChild(t, "fill", dir, strconv.Itoa(limit))
		answered, failed, stopped := map[int]int{}, 0, false
		for _, line := range child.rest(t) {
			switch {
			case strings.HasPrefix(line, "failed"):
				failed++
				require.Contains(t, line, "the disk failed")
			case strings.HasPrefix(line, "stopped"):
				stopped = true
				require.Contains(t, line, "the disk failed")
			default:
				count(t, answered, line)
			}
		}
		require.Equal(t, writers, failed)
		require.True(t, stopped)
		require.NotEmpty(t, answered)
		sound(t, dir, answered)
	}
}

func TestOpenMakesAFolderForItsOwner(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "deep", "odd name ?#%41")
	engine := open(t, embedded.Options{Dir: dir})
	require.NoError(t, engine.Store.Commit(t.Context(), "p", put("a", `1`)))
	require.NoError(t, engine.Vault.Keep(t.Context(), "a", step.NewSecret("s")))
	info, err := os.Stat(dir)
	require.NoError(t, err)
	require.Equal(t, os.FileMode(0o700), info.Mode().Perm())
	files, err := os.ReadDir(dir)
	require.NoError(t, err)
	for _, file := range files {
		info, err := file.Info()
		require.NoError(t, err)
		require.Equal(t, os.FileMode(0o600), info.Mode().Perm(), file.Name())
	}
}
