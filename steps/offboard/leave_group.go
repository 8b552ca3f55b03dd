package offboard

import (
	"context"

	"usher/steps/step"
)

// LeaveGroup takes the leaver out of one group or distribution list that
// brings no licence, one line for each.
var LeaveGroup = step.Step{
	Name:    "leave-group",
	Title:   "Leave a group",
	Part:    step.LicencesAndTeams,
	Needs:   []step.Fact{step.PersonKnown},
	Visible: true,
	Writes:  writesGroup,
	Scopes: []step.Scope{
		step.GraphScope("GroupMember.ReadWrite.All"),
		step.ExchangeScope(), // for distribution lists
	},
	Wanted: func(r step.Request, c step.Customer) bool {
		return leaving(r) && c.Offboarding.Groups
	},
	Each: func(ctx context.Context, w *step.World, r step.Request, c step.Customer) ([]step.Target, error) {
		groups, err := memberships(ctx, w, r)
		var targets []step.Target
		for _, group := range groups {
			if len(group.Licences) == 0 {
				targets = append(targets, noMember(group, c))
			}
		}
		return targets, err
	},
	Check: checkMembership,
	Plan: func(line step.Line, found step.Finding) step.Sentence {
		return step.Sentence{
			Says: "Take " + leaver(line) + " out of the group " + line.Object.Name,
			Now:  memberOf(isTrue(found.Before["member"])),
			Then: memberOf(false),
		}
	},
	Do:   leave,
	Undo: joinAgain,
}
