package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"

	"usher/handler/customer"
	"usher/steps/step"
)

func runCheck(_ context.Context, c console, args []string) error {
	files, err := parse(flagSet("customer check"), args, len(args))
	if err != nil {
		return err
	}
	if len(files) == 0 {
		return misuse("which document? Name one or more YAML files")
	}
	broken := false
	for _, file := range files {
		if _, _, err := inspect(c, file); errors.As(err, new(customer.Problems)) {
			broken = true
			fmt.Fprintln(c.out, err)
		} else if err != nil {
			return err
		} else {
			fmt.Fprintf(c.out, "%s: fine\n", file)
		}
	}
	if broken {
		return exitCode(1)
	}
	return nil
}

// inspect reads a document and shows what is risky about it. Its error is
// customer.Problems where the document is wrong.
func inspect(c console, file string) (step.Customer, []byte, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return step.Customer{}, nil, fmt.Errorf("read document: %w", err)
	}
	doc, warnings, err := customer.Inspect(file, data)
	for _, warning := range warnings {
		fmt.Fprintf(c.out, "warning: %s\n", warning)
	}
	return doc, data, err
}

func runApply(ctx context.Context, c console, args []string) error {
	flags := flagSet("customer apply")
	dir := flags.String("data", ".usher", "folder for durable state")
	files, err := parse(flags, args, 1)
	if err != nil {
		return err
	}
	if len(files) == 0 {
		return misuse("which document? Name a YAML file")
	}
	doc, data, err := inspect(c, files[0])
	if errors.As(err, new(customer.Problems)) {
		fmt.Fprintf(c.out, "%v\n%s: not applied\n", err, files[0])
		return exitCode(1)
	}
	if err != nil {
		return err
	}
	return within(c, *dir, true, func(d *documents, g ground) error {
		return applyTo(ctx, c, d, g, doc, data)
	})
}

func applyTo(ctx context.Context, c console, d *documents, g ground, doc step.Customer, data []byte) error {
	before, err := d.head(ctx, doc.Key)
	if err != nil && !errors.Is(err, step.ErrNotFound) {
		return err
	}
	h, err := d.apply(ctx, doc.Key, data)
	if err != nil {
		return err
	}
	if h.Version == before.Version {
		fmt.Fprintf(c.out, "%s: version %d says the same already\n", doc.Key, h.Version)
		return nil
	}
	fmt.Fprintf(c.out, "%s: version %d is in force\n", doc.Key, h.Version)
	if before.Version == 0 && doc.Mode == step.Live && !doc.Simulated {
		fmt.Fprintln(c.out, "warning: a new customer that is live: approved plans change its tenant; mode: rehearsal only plans")
	}
	if doc.Simulated {
		return nil // local makes the secrets of the simulated world itself
	}
	for _, name := range secretsOf(doc) {
		if _, err := g.vault.Secret(ctx, name); errors.Is(err, step.ErrNotFound) {
			fmt.Fprintf(c.out, "warning: the vault has no secret %s yet\n", name)
		} else if err != nil {
			return err
		}
	}
	return nil
}

// secretsOf lists the names of the secrets that a document refers to.
func secretsOf(doc step.Customer) []string {
	names := []string{doc.Desk.Secret, doc.Licences.Secret, doc.Password.Secret, doc.Password.Passphrase}
	for _, a := range doc.Approval.Approvers {
		names = append(names, a.Teams)
	}
	if doc.Approval.Fallback != nil {
		names = append(names, doc.Approval.Fallback.Teams)
	}
	slices.Sort(names)
	return slices.DeleteFunc(slices.Compact(names), func(name string) bool { return name == "" })
}
