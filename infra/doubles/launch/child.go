package launch

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"time"
)

const (
	startPatience = time.Minute     // a cold machine reads 186 MB of Azurite
	endPatience   = 5 * time.Second // then it is killed
)

// child is a program that runs beside this one. Its standard input is a pipe
// that nobody writes to: it ends, and the child with it, when it is closed,
// which the system does where this process is killed.
type child struct {
	script string
	cmd    *exec.Cmd
	input  io.Closer
	heard  *ear
	ended  chan struct{}
}

func run(ctx context.Context, node, script, folder string) (*child, error) {
	c := &child{script: script, heard: &ear{address: make(chan string, 1)}, ended: make(chan struct{})}
	c.cmd = exec.CommandContext(ctx, node, script)
	c.cmd.Dir = folder
	c.cmd.Env = append(os.Environ(), "NODE_PATH="+filepath.Join(folder, "node_modules"))
	c.cmd.Stdout, c.cmd.Stderr = c.heard, c.heard
	input, err := c.cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	c.input = input
	if err := c.cmd.Start(); err != nil {
		return nil, err
	}
	go func() {
		_ = c.cmd.Wait() // how it ended is in what it said
		close(c.ended)
	}()
	return c, nil
}

// ready waits until the child listens and returns where.
func (c *child) ready(ctx context.Context) (string, error) {
	timer := time.NewTimer(startPatience)
	defer timer.Stop()
	select {
	case address := <-c.heard.address:
		return address, nil
	case <-c.ended:
		return "", fmt.Errorf("it ended: %s", c.heard)
	case <-timer.C:
		return "", fmt.Errorf("it wasn't ready within %s: %s", startPatience, c.heard)
	case <-ctx.Done():
		return "", ctx.Err()
	}
}

// close ends the child and returns when it is gone.
func (c *child) close() error {
	// It may be closed already, by a child that has gone.
	_ = c.input.Close()
	timer := time.NewTimer(endPatience)
	defer timer.Stop()
	select {
	case <-c.ended:
		return nil
	case <-timer.C:
	}
	if err := c.cmd.Process.Kill(); err != nil && !errors.Is(err, os.ErrProcessDone) {
		return fmt.Errorf("end %s: %w", c.script, err)
	}
	<-c.ended
	return nil
}

// ear listens to what a child says: the first line "ready ADDRESS" goes to
// address, the last words are kept.
type ear struct {
	address chan string

	mu    sync.Mutex
	line  []byte
	words []byte
}

// Write hears a piece of what the child says.
func (e *ear) Write(said []byte) (int, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.words = append(e.words, said...)
	e.words = e.words[max(0, len(e.words)-4096):]
	e.line = append(e.line, said...)
	for {
		line, rest, whole := bytes.Cut(e.line, []byte("\n"))
		if !whole {
			return len(said), nil
		}
		e.line = rest
		address, ready := strings.CutPrefix(strings.TrimSpace(string(line)), "ready ")
		if !ready {
			continue
		}
		select {
		case e.address <- address:
		default: // it has said so before
		}
	}
}

// String returns the child's last words.
func (e *ear) String() string {
	e.mu.Lock()
	defer e.mu.Unlock()
	return strings.TrimSpace(string(e.words))
}
