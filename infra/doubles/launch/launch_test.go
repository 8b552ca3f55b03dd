package launch_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"usher/infra/doubles"
	"usher/infra/doubles/launch"
)

// TestMain lets the test's own program play node and npm, where it is called
// by their names.
func TestMain(m *testing.M) {
	switch filepath.Base(os.Args[0]) {
	case "node":
		os.Exit(playNode(os.Args[1]))
	case "npm":
		os.Exit(playNPM(os.Args[1:]))
	}
	os.Exit(m.Run())
}

// playNode does what its script says in one word.
func playNode(script string) int {
	word, err := os.ReadFile(script)
	if err != nil {
		fmt.Println(err)
		return 1
	}
	if string(word) == "die" {
		fmt.Println("Error: Cannot find module")
		return 1
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		fmt.Println(err)
		return 1
	}
	fmt.Printf("Azurite is starting\nready %s\nready again\n", listener.Addr())
	if string(word) == "die when called" {
		_, _ = listener.Accept()
		return 1
	}
	_, _ = io.Copy(io.Discard, os.Stdin)
	return 0
}

// playNPM makes what npm install would.
func playNPM(args []string) int {
	folder := ""
	for i, arg := range args {
		if arg == "--prefix" {
			folder = args[i+1]
		}
		name, version, found := strings.Cut(arg, "@")
		if !found {
			continue
		}
		below := filepath.Join(folder, "node_modules", name)
		if err := os.MkdirAll(below, 0o755); err != nil {
			return 1
		}
		if err := os.WriteFile(filepath.Join(below, "package.json"), []byte(`{"version":"`+version+`"}`), 0o600); err != nil {
			return 1
		}
	}
	fmt.Println("added 2 packages")
	return 0
}

// bench is a repository with scripts of one word.
type bench struct {
	t       *testing.T
	out     bytes.Buffer
	options launch.Options
	set     map[string]string // the environment
	looked  []string
}

func newBench(t *testing.T, tables, bus string) *bench {
	t.Helper()
	b := &bench{t: t, set: map[string]string{}}
	root, programs := t.TempDir(), t.TempDir()
	own, err := os.Executable()
	require.NoError(t, err)
	for _, name := range []string{"node", "npm"} {
		require.NoError(t, os.Symlink(own, filepath.Join(programs, name)))
	}
	for folder, word := range map[string]string{"tables": tables, "servicebus": bus} {
		below := filepath.Join(root, "infra", "doubles", folder)
		require.NoError(t, os.MkdirAll(below, 0o755))
		require.NoError(t, os.WriteFile(filepath.Join(below, "main.js"), []byte(word), 0o600))
	}
	b.options = launch.Options{
		Root: root, Out: &b.out,
		Getenv: func(name string) string { return b.set[name] },
		LookPath: func(name string) (string, error) {
			b.looked = append(b.looked, name)
			return filepath.Join(programs, name), nil
		},
	}
	return b
}

func (b *bench) start() *launch.Doubles {
	b.t.Helper()
	d, err := launch.Start(b.t.Context(), b.options)
	require.NoError(b.t, err)
	b.t.Cleanup(func() { require.NoError(b.t, d.Close()) })
	return d
}

// listens tells whether somebody does.
func listens(t *testing.T, hostPort string) bool {
	t.Helper()
	connection, err := (&net.Dialer{Timeout: 10 * time.Second}).DialContext(t.Context(), "tcp", hostPort)
	if err != nil {
		return false
	}
	require.NoError(t, connection.Close())
	return true
}

// hostPort cuts it out of a line of the environment.
func hostPort(line string) string {
	_, address, _ := strings.Cut(line, "=")
	address = strings.TrimPrefix(address, "http://")
	address, _, _ = strings.Cut(address, "/")
	return address
}

func TestStartAndClose(t *testing.T) {
	t.Parallel()
	b := newBench(t, "serve", "serve")
	d := b.start()

	require.Contains(t, b.out.String(), "added 2 packages")
	require.Len(t, d.Env(), 2)
	require.Regexp(t, `^USHER_TEST_TABLES=http://127\.0\.0\.1:\d+/devstoreaccount1$`, d.Env()[0])
	require.Regexp(t, `^USHER_TEST_SERVICEBUS=127\.0\.0\.1:\d+$`, d.Env()[1])
	require.Regexp(t, `^Azurite \S+ at http://127\S+, Service Bus double at 127\S+$`, d.String())
	for _, line := range d.Env() {
		require.True(t, listens(t, hostPort(line)))
	}

	require.NoError(t, d.Close())
	for _, line := range d.Env() {
		require.False(t, listens(t, hostPort(line)))
	}
}

func TestInstalledOnce(t *testing.T) {
	t.Parallel()
	b := newBench(t, "serve", "serve")
	b.start()
	b.out.Reset()
	b.start()
	require.Empty(t, b.out.String())

	older := filepath.Join(b.options.Root, ".build", "npm", "node_modules", "rhea", "package.json")
	require.NoError(t, os.WriteFile(older, []byte(`{"version":"2.0.0"}`), 0o600))
	b.start()
	require.Contains(t, b.out.String(), "added 2 packages", "another version is another package")
	left, err := os.ReadDir(filepath.Join(b.options.Root, ".build"))
	require.NoError(t, err)
	require.Len(t, left, 1, "npm alone")
}

func TestWhatIsSetIsUsed(t *testing.T) {
	t.Parallel()
	b := newBench(t, "die", "serve")
	b.set[launch.TablesVariable] = "http://127.0.0.1:10002/devstoreaccount1"
	d := b.start()
	require.Len(t, d.Env(), 1)
	require.Contains(t, d.String(), "USHER_TEST_TABLES is set to http://127.0.0.1:10002/devstoreaccount1, Service Bus double at ")

	b = newBench(t, "die", "die")
	b.set[launch.TablesVariable], b.set[launch.ServiceBusVariable] = "http://127.0.0.1:1/a", "127.0.0.1:2"
	require.Empty(t, b.start().Env())
	require.Empty(t, b.looked, "Node isn't needed")
}

func TestWithoutNode(t *testing.T) {
	t.Parallel()
	for _, missing := range []string{"node", "npm"} {
		b := newBench(t, "serve", "serve")
		found := b.options.LookPath
		b.options.LookPath = func(name string) (string, error) {
			if name == missing {
				return "", errors.New("not in PATH")
			}
			return found(name)
		}
		_, err := launch.Start(t.Context(), b.options)
		require.ErrorIs(t, err, launch.ErrNoNode)
	}
}

func TestOneThatDoesNotStartEndsTheOther(t *testing.T) {
	t.Parallel()
	b := newBench(t, "serve", "die")
	_, err := launch.Start(t.Context(), b.options)
	require.EqualError(t, err, "start Service Bus double: it ended: Error: Cannot find module")
}

func TestWithoutRegistry(t *testing.T) {
	t.Parallel()
	b := newBench(t, "serve", "serve")
	b.options.LookPath = func(string) (string, error) { return filepath.Join(t.TempDir(), "npm"), nil }
	_, err := launch.Start(t.Context(), b.options)
	require.ErrorContains(t, err, "npm install: ")
	require.NoDirExists(t, filepath.Join(b.options.Root, ".build", "npm"))
}

func TestWait(t *testing.T) {
	t.Parallel()
	b := newBench(t, "serve", "die when called")
	d := b.start()
	require.True(t, listens(t, hostPort(d.Env()[1])))
	require.ErrorContains(t, d.Wait(t.Context()), "servicebus ended: ")

	b = newBench(t, "serve", "serve")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	require.NoError(t, b.start().Wait(ctx))
}

// TestTheContextEndsThem, as Ctrl-C does.
func TestTheContextEndsThem(t *testing.T) {
	t.Parallel()
	b := newBench(t, "serve", "serve")
	ctx, cancel := context.WithCancel(t.Context())
	d, err := launch.Start(ctx, b.options)
	require.NoError(t, err)
	cancel()
	require.Error(t, d.Wait(t.Context()))
	require.NoError(t, d.Close())
	for _, line := range d.Env() {
		require.False(t, listens(t, hostPort(line)))
	}
}

// TestTheRealOnes starts another pair beside those that the check started.
func TestTheRealOnes(t *testing.T) {
	t.Parallel()
	doubles.Tables(t)
	doubles.ServiceBus(t)
	d, err := launch.Start(t.Context(), launch.Options{
		Root: filepath.Join("..", "..", ".."), Out: io.Discard,
		Getenv: func(string) string { return "" },
	})
	if errors.Is(err, launch.ErrNoNode) {
		t.Skipf("%v", err)
	}
	require.NoError(t, err)
	for _, line := range d.Env() {
		require.True(t, listens(t, hostPort(line)))
	}

	asked := time.Now()
	require.NoError(t, d.Close())
	require.Less(t, time.Since(asked), 4*time.Second, "they end by themselves when nobody holds their input")
	for _, line := range d.Env() {
		require.False(t, listens(t, hostPort(line)))
	}
}
