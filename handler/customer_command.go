package main

import "context"

// The commands about customers' documents work beside a running local, or,
// with USHER_ENGINE=azure, on a deployed Usher: they commit a row and leave.
func customerCommand() command {
	return command{
		name:    "customer",
		usage:   "customer check | apply | show | list | pause | resume  (each has --help)",
		says:    "Customers' documents: check, apply and show them; the brake.",
		example: "handler customer check contoso.yaml",
		run:     runCustomer,
	}
}

func customerCommands() []command {
	return []command{
		{
			name: "customer check", usage: "customer check FILE…", run: runCheck,
			says:    "Names every line of a document that isn't understood, and what was probably meant.",
			example: "handler customer check contoso.yaml fabrikam.yaml",
		},
		{
			name: "customer apply", usage: "customer apply FILE [--data DIR]", run: runApply,
			says:    "Makes a document the one in force; its file's name is the customer's key. Runs under way keep their plan.",
			example: "handler customer apply contoso.yaml",
		},
		{
			name: "customer show", usage: "customer show KEY [--version N] [--data DIR] | show --run ID [--verify] [--json]", run: runShow,
			says:    "Shows a document as it was applied, or what a run did; --verify recomputes the run's history and seal.",
			example: "handler customer show contoso --version 1",
		},
		{
			name: "customer list", usage: "customer list [--data DIR] [--json]", run: runList,
			says:    "Lists the customers with the versions in force.",
			example: "handler customer list",
		},
		{
			name: "customer pause", usage: "customer pause KEY | --all [--data DIR]", run: pauseOrResume("pause", true),
			says:    "Holds one customer back, or all: nothing new starts. A change under way is read back first.",
			example: "handler customer pause --all",
		},
		{
			name: "customer resume", usage: "customer resume KEY | --all [--data DIR]", run: pauseOrResume("resume", false),
			says:    "Lets a paused customer go on, within two minutes; --all takes the brake off, and who was paused singly stays so.",
			example: "handler customer resume contoso",
		},
	}
}

func runCustomer(ctx context.Context, c console, args []string) error {
	return runFamily(ctx, c, customerCommands(), args)
}
