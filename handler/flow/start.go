package flow

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"

	"usher/steps/step"
)

// carryOn moves a run that has started: the cut first, then everything else
// as soon as it has been planned again, then the questions that came up, and
// the end when nothing moves any more.
func (w *walk) carryOn(ctx context.Context) error {
	lines, err := w.f.lines(ctx, w.ref, w.run.V)
	if err != nil {
		return err
	}
	w.obeyDocument()
	if w.run.V.Cancelled {
		return w.windUp(ctx, lines)
	}
	if moved, err := w.settleQuestions(ctx); moved || err != nil {
		return err
	}
	if !w.run.V.Replaned {
		d := w.f.draft(w.ref.partition)
		w.wakeCut(d, lines)
		if len(d.changes) > 0 {
			if err := d.commit(ctx); err != nil {
				return err
			}
		}
		if err := w.release(ctx, lines); err != nil {
			return err
		}
		return w.replan(ctx)
	}
	rounds, err := w.f.rounds(ctx, w.ref)
	if err != nil {
		return err
	}
	d := w.draft()
	settled := w.settleRound(d, rounds, lines)
	if allEnded(lines) && !w.run.V.asks() {
		return w.close(ctx, d, lines)
	}
	if settled {
		w.amend(d, rounds, lines)
	}
	if !settled {
		w.wake(d)
	}
	if err := w.commit(ctx, d); err != nil {
		return err
	}
	return w.release(ctx, lines)
}

// obeyDocument stops a run whose customer has been put back to rehearsal.
func (w *walk) obeyDocument() {
	if w.customer.Mode != step.Live && !w.run.V.Cancelled {
		w.run.V.Cancelled = true
	}
}

// windUp ends a cancelled run: lines that haven't begun are dropped, and the
// closing line still tells the ticket.
func (w *walk) windUp(ctx context.Context, lines []kept[Line]) error {
	d := w.draft()
	dropped := w.dropCancelled(d, lines)
	if allEnded(lines) {
		return w.close(ctx, d, lines)
	}
	if !dropped {
		w.wake(d)
	}
	if err := w.commit(ctx, d); err != nil {
		return err
	}
	return w.release(ctx, lines)
}

// wakeCut looks again at the parts of the cut that were so already when they
// were planned, which may be long ago.
func (w *walk) wakeCut(d *draft, lines []kept[Line]) {
	for i := range lines {
		l := &lines[i].V
		if l.Cut && l.State == Done && l.Attempts == 0 && l.First.IsZero() {
			l.State, l.ReadBack = Waiting, ""
			save(d, &lines[i])
		}
	}
}

// release owes a message to every line that may run now, half a commit's worth
// at a time.
func (w *walk) release(ctx context.Context, lines []kept[Line]) error {
	d := w.f.draft(w.ref.partition)
	for i := range lines {
		l := lines[i].V
		if l.Waiting != "" || !w.run.V.lets(l, lines, w.f.Clock.Now()) {
			continue
		}
		d.send(queueOf(l), Message{Run: w.run.V.ID, Line: l.ID, N: l.N}, w.f.Clock.Now())
		if len(d.changes) < MaxChanges/2 {
			continue
		}
		if err := d.commit(ctx); err != nil {
			return err
		}
		d = w.f.draft(w.ref.partition)
	}
	if len(d.changes) == 0 {
		return nil
	}
	return d.commit(ctx)
}

// lets tells whether run, approval and earlier lines let a line go that hasn't
// begun.
func (r Run) lets(l Line, lines []kept[Line], now time.Time) bool {
	if l.Last && r.asks() && !r.Cancelled {
		return false // it tells the outcome of all lines, and some may still come
	}
	started := r.State == Running || r.State == Approving && !r.Started.IsZero() || r.State == Finished && !l.Due.IsZero()
	if !started || l.State != Waiting && l.State != Ready || r.Cancelled && !l.Last {
		return false
	}
	return (l.Cut || r.Replaned || r.Cancelled) && r.approves(l) && followsAll(l, lines, now)
}

func queueOf(l Line) string {
	if l.Cut {
		return CutQueue
	}
	return ExecuteQueue
}

func (r Run) approves(l Line) bool { return slices.Contains(r.Approved, l.Hash) }

// followsAll tells whether all that a line waits for has ended, well or badly.
// What comes later than the run keeps nobody waiting but lines that are due
// now and came later themselves.
func followsAll(l Line, lines []kept[Line], now time.Time) bool {
	cameDue := !l.Due.IsZero() && !l.Due.After(now)
	for i := range lines {
		e := lines[i].V
		if !slices.Contains(l.Needs, e.ID) && !slices.Contains(l.After, e.ID) {
			continue
		}
		if !e.State.Ended() || e.State == Later && cameDue {
			return false
		}
	}
	return true
}

func allEnded(lines []kept[Line]) bool {
	return !slices.ContainsFunc(lines, func(l kept[Line]) bool { return !l.V.State.Ended() })
}

// replan plans the run again as it starts. What differs from what was
// approved is held; what is new is added and held.
func (w *walk) replan(ctx context.Context) error {
	fresh, err := w.f.planLines(ctx, w.customer, w.world, w.run.V.Request)
	if err != nil {
		return w.replanTrouble(ctx, err)
	}
	held, err := w.compare(ctx, fresh)
	if err != nil {
		return err
	}
	d := w.draft()
	w.run.V.Replaned, w.run.V.Retries = true, 0
	w.note(d, "planned", fmt.Sprintf("Planned again at the start: %s differ from what was approved.", count(held, "line"))+w.amendTerms())
	w.wake(d)
	return w.commit(ctx, d)
}

// lookAhead plans a scheduled run again before it is due, so that what is new
// can be asked in time. What can't be read now is read at the next look.
func (w *walk) lookAhead(ctx context.Context) error {
	fresh, err := w.f.planLines(ctx, w.customer, w.world, w.run.V.Request)
	if err != nil {
		w.f.Log.WarnContext(ctx, "planning ahead failed", "run", w.run.V.ID, "error", err)
		return ctx.Err()
	}
	held, err := w.compare(ctx, fresh)
	if err != nil || held == 0 {
		return err
	}
	lines, err := w.f.lines(ctx, w.ref, w.run.V)
	if err != nil {
		return err
	}
	rounds, err := w.f.rounds(ctx, w.ref)
	if err != nil {
		return err
	}
	d := w.f.draft(w.ref.partition)
	w.note(d, "planned", fmt.Sprintf("Planned again before it is due: %s differ from what was approved.", count(held, "line")))
	w.amend(d, rounds, lines)
	w.run.V.State = Scheduled
	if err := w.commit(ctx, d); err != nil {
		return err
	}
	run, err := get[Run](ctx, w.f.Store, w.ref.partition, w.ref.runKey())
	w.run = run
	return err
}

// compare brings a fresh plan into the run's lines: what differs from what was
// approved is held, what is new is added and held. It counts the held lines.
func (w *walk) compare(ctx context.Context, fresh draftPlan) (int, error) {
	lines, err := w.f.lines(ctx, w.ref, w.run.V)
	if err != nil {
		return 0, err
	}
	touched := map[string]bool{}
	for i := range fresh.lines {
		n := &fresh.lines[i]
		old := slices.IndexFunc(lines, func(l kept[Line]) bool { return l.V.Step == n.Step && sameObject(l.V.Object, n.Object) })
		if old < 0 {
			lines = append(lines, w.added(*n, len(lines)+1))
			touched[lines[len(lines)-1].V.ID] = true
			continue
		}
		l := &lines[old].V
		if w.differs(l, n) {
			w.holdChanged(l, n)
			touched[l.ID] = true
		}
	}
	w.connectAgain(lines, touched)
	return w.saveTouched(ctx, lines, touched)
}

// differs tells whether a line that hasn't begun is to be done otherwise than
// it was approved, or is to be done after all. The cut is never held.
func (w *walk) differs(l, now *Line) bool {
	if l.Cut || now.State != Waiting {
		return false
	}
	switch l.State {
	case Waiting, Held:
		return now.Hash != l.Hash
	case Done, ByHand:
		return l.First.IsZero()
	}
	return false
}

// saveTouched saves lines in batches and counts the held ones. Done twice it
// does no harm: what was added is found among the lines the next time.
func (w *walk) saveTouched(ctx context.Context, lines []kept[Line], touched map[string]bool) (int, error) {
	held := 0
	d := w.f.draft(w.ref.partition)
	for i := range lines {
		if lines[i].V.State == Held {
			held++
		}
		if !touched[lines[i].V.ID] {
			continue
		}
		save(d, &lines[i])
		if len(d.changes) == MaxChanges {
			if err := d.commit(ctx); err != nil {
				return held, err
			}
			d = w.f.draft(w.ref.partition)
		}
	}
	if len(d.changes) == 0 {
		return held, nil
	}
	return held, d.commit(ctx)
}

// added makes a line of the plan of what is new since the approval.
func (w *walk) added(l Line, id int) kept[Line] {
	run := &w.run.V
	l.ID, l.Generation = strconv.Itoa(id), run.Plan.Generation
	l.N = run.Plan.Generation * 1000
	if l.State == Waiting {
		l.State, l.Purpose, l.Reason = Held, ForAmendment, "It is new since the approval."
	}
	return kept[Line]{Key: w.ref.lineKey(run.Plan.Generation, l.ID), V: l}
}

func (w *walk) holdChanged(l, now *Line) {
	l.State, l.Purpose = Held, ForAmendment
	l.Reason = fmt.Sprintf("It has changed since the approval: %s → %s then, %s → %s now.", l.Now, l.Then, now.Now, now.Then)
	l.Says, l.Now, l.Then, l.Found = now.Says, now.Now, now.Then, now.Found
	l.Want, l.Before, l.Hash = now.Want, now.Before, now.Hash
}

// connectAgain draws all edges anew, since lines may have been added, and
// marks the lines whose edges differ.
func (w *walk) connectAgain(lines []kept[Line], touched map[string]bool) {
	plain := make([]Line, len(lines))
	for i, l := range lines {
		plain[i] = l.V
	}
	w.f.connect(plain, w.run.V.Request)
	for i := range plain {
		if plain[i].Cut || plain[i].State.Ended() {
			continue
		}
		if !slices.Equal(plain[i].Needs, lines[i].V.Needs) || !slices.Equal(plain[i].After, lines[i].V.After) {
			lines[i].V.Needs, lines[i].V.After = plain[i].Needs, plain[i].After
			touched[plain[i].ID] = true
		}
	}
}

// replanTrouble tries again later; in the end the approved lines run without
// the second plan, each of them still looked at just before.
func (w *walk) replanTrouble(ctx context.Context, err error) error {
	if errors.Is(err, ErrConflict) || ctx.Err() != nil {
		return err
	}
	run := &w.run.V
	d := w.draft()
	var asked *step.Wait
	patient := w.f.Clock.Now().Sub(run.Started) < step.DefaultPatience
	switch {
	case patient && errors.As(err, &asked):
		return w.tryLater(ctx, d, max(asked.For, time.Second), asked.Why)
	case patient && errors.Is(err, ErrAway):
		return w.tryLater(ctx, d, awayFor, portAway)
	}
	run.Retries++
	w.f.Log.WarnContext(ctx, "planning again failed", "run", run.ID, "try", run.Retries, "error", err)
	wait := backoff(run.Retries)
	if run.Retries > maxSurprises {
		run.Replaned, run.Unplanned, run.Retries = true, true, 0
		w.note(d, "planned", "The tenant couldn't be read as a whole at the start; every line is still looked at just before it runs.")
		w.wake(d)
		return w.commit(ctx, d)
	}
	return w.tryLater(ctx, d, wait, "the tenant couldn't be read")
}
