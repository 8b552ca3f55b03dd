package main

import (
	"context"
	"fmt"
	"log/slog"
	"strings"

	"usher/handler/customer"
	"usher/handler/flow"
	"usher/handler/internal/embedded"
	"usher/handler/internal/terminal"
	"usher/handler/read"
	"usher/steps"
	"usher/steps/connect"
	"usher/steps/step"
)

func planCommand() command {
	return command{
		name:    "plan",
		usage:   "plan TICKET [--customer FILE] [--sim URL] [--json]",
		says:    "Shows what would be done for one ticket; changes nothing.",
		example: "handler plan ticket.json",
		run:     runPlan,
	}
}

func runPlan(ctx context.Context, c console, args []string) error {
	flags := flagSet("plan")
	file := flags.String("customer", "", "the customer's document; without it: the simulated Contoso's")
	simURL := flags.String("sim", "", "a simulated world that runs already")
	asJSON := flags.Bool("json", false, "as JSON")
	words, err := parse(flags, args, 1)
	if err != nil {
		return err
	}
	if len(words) == 0 {
		return misuse("which ticket? Name a JSON or text file, or - for standard input")
	}
	ticket, err := loadTicket(c, words[0])
	if err != nil {
		return err
	}
	doc, err := document(*file)
	if err != nil {
		return err
	}
	if doc.Key == "" {
		doc.Key = "contoso"
	}
	plans, err := preview(ctx, c, doc, strings.TrimRight(*simURL, "/"), ticket)
	if err != nil {
		return err
	}
	if *asJSON {
		return writeJSON(c.out, map[string]any{"plans": plans})
	}
	terminal.Ticket(c.out, ticket)
	if len(plans) == 0 {
		fmt.Fprintln(c.out, "\nNothing to plan: the ticket isn't about somebody who joins, leaves or moves.")
	}
	for _, p := range plans {
		fmt.Fprintln(c.out)
		terminal.Plan(c.out, p)
	}
	return nil
}

// preview plans a ticket against a customer's world; without a URL a
// simulated one is made for the moment.
func preview(ctx context.Context, c console, doc step.Customer, simURL string, ticket step.Ticket) ([]flow.PlanView, error) {
	if !doc.Simulated {
		return nil, fmt.Errorf("%s is a real tenant: planning against it needs a deployment with its credentials; a simulated customer's document says simulated: true", doc.Name)
	}
	log := slog.New(slog.DiscardHandler)
	if simURL == "" {
		world, err := openWorld(ctx, "", 0, log)
		if err != nil {
			return nil, err
		}
		defer world.stop()
		simURL = world.URL
	}
	clock := &embedded.Clock{}
	if err := clock.Adopt(ctx, simURL); err != nil {
		return nil, err
	}
	secrets := func(context.Context, string) (step.Secret, error) { return step.NewSecret("unused"), nil }
	f := flow.New(flow.Options{
		Clock: clock, Reader: read.Rules{}, Customers: library{doc.Key: doc}, Log: log,
		Connector: connect.New(connect.Options{Sim: simURL, Secrets: secrets, Now: c.now, Log: log}),
		Catalogue: steps.Catalogue(), Planning: steps.Planning(), Set: customer.Set,
	})
	return f.Preview(ctx, doc.Key, ticket)
}
