// Handler is Usher: one program with the doors of the Azure Functions app,
// the engine that carries runs along, and the commands for a terminal.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"
)

// console is where a command reads and writes.
type console struct {
	in  io.Reader
	out io.Writer
	err io.Writer
	now func() time.Time // the machine's
	env func(name string) string
}

// command is one word after `handler`.
type command struct {
	name    string
	usage   string
	says    string
	example string
	run     func(ctx context.Context, c console, args []string) error
}

func commands() []command {
	return []command{
		demoCommand(), localCommand(), simCommand(), serveCommand(), planCommand(), readCommand(), stepsCommand(), scopesCommand(),
		customerCommand(), quarantineCommand(),
	}
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, console{os.Stdin, os.Stdout, os.Stderr, time.Now, environment()}, os.Args[1:])
	stop()
	os.Exit(code)
}

// exitCode ends the program with a code of its own, after it has said what it
// had to say.
type exitCode int

func (e exitCode) Error() string { return fmt.Sprintf("exit code %d", int(e)) }

// run carries out one command and returns the exit code: 0 done, 1 failed,
// 2 not understood.
func run(ctx context.Context, c console, args []string) int {
	if len(args) == 0 && c.env("FUNCTIONS_CUSTOMHANDLER_PORT") != "" {
		args = []string{"serve"} // the Functions host starts the program without words
	}
	if len(args) == 0 || args[0] == "help" || args[0] == "--help" || args[0] == "-h" {
		fmt.Fprint(c.out, help())
		return 0
	}
	for _, cmd := range commands() {
		if cmd.name == args[0] {
			return outcome(c, cmd, cmd.run(ctx, c, args[1:]))
		}
	}
	fmt.Fprintf(c.err, "handler: there is no command %q\n\n%s", args[0], help())
	return 2
}

func outcome(c console, cmd command, err error) int {
	var code exitCode
	var misused *usageError
	switch {
	case err == nil:
		return 0
	case errors.Is(err, errHelp):
		fmt.Fprintf(c.out, "%s\n\nUsage:   handler %s\nExample: %s\n", cmd.says, cmd.usage, cmd.example)
		return 0
	case errors.As(err, &code):
		return int(code)
	case errors.As(err, &misused):
		fmt.Fprintf(c.err, "handler %s: %s\nUsage:   handler %s\nExample: %s\n", cmd.name, misused.says, cmd.usage, cmd.example)
		return 2
	}
	fmt.Fprintf(c.err, "handler %s: %v\n", cmd.name, err)
	return 1
}

func help() string {
	var b strings.Builder
	b.WriteString("Usher turns a ticket into a reviewed, proven change of a Microsoft 365 tenant.\n\nCommands:\n")
	for _, cmd := range commands() {
		fmt.Fprintf(&b, "  %-10s %s\n", cmd.name, cmd.says)
	}
	b.WriteString("\nSee it work:       go run ./handler demo offboard\nMore on a command: go run ./handler COMMAND --help\n")
	return b.String()
}
