// Command package makes what is deployed: the handler for Linux, and the
// folder and the zip of the function app around it, and checks both.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"

	"usher/infra/package/functionapp"
)

const help = `Usage: go run ./infra/package [--out DIR]

Builds the handler for Azure (linux/amd64) and makes

  DIR/functionapp/      the app's root: host.json, handler, a folder for each function
  DIR/functionapp.zip   the same, to deploy; equal sources make equal bytes

DIR is .build unless it is given. What was made is checked from outside; where
anything is wrong, no zip is left.

Example:
  go run ./infra/package
  az functionapp deployment source config-zip --src .build/functionapp.zip --name APP --resource-group GROUP
`

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := run(ctx, os.Args[1:], os.Stdout)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "package:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string, out io.Writer) error {
	flags := flag.NewFlagSet("package", flag.ContinueOnError)
	flags.Usage = func() { fmt.Fprint(out, help) }
	folder := flags.String("out", "", "where to put it")
	if err := flags.Parse(args); errors.Is(err, flag.ErrHelp) {
		return nil
	} else if err != nil {
		return err
	}
	if flags.NArg() > 0 {
		return fmt.Errorf("%q is too much; go run ./infra/package --help shows what there is", flags.Arg(0))
	}
	root, err := moduleRoot(ctx)
	if err != nil {
		return err
	}
	if *folder == "" {
		*folder = filepath.Join(root, ".build")
	}
	archive, err := functionapp.Pack(ctx, root, *folder, out)
	if err != nil {
		return err
	}
	sum, err := functionapp.Summarize(archive)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "%s\n%s\n", archive, sum)
	return nil
}

// moduleRoot returns the folder of the go.mod that rules where we stand.
func moduleRoot(ctx context.Context) (string, error) {
	out, err := exec.CommandContext(ctx, "go", "env", "GOMOD").Output()
	if err != nil {
		return "", fmt.Errorf("go env GOMOD: %w", err)
	}
	file := strings.TrimSpace(string(out))
	if filepath.Base(file) != "go.mod" {
		return "", errors.New("this is no Go module; run it in the repository")
	}
	return filepath.Dir(file), nil
}
