package main

import (
	"context"
	"fmt"
	"text/tabwriter"
	"time"

	"usher/steps/step"
)

// pauseOrResume is the brake, for one customer or all.
func pauseOrResume(verb string, paused bool) func(context.Context, console, []string) error {
	return func(ctx context.Context, c console, args []string) error {
		flags := flagSet("customer " + verb)
		dir := flags.String("data", ".usher", "folder for durable state")
		all := flags.Bool("all", false, "all customers")
		keys, err := parse(flags, args, 1)
		if err != nil {
			return err
		}
		if *all == (len(keys) == 1) {
			return misuse("whom? Name one customer, or --all")
		}
		return within(c, *dir, false, func(d *documents, _ ground) error {
			if *all {
				return brakeAll(ctx, c, d, paused)
			}
			return pauseOne(ctx, c, d, keys[0], paused)
		})
	}
}

func brakeAll(ctx context.Context, c console, d *documents, paused bool) error {
	if err := d.brake(ctx, paused); err != nil {
		return err
	}
	if paused {
		fmt.Fprintln(c.out, "all customers are paused: nothing new starts")
		return nil
	}
	heads, err := d.all(ctx)
	if err != nil {
		return err
	}
	fmt.Fprintln(c.out, "the brake is off")
	for i := range heads {
		if heads[i].Paused {
			fmt.Fprintf(c.out, "%s is still paused by itself: handler customer resume %[1]s\n", heads[i].Key)
		}
	}
	return nil
}

func pauseOne(ctx context.Context, c console, d *documents, key string, paused bool) error {
	changed, err := d.pause(ctx, key, paused)
	if err != nil {
		known, listing := d.all(ctx)
		if listing != nil {
			return listing
		}
		return orNobody(err, key, known)
	}
	state := map[bool]string{true: "paused: nothing new starts", false: "going on"}[paused]
	if !changed {
		fmt.Fprintf(c.out, "%s was %s already\n", key, map[bool]string{true: "paused", false: "going on"}[paused])
		return nil
	}
	fmt.Fprintf(c.out, "%s is %s\n", key, state)
	braked, err := d.braked(ctx)
	if err == nil && braked && !paused {
		fmt.Fprintln(c.out, "but all customers are paused: handler customer resume --all")
	}
	return err
}

// customerView is a customer in a list.
type customerView struct {
	Key     string    `json:"key"`
	Name    string    `json:"name"`
	Version int       `json:"version"`
	Mode    step.Mode `json:"mode"`
	Paused  bool      `json:"paused"`
	Applied time.Time `json:"applied"`
	Wrong   string    `json:"wrong,omitempty"` // why the document isn't understood any more
}

func runList(ctx context.Context, c console, args []string) error {
	flags := flagSet("customer list")
	dir := flags.String("data", ".usher", "folder for durable state")
	asJSON := flags.Bool("json", false, "as JSON")
	if _, err := parse(flags, args, 0); err != nil {
		return err
	}
	views := []customerView{}
	err := within(c, *dir, false, func(d *documents, _ ground) error {
		heads, err := d.all(ctx)
		if err != nil {
			return err
		}
		braked, err := d.braked(ctx)
		for i := range heads {
			views = append(views, d.listed(ctx, heads[i], braked))
		}
		return err
	})
	if err != nil {
		return err
	}
	if *asJSON {
		return writeJSON(c.out, map[string]any{"customers": views})
	}
	return showCustomers(c, views)
}

func (d *documents) listed(ctx context.Context, h head, braked bool) customerView {
	v := customerView{Key: h.Key, Version: h.Version, Paused: h.Paused || braked, Applied: h.At}
	doc, err := d.read(ctx, h.Key, h.Version)
	if err != nil {
		v.Wrong = err.Error()
	}
	v.Name, v.Mode = doc.Name, doc.Mode
	return v
}

func showCustomers(c console, views []customerView) error {
	if len(views) == 0 {
		fmt.Fprintln(c.out, "no customers yet: handler customer apply FILE")
		return nil
	}
	w := tabwriter.NewWriter(c.out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "KEY\tNAME\tVERSION\tMODE\tSTATE\tAPPLIED")
	for i := range views {
		v := &views[i]
		state := map[bool]string{true: "paused", false: "going on"}[v.Paused]
		if v.Wrong != "" {
			state = "not understood"
		}
		fmt.Fprintf(w, "%s\t%s\t%d\t%s\t%s\t%s\n", v.Key, v.Name, v.Version, v.Mode, state, v.Applied.Format("2006-01-02 15:04 MST"))
	}
	return w.Flush()
}
