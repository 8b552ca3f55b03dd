package onboard

import (
	"context"
	"errors"
	"fmt"

	"usher/steps/step"
)

// SetManager names the joiner's manager in the directory.
var SetManager = step.Step{
	Name:   "set-manager",
	Title:  "Set the manager",
	Part:   step.Account,
	Needs:  []step.Fact{step.AccountExists},
	Scopes: []step.Scope{step.GraphScope("User.ReadWrite.All")},
	Wanted: func(r step.Request, c step.Customer) bool {
		return joining(r) && c.Onboarding.CreateAccount && r.Joiner.Manager != nil
	},
	Each: each(func(r step.Request, _ step.Customer) step.Values {
		return step.Values{managerKey: r.Joiner.Manager.ID}
	}),
	Check: func(ctx context.Context, w *step.World, line step.Line) (step.Finding, error) {
		manager, err := managerOf(ctx, w, line.PersonID())
		if err != nil {
			return step.Finding{}, err
		}
		return step.Finding{
			State:  stateOf(manager.ID == line.Then[managerKey]),
			Saw:    managed(manager) + ".",
			Before: step.Values{managerKey: manager.ID},
		}, nil
	},
	Plan: func(line step.Line, found step.Finding) step.Sentence {
		return step.Sentence{
			Says: "Set " + person(*line.Request.Joiner.Manager) + " as the manager of " + joiner(line),
			Now:  either(found.Before[managerKey] == "", "no manager", "another manager"),
			Then: "managed by " + person(*line.Request.Joiner.Manager),
		}
	},
	Do: func(ctx context.Context, w *step.World, line step.Line) error {
		return changeManager(ctx, w, line, line.Then[managerKey])
	},
	Undo: func(ctx context.Context, w *step.World, line step.Line) error {
		if line.Before[managerKey] == line.Then[managerKey] {
			return nil
		}
		return changeManager(ctx, w, line, line.Before[managerKey])
	},
}

const managerKey = "manager"

// managerOf returns somebody's manager, nobody where there is none or the
// account isn't there yet.
func managerOf(ctx context.Context, w *step.World, id string) (step.Person, error) {
	if id == "" {
		return step.Person{}, nil
	}
	manager, err := w.Users.Manager(ctx, id)
	if errors.Is(err, step.ErrNotFound) {
		return step.Person{}, nil
	}
	if err != nil {
		return step.Person{}, fmt.Errorf("read the manager: %w", err)
	}
	return manager.Person(), nil
}

func managed(manager step.Person) string {
	if manager.ID == "" {
		return "No manager is set"
	}
	return "The manager is " + person(manager)
}

func changeManager(ctx context.Context, w *step.World, line step.Line, managerID string) error {
	id, err := accountOf(line)
	if err != nil {
		return err
	}
	return soon(w.Accounts.SetManager(ctx, id, managerID), notShown(line))
}
