package offboard

import (
	"context"
	"fmt"
	"slices"

	"usher/steps/step"
)

// RemoveLicences takes all licences that the leaver holds directly, in one
// call; inherited ones go with their group. A licence that brings the mailbox
// stays until Exchange says that the mailbox is shared.
//
// Undo assigns them again with every service plan switched on, if seats are
// free.
var RemoveLicences = step.Step{
	Name:  "remove-licences",
	Title: "Remove licences",
	Part:  step.LicencesAndTeams,
	Needs: []step.Fact{step.PersonKnown, step.MailboxShared},
	Scopes: []step.Scope{
		step.GraphScope("User.Read.All"),
		step.GraphScope("LicenseAssignment.ReadWrite.All"),
		step.ExchangeScope(), // to see that the mailbox is safe
	},
	Wanted: func(r step.Request, c step.Customer) bool {
		return leaving(r) && c.Offboarding.Licences
	},
	Each: func(ctx context.Context, w *step.World, r step.Request, c step.Customer) ([]step.Target, error) {
		held, err := directLicences(ctx, w, r.Person.ID)
		if err != nil || len(held) == 0 {
			return nil, err
		}
		then := step.Values{"remove": step.Join(skus(held)), "products": step.Join(names(held))}
		if slices.ContainsFunc(held, func(l step.Licence) bool { return l.Mail }) {
			guardMailbox(then, r, c)
		}
		return []step.Target{{Object: r.Person.Object(), Then: then}}, nil
	},
	Check: func(ctx context.Context, w *step.World, line step.Line) (step.Finding, error) {
		held, err := directLicences(ctx, w, line.Object.ID)
		if err != nil {
			return step.Finding{}, err
		}
		found := step.Finding{
			State:  step.Needed,
			Saw:    "Licences held directly: " + products(names(held)) + ".",
			Before: step.Values{"direct": step.Join(skus(held))},
		}
		if len(stillHeld(line, held)) == 0 {
			found.State, found.Saw = step.Done, "None of these licences is held directly any more."
			return found, nil
		}
		return unlessHeld(ctx, w, line, found, "remove "+licencesOf(line))
	},
	Plan: func(line step.Line, _ step.Finding) step.Sentence {
		return step.Sentence{
			Says: fmt.Sprintf("Remove %s from %s, which frees %s", licencesOf(line), leaver(line), seats(line)),
			Now:  licencesOf(line),
			Then: "no licence of its own",
		}
	},
	Do:   removeLicences,
	Undo: assignAgain,
}

func removeLicences(ctx context.Context, w *step.World, line step.Line) error {
	if err := stopIfHeld(ctx, w, line, "remove "+licencesOf(line)); err != nil {
		return err
	}
	held, err := directLicences(ctx, w, line.Object.ID)
	if err != nil {
		return err
	}
	remove := stillHeld(line, held)
	if len(remove) == 0 {
		return nil
	}
	return w.Licences.Change(ctx, line.Object.ID, nil, remove)
}

// assignAgain leaves alone what somebody has assigned in the meantime.
func assignAgain(ctx context.Context, w *step.World, line step.Line) error {
	held, err := directLicences(ctx, w, line.Object.ID)
	if err != nil {
		return err
	}
	var add []string
	for _, sku := range step.Split(line.Before["direct"]) {
		if slices.Contains(step.Split(line.Then["remove"]), sku) && !slices.Contains(skus(held), sku) {
			add = append(add, sku)
		}
	}
	if len(add) == 0 {
		return nil
	}
	return w.Licences.Change(ctx, line.Object.ID, add, nil)
}

// stillHeld lists the SKUs of the line that the leaver still holds. Microsoft
// refuses a call that removes one that isn't held.
func stillHeld(line step.Line, held []step.Licence) []string {
	gone := func(sku string) bool { return !slices.Contains(skus(held), sku) }
	return slices.DeleteFunc(step.Split(line.Then["remove"]), gone)
}

// licencesOf names the licences of the line to people.
func licencesOf(line step.Line) string { return products(step.Split(line.Then["products"])) }

// seats says how many seats the line frees.
func seats(line step.Line) string {
	n := len(step.Split(line.Then["remove"]))
	if n == 1 {
		return "1 seat"
	}
	return fmt.Sprintf("%d seats", n)
}
