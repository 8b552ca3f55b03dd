package main

import (
	"bufio"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path"
	"strings"

	"usher/infra/dev/blank"
)

// runNew begins a step. What is generated from the catalogue is written by a
// run of its own, since this program was built from the catalogue before.
func runNew(ctx context.Context, root string, args []string, in io.Reader, out io.Writer) error {
	one, err := newStep(args, in, out)
	if err != nil {
		return err
	}
	written, err := one.Write(root)
	for _, file := range written {
		fmt.Fprintln(out, "wrote", file)
	}
	if err != nil {
		return err
	}
	again := exec.CommandContext(ctx, "go", "run", "./infra/dev", "generate")
	again.Dir, again.Stdout, again.Stderr = root, out, os.Stderr
	if err := again.Run(); err != nil {
		return fmt.Errorf("go run ./infra/dev generate: %w", err)
	}
	fmt.Fprintf(out, "\nFill in %s and its test, then:\n\n    go test ./%s -run %s\n", one.File(), path.Dir(one.File()), "Test"+one.Variable()+"$")
	return nil
}

// newStep reads which step is meant; the flag may stand before or after the
// name.
func newStep(args []string, in io.Reader, out io.Writer) (blank.Step, error) {
	flags := flag.NewFlagSet("new", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	folder := flags.String("in", "", "the step's package")
	var names []string
	for len(args) > 0 {
		if err := flags.Parse(args); err != nil {
			return blank.Step{}, err
		}
		if args = flags.Args(); len(args) > 0 {
			names, args = append(names, args[0]), args[1:]
		}
	}
	if len(names) != 1 {
		return blank.Step{}, errors.New("name one step, such as: go run ./infra/dev new cancel-meetings -in offboard")
	}
	if *folder == "" {
		fmt.Fprintf(out, "In which package (%s)? ", strings.Join(blank.Packages(), ", "))
		answer, err := bufio.NewReader(in).ReadString('\n')
		if err != nil && !errors.Is(err, io.EOF) {
			return blank.Step{}, fmt.Errorf("read the answer: %w", err)
		}
		*folder = strings.TrimSpace(answer)
	}
	one := blank.Step{Name: names[0], Package: *folder}
	return one, one.Check()
}
