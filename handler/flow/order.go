package flow

import (
	"context"
	"fmt"
	"slices"
	"time"
)

// Order carries out an operator's verb. ErrWrongState says that things don't
// stand so that it makes sense.
func (f *Flow) Order(ctx context.Context, id string, o Order) error {
	r, run, err := f.loadRun(ctx, id)
	if err != nil {
		return err
	}
	ctx = about(ctx, run, o.Line)
	verbs := map[string]func(*ordering) error{
		"retry": (*ordering).retry, "skip": (*ordering).skip, "cancel": (*ordering).cancel,
		"close": (*ordering).close, "reschedule": (*ordering).reschedule,
	}
	verb, known := verbs[o.Verb]
	if !known {
		return fmt.Errorf("%w: %q is not a verb of a run", ErrBadOrder, o.Verb)
	}
	if err := f.activate(ctx, r.partition); err != nil {
		return err
	}
	return again(ctx, func() error {
		x := &ordering{f: f, ref: r, order: o, d: f.draft(r.partition)}
		if err := x.load(ctx); err != nil {
			return err
		}
		if err := verb(x); err != nil {
			return err
		}
		x.d.note(&x.run.V, o.Verb, fmt.Sprintf("%s by %s. Reason: %s", o.Verb, orElse(o.By, "an operator"), orElse(o.Reason, "none given")))
		x.run.V.N++
		x.d.send(AdvanceQueue, Message{Run: id, N: x.run.V.N}, f.Clock.Now())
		save(x.d, &x.run)
		if err := x.d.commit(ctx); err != nil {
			return err
		}
		return f.stayActive(ctx, r.partition)
	})
}

// ordering is an order being carried out.
type ordering struct {
	f     *Flow
	ref   ref
	order Order
	d     *draft
	run   kept[Run]
	lines []kept[Line]
	line  *kept[Line] // the one that the order names
}

func (x *ordering) load(ctx context.Context) error {
	var err error
	if x.run, err = get[Run](ctx, x.f.Store, x.ref.partition, x.ref.runKey()); err != nil {
		return err
	}
	if x.lines, err = x.f.lines(ctx, x.ref, x.run.V); err != nil || x.order.Line == "" {
		return err
	}
	i := slices.IndexFunc(x.lines, func(l kept[Line]) bool { return l.V.ID == x.order.Line })
	if i < 0 {
		return fmt.Errorf("%w: line %s", ErrNoLine, x.order.Line)
	}
	x.line = &x.lines[i]
	return nil
}

// retry gives a stopped line, and those that stopped because of it, another
// go; without a line, a run that failed before it was planned.
func (x *ordering) retry() error {
	run := &x.run.V
	if run.Cancelled {
		return fmt.Errorf("%w: the run was cancelled; send the ticket again", ErrWrongState)
	}
	if x.line == nil {
		ended := run.State == Finished && (run.Status == StatusFailed || run.Status == StatusExpired)
		if !run.Started.IsZero() || !ended && run.State != Asking && run.Stuck == "" {
			return fmt.Errorf("%w: as a whole, only a run that failed, expired or asks can be retried, before it has started; name a line", ErrWrongState)
		}
		run.State, run.Status, run.Report, run.Retries, run.Stuck = Planning, "", nil, 0, ""
		return nil
	}
	if x.line.V.State != Stopped && x.line.V.State != ByHand {
		return fmt.Errorf("%w: line %s is %s; a stopped or by-hand line can be retried", ErrWrongState, x.line.V.ID, x.line.V.State)
	}
	if run.State == Finished {
		run.State, run.Status, run.Report = Running, "", nil
	}
	run.Stuck = ""
	revived := map[string]bool{x.line.V.ID: true}
	for again := true; again; {
		again = false
		for i := range x.lines {
			l := x.lines[i].V
			blocked := l.State == Stopped && slices.ContainsFunc(l.Needs, func(id string) bool { return revived[id] })
			if !revived[l.ID] && (blocked || l.Last) {
				revived[l.ID], again = true, true
			}
		}
	}
	for i := range x.lines {
		if revived[x.lines[i].V.ID] {
			x.lines[i].V.revive()
			save(x.d, &x.lines[i])
		}
	}
	return nil
}

// revive makes a line as it was before it was first looked at. When it began
// is kept: a change that did take effect after all is then recognised.
func (l *Line) revive() {
	*l = Line{
		ID: l.ID, Generation: l.Generation, Step: l.Step, Title: l.Title, Part: l.Part, Object: l.Object, Says: l.Says, Now: l.Now, Then: l.Then,
		Irreversible: l.Irreversible, Want: l.Want, Before: l.Before, Hash: l.Hash, Cut: l.Cut, Last: l.Last,
		Needs: l.Needs, After: l.After, Found: l.Found, Began: l.Began, Unsure: l.Unsure, Chain: l.Chain,
		State: Waiting, N: l.N + 1,
	}
}

// skip leaves a line out.
func (x *ordering) skip() error {
	if x.line == nil {
		return fmt.Errorf("%w: name the line to skip", ErrBadOrder)
	}
	switch x.run.V.State {
	case Approving, Scheduled, Running:
	default:
		return fmt.Errorf("%w: the run is %s", ErrWrongState, x.run.V.State)
	}
	switch x.line.V.State {
	case Waiting, Ready, Held:
		x.d.drop(x.ref, x.line, Skipped, "Skipped by an operator: "+orElse(x.order.Reason, "no reason given"))
		return nil
	}
	return fmt.Errorf("%w: line %s is %s", ErrWrongState, x.line.V.ID, x.line.V.State)
}

// cancel stops a run before its next effect: advance then drops the lines
// that haven't begun. What is being done at this moment is still read back,
// and the closing line still tells the ticket.
func (x *ordering) cancel() error {
	run := &x.run.V
	later := slices.ContainsFunc(x.lines, func(l kept[Line]) bool { return l.V.State == Later })
	if run.State == Finished && !later {
		return fmt.Errorf("%w: the run has finished", ErrWrongState)
	}
	if run.State == Finished {
		for i := range x.lines {
			if x.lines[i].V.State == Later {
				x.d.drop(x.ref, &x.lines[i], Cancelled, "Cancelled before it was due.")
			}
		}
		return nil
	}
	done := func(l kept[Line]) bool { return l.V.Last || l.V.State.Ended() }
	if !run.Started.IsZero() && len(x.lines) > 0 && !slices.ContainsFunc(x.lines, func(l kept[Line]) bool { return !done(l) }) {
		return fmt.Errorf("%w: nothing is left that could be stopped", ErrWrongState)
	}
	run.Cancelled, run.Stuck = true, ""
	return nil
}

// close closes a follow-up.
func (x *ordering) close() error {
	run := &x.run.V
	if run.State != Finished || run.Report == nil {
		return fmt.Errorf("%w: follow-ups are closed when the run has finished", ErrWrongState)
	}
	open := 0
	found := false
	for i := range run.Report.FollowUps {
		u := &run.Report.FollowUps[i]
		if u.Line == x.order.Line && !u.Closed {
			u.Closed, found = true, true
		}
		if !u.Closed {
			open++
		}
	}
	if !found {
		return fmt.Errorf("%w: line %q has no open follow-up", ErrWrongState, x.order.Line)
	}
	if open == 0 && run.Status == StatusFollowUp {
		run.Status, run.Report.Status = StatusSuccess, StatusSuccess
	}
	return nil
}

// reschedule moves a run that waits for its time.
func (x *ordering) reschedule() error {
	run := &x.run.V
	if run.State != Scheduled {
		return fmt.Errorf("%w: the run is %s, not scheduled", ErrWrongState, run.State)
	}
	if x.order.Due.IsZero() {
		return fmt.Errorf("%w: say the new time as due", ErrBadOrder)
	}
	if x.order.Due.Before(x.f.Clock.Now()) {
		return fmt.Errorf("%w: %s has passed; a run isn't moved into the past", ErrBadOrder, x.order.Due.Format(time.RFC3339))
	}
	run.Due = x.order.Due
	x.d.send(AdvanceQueue, Message{Run: run.ID, Line: dueTimer, N: run.N + 1}, run.Due)
	return nil
}
