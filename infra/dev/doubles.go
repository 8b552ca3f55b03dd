package main

import (
	"context"
	"fmt"
	"io"
	"os"

	"usher/infra/doubles/launch"
)

// runDoubles runs the doubles in the foreground, and prints what tells tests
// where they are.
func runDoubles(ctx context.Context, root string, out io.Writer) error {
	running, err := launch.Start(ctx, launch.Options{Root: root, Out: os.Stderr})
	if err != nil {
		return err
	}
	defer func() { _ = running.Close() }() // they end with this process anyway
	for _, line := range running.Env() {
		fmt.Fprintln(out, "export", line)
	}
	fmt.Fprintf(os.Stderr, "%s; Ctrl-C ends them\n", running)
	return running.Wait(ctx)
}
