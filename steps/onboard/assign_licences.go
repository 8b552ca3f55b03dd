package onboard

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"usher/steps/step"
)

// AssignLicences assigns all licences that no group brings, in one call and
// on one line: Microsoft takes one change of a person's licences at a time, so
// a line for each would only make them queue, and it does all of a call or
// nothing.
//
// Undo takes them back, and with them a mailbox that they brought, which
// Exchange keeps for 30 days.
var AssignLicences = step.Step{
	Name:   "assign-licences",
	Title:  "Assign licences",
	Part:   step.LicencesAndTeams,
	Needs:  []step.Fact{step.AccountExists},
	Gives:  []step.Fact{step.LicenceAssigned},
	Writes: writesJoiner,
	Scopes: []step.Scope{
		step.GraphScope("User.Read.All"),
		step.GraphScope("LicenseAssignment.ReadWrite.All"),
	},
	Wanted: func(r step.Request, c step.Customer) bool {
		return joining(r) && c.Onboarding.Licences && len(wishes(r.Joiner, "")) > 0
	},
	Each: each(func(r step.Request, _ step.Customer) step.Values {
		return step.Values{assignKey: step.Join(skusOf(wishes(r.Joiner, ""))), "usageLocation": r.Joiner.UsageLocation}
	}),
	Check: func(ctx context.Context, w *step.World, line step.Line) (step.Finding, error) {
		held, err := heldThrough(ctx, w, line, "")
		if err != nil {
			return step.Finding{}, err
		}
		skus := step.Split(line.Then[assignKey])
		found := step.Finding{
			State:  step.Needed,
			Saw:    "Not assigned yet: " + products(line.Request.Joiner, without(skus, heldSKUs(held))) + ".",
			Before: step.Values{directKey: step.Join(heldSKUs(held))},
		}
		if len(without(skus, heldSKUs(held))) > 0 {
			return found, nil
		}
		found.State, found.Saw = step.Done, products(line.Request.Joiner, skus)+either(len(skus) == 1, " is", " are")+" assigned and active."
		found.Facts = map[step.Fact]string{step.LicenceAssigned: line.Then[assignKey]}
		return found, unusable(line, held, skus)
	},
	Plan: func(line step.Line, _ step.Finding) step.Sentence {
		skus := step.Split(line.Then[assignKey])
		return step.Sentence{
			Says: "Assign " + products(line.Request.Joiner, skus) + " to " + joiner(line) + ", which takes " + count(len(skus), "seat"),
			Now:  "no licence of its own",
			Then: products(line.Request.Joiner, skus),
		}
	},
	Do:   assignLicences,
	Undo: removeAssigned,
}

const (
	assignKey = "assign"
	directKey = "direct"
)

func assignLicences(ctx context.Context, w *step.World, line step.Line) error {
	id, err := accountOf(line)
	if err != nil {
		return err
	}
	add := without(step.Split(line.Then[assignKey]), step.Split(line.Before[directKey]))
	err = w.Licences.Change(ctx, id, add, nil)
	if err == nil || errors.Is(err, step.ErrNotFound) || !refused(err) {
		return soon(err, notShown(line))
	}
	return nameSeats(ctx, w, line, err)
}

// refused tells whether Microsoft said no, rather than later, nothing, or that
// the app may not.
func refused(err error) bool {
	var wait *step.Wait
	var unknown *step.Unknown
	var denied *step.Denied
	return !errors.As(err, &wait) && !errors.As(err, &unknown) && !errors.As(err, &denied)
}

// nameSeats says which product has no free seat, and how many there are,
// where that is why Microsoft refused. Seats are counted only then: one that
// was free a moment ago may be taken by another run.
func nameSeats(ctx context.Context, w *step.World, line step.Line, refusal error) error {
	lacking, err := noSeats(ctx, w, line)
	if err != nil {
		return errors.Join(refusal, err)
	}
	if lacking == "" {
		return refusal
	}
	return &step.Stop{Says: lacking + " Nothing was assigned. Buy a seat or free one, then retry this line.", Err: refusal}
}

// noSeats says in sentences which of the line's products have no free seat;
// it is empty where all have one.
func noSeats(ctx context.Context, w *step.World, line step.Line) (string, error) {
	seats, err := w.Licences.Seats(ctx)
	if err != nil {
		return "", fmt.Errorf("count the seats: %w", err)
	}
	var says string
	for _, sku := range step.Split(line.Then[assignKey]) {
		name := product(line.Request.Joiner, sku)
		i := slices.IndexFunc(seats, func(s step.Seat) bool { return s.SKU == sku })
		switch {
		case i < 0:
			says += " The tenant has no subscription of " + name + "."
		case seats[i].Used >= seats[i].All:
			says += fmt.Sprintf(" No seat of %s is free: %d of %d are in use.", name, seats[i].Used, seats[i].All)
		}
	}
	if says == "" {
		return "", nil
	}
	return says[1:], nil
}

// removeAssigned takes back what the line assigned and is still held.
func removeAssigned(ctx context.Context, w *step.World, line step.Line) error {
	id, err := accountOf(line)
	if err != nil {
		return err
	}
	held, err := heldThrough(ctx, w, line, "")
	if err != nil {
		return err
	}
	assigned := without(step.Split(line.Then[assignKey]), step.Split(line.Before[directKey]))
	gone := without(assigned, heldSKUs(held))
	remove := without(assigned, gone)
	if len(remove) == 0 {
		return nil
	}
	return w.Licences.Change(ctx, id, nil, remove)
}
