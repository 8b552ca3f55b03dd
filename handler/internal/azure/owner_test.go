package azure_test

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"usher/handler/internal/azure"
)

// childVariable makes this test binary a process that a test may kill.
const childVariable = "USHER_AZURE_CHILD"

func TestMain(m *testing.M) {
	if dir := os.Getenv(childVariable); dir != "" {
		engine, err := azure.Open(azure.Options{Tables: "https://usher.table.core.windows.net", Table: "usher", Dir: dir})
		if err != nil {
			os.Exit(2)
		}
		fmt.Println(engine.Owner())
		select {}
	}
	os.Exit(m.Run())
}

// child starts a process with the folder's lock, and returns its owner's name.
func child(t *testing.T, dir string) (owner string, kill func()) {
	t.Helper()
	process := exec.Command(os.Args[0])
	process.Env = append(os.Environ(), childVariable+"="+dir)
	out, err := process.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, process.Start())
	t.Cleanup(func() { _ = process.Process.Kill() })
	_, err = fmt.Fscanln(out, &owner)
	require.NoError(t, err)
	return owner, func() {
		require.NoError(t, process.Process.Kill())
		require.Error(t, process.Wait(), "it was killed")
	}
}

func in(t *testing.T, dir string) *azure.Engine {
	t.Helper()
	engine, err := azure.Open(azure.Options{Tables: "https://usher.table.core.windows.net", Table: "usher", Dir: dir})
	require.NoError(t, err)
	return engine
}

// TestAKilledProcessIsKnownToBeGone to the next one on its instance, and to
// nobody before or elsewhere.
func TestAKilledProcessIsKnownToBeGone(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "not", "there", "yet")
	first, killFirst := child(t, dir)
	killFirst()
	second, killSecond := child(t, dir)
	require.NotEqual(t, first, second)

	beside := in(t, dir)
	require.False(t, beside.Void(first), "who hasn't got the lock proves nothing")
	require.False(t, beside.Void(second))
	require.NoError(t, beside.Close(context.Background()))

	killSecond()
	third := in(t, dir)
	for _, gone := range []string{first, second, first + "/second flow"} {
		require.True(t, third.Void(gone), gone)
	}
	elsewhere := in(t, t.TempDir())
	for _, other := range []string{third.Owner(), third.Owner() + "/second flow", beside.Owner(), elsewhere.Owner(), "", "-1", "x", third.Owner() + "0"} {
		require.False(t, third.Void(other), other)
		require.False(t, elsewhere.Void(other), other)
	}
	require.False(t, elsewhere.Void(first))
	require.NoError(t, elsewhere.Close(context.Background()))

	require.NoError(t, third.Close(context.Background()))
	fourth := in(t, dir)
	require.True(t, fourth.Void(third.Owner()))
	require.NoError(t, fourth.Close(context.Background()))
}

// TestAnEpochThatCantBeRead begins a new instance: a lower epoch would give a
// process the name of an earlier one.
func TestAnEpochThatCantBeRead(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"", "{", `{"instance":"A","epoch":`, `{"instance":"A"}`, `{"instance":"","epoch":7}`, `{"instance":"A","epoch":-7}`, "\x00\x00"} {
		dir := t.TempDir()
		require.NoError(t, os.WriteFile(filepath.Join(dir, "instance"), []byte(text), 0o600))
		engine := in(t, dir)
		require.False(t, strings.HasPrefix(engine.Owner(), "A-"), text)
		require.NoError(t, engine.Close(context.Background()))
		next := in(t, dir)
		require.True(t, next.Void(engine.Owner()), text)
		require.NoError(t, next.Close(context.Background()))
	}
}

// TestAFolderThatCantBeUsed costs time after a crash, and no process.
func TestAFolderThatCantBeUsed(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "file")
	require.NoError(t, os.WriteFile(file, nil, 0o600))
	var logged bytes.Buffer
	engine, err := azure.Open(azure.Options{
		Tables: "https://usher.table.core.windows.net", Table: "usher", Dir: file, Log: slog.New(slog.NewTextHandler(&logged, nil)),
	})
	require.NoError(t, err)
	require.Contains(t, logged.String(), "waited out")
	require.NotEqual(t, engine.Owner(), in(t, "").Owner())
	require.NoError(t, engine.Close(context.Background()))
}
