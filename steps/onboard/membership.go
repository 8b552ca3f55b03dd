package onboard

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"usher/steps/step"
)

// The keys by which the wanted state of a membership says by which API it is
// changed, and who alone can change it, where Usher can't or mustn't.
const (
	kindKey = "kind"
	leftKey = "left to"
)

// Those to whom a group's members are left.
const (
	leftToDocument  = "document"
	leftToRule      = "rule"
	leftToDirectory = "active-directory"
	leftToRoleAdmin = "role-administrator"
	leftToUnitAdmin = "unit-administrator"
)

// member is the target of a line that joins a group.
func member(group step.Group, c step.Customer) step.Target {
	then := step.Values{"member": "true", kindKey: string(group.Kind)}
	if left := leftTo(group, c); left != "" {
		then[leftKey] = left
	}
	return step.Target{Object: step.Object{Type: "group", ID: group.ID, Name: group.Name}, Then: then}
}

// leftTo tells who alone can put somebody into a group; it is empty where the
// app can. The customer's document names groups by id or by name.
func leftTo(group step.Group, c step.Customer) string {
	named := func(name string) bool { return name == group.ID || strings.EqualFold(name, group.Name) }
	switch {
	case slices.ContainsFunc(c.Offboarding.ProtectedGroups, named):
		return leftToDocument
	case group.Dynamic:
		return leftToRule
	case group.Synced:
		return leftToDirectory
	case group.Role:
		return leftToRoleAdmin
	case group.Restricted:
		return leftToUnitAdmin
	}
	return ""
}

// whoJoins says who puts the joiner into the group of the line, where the app
// doesn't.
func whoJoins(line step.Line) string {
	group := line.Object.Name
	switch line.Then[leftKey] {
	case leftToDocument:
		return group + " is protected in the customer's document: whoever answers for the group decides, and adds the joiner by hand."
	case leftToRule:
		return group + " follows a rule, and nobody can be added: see that the joiner's profile fits the rule."
	case leftToDirectory:
		return group + " comes from Active Directory: add the joiner to the group there."
	case leftToRoleAdmin:
		return group + " gives roles in Entra: a Privileged Role Administrator has to add the joiner."
	case leftToUnitAdmin:
		return group + " is in a restricted administrative unit: an administrator of that unit has to add the joiner."
	}
	return ""
}

// throughExchange tells whether only Exchange may change the group's members.
func throughExchange(line step.Line) bool {
	kind := step.GroupKind(line.Then[kindKey])
	return kind == step.Distribution || kind == step.MailEnabled
}

// isMember tells whether Graph counts the joiner among the group's direct
// members. An account that isn't there yet is in no group.
func isMember(ctx context.Context, w *step.World, line step.Line) (bool, error) {
	id := line.PersonID()
	if id == "" {
		return false, nil
	}
	groups, err := w.Groups.Of(ctx, id)
	if err != nil {
		return false, soon(fmt.Errorf("read the memberships: %w", err), notShown(line))
	}
	return slices.ContainsFunc(groups, func(g step.Group) bool { return g.ID == line.Object.ID }), nil
}

// membership is what was found of one.
func membership(line step.Line, joined bool) step.Finding {
	found := step.Finding{
		State:  stateOf(joined),
		Saw:    joiner(line) + " is " + memberOf(joined) + ".",
		Before: step.Values{"member": truth(joined)},
	}
	if who := whoJoins(line); who != "" && !joined {
		found.State, found.Saw = step.ByHand, who
	}
	return found
}

func memberOf(joined bool) string { return either(joined, "a member", "no member") }

// writesGroup puts the lines that write to one group one after another.
func writesGroup(line step.Line) string { return line.Object.ID }
