package offboard

import (
	"context"
	"fmt"
	"slices"

	"usher/steps/step"
)

// LeaveLicenceGroup takes the leaver out of one group that brings licences,
// one line for each. It belongs to the switch for licences, not to the one
// for groups: what it changes is a licence. One that brings the mailbox stays
// until Exchange says that the mailbox is shared.
var LeaveLicenceGroup = step.Step{
	Name:    "leave-licence-group",
	Title:   "Leave a licensing group",
	Part:    step.LicencesAndTeams,
	Needs:   []step.Fact{step.PersonKnown, step.MailboxShared},
	Visible: true,
	Writes:  writesGroup,
	Scopes: []step.Scope{
		step.GraphScope("GroupMember.ReadWrite.All"),
		// To see which of the licences bring a mailbox.
		step.GraphScope("User.Read.All"),
		step.GraphScope("LicenseAssignment.Read.All"),
		// To see that the mailbox is safe, and for mail-enabled groups.
		step.ExchangeScope(),
	},
	Wanted: func(r step.Request, c step.Customer) bool {
		return leaving(r) && c.Offboarding.Licences
	},
	Each: func(ctx context.Context, w *step.World, r step.Request, c step.Customer) ([]step.Target, error) {
		groups, err := memberships(ctx, w, r)
		if err != nil {
			return nil, err
		}
		held, err := w.Licences.Of(ctx, r.Person.ID)
		if err != nil {
			return nil, fmt.Errorf("read the licences: %w", err)
		}
		mail := func(sku string) bool { return bringsMail(held, sku) }
		var targets []step.Target
		for _, group := range groups {
			if len(group.Licences) == 0 {
				continue
			}
			target := noMember(group, c)
			target.Then["licences"] = step.Join(group.Licences)
			if slices.ContainsFunc(group.Licences, mail) {
				guardMailbox(target.Then, r, c)
			}
			targets = append(targets, target)
		}
		return targets, nil
	},
	Check: func(ctx context.Context, w *step.World, line step.Line) (step.Finding, error) {
		found, err := checkMembership(ctx, w, line)
		if err != nil || found.State != step.Needed {
			return found, err
		}
		return unlessHeld(ctx, w, line, found, "take the leaver out of "+line.Object.Name)
	},
	Plan: func(line step.Line, found step.Finding) step.Sentence {
		return step.Sentence{
			Says: "Take " + leaver(line) + " out of the licensing group " + line.Object.Name,
			Now:  memberOf(isTrue(found.Before["member"])),
			Then: memberOf(false) + ", without its licences",
		}
	},
	Do: func(ctx context.Context, w *step.World, line step.Line) error {
		if err := stopIfHeld(ctx, w, line, "take the leaver out of "+line.Object.Name); err != nil {
			return err
		}
		return leave(ctx, w, line)
	},
	Undo: joinAgain,
}
