package main

import (
	"bytes"
	"context"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/url"
	"os"
	"strings"
	"time"

	"golang.org/x/term"

	"usher/handler/flow"
	"usher/handler/internal/terminal"
	"usher/steps/step"
)

//go:embed demo_offboard.json demo_onboard.json
var demoTickets embed.FS

func demoCommand() command {
	return command{
		name:    "demo",
		usage:   "demo [onboard | offboard | FILE] [--yes] [--port N]",
		says:    "Shows the main job end to end in a simulated tenant, without any account.",
		example: "handler demo offboard --yes",
		run:     runDemo,
	}
}

func runDemo(ctx context.Context, c console, args []string) error {
	flags := flagSet("demo")
	yes := flags.Bool("yes", false, "approve as the demo's approver")
	port := flags.Int("port", 0, "the app's port; 0 picks a free one")
	words, err := parse(flags, args, 1)
	if err != nil {
		return err
	}
	ticket, err := demoTicket(c, words)
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "usher-demo-")
	if err != nil {
		return err
	}
	// What can't be removed is in the folder for temporary files.
	defer func() { _ = os.RemoveAll(dir) }()
	log := slog.New(slog.DiscardHandler)
	a, err := startLocal(ctx, localOptions{Dir: dir, Port: *port, Now: c.now, Log: log})
	if err != nil {
		return err
	}
	defer a.stop()
	d := &demo{console: c, app: a, ticket: ticket, live: isTerminal(c.out)}
	status, err := d.run(ctx, *yes)
	if err != nil {
		return err
	}
	if status != flow.StatusSuccess && status != flow.StatusFollowUp {
		return exitCode(1)
	}
	return nil
}

// demoTicket is the ticket of one of the demos, or of a file. A joiner of the
// demo starts on the next working day.
func demoTicket(c console, words []string) (step.Ticket, error) {
	name := "offboard"
	if len(words) > 0 {
		name = words[0]
	}
	if name != "onboard" && name != "offboard" {
		return loadTicket(c, name)
	}
	data, err := demoTickets.ReadFile("demo_" + name + ".json")
	if err != nil {
		return step.Ticket{}, err
	}
	data = bytes.ReplaceAll(data, []byte("{next working day}"), []byte(nextWorkingDay(c.now()).Format("Monday 2 January 2006")))
	return decodeTicket(data, c.now())
}

func nextWorkingDay(day time.Time) time.Time {
	for {
		day = day.AddDate(0, 0, 1)
		if day.Weekday() != time.Saturday && day.Weekday() != time.Sunday {
			return day
		}
	}
}

// demo plays all parts: the desk that sends a ticket, the approver, and the
// technician who watches.
type demo struct {
	console
	app    *app
	ticket step.Ticket
	live   bool
}

func (d *demo) run(ctx context.Context, yes bool) (flow.Status, error) {
	fmt.Fprintf(d.out, "A simulated Contoso is up at %s/_sim/state\n\n", d.app.world)
	terminal.Ticket(d.out, d.ticket)
	if err := d.app.sendTicket(ctx, "contoso", d.ticket); err != nil {
		return "", err
	}
	view, err := d.await(ctx, func(v flow.RunView) bool { return v.State != flow.Planning && v.State != flow.Reading })
	if err != nil {
		return "", err
	}
	fmt.Fprintln(d.out)
	terminal.Plan(d.out, view.Plan)
	fmt.Fprintln(d.out)
	switch view.State {
	case flow.Asking:
		fmt.Fprintln(d.out, "Usher asks on the ticket and waits for an answer.")
		return "", exitCode(1)
	case flow.Finished:
		return d.ended(ctx, view)
	}
	return d.approveAndWatch(ctx, view, yes)
}

func (d *demo) approveAndWatch(ctx context.Context, view flow.RunView, yes bool) (flow.Status, error) {
	who := view.Approvals[0].Approver
	link, err := d.link(ctx, view.ID, who)
	if err != nil {
		return "", err
	}
	if yes {
		fmt.Fprintf(d.out, "Approving as %s, because of --yes\n", who)
		if err := d.app.approve(ctx, link, view.Plan.Hash); err != nil {
			return "", err
		}
	} else {
		fmt.Fprintf(d.out, "Approve as %s (waiting, Ctrl-C to stop):\n  %s\n", who, link)
	}
	view, err = d.await(ctx, func(v flow.RunView) bool { return v.State != flow.Approving })
	if err != nil {
		return "", err
	}
	d.sayDecision(view)
	progress := terminal.NewProgress(d.out, d.live)
	view, err = d.await(ctx, func(v flow.RunView) bool {
		progress.Show(v)
		return v.State == flow.Finished
	})
	if err != nil {
		return "", err
	}
	return d.ended(ctx, view)
}

func (d *demo) sayDecision(v flow.RunView) {
	fmt.Fprintln(d.out)
	for _, a := range v.Approvals {
		if a.At != nil {
			verb := map[string]string{"approve": "Approved", "reject": "Rejected", "change": "Sent back"}[a.Decision]
			fmt.Fprintf(d.out, "%s by %s, %s · %s\n", verb, a.Approver, a.At.Local().Format(time.TimeOnly), a.Proof)
		}
	}
}

func (d *demo) ended(ctx context.Context, v flow.RunView) (flow.Status, error) {
	fmt.Fprintln(d.out)
	terminal.Outcome(d.out, v, tookSince(v))
	if v.Report != nil && len(v.Lines) == 0 {
		fmt.Fprintln(d.out, v.Report.Summary)
	}
	fmt.Fprintf(d.out, "  Report and history: %s/api/runs/%s\n", d.app.url, v.ID)
	if d.live {
		fmt.Fprintln(d.out, "  Still up for a look; Ctrl-C ends the demo.")
		<-ctx.Done()
	}
	return *v.Status, nil
}

// tookSince is how long the run took from its start to its end.
func tookSince(v flow.RunView) string {
	var from, to time.Time
	for _, e := range v.Events {
		switch e.Kind {
		case "started":
			from = e.At
		case "finished":
			to = e.At
		}
	}
	if from.IsZero() {
		return "nothing was carried out"
	}
	return fmt.Sprintf("%.1f s", to.Sub(from).Seconds())
}

// await looks at the ticket's run until it is as wanted.
func (d *demo) await(ctx context.Context, wanted func(flow.RunView) bool) (flow.RunView, error) {
	const toRead = 10 * time.Second
	patience := d.now().Add(toRead)
	for {
		v, err := d.app.runOf(ctx, d.ticket.ID)
		if err != nil {
			return v, err
		}
		if v.ID != "" && wanted(v) {
			return v, nil
		}
		if v.ID == "" && time.Until(patience) < 0 {
			return v, errors.New("nothing to plan: the ticket isn't about somebody who joins, leaves or moves")
		}
		select {
		case <-ctx.Done():
			return v, fmt.Errorf("stopped while the run was %s", orNothing(string(v.State)))
		case <-time.After(100 * time.Millisecond):
		}
	}
}

func orNothing(s string) string {
	if s == "" {
		return "not there yet"
	}
	return s
}

// link takes an approver's link from the card in their own channel.
func (d *demo) link(ctx context.Context, run, approver string) (string, error) {
	channel, err := channelOf(approver)
	if err != nil {
		return "", err
	}
	for {
		var state struct {
			Cards []struct {
				Channel string
				Body    json.RawMessage
			}
		}
		if err := getJSON(ctx, d.app.world+"/_sim/state", &state); err != nil {
			return "", err
		}
		for _, card := range state.Cards {
			link := linkIn(string(card.Body), d.app.url+"/api/approve/"+run)
			if card.Channel == channel && link != "" {
				return link, nil
			}
		}
		select {
		case <-ctx.Done():
			return "", fmt.Errorf("stopped before %s had a card", approver)
		case <-time.After(50 * time.Millisecond):
		}
	}
}

// channelOf names the channel of an approver of the simulated Contoso.
func channelOf(approver string) (string, error) {
	customers, err := samples()
	if err != nil {
		return "", err
	}
	for _, a := range customers["contoso"].Approval.Approvers {
		if a.Name == approver {
			return channel(a), nil
		}
	}
	return "", fmt.Errorf("%s has no channel", approver)
}

// linkIn finds the address that begins so in a card.
func linkIn(card, begin string) string {
	from := strings.Index(card, begin)
	if from < 0 {
		return ""
	}
	link, _, _ := strings.Cut(card[from:], `"`)
	if _, err := url.Parse(link); err != nil {
		return ""
	}
	return link
}

func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}
