package main

import (
	"context"
	"errors"
	"fmt"
	"text/tabwriter"

	"usher/handler/flow"
	"usher/handler/internal/terminal"
)

// Messages that kept failing wait in quarantine for a person. The commands
// work beside a running local, or, with USHER_ENGINE=azure, on a deployed
// Usher.
func quarantineCommand() command {
	return command{
		name:    "quarantine",
		usage:   "quarantine list | retry | forget  (each has --help)",
		says:    "Messages that kept failing: list them, move them back.",
		example: "handler quarantine list",
		run: func(ctx context.Context, c console, args []string) error {
			return runFamily(ctx, c, quarantineCommands(), args)
		},
	}
}

func quarantineCommands() []command {
	return []command{
		{
			name: "quarantine list", usage: "quarantine list [--data DIR] [--json]", run: runQuarantineList,
			says:    "Lists the messages that were given up, the oldest first, and why.",
			example: "handler quarantine list",
		},
		{
			name: "quarantine retry", usage: "quarantine retry ID | --all [--data DIR]", run: runQuarantineRetry,
			says:    "Moves messages back once: what they are about goes on, within about a minute.",
			example: "handler quarantine retry 3f9c01d2a7b4",
		},
		{
			name: "quarantine forget", usage: "quarantine forget ID [--data DIR]", run: runQuarantineForget,
			says:    "Takes a message off the list and does nothing else, such as one that isn't Usher's.",
			example: "handler quarantine forget 3f9c01d2a7b4",
		},
	}
}

// quarantineView is a message in the list's JSON form.
type quarantineView struct {
	ID         string        `json:"id"`
	At         string        `json:"at"`
	Queue      string        `json:"queue"`
	Message    *flow.Message `json:"message"`
	Body       string        `json:"body"`
	Why        string        `json:"why"`
	Deliveries int           `json:"deliveries"`
}

func runQuarantineList(ctx context.Context, c console, args []string) error {
	flags := flagSet("quarantine list")
	dir := flags.String("data", ".usher", "folder for durable state")
	asJSON := flags.Bool("json", false, "as JSON")
	if _, err := parse(flags, args, 0); err != nil {
		return err
	}
	return within(c, *dir, false, func(d *documents, g ground) error {
		all, err := g.looker(d).Quarantined(ctx)
		if err != nil {
			return err
		}
		if !*asJSON {
			return showQuarantine(c, all)
		}
		views := []quarantineView{}
		for _, m := range all {
			views = append(views, quarantineView{m.ID, m.At.Format("2006-01-02T15:04:05Z07:00"), m.Queue, m.Message, m.Body, m.Why, m.Deliveries})
		}
		return writeJSON(c.out, map[string]any{"messages": views})
	})
}

func showQuarantine(c console, all []flow.GivenUp) error {
	if len(all) == 0 {
		fmt.Fprintln(c.out, "nothing is in quarantine")
		return nil
	}
	w := tabwriter.NewWriter(c.out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "ID\tSINCE\tQUEUE\tRUN\tLINE\tWHY")
	for _, m := range all {
		run, line := "not Usher's", ""
		if m.Message != nil {
			run, line = m.Message.Run, m.Message.Line
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\n", m.ID, m.At.Format("2006-01-02 15:04 MST"), terminal.Clean(m.Queue),
			terminal.Clean(run), terminal.Clean(line), terminal.Clean(m.Why))
	}
	return w.Flush()
}

func runQuarantineRetry(ctx context.Context, c console, args []string) error {
	flags := flagSet("quarantine retry")
	dir := flags.String("data", ".usher", "folder for durable state")
	all := flags.Bool("all", false, "all messages that are Usher's")
	ids, err := parse(flags, args, 1)
	if err != nil {
		return err
	}
	if *all == (len(ids) == 1) {
		return misuse("which? Name one message by its id, or --all")
	}
	return within(c, *dir, false, func(d *documents, g ground) error {
		f := g.looker(d)
		if *all {
			return requeueAll(ctx, c, f)
		}
		return requeue(ctx, c, f, ids[0])
	})
}

func requeueAll(ctx context.Context, c console, f *flow.Flow) error {
	messages, err := f.Quarantined(ctx)
	if err != nil {
		return err
	}
	for _, m := range messages {
		if m.Message == nil {
			continue
		}
		if err := requeue(ctx, c, f, m.ID); err != nil {
			return err
		}
	}
	return nil
}

func requeue(ctx context.Context, c console, f *flow.Flow, id string) error {
	err := f.Requeue(ctx, id)
	if errors.Is(err, flow.ErrUnreadable) || errors.Is(err, flow.ErrNoRun) {
		return fmt.Errorf("%w; `handler quarantine forget %s` takes it off the list", err, id)
	}
	if err != nil {
		return err
	}
	fmt.Fprintf(c.out, "%s: moved back\n", id)
	return nil
}

func runQuarantineForget(ctx context.Context, c console, args []string) error {
	flags := flagSet("quarantine forget")
	dir := flags.String("data", ".usher", "folder for durable state")
	ids, err := parse(flags, args, 1)
	if err != nil {
		return err
	}
	if len(ids) == 0 {
		return misuse("which? Name a message by its id, as quarantine list shows it")
	}
	return within(c, *dir, false, func(d *documents, g ground) error {
		if err := g.looker(d).Forget(ctx, ids[0]); err != nil {
			return err
		}
		fmt.Fprintf(c.out, "%s: forgotten\n", ids[0])
		return nil
	})
}
