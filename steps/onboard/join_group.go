package onboard

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"usher/steps/step"
)

// JoinGroup puts the joiner into one group or distribution list, one line for
// each. A group that brings one of the licences asked for is another step's.
//
// Exchange takes as a member only who has a mailbox, which comes with the
// licence, often minutes later: such lines come after the licences and wait.
var JoinGroup = step.Step{
	Name:  "join-group",
	Title: "Join a group",
	Part:  step.LicencesAndTeams,
	Needs: []step.Fact{step.AccountExists},
	Writes: func(line step.Line) string {
		if throughExchange(line) {
			return writesJoiner(line)
		}
		return writesGroup(line)
	},
	Scopes: []step.Scope{
		step.GraphScope("GroupMember.ReadWrite.All"),
		step.ExchangeScope(), // for distribution lists
	},
	Wanted: func(r step.Request, c step.Customer) bool {
		return joining(r) && c.Onboarding.Groups && len(r.Joiner.Groups) > 0
	},
	Each: func(_ context.Context, _ *step.World, r step.Request, c step.Customer) ([]step.Target, error) {
		var targets []step.Target
		for _, group := range r.Joiner.Groups {
			if !slices.Contains(licensingGroups(r.Joiner), group.ID) {
				targets = append(targets, member(group, c))
			}
		}
		return targets, nil
	},
	Check: func(ctx context.Context, w *step.World, line step.Line) (step.Finding, error) {
		joined, err := joinedGroup(ctx, w, line)
		return membership(line, joined), err
	},
	Plan: func(line step.Line, found step.Finding) step.Sentence {
		return step.Sentence{
			Says: "Add " + joiner(line) + " to the group " + line.Object.Name,
			Now:  memberOf(isTrue(found.Before["member"])),
			Then: memberOf(true),
		}
	},
	Do: func(ctx context.Context, w *step.World, line step.Line) error {
		id, err := accountOf(line)
		if err != nil {
			return err
		}
		if throughExchange(line) {
			return onceMailbox(w.Lists.Join(ctx, line.Object.ID, line.Request.Joiner.UPN), line)
		}
		return soon(w.Groups.Join(ctx, line.Object.ID, id), notShown(line))
	},
	Undo: func(ctx context.Context, w *step.World, line step.Line) error {
		id, err := accountOf(line)
		if err != nil || isTrue(line.Before["member"]) {
			return err
		}
		if throughExchange(line) {
			return w.Lists.Leave(ctx, line.Object.ID, line.Request.Joiner.UPN)
		}
		return w.Groups.Leave(ctx, line.Object.ID, id)
	},
}

// joinedGroup asks the one who changes the group's members: Microsoft Graph
// shows late what Exchange has changed.
func joinedGroup(ctx context.Context, w *step.World, line step.Line) (bool, error) {
	if !throughExchange(line) {
		return isMember(ctx, w, line)
	}
	if line.PersonID() == "" {
		return false, nil
	}
	joined, err := w.Lists.Has(ctx, line.Object.ID, line.Request.Joiner.UPN)
	if err != nil {
		return false, fmt.Errorf("read the members: %w", err)
	}
	if joined || line.Then[leftKey] != "" {
		return joined, nil
	}
	_, err = w.Mailboxes.Get(ctx, line.Request.Joiner.UPN)
	return false, onceMailbox(err, line)
}

// onceMailbox waits for the joiner's mailbox where Exchange knows none.
func onceMailbox(err error, line step.Line) error {
	if errors.Is(err, step.ErrNotFound) {
		return &step.Wait{For: time.Minute, Why: "Exchange has no mailbox for " + joiner(line) + " yet"}
	}
	return err
}
