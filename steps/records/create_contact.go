package records

import (
	"context"
	"fmt"
	"slices"

	"usher/steps/step"
)

// CreateContact makes the joiner a contact in the desk, so that the joiner's
// own tickets are known from the first day. A contact that is there but
// inactive is made active.
//
// Undo makes the contact inactive: tickets may hang on it by then.
var CreateContact = step.Step{
	Name:  "create-contact",
	Title: "Create the contact",
	Part:  step.Records,
	Needs: []step.Fact{step.AccountExists},
	Wanted: func(r step.Request, c step.Customer) bool {
		return r.Action == step.Onboard && r.Joiner != nil && c.Onboarding.Contact
	},
	Each: func(_ context.Context, _ *step.World, r step.Request, _ step.Customer) ([]step.Target, error) {
		j := r.Joiner
		return []step.Target{{
			Object: step.Object{Type: "contact", ID: j.UPN, Name: j.DisplayName},
			Then:   step.Values{emailKey: j.UPN, firstNameKey: j.GivenName, lastNameKey: j.Surname, activeKey: "true"},
		}}, nil
	},
	Check: checkContact,
	Plan: func(line step.Line, found step.Finding) step.Sentence {
		if found.Before[contactKey] == inactive {
			return step.Sentence{Says: "Make the contact " + line.Object.Name + " active in the desk", Now: "inactive", Then: "active"}
		}
		return step.Sentence{
			Says: "Create the contact " + line.Object.Name + " (" + line.Then[emailKey] + ") in the desk",
			Now:  "no contact",
			Then: "an active contact",
		}
	},
	Do: func(ctx context.Context, w *step.World, line step.Line) error {
		contacts, err := contactsOf(ctx, w, line)
		if err != nil {
			return err
		}
		ours := withAddress(contacts, line.Then[emailKey])
		if slices.ContainsFunc(ours, isActive) {
			return nil
		}
		if len(ours) > 0 {
			return w.Contacts.SetActive(ctx, ours[0].ID, true)
		}
		return w.Contacts.Create(ctx, step.Contact{
			FirstName: line.Then[firstNameKey], LastName: line.Then[lastNameKey], Email: line.Then[emailKey], Active: true,
		})
	},
	Undo: func(ctx context.Context, w *step.World, line step.Line) error {
		if line.Before[contactKey] == active {
			return nil
		}
		contacts, err := contactsOf(ctx, w, line)
		if err != nil {
			return err
		}
		for _, c := range withAddress(contacts, line.Then[emailKey]) {
			if err := w.Contacts.SetActive(ctx, c.ID, false); err != nil {
				return err
			}
		}
		return nil
	},
}

// What a contact was found to be.
const (
	absent   = "none"
	inactive = "inactive"
	active   = "active"
)

func isActive(c step.Contact) bool { return c.Active }

func contactsOf(ctx context.Context, w *step.World, line step.Line) ([]step.Contact, error) {
	contacts, err := w.Contacts.Find(ctx, line.Then[emailKey], line.Then[firstNameKey], line.Then[lastNameKey])
	if err != nil {
		return nil, fmt.Errorf("find the contact: %w", err)
	}
	return contacts, nil
}

func checkContact(ctx context.Context, w *step.World, line step.Line) (step.Finding, error) {
	contacts, err := contactsOf(ctx, w, line)
	if err != nil {
		return step.Finding{}, err
	}
	ours := withAddress(contacts, line.Then[emailKey])
	found := step.Finding{State: step.Needed, Saw: "The desk has no such contact.", Before: step.Values{contactKey: absent}}
	switch {
	case slices.ContainsFunc(ours, isActive):
		found.State, found.Saw, found.Before[contactKey] = step.Done, "The contact is in the desk.", active
	case len(ours) > 1:
		found.State, found.Saw = step.ByHand, fmt.Sprintf("The desk has %d inactive contacts with the address %s: choose one, and make it active by hand.", len(ours), line.Then[emailKey])
	case len(ours) == 1:
		found.Saw, found.Before[contactKey] = "The contact is in the desk, but inactive.", inactive
	case len(contacts) > 0:
		found.State, found.Saw = step.ByHand, "The desk has a contact of this name with another address ("+addresses(contacts)+"): if it is the same person, change the address there; otherwise create the contact by hand."
	}
	return found, nil
}
