package lock_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"usher/handler/internal/lock"
)

// childVariable makes this test binary a process that holds a lock.
const childVariable = "USHER_LOCK_CHILD"

func TestMain(m *testing.M) {
	if path := os.Getenv(childVariable); path != "" {
		hold(path)
	}
	os.Exit(m.Run())
}

// hold takes the lock, says so with one byte, and keeps it until it is killed.
func hold(path string) {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		os.Exit(2)
	}
	if won, err := lock.Try(file); err != nil || !won {
		os.Exit(3)
	}
	if _, err := os.Stdout.WriteString("!"); err != nil {
		os.Exit(4)
	}
	select {}
}

func open(t *testing.T, path string) *os.File {
	t.Helper()
	file, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	require.NoError(t, err)
	return file
}

func try(t *testing.T, file *os.File) bool {
	t.Helper()
	won, err := lock.Try(file)
	require.NoError(t, err)
	return won
}

func TestOneHolderAtATime(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "lock")
	first, second := open(t, path), open(t, path)
	require.True(t, try(t, first))
	require.False(t, try(t, second))
	require.NoError(t, lock.LetGo(first))
	require.True(t, try(t, second))
	require.NoError(t, lock.LetGo(second))
}

func TestTextBesideALockCanBeRead(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "lock")
	file := open(t, path)
	require.True(t, try(t, file))
	_, err := file.WriteAt([]byte("who"), 0)
	require.NoError(t, err)
	text, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Equal(t, "who", string(text))
	require.NoError(t, lock.LetGo(file))
}

func TestAKilledProcessHoldsNothing(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "lock")
	child := exec.Command(os.Args[0])
	child.Env = append(os.Environ(), childVariable+"="+path)
	out, err := child.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, child.Start())
	_, err = out.Read(make([]byte, 1))
	require.NoError(t, err)

	file := open(t, path)
	require.False(t, try(t, file))
	require.NoError(t, child.Process.Kill())
	require.Error(t, child.Wait(), "it was killed")
	require.True(t, try(t, file))
	require.NoError(t, lock.LetGo(file))
}

func TestAClosedFileCantBeLocked(t *testing.T) {
	t.Parallel()
	file := open(t, filepath.Join(t.TempDir(), "lock"))
	require.NoError(t, file.Close())
	_, err := lock.Try(file)
	require.Error(t, err)
}
