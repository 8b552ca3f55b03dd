package check

import (
	"context"
	"errors"
	"fmt"
	"os"

	"usher/infra/doubles/launch"
)

// doubles are the stand-ins for Azure that one stage starts for those after
// it, and that end with the check.
type doubles struct {
	root    string
	running *launch.Doubles
}

func (d *doubles) run(ctx context.Context, out Output) error {
	running, err := launch.Start(ctx, launch.Options{Root: d.root, Out: out.Detail})
	switch {
	case errors.Is(err, launch.ErrNoNode) && os.Getenv("CI") == "":
		fmt.Fprintf(out.Always, "left out: what tests try on Azure's tables and Service Bus, since %v\n", err)
		return nil
	case err != nil:
		return fmt.Errorf("%w; tests on Azure's doubles would be left out", err)
	}
	d.running = running
	fmt.Fprintf(out.Always, "doubles: %s\n", running)
	return nil
}

// env is what tests find the doubles by.
func (d *doubles) env() []string {
	if d.running == nil {
		return nil
	}
	return d.running.Env()
}

func (d *doubles) end() error {
	if d.running == nil {
		return nil
	}
	return d.running.Close()
}
