package records

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"usher/steps/step"
)

// DeactivateContact makes the leaver's contact in the desk inactive. Nobody
// is taken for the leaver by the name alone.
var DeactivateContact = step.Step{
	Name:    "deactivate-contact",
	Title:   "Deactivate the contact",
	Part:    step.Records,
	Needs:   []step.Fact{step.PersonKnown},
	Visible: true,
	Scopes:  []step.Scope{step.GraphScope("User.Read.All")}, // for the leaver's address
	Wanted: func(r step.Request, c step.Customer) bool {
		return r.Action == step.Offboard && c.Offboarding.Contact
	},
	Each: func(ctx context.Context, w *step.World, r step.Request, _ step.Customer) ([]step.Target, error) {
		user, err := w.Users.Get(ctx, r.Person.ID)
		if err != nil {
			return nil, fmt.Errorf("read the account: %w", err)
		}
		email := cmp.Or(user.Mail, user.UPN)
		return []step.Target{{
			Object: step.Object{Type: "contact", ID: email, Name: user.Name},
			Then:   step.Values{emailKey: email, firstNameKey: user.GivenName, lastNameKey: user.Surname, activeKey: "false"},
		}}, nil
	},
	Check: func(ctx context.Context, w *step.World, line step.Line) (step.Finding, error) {
		contacts, err := contactsOf(ctx, w, line)
		if err != nil {
			return step.Finding{}, err
		}
		ours := withAddress(contacts, line.Then[emailKey])
		found := step.Finding{
			State: step.Done, Saw: "The desk has no active contact with this address.",
			Before: step.Values{activeKey: step.Join(activeIDs(ours))},
		}
		switch {
		case slices.ContainsFunc(ours, isActive):
			found.State, found.Saw = step.Needed, "The contact is active."
		case len(ours) == 0 && slices.ContainsFunc(contacts, isActive):
			found.State, found.Saw = step.ByHand, "The desk has a contact of this name with another address ("+addresses(contacts)+"): if it is the leaver, make it inactive by hand."
		}
		return found, nil
	},
	Plan: func(line step.Line, _ step.Finding) step.Sentence {
		return step.Sentence{
			Says: "Make the contact " + line.Object.Name + " (" + line.Then[emailKey] + ") inactive in the desk",
			Now:  "active",
			Then: "inactive",
		}
	},
	Do: func(ctx context.Context, w *step.World, line step.Line) error {
		contacts, err := contactsOf(ctx, w, line)
		if err != nil {
			return err
		}
		return setActive(ctx, w, activeIDs(withAddress(contacts, line.Then[emailKey])), false)
	},
	Undo: func(ctx context.Context, w *step.World, line step.Line) error {
		return setActive(ctx, w, step.Split(line.Before[activeKey]), true)
	},
}

func activeIDs(contacts []step.Contact) []string {
	var ids []string
	for _, c := range contacts {
		if c.Active {
			ids = append(ids, c.ID)
		}
	}
	return ids
}

func setActive(ctx context.Context, w *step.World, ids []string, on bool) error {
	for _, id := range ids {
		if err := w.Contacts.SetActive(ctx, id, on); err != nil {
			return err
		}
	}
	return nil
}
