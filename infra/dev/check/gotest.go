package check

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
)

// test runs go test with additions to the environment and shows its line for
// each package as it comes, the output of what fails, each skipped test with
// its reason, and how the engines stand beside each other.
func test(ctx context.Context, root string, env []string, out Output, args ...string) error {
	program := exec.CommandContext(ctx, "go", append([]string{"test", "-json"}, args...)...)
	program.Dir = root
	program.Env = append(os.Environ(), env...)
	// Of its own, because it is filled while the events are read.
	var complaints bytes.Buffer
	program.Stderr = &complaints
	events, err := program.StdoutPipe()
	if err != nil {
		return fmt.Errorf("go test: %w", err)
	}
	if err := program.Start(); err != nil {
		return fmt.Errorf("go test: %w", err)
	}
	said := ReadTests(events, out)
	ended := program.Wait()
	copyText(out.Detail, complaints.Bytes())
	if err := errors.Join(said, ended); err != nil {
		return fmt.Errorf("go test %s: %w; mend what it names", args[0], err)
	}
	return nil
}

// event is one line of go test -json (see go doc test2json).
type event struct {
	Action     string
	Package    string
	ImportPath string // of build output
	Test       string
	Output     string
}

// tests gathers what go test says until it is known whether it matters.
type tests struct {
	out     Output
	said    map[[2]string]*strings.Builder // by package and test
	engines engines
}

// ReadTests reads what go test -json says. Result lines of packages, skipped
// tests and a table of the contracts that engines are held to go to
// out.Always, the output of what failed to out.Detail.
func ReadTests(events io.Reader, out Output) error {
	t := &tests{out: out, said: map[[2]string]*strings.Builder{}, engines: engines{}}
	decoder := json.NewDecoder(events)
	for {
		var e event
		err := decoder.Decode(&e)
		if errors.Is(err, io.EOF) {
			return t.engines.write(out.Always)
		}
		if err != nil {
			return fmt.Errorf("read go test: %w", err)
		}
		t.take(e)
		t.engines.take(e)
	}
}

func (t *tests) take(e event) {
	key := [2]string{e.Package, e.Test}
	switch e.Action {
	case "build-output":
		fmt.Fprint(t.out.Detail, e.Output)
	case "output":
		if isResult(e) {
			fmt.Fprint(t.out.Always, e.Output)
			return
		}
		if strings.HasPrefix(e.Output, "=== ") {
			return // RUN, PAUSE and CONT: what runs when says nothing about why
		}
		if t.said[key] == nil {
			t.said[key] = &strings.Builder{}
		}
		t.said[key].WriteString(e.Output)
	case "fail":
		if said := t.said[key]; said != nil {
			fmt.Fprint(t.out.Detail, said)
		}
		delete(t.said, key)
	case "skip":
		if e.Test != "" {
			fmt.Fprintf(t.out.Always, "skipped\t%s %s: %s\n", e.Package, e.Test, t.reason(key))
		}
		delete(t.said, key)
	case "pass":
		delete(t.said, key)
	}
}

// isResult tells whether an output is go test's own line about a package.
func isResult(e event) bool {
	if e.Test != "" {
		return false
	}
	for _, begin := range []string{"ok  \t", "FAIL\t", "?   \t"} {
		if strings.HasPrefix(e.Output, begin) {
			return true
		}
	}
	return false
}

// reason returns the words with which a test skipped itself.
func (t *tests) reason(key [2]string) string {
	said := t.said[key]
	if said == nil {
		return "no reason given"
	}
	for line := range strings.Lines(said.String()) {
		line = strings.TrimSpace(line)
		if _, words, found := strings.Cut(line, ".go:"); found {
			_, words, _ = strings.Cut(words, ": ")
			return words
		}
	}
	return "no reason given"
}
