package embedded_test

import (
	"database/sql"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"usher/functions/host"
	"usher/handler/flow"
	"usher/handler/flow/flowtest"
	"usher/handler/internal/embedded"
)

// open opens an engine on a folder of its own, closed when the test ends.
func open(tb testing.TB, options embedded.Options) *embedded.Engine {
	tb.Helper()
	if options.Dir == "" {
		options.Dir = tb.TempDir()
	}
	engine, err := embedded.Open(options)
	require.NoError(tb, err)
	tb.Cleanup(func() { require.NoError(tb, engine.Close()) })
	return engine
}

func beside(t *testing.T, dir string) *embedded.Engine {
	t.Helper()
	engine, err := embedded.Beside(embedded.Options{Dir: dir})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, engine.Close()) })
	return engine
}

func put(key, data string) flow.Change {
	return flow.Change{Do: flow.Put, Key: key, Data: []byte(data)}
}

func TestStore(t *testing.T) {
	t.Parallel()
	flowtest.Store(t, func(t *testing.T) flow.Store {
		t.Helper()
		return open(t, embedded.Options{}).Store
	})
}

func TestStoreBeside(t *testing.T) {
	t.Parallel()
	flowtest.Store(t, func(t *testing.T) flow.Store {
		t.Helper()
		dir := t.TempDir()
		open(t, embedded.Options{Dir: dir})
		return beside(t, dir).Store
	})
}

func TestQueue(t *testing.T) {
	t.Parallel()
	flowtest.Queue(t, func(t *testing.T) flowtest.QueueBench {
		t.Helper()
		engine := open(t, embedded.Options{})
		received := make(chan flowtest.Received, 1000)
		run(t, engine, func(queue string, m flow.Message, _ host.Delivery) error {
			received <- flowtest.Received{Queue: queue, Message: m}
			return nil
		})
		return flowtest.QueueBench{Queue: engine.Queue, Clock: engine.Clock, Received: received}
	})
}

func TestVault(t *testing.T) {
	t.Parallel()
	flowtest.Vault(t, func(t *testing.T) flow.Vault {
		t.Helper()
		return open(t, embedded.Options{}).Vault
	})
}

func TestClock(t *testing.T) {
	t.Parallel()
	flowtest.Clock(t, func(*testing.T) flow.Clock { return &embedded.Clock{} })
}

func TestOpenRefusesWhatItCantUse(t *testing.T) {
	t.Parallel()
	_, err := embedded.Open(embedded.Options{})
	require.Error(t, err)

	file := filepath.Join(t.TempDir(), "file")
	require.NoError(t, os.WriteFile(file, nil, 0o600))
	_, err = embedded.Open(embedded.Options{Dir: file})
	require.Error(t, err)

	dir := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(dir, "usher.db"), []byte(strings.Repeat("no database ", 100)), 0o600))
	_, err = embedded.Open(embedded.Options{Dir: dir})
	require.Error(t, err)
	_, err = embedded.Open(embedded.Options{Dir: dir})
	require.Error(t, err)
	var held *embedded.Held
	require.NotErrorAs(t, err, &held, "a failed opening must let go of the lock")
}

func TestOpenRefusesAStoreOfALaterRelease(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	engine, err := embedded.Open(embedded.Options{Dir: dir})
	require.NoError(t, err)
	require.NoError(t, engine.Close())
	db, err := sql.Open("sqlite", filepath.Join(dir, "usher.db"))
	require.NoError(t, err)
	_, err = db.Exec("PRAGMA user_version = 99")
	require.NoError(t, err)
	require.NoError(t, db.Close())
	_, err = embedded.Open(embedded.Options{Dir: dir})
	require.ErrorContains(t, err, "newer release")
}

func TestOneProcessCarriesRuns(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	engine, err := embedded.Open(embedded.Options{Dir: dir})
	require.NoError(t, err)

	_, err = embedded.Open(embedded.Options{Dir: dir})
	var held *embedded.Held
	require.ErrorAs(t, err, &held)
	require.Equal(t, os.Getpid(), held.PID)
	require.ErrorContains(t, err, fmt.Sprint("process ", os.Getpid()))

	require.NoError(t, engine.Close())
	open(t, embedded.Options{Dir: dir})
}

func TestAProcessThatWasKilledHoldsNothing(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	child := startChild(t, "hold", dir)
	require.Equal(t, "held", child.line(t))
	_, err := embedded.Open(embedded.Options{Dir: dir})
	var held *embedded.Held
	require.ErrorAs(t, err, &held)
	require.Equal(t, child.cmd.Process.Pid, held.PID)
	child.kill(t)
	open(t, embedded.Options{Dir: dir})
}

func TestOwnersOfEarlierOpeningsAreGone(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	first, err := embedded.Open(embedded.Options{Dir: dir})
	require.NoError(t, err)
	require.False(t, first.Void(first.Owner()))
	require.False(t, first.Void(first.Owner()+"/second flow"))
	require.True(t, first.Void(first.Owner()+"0"))
	require.NoError(t, first.Close())

	second := open(t, embedded.Options{Dir: dir})
	require.NotEqual(t, first.Owner(), second.Owner())
	require.True(t, second.Void(first.Owner()))
	require.True(t, second.Void(first.Owner()+"/second flow"))
	require.False(t, second.Void(second.Owner()))

	command := beside(t, dir)
	require.False(t, command.Void(second.Owner()), "a command beside can't know who is gone")
	require.False(t, command.Void(first.Owner()))
}

func TestRowsOutliveTheEngine(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for n := range 5 {
		engine, err := embedded.Open(embedded.Options{Dir: dir})
		require.NoError(t, err)
		rows, err := engine.Store.List(t.Context(), "p", "", "", 100)
		require.NoError(t, err)
		require.Len(t, rows, n)
		require.NoError(t, engine.Store.Commit(t.Context(), "p", put(fmt.Sprint("k", n), `1`)))
		require.NoError(t, engine.Close())
		require.Error(t, engine.Store.Commit(t.Context(), "p", put("late", `1`)))
		_, err = engine.Store.Get(t.Context(), "p", "k0")
		require.Error(t, err)
	}
}

// TestBesideWritesAndReadsAtOnce has two openings write to one row in turn,
// and both at once to others.
func TestBesideWritesAndReadsAtOnce(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	stores := []flow.Store{open(t, embedded.Options{Dir: dir}).Store, beside(t, dir).Store}
	for n := range 20 {
		require.NoError(t, stores[n%2].Commit(t.Context(), "p", put("turn", fmt.Sprint(n))))
		for _, store := range stores {
			row, err := store.Get(t.Context(), "p", "turn")
			require.NoError(t, err)
			require.Equal(t, fmt.Sprint(n), string(row.Data))
		}
	}
	var both sync.WaitGroup
	for i, store := range stores {
		both.Go(func() {
			for n := range 50 {
				if err := store.Commit(t.Context(), "p", put(fmt.Sprintf("s%d|%d", i, n), `1`)); err != nil {
					t.Error("commit:", err)
					return
				}
			}
		})
	}
	both.Wait()
	rows, err := stores[0].List(t.Context(), "p", "s", "", 1000)
	require.NoError(t, err)
	require.Len(t, rows, 100)
}

// TestManyOpenANewFolderAtOnce is what a script does that starts several
// commands.
func TestManyOpenANewFolderAtOnce(t *testing.T) {
	t.Parallel()
	for range 5 {
		dir := t.TempDir()
		var commands []*exec.Cmd
		for n := range 4 {
			command := childCommand("once", dir, fmt.Sprint("k", n))
			require.NoError(t, command.Start())
			commands = append(commands, command)
		}
		for _, command := range commands {
			require.NoError(t, command.Wait())
		}
		rows, err := open(t, embedded.Options{Dir: dir}).Store.List(t.Context(), "p", "", "", 100)
		require.NoError(t, err)
		require.Len(t, rows, len(commands))
	}
}
