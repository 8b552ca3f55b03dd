package flow

import (
	"context"
	"fmt"
	"slices"
	"time"

	"usher/steps/step"
)

// alreadySo begins what was read back of a line that had nothing to do.
const alreadySo = "already so: "

// done saves that the change has been read back.
func (t *turn) done(ctx context.Context, finding step.Finding) error {
	l := &t.line.V
	l.ReadBack = orElse(finding.Saw, "as wanted")
	if l.Attempts == 0 {
		l.ReadBack = alreadySo + l.ReadBack
	}
	for fact, value := range finding.Facts {
		if l.Facts == nil {
			l.Facts = map[step.Fact]string{}
		}
		l.Facts[fact] = value
	}
	return t.end(ctx, Done, "read-back", "Read back: "+l.ReadBack)
}

func (t *turn) byHand(ctx context.Context, why string) error {
	t.line.V.Reason = why
	return t.end(ctx, ByHand, "by-hand", "A person has to do it: "+why)
}

// stop ends the line with a sentence for people; err is for the log.
func (t *turn) stop(ctx context.Context, says string, err error) error {
	l := &t.line.V
	t.f.Log.ErrorContext(ctx, "line stopped", "run", t.run.ID, "customer", t.run.Customer, "line", l.ID, "step", l.Step, "says", says, "error", err)
	l.Reason = says
	return t.end(ctx, Stopped, "stopped", says)
}

// end saves the line's outcome together with the messages that it owes.
func (t *turn) end(ctx context.Context, state LineState, kind, says string) error {
	l := &t.line.V
	d := t.draft()
	l.State, l.Ended, l.Owner, l.Waiting, l.Surprise = state, t.now(), "", "", 0
	d.noteLine(t.ref, l, kind, says)
	if l.Post != nil && state == Stopped {
		d.send(AdvanceQueue, Message{Run: t.run.ID, Line: l.ID, N: l.N}, t.now()) // the run tells the ticket
	}
	save(d, &t.line)
	if err := d.commit(ctx); err != nil {
		return err
	}
	if l.Cut && state == Stopped {
		t.f.Log.ErrorContext(ctx, "access not cut", "run", t.run.ID, "customer", t.run.Customer, "line", l.ID, "step", l.Step, "says", says)
	}
	return t.fanIn(ctx)
}

// fanIn owes messages to what waited for the line: lines whose last
// predecessor it was, or the run itself when all lines have ended. The lines
// are read again, so that of two that end at once the later one sees both.
func (t *turn) fanIn(ctx context.Context) error {
	if t.line.V.Post != nil {
		return t.f.deactivate(ctx, t.ref.partition)
	}
	run, err := get[Run](ctx, t.f.Store, t.ref.partition, t.ref.runKey())
	if err != nil {
		return err
	}
	lines, err := t.f.lines(ctx, t.ref, run.V)
	if err != nil {
		return err
	}
	d := t.f.draft(t.ref.partition)
	id := t.line.V.ID
	for i := range lines {
		l := lines[i].V
		waits := slices.Contains(l.Needs, id) || slices.Contains(l.After, id)
		if waits && l.Waiting == "" && run.V.lets(l, lines, t.now()) {
			d.send(queueOf(l), Message{Run: run.V.ID, Line: l.ID, N: l.N}, t.now())
		}
		if len(d.changes) == MaxChanges/2 {
			if err := d.commit(ctx); err != nil {
				return err
			}
			d = t.f.draft(t.ref.partition)
		}
	}
	if allEnded(lines) && (run.V.State != Finished || !t.line.V.Due.IsZero()) {
		d.send(AdvanceQueue, Message{Run: run.V.ID, Line: id, N: t.line.V.N}, t.now())
	}
	if len(d.changes) == 0 {
		return nil
	}
	return d.commit(ctx)
}

// park saves the line and looks at it again after a while. A line whose
// change may have been made stays doing; any other is ready.
func (t *turn) park(ctx context.Context, wait time.Duration, why string) error {
	l := &t.line.V
	d := t.draft()
	if !t.unknown {
		l.State = Ready
	}
	l.Owner, l.Waits, l.N, l.Waiting = "", l.Waits+1, l.N+1, orElse(why, "the other side is slow")
	d.noteLine(t.ref, l, "waited", fmt.Sprintf("Waiting: %s; next look in %s.", l.Waiting, wait.Round(time.Millisecond)))
	d.send(t.queue(), Message{Run: t.run.ID, Line: l.ID, N: l.N}, t.now().Add(wait))
	save(d, &t.line)
	return d.commit(ctx)
}

// postpone puts the line off until it is due; the run goes on to its end
// without it.
func (t *turn) postpone(ctx context.Context) error {
	l := &t.line.V
	d := t.draft()
	l.State, l.N = Later, l.N+1
	d.noteLine(t.ref, l, "later", "Later: due "+l.Due.In(zoneOf(t.customer)).Format("Monday 2 January 2006 15:04 MST")+".")
	d.send(t.queue(), Message{Run: t.run.ID, Line: l.ID, N: l.N}, l.Due)
	save(d, &t.line)
	if err := d.commit(ctx); err != nil {
		return err
	}
	return t.fanIn(ctx)
}

// holdDrifted holds a line whose object is no longer as it was approved.
func (t *turn) holdDrifted(ctx context.Context, finding step.Finding) error {
	l := &t.line.V
	was := l.Now
	l.describe(t.step, t.stepLine(), finding)
	return t.hold(ctx, ForAmendment, fmt.Sprintf("It has changed since the approval: %s then, %s now.", orElse(was, "something else"), orElse(l.Now, finding.Saw)))
}

// hold stops before any change and asks the approvers.
func (t *turn) hold(ctx context.Context, purpose, why string) error {
	l := &t.line.V
	d := t.draft()
	l.State, l.Purpose, l.Reason, l.Waiting = Held, purpose, why, ""
	d.noteLine(t.ref, l, "held", "Held: "+why)
	d.send(AdvanceQueue, Message{Run: t.run.ID, Line: l.ID, N: l.N}, t.now())
	save(d, &t.line)
	return d.commit(ctx)
}
