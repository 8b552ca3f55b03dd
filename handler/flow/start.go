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
	if !w.run.V.Replaned {
		d := w.f.draft(w.ref.partition)
		w.release(d, lines)
		if err := d.commit(ctx); err != nil {
			return err
		}
		return w.replan(ctx, lines)
	}
	rounds, err := w.f.rounds(ctx, w.ref)
	if err != nil {
		return err
	}
	d := w.draft()
	if w.run.V.Cancelled {
		w.dropCancelled(d, lines)
	} else {
		w.settleRound(d, rounds, lines)
	}
	if allEnded(lines) {
		return w.close(ctx, d, lines)
	}
	if !w.run.V.Cancelled {
		w.amend(d, rounds, lines)
	}
	w.release(d, lines)
	return w.commit(ctx, d)
}

// release owes a message to every line that may run now.
func (w *walk) release(d *draft, lines []kept[Line]) {
	run := &w.run.V
	for i := range lines {
		l := &lines[i].V
		if l.Waiting != "" || l.State != Waiting && l.State != Ready {
			continue
		}
		if (run.Replaned || l.Cut) && run.approves(*l) && followsAll(*l, lines) {
			d.send(queueOf(*l), Message{Run: run.ID, Line: l.ID, N: l.N}, w.f.Clock.Now())
		}
	}
}

func queueOf(l Line) string {
	if l.Cut {
		return CutQueue
	}
	return ExecuteQueue
}

func (r Run) approves(l Line) bool { return slices.Contains(r.Approved, l.Hash) }

// followsAll tells whether all that a line waits for has ended, well or badly.
func followsAll(l Line, lines []kept[Line]) bool {
	for i := range lines {
		id := lines[i].V.ID
		if (slices.Contains(l.Needs, id) || slices.Contains(l.After, id)) && !lines[i].V.State.Ended() {
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
func (w *walk) replan(ctx context.Context, lines []kept[Line]) error {
	fresh, err := w.f.planLines(ctx, w.customer, w.world, w.run.V.Request)
	if err != nil {
		return w.replanTrouble(ctx, err)
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
		if !l.Cut && l.State == Waiting && n.State == Waiting && n.Hash != l.Hash {
			w.holdChanged(l, n)
			touched[l.ID] = true
		}
	}
	w.connectAgain(lines, touched)
	held, err := w.saveTouched(ctx, lines, touched)
	if err != nil {
		return err
	}
	d := w.draft()
	w.run.V.Replaned, w.run.V.Retries = true, 0
	w.note(d, "planned", fmt.Sprintf("Planned again at the start: %s differ from what was approved.", count(held, "line")))
	w.wake(d)
	return w.commit(ctx, d)
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
	l.ID = strconv.Itoa(id)
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
	run.Retries++
	w.f.Log.WarnContext(ctx, "planning again failed", "run", run.ID, "try", run.Retries, "error", err)
	wait := backoff(run.Retries)
	var asked *step.Wait
	if errors.As(err, &asked) {
		wait = max(asked.For, time.Second)
	}
	d := w.draft()
	if run.Retries > maxSurprises {
		run.Replaned, run.Retries = true, 0
		w.note(d, "planned", "The tenant couldn't be read as a whole at the start; every line is still looked at just before it runs.")
		w.wake(d)
		return w.commit(ctx, d)
	}
	return w.tryLater(ctx, d, wait, "the tenant couldn't be read")
}
