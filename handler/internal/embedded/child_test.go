package embedded_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"usher/handler/flow"
	"usher/handler/internal/embedded"
)

// childVariable makes this test binary a process that a test may kill.
const childVariable = "USHER_EMBEDDED_CHILD"

func TestMain(m *testing.M) {
	if role := os.Getenv(childVariable); role != "" {
		log.SetFlags(0)
		if err := childMain(role, os.Args[1:]); err != nil {
			log.Fatal(role, ": ", err)
		}
		return
	}
	os.Exit(m.Run())
}

func childMain(role string, arguments []string) error {
	dir := arguments[0]
	switch role {
	case "once":
		engine, err := embedded.Beside(embedded.Options{Dir: dir})
		if err != nil {
			return err
		}
		err = engine.Store.Commit(context.Background(), "p", put(arguments[1], `1`))
		return errors.Join(err, engine.Close())
	case "hold":
		_, err := embedded.Open(embedded.Options{Dir: dir})
		if err != nil {
			return err
		}
		fmt.Println("held")
		select {}
	case "write":
		return writeForEver(dir, 0)
	case "fill":
		limit, err := strconv.ParseUint(arguments[1], 10, 64)
		if err != nil {
			return err
		}
		return writeForEver(dir, limit)
	}
	return errors.New("no such role")
}

// writers is how many goroutines of a child commit at once.
const writers = 8

// writeForEver commits from several goroutines and prints "writer number"
// after each answer, and at the first error that, and how Run ended. If limit
// isn't 0, no file may grow beyond so many bytes, as on a full disk.
func writeForEver(dir string, limit uint64) error {
	engine, err := embedded.Open(embedded.Options{Dir: dir})
	if err != nil {
		return err
	}
	if limit > 0 {
		if err := limitFiles(limit); err != nil {
			return err
		}
	}
	ended := make(chan error, 1)
	go func() { ended <- engine.Run(context.Background(), doors(nil), nil) }()
	var everybody sync.WaitGroup
	for w := range writers {
		everybody.Go(func() {
			for n := 1; ; n++ {
				if err := engine.Store.Commit(context.Background(), partition(w), trial(n)...); err != nil {
					fmt.Println("failed", w, n, err)
					return
				}
				fmt.Println(w, n)
			}
		})
	}
	everybody.Wait()
	// Once failed, always failed: also where there would be room.
	if err := engine.Store.Commit(context.Background(), "p", put("small", `1`)); err == nil {
		return errors.New("a commit was taken after one had failed")
	}
	fmt.Println("stopped:", <-ended)
	return nil
}

func partition(w int) string { return fmt.Sprint("writer|", w) }

// trial is the n-th commit of a writer: three rows that must say the same
// number, and one that stays.
func trial(n int) []flow.Change {
	long := strings.Repeat("x", n*37%3000)
	return []flow.Change{
		put("head", strconv.Itoa(n)),
		put("body", fmt.Sprintf("%d %s", n, long)),
		put("tail", strconv.Itoa(n)),
		{Do: flow.Insert, Key: fmt.Sprintf("event|%06d", n), Data: []byte(strconv.Itoa(n))},
	}
}

// child is a running process and what it prints.
type child struct {
	cmd *exec.Cmd
	out *bufio.Scanner
}

func childCommand(role string, arguments ...string) *exec.Cmd {
	cmd := exec.Command(os.Args[0], arguments...)
	cmd.Env = append(os.Environ(), childVariable+"="+role)
	cmd.Stderr = os.Stderr
	return cmd
}

func startChild(t *testing.T, role string, arguments ...string) *child {
	t.Helper()
	cmd := childCommand(role, arguments...)
	out, err := cmd.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	t.Cleanup(func() { _ = cmd.Process.Kill() })
	return &child{cmd: cmd, out: bufio.NewScanner(out)}
}

func (c *child) line(t *testing.T) string {
	t.Helper()
	require.True(t, c.out.Scan(), "the child ended: %v", c.out.Err())
	return c.out.Text()
}

// kill kills the child and reads what it still had to say.
func (c *child) kill(t *testing.T) []string {
	t.Helper()
	require.NoError(t, c.cmd.Process.Kill())
	return c.rest(t)
}

// rest reads to the end of what the child says.
func (c *child) rest(t *testing.T) []string {
	t.Helper()
	var lines []string
	for c.out.Scan() {
		lines = append(lines, c.out.Text())
	}
	if err := c.out.Err(); err != nil {
		require.ErrorIs(t, err, io.ErrClosedPipe)
	}
	_ = c.cmd.Wait() // a killed process ends with an error
	return lines
}
