package check

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"go/format"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"usher/infra/dev/generate"
	"usher/infra/house"
)

// Stages returns the stages of the check of the tree at root: the quick ones
// first.
func Stages(root string) []Stage {
	azure := &doubles{root: root}
	return []Stage{
		quiet("format", root, formatted),
		quiet("generated", root, fresh),
		quiet("modules", root, tidy),
		quiet("vet", root, vet),
		quiet("lint", root, lint),
		{Name: "terraform", Run: func(ctx context.Context, out Output) error { return terraform(ctx, root, out) }},
		{Name: "doubles", Run: azure.run, End: azure.end},
		{Name: "test", Needs: "doubles", Run: func(ctx context.Context, out Output) error {
			return test(ctx, root, azure.env(), out, "./...")
		}},
		{Name: "race", Needs: "doubles", Run: func(ctx context.Context, out Output) error {
			return race(ctx, root, azure.env(), out)
		}},
	}
}

// quiet is a stage that says nothing where it passes.
func quiet(name, root string, run func(ctx context.Context, root string, detail io.Writer) error) Stage {
	return Stage{Name: name, Run: func(ctx context.Context, out Output) error { return run(ctx, root, out.Detail) }}
}

func formatted(ctx context.Context, root string, out io.Writer) error {
	tree, err := house.Open(ctx, root)
	if err != nil {
		return err
	}
	wrong := 0
	for _, name := range tree.Paths {
		if filepath.Ext(name) != ".go" || strings.Contains(name, "testdata/") {
			continue
		}
		source := []byte(tree.Texts[name])
		pretty, err := format.Source(source)
		switch {
		case err != nil:
			wrong++
			fmt.Fprintf(out, "%s: %v\n", name, err)
		case !bytes.Equal(source, pretty):
			wrong++
			fmt.Fprintf(out, "%s: not as gofmt writes it; run gofmt -w %s\n", name, name)
		}
	}
	if wrong > 0 {
		return fmt.Errorf("%d files aren't formatted; run gofmt -w on them", wrong)
	}
	return nil
}

func fresh(ctx context.Context, root string, out io.Writer) error {
	stale, err := generate.Stale(ctx, root)
	if err != nil {
		return err
	}
	for _, name := range stale {
		fmt.Fprintf(out, "%s: stale; run go run ./infra/dev generate\n", name)
	}
	if len(stale) > 0 {
		return errors.New("generated files are stale; run go run ./infra/dev generate")
	}
	return nil
}

// tidy needs no network once the modules are there.
func tidy(ctx context.Context, root string, out io.Writer) error {
	if err := command(ctx, root, out, "go", "mod", "tidy", "-diff"); err != nil {
		return fmt.Errorf("go mod tidy -diff: %w; run go mod tidy", err)
	}
	return nil
}

func vet(ctx context.Context, root string, out io.Writer) error {
	if err := command(ctx, root, out, "go", "vet", "./..."); err != nil {
		return fmt.Errorf("go vet ./...: %w; mend what it names", err)
	}
	return nil
}

// command runs a program at root and writes what it says to out.
func command(ctx context.Context, root string, out io.Writer, name string, args ...string) error {
	program := exec.CommandContext(ctx, name, args...)
	program.Dir = root
	program.Env = os.Environ()
	program.Stdout, program.Stderr = out, out
	return program.Run()
}
