package flow

import (
	"context"
	"slices"

	"usher/steps/step"
)

// RunEnd says how a run ended, in ids and counts; it names no person.
type RunEnd struct {
	Run      string
	Customer string
	Ticket   string
	Action   step.Action
	Status   Status
	Lines    int // of the plan
	// Cut tells of an offboarding whether access was read back as cut: "yes"
	// or "no"; empty where nothing was to be cut, or people decided against it.
	Cut string
}

// tellEnd says outside of the run that it has ended. Whoever made the commit
// that ended it calls this once; a process that dies in between tells nobody.
func (w *walk) tellEnd(ctx context.Context, lines []Line) {
	run := w.run.V
	e := RunEnd{
		Run: run.ID, Customer: run.Customer, Ticket: run.Ticket.ID, Action: run.Action, Status: run.Status,
		Lines: len(lines), Cut: w.f.cutOf(w.customer, run, lines),
	}
	w.f.Log.InfoContext(ctx, "run finished", "status", e.Status, "action", e.Action, "cut", e.Cut, "lines", e.Lines, "run", e.Run, "customer", e.Customer)
	if e.Cut == "no" {
		w.f.Log.ErrorContext(ctx, "access not cut", "status", e.Status, "run", e.Run, "customer", e.Customer)
	}
	if w.f.Ended != nil {
		w.f.Ended(ctx, e)
	}
}

// cutOf tells whether the access of a run's leaver is read back as cut. A run
// that nobody decided, or that couldn't even be planned, leaves it uncut.
func (f *Flow) cutOf(c step.Customer, run Run, lines []Line) string {
	planned := slices.ContainsFunc(lines, func(l Line) bool { return l.Cut })
	against := run.Started.IsZero() && (run.Status == StatusRejected || run.Status == StatusCancelled)
	switch {
	case run.Action != step.Offboard, against, !planned && (len(lines) > 0 || !c.Offboarding.BlockAccess):
		return ""
	case planned && f.accessCut(lines):
		return "yes"
	}
	return "no"
}
