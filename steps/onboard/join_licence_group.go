package onboard

import (
	"context"
	"fmt"
	"slices"

	"golang.org/x/sync/errgroup"

	"usher/steps/step"
)

// JoinLicenceGroup puts the joiner into one group that brings licences, one
// line for each. It belongs to the switch for licences, not to the one for
// groups. Microsoft assigns in the background what a group brings: the line
// is done once the licences are active.
var JoinLicenceGroup = step.Step{
	Name:   "join-licence-group",
	Title:  "Join a licensing group",
	Part:   step.LicencesAndTeams,
	Needs:  []step.Fact{step.AccountExists},
	Gives:  []step.Fact{step.LicenceAssigned},
	Writes: writesJoiner,
	Scopes: []step.Scope{
		step.GraphScope("GroupMember.ReadWrite.All"),
		// To see that the licences are active.
		step.GraphScope("User.Read.All"),
		step.GraphScope("LicenseAssignment.Read.All"),
	},
	Wanted: func(r step.Request, c step.Customer) bool {
		return joining(r) && c.Onboarding.Licences && len(licensingGroups(r.Joiner)) > 0
	},
	Each: func(ctx context.Context, w *step.World, r step.Request, c step.Customer) ([]step.Target, error) {
		var targets []step.Target
		for _, id := range licensingGroups(r.Joiner) {
			target, err := licensing(ctx, w, r.Joiner, c, id)
			if err != nil {
				return nil, err
			}
			targets = append(targets, target)
		}
		return targets, nil
	},
	Check: checkLicensing,
	Plan: func(line step.Line, found step.Finding) step.Sentence {
		return step.Sentence{
			Says: "Add " + joiner(line) + " to the licensing group " + line.Object.Name + ", which brings " + products(line.Request.Joiner, step.Split(line.Then[bringsKey])),
			Now:  memberOf(isTrue(found.Before["member"])),
			Then: memberOf(true) + ", with its licences",
		}
	},
	Do: func(ctx context.Context, w *step.World, line step.Line) error {
		id, err := accountOf(line)
		if err != nil {
			return err
		}
		return soon(w.Groups.Join(ctx, line.Object.ID, id), notShown(line))
	},
	Undo: func(ctx context.Context, w *step.World, line step.Line) error {
		id, err := accountOf(line)
		if err != nil || isTrue(line.Before["member"]) {
			return err
		}
		return w.Groups.Leave(ctx, line.Object.ID, id)
	},
}

// bringsKey lists the licences that the request wants of the group.
const bringsKey = "brings"

// Reasons of licensing groups alone for leaving the joining to a person.
const (
	leftForMailbox = "mailbox-first"
	leftForGone    = "gone"
)

// licensing is the target of a line that joins a licensing group. The request
// names only its object id.
func licensing(ctx context.Context, w *step.World, j *step.Joiner, c step.Customer, id string) (step.Target, error) {
	found, err := w.Directory.Groups(ctx, id)
	if err != nil {
		return step.Target{}, fmt.Errorf("read the licensing group: %w", err)
	}
	skus := skusOf(wishes(j, id))
	i := slices.IndexFunc(found, func(g step.Group) bool { return g.ID == id })
	if i < 0 {
		object := step.Object{Type: "group", ID: id, Name: "for " + products(j, skus)}
		return step.Target{Object: object, Then: step.Values{"member": "true", bringsKey: step.Join(skus), leftKey: leftForGone}}, nil
	}
	target := member(found[i], c)
	target.Then[bringsKey] = step.Join(skus)
	if throughExchange(step.Line{Then: target.Then}) && target.Then[leftKey] == "" {
		target.Then[leftKey] = leftForMailbox
	}
	return target, nil
}

// checkLicensing looks at membership and licences at once.
func checkLicensing(ctx context.Context, w *step.World, line step.Line) (step.Finding, error) {
	var joined bool
	var held []step.Licence
	both, within := errgroup.WithContext(ctx)
	both.Go(func() (err error) { joined, err = isMember(within, w, line); return err })
	both.Go(func() (err error) { held, err = heldThrough(within, w, line, line.Object.ID); return err })
	if err := both.Wait(); err != nil {
		return step.Finding{}, err
	}
	found := membership(line, joined)
	skus := step.Split(line.Then[bringsKey])
	names := products(line.Request.Joiner, skus)
	switch {
	case !joined && line.Then[leftKey] == leftForMailbox:
		return byHand(line.Object.Name + " has an address, so Exchange takes only members that have a mailbox, which this licence would bring: assign " + names + " directly by hand, or license by a security group."), nil
	case !joined && line.Then[leftKey] == leftForGone:
		return byHand("The group that brings " + names + " isn't in the tenant any more: name another one in the customer's document, and assign the licence by hand."), nil
	case !joined:
		return found, nil
	}
	if absent := without(skus, heldSKUs(held)); len(absent) > 0 {
		return found, notActive(products(line.Request.Joiner, absent))
	}
	found.Saw = joiner(line) + " is a member, and " + names + either(len(skus) == 1, " is", " are") + " active."
	found.Facts = map[step.Fact]string{step.LicenceAssigned: line.Then[bringsKey]}
	return found, unusable(line, held, skus)
}
