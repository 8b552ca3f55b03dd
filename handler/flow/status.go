package flow

import (
	"fmt"
	"slices"

	"usher/steps/step"
)

// statusOf says how a run ended, from the outcome of its lines.
func (f *Flow) statusOf(run Run, lines []Line) Status {
	work := slices.DeleteFunc(slices.Clone(lines), func(l Line) bool { return l.Last })
	switch {
	case f.mailInDanger(work), slices.ContainsFunc(work, func(l Line) bool { return l.Cut && l.State == Stopped }):
		return StatusFailed
	case run.Cancelled:
		return StatusCancelled
	case !f.accessCut(work):
		return StatusFailed
	case len(work) > 0 && !slices.ContainsFunc(work, func(l Line) bool { return l.State == Done || l.State == ByHand }):
		return StatusFailed // nothing was done at all
	case slices.ContainsFunc(work, Line.lost):
		return StatusPartial
	case run.Unplanned, len(run.wishes()) > 0, slices.ContainsFunc(lines, func(l Line) bool { return l.State == ByHand || l.lost() }):
		return StatusFollowUp
	}
	return StatusSuccess
}

// lost tells whether a line ended without its change.
func (l Line) lost() bool { return l.State == Stopped || l.State == Skipped || l.State == Cancelled }

// accessCut tells whether sign-in has been read back as blocked, and nothing
// else of the cut is missing but what a person does by hand; true where the
// plan has nothing of it.
func (f *Flow) accessCut(lines []Line) bool {
	missing := func(l Line) bool { return l.Cut && l.State != Done && l.State != ByHand }
	return f.signInBlocked(lines) && !slices.ContainsFunc(lines, missing)
}

// signInBlocked tells whether every line that blocks sign-in has been read
// back; true where the plan has none.
func (f *Flow) signInBlocked(lines []Line) bool {
	return !slices.ContainsFunc(lines, func(l Line) bool {
		return l.State != Done && slices.Contains(f.steps[l.Step].Gives, step.SignInBlocked)
	})
}

// mailInDanger tells whether a licence went while the mailbox isn't shared.
func (f *Flow) mailInDanger(lines []Line) bool {
	shared := true
	taken := false
	for _, l := range lines {
		s := f.steps[l.Step]
		if slices.Contains(s.Gives, step.MailboxShared) && l.State != Done {
			shared = false
		}
		if slices.Contains(s.Needs, step.MailboxShared) && l.State == Done && l.Attempts > 0 {
			taken = true
		}
	}
	return taken && !shared
}

// wishes are what the ticket asks for and no step does.
func (r Run) wishes() []string {
	var says []string
	for _, w := range r.Plan.Warnings {
		if w.Key == byHandWish {
			says = append(says, w.Says)
		}
	}
	return says
}

// followUps lists what a person still has to do.
func followUps(run Run, lines []Line) []FollowUp {
	open := []FollowUp{}
	for i, says := range run.wishes() {
		open = append(open, FollowUp{Line: fmt.Sprintf("w%d", i+1), Says: says})
	}
	if run.Unplanned {
		open = append(open, FollowUp{Says: "Look for groups and licences that were added after the approval: the tenant couldn't be planned again at the start."})
	}
	for _, l := range lines {
		if l.State == ByHand || l.State == Stopped {
			open = append(open, FollowUp{Line: l.ID, Says: l.Title + ": " + l.Reason})
		}
	}
	return open
}
