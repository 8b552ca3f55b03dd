// Package check runs everything that the repository is held to, stage by
// stage, and says of each how it went and how long it took.
package check

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
)

// Stage is one part of the check.
type Stage struct {
	Name  string
	Needs string // a stage that must run before, where there is one
	// Run returns an error where the tree isn't as it should be, in words
	// that end in what to do.
	Run func(ctx context.Context, out Output) error
	// End, where there is one, ends what Run has left running, after the last
	// stage and whether or not Run was called.
	End func() error
}

// Output is where a stage writes to.
type Output struct {
	Always io.Writer // shown as it comes
	Detail io.Writer // shown where the stage fails
}

// Options say how a check is run.
type Options struct {
	Out     io.Writer
	Verbose bool // shows the detail of stages that pass, too
	Now     func() time.Time
}

// Names returns the names of stages, in their order.
func Names(stages []Stage) []string {
	var names []string
	for _, stage := range stages {
		names = append(names, stage.Name)
	}
	return names
}

// Choose returns the stages of these names and those that they need, in their
// own order; all where there are no names.
func Choose(stages []Stage, names []string) ([]Stage, error) {
	if len(names) == 0 {
		return stages, nil
	}
	wanted := map[string]bool{}
	for _, name := range names {
		at := slices.Index(Names(stages), name)
		if at < 0 {
			return nil, fmt.Errorf("no stage %q; there are %s", name, strings.Join(Names(stages), ", "))
		}
		wanted[name], wanted[stages[at].Needs] = true, true
	}
	return slices.DeleteFunc(slices.Clone(stages), func(stage Stage) bool { return !wanted[stage.Name] }), nil
}

// ErrFailed is what Run returns where a stage failed; everything about it has
// been said then.
var ErrFailed = errors.New("a stage failed")

// Run runs all stages, whatever the others say. It prints a line for each
// and "N passed, N failed" at the end, and returns ErrFailed if any failed.
func Run(ctx context.Context, stages []Stage, options Options) error {
	return errors.Join(run(ctx, stages, options), end(stages))
}

func end(stages []Stage) error {
	var failed []error
	for _, stage := range stages {
		if stage.End != nil {
			failed = append(failed, stage.End())
		}
	}
	return errors.Join(failed...)
}

func run(ctx context.Context, stages []Stage, options Options) error {
	var failed []string
	for _, stage := range stages {
		if err := ctx.Err(); err != nil {
			return fmt.Errorf("stopped before %s: %w", stage.Name, err)
		}
		if !runStage(ctx, stage, options) {
			failed = append(failed, stage.Name)
		}
	}
	if len(failed) > 0 {
		fmt.Fprintf(options.Out, "Mend what is said above, then: go run ./infra/dev check %s\n", strings.Join(failed, " "))
	}
	fmt.Fprintf(options.Out, "%d passed, %d failed\n", len(stages)-len(failed), len(failed))
	if len(failed) > 0 {
		return ErrFailed
	}
	return nil
}

func runStage(ctx context.Context, stage Stage, options Options) bool {
	var kept bytes.Buffer
	out := Output{Always: options.Out, Detail: &kept}
	if options.Verbose {
		out.Detail = options.Out
	}
	start := options.Now()
	err := stage.Run(ctx, out)
	took := options.Now().Sub(start)
	if err == nil {
		fmt.Fprintf(options.Out, "%-10s passed %8s\n", stage.Name, brief(took))
		return true
	}
	copyText(options.Out, kept.Bytes())
	fmt.Fprintf(options.Out, "%-10s FAILED %8s  %v\n", stage.Name, brief(took), err)
	return false
}

func copyText(out io.Writer, text []byte) {
	if len(text) == 0 {
		return
	}
	fmt.Fprintf(out, "%s\n", bytes.TrimRight(text, "\n"))
}

// brief shows a time as people say it: tenths of a second, whole seconds from
// a minute on.
func brief(took time.Duration) string {
	if took < time.Minute {
		return fmt.Sprintf("%.1fs", took.Seconds())
	}
	return took.Round(time.Second).String()
}
