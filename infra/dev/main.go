// Command dev keeps the repository in order: it checks everything and writes
// the files that are made from others.
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
	"syscall"
	"time"

	"usher/infra/dev/blank"
	"usher/infra/dev/check"
	"usher/infra/dev/generate"
)

const help = `Usage: go run ./infra/dev COMMAND

  check [-v] [STAGE …]  run every stage, or these: %s
                        (-v shows what each stage prints, not only of those that fail)
  doubles               run the doubles of Azure's tables and Service Bus until Ctrl-C,
                        for go test by hand; check starts its own
  generate              write the files that are made from others
  new STEP [-in PACKAGE]
                        begin a step: its file, its test, its entry in the catalogue;
                        PACKAGE is one of %s (asked where it isn't given)

Examples:
  go run ./infra/dev check
  go run ./infra/dev check -v format lint
  go run ./infra/dev doubles
  go run ./infra/dev generate
  go run ./infra/dev new cancel-meetings -in offboard
`

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, os.Args[1:], os.Stdin, os.Stdout)
	stop()
	if errors.Is(err, check.ErrFailed) {
		os.Exit(1)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "dev:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string, in io.Reader, out io.Writer) error {
	root, err := moduleRoot(ctx)
	if err != nil {
		return err
	}
	stages := check.Stages(root)
	if len(args) == 0 {
		args = []string{"help"}
	}
	switch args[0] {
	case "check":
		return runCheck(ctx, stages, args[1:], out)
	case "doubles":
		return runDoubles(ctx, root, out)
	case "generate":
		return generate.Write(ctx, root, out)
	case "new":
		return runNew(ctx, root, args[1:], in, out)
	case "help", "-h", "--help":
		fmt.Fprint(out, helpText(stages))
		return nil
	}
	return fmt.Errorf("no command %q; go run ./infra/dev shows what there is", args[0])
}

func runCheck(ctx context.Context, stages []check.Stage, args []string, out io.Writer) error {
	flags := flag.NewFlagSet("check", flag.ContinueOnError)
	flags.Usage = func() { fmt.Fprint(flags.Output(), helpText(stages)) }
	verbose := flags.Bool("v", false, "show what each stage prints")
	if err := flags.Parse(args); errors.Is(err, flag.ErrHelp) {
		return nil
	} else if err != nil {
		return err
	}
	chosen, err := check.Choose(stages, flags.Args())
	if err != nil {
		return err
	}
	return check.Run(ctx, chosen, check.Options{Out: out, Verbose: *verbose, Now: time.Now})
}

func helpText(stages []check.Stage) string {
	return fmt.Sprintf(help, strings.Join(check.Names(stages), " "), strings.Join(blank.Packages(), ", "))
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
