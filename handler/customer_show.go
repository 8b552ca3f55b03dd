package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"usher/handler/flow"
	"usher/handler/internal/terminal"
)

func runShow(ctx context.Context, c console, args []string) error {
	flags := flagSet("customer show")
	dir := flags.String("data", ".usher", "folder for durable state")
	version := flags.Int("version", 0, "this version; without it: the one in force")
	run := flags.String("run", "", "what this run did")
	verify := flags.Bool("verify", false, "recompute the run's history and seal")
	asJSON := flags.Bool("json", false, "the run as JSON")
	keys, err := parse(flags, args, 1)
	if err != nil {
		return err
	}
	if (*run == "") == (len(keys) == 0) {
		return misuse("show what? Name one customer, or a run with --run")
	}
	return within(c, *dir, false, func(d *documents, g ground) error {
		if *run != "" {
			return showRun(ctx, c, g.looker(d), *run, *verify, *asJSON)
		}
		return showDocument(ctx, c, d, keys[0], *version)
	})
}

// showDocument prints a version as it was applied, under a line that says
// which one it is, so that the output is a document itself.
func showDocument(ctx context.Context, c console, d *documents, key string, version int) error {
	known, err := d.versions(ctx, key)
	if err != nil {
		return err
	}
	if len(known) == 0 {
		return noCustomer(ctx, d, key)
	}
	if version == 0 {
		h, err := d.head(ctx, key)
		if err != nil {
			return err
		}
		version = h.Version
	}
	for i := range known {
		if known[i].Version == version {
			fmt.Fprintf(c.out, "# %s, version %d of %d, applied %s\n%s\n",
				key, version, known[0].Version, known[i].At.Format(time.RFC3339), strings.TrimRight(known[i].YAML, "\n"))
			return nil
		}
	}
	return fmt.Errorf("%s has no version %d; the newest is %d", key, version, known[0].Version)
}

// noCustomer says whom there is instead.
func noCustomer(ctx context.Context, d *documents, key string) error {
	_, err := d.head(ctx, key)
	known, listing := d.all(ctx)
	if listing != nil {
		return listing
	}
	return orNobody(err, key, known)
}

func showRun(ctx context.Context, c console, f *flow.Flow, id string, verify, asJSON bool) error {
	v, err := f.Run(ctx, id)
	if errors.Is(err, flow.ErrNoRun) {
		return fmt.Errorf("there is no run %q; handler local shows all of them under /api/runs", id)
	}
	if err != nil {
		return err
	}
	if asJSON {
		err = writeJSON(c.out, v)
	} else {
		printRun(c, v)
	}
	if err != nil || !verify {
		return err
	}
	if err := f.Verify(ctx, id); errors.Is(err, flow.ErrBrokenHistory) {
		fmt.Fprintf(c.out, "NOT as it was written: %v\n", err)
		return exitCode(1)
	} else if err != nil {
		return err
	}
	if !asJSON {
		fmt.Fprintln(c.out, verified(v))
	}
	return nil
}

func verified(v flow.RunView) string {
	text := fmt.Sprintf("verified: %d events, every chain whole", len(v.Events))
	if v.Report == nil || v.Report.Seal == "" {
		return text + "; the report that seals them isn't written yet"
	}
	return text + "; the seal " + v.Report.Seal + " fits"
}

func printRun(c console, v flow.RunView) {
	status := string(v.State)
	if v.Status != nil {
		status = string(*v.Status)
	}
	fmt.Fprintf(c.out, "%s: %s %s, ticket %s of %s, %s\n", v.ID, v.Action, terminal.Clean(v.Person), terminal.Clean(v.Ticket), v.Customer, status)
	for i := range v.Events {
		e := &v.Events[i]
		line := e.Line
		if line != "" {
			line = "line " + line + ": "
		}
		fmt.Fprintf(c.out, "  %s  %s%s\n", e.At.UTC().Format("2006-01-02 15:04:05.000"), line, terminal.Clean(e.Says))
	}
	if v.Report != nil {
		for line := range strings.Lines(v.Report.Summary) {
			fmt.Fprintln(c.out, terminal.Clean(strings.TrimRight(line, "\n")))
		}
	}
}
