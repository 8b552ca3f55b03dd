package offboard

import (
	"context"
	"fmt"
	"slices"

	"usher/steps/step"
)

// The keys and words by which the wanted state of a membership says by which
// API it is changed, and that the customer's document forbids to change it.
const (
	kindKey      = "kind"
	protectedKey = "protected"
)

// memberships lists the groups that the leaver is a direct member of. One
// that follows a rule isn't among them: nobody can leave it.
func memberships(ctx context.Context, w *step.World, r step.Request) ([]step.Group, error) {
	groups, err := w.Groups.Of(ctx, r.Person.ID)
	if err != nil {
		return nil, fmt.Errorf("read the memberships: %w", err)
	}
	return slices.DeleteFunc(groups, func(g step.Group) bool { return g.Dynamic }), nil
}

// noMember is the target of a line that ends a membership.
func noMember(group step.Group, c step.Customer) step.Target {
	then := step.Values{"member": "false", kindKey: string(group.Kind)}
	if protected(c, group) {
		then[protectedKey] = "true"
	}
	return step.Target{Object: step.Object{Type: "group", ID: group.ID, Name: group.Name}, Then: then}
}

// protected tells whether the customer's document names the group among those
// that Usher leaves alone, by id or by name.
func protected(c step.Customer, group step.Group) bool {
	list := c.Offboarding.ProtectedGroups
	return slices.Contains(list, group.ID) || slices.Contains(list, group.Name)
}

// checkMembership looks whether the leaver has left the group of the line.
func checkMembership(ctx context.Context, w *step.World, line step.Line) (step.Finding, error) {
	groups, err := w.Groups.Of(ctx, line.Request.Person.ID)
	if err != nil {
		return step.Finding{}, fmt.Errorf("read the memberships: %w", err)
	}
	var group step.Group
	i := slices.IndexFunc(groups, func(g step.Group) bool { return g.ID == line.Object.ID })
	if i >= 0 {
		group = groups[i]
	}
	member := i >= 0
	if throughExchange(line) {
		// Microsoft Graph shows late what Exchange has changed.
		member, err = w.Lists.Has(ctx, line.Object.ID, line.Request.Person.UPN)
		if err != nil {
			return step.Finding{}, fmt.Errorf("read the members: %w", err)
		}
	}
	found := step.Finding{
		State:  stateOf(!member),
		Saw:    leaver(line) + " is " + memberOf(member) + ".",
		Before: step.Values{"member": truth(member), "licences": step.Join(group.Licences)},
	}
	if why := onlyByHand(line, group); member && why != "" {
		found.State, found.Saw = step.ByHand, why
	}
	return found, nil
}

// onlyByHand says who can take the leaver out of a group that the app can't,
// or mustn't, change; it is empty where the app can.
func onlyByHand(line step.Line, group step.Group) string {
	switch name := line.Object.Name; {
	case isTrue(line.Then[protectedKey]):
		return name + " is protected in the customer's document: whoever answers for the group decides, and takes the leaver out by hand."
	case group.Synced:
		return name + " comes from Active Directory: take the leaver out of the group there."
	case group.Role:
		return name + " gives roles in Entra: a Privileged Role Administrator has to take the leaver out."
	case group.Restricted:
		return name + " is in a restricted administrative unit: an administrator of that unit has to take the leaver out."
	}
	return ""
}

// throughExchange tells whether only Exchange may change the group's members.
func throughExchange(line step.Line) bool {
	kind := step.GroupKind(line.Then[kindKey])
	return kind == step.Distribution || kind == step.MailEnabled
}

func leave(ctx context.Context, w *step.World, line step.Line) error {
	if throughExchange(line) {
		return w.Lists.Leave(ctx, line.Object.ID, line.Request.Person.UPN)
	}
	return w.Groups.Leave(ctx, line.Object.ID, line.Request.Person.ID)
}

// joinAgain brings back a membership that was found.
func joinAgain(ctx context.Context, w *step.World, line step.Line) error {
	if !isTrue(line.Before["member"]) {
		return nil
	}
	if throughExchange(line) {
		return w.Lists.Join(ctx, line.Object.ID, line.Request.Person.UPN)
	}
	return w.Groups.Join(ctx, line.Object.ID, line.Request.Person.ID)
}

func memberOf(member bool) string { return either(member, "a member", "no member") }
