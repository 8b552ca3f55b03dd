package flow

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"usher/steps/step"
)

// How long a question on a ticket stays open: one that holds the whole run,
// and, in working days, one that only some lines wait for.
const (
	askedFor      = 14 * 24 * time.Hour
	linesAskedFor = 3
)

// setDeadline sets until when the run's questions may be answered. Lines that
// come with the run may wait until it is due.
func (w *walk) setDeadline(d *draft) {
	run := &w.run.V
	now := w.f.Clock.Now()
	if len(run.Plan.Questions) == 0 || !run.untold() && run.Answer.After(now) {
		return
	}
	run.Answer = workingDaysAfter(now, linesAskedFor).UTC()
	if run.Due.After(run.Answer) {
		run.Answer = run.Due
	}
	if run.stuck() {
		run.Answer = now.Add(askedFor).UTC()
	}
	d.send(AdvanceQueue, Message{Run: run.ID, Line: askingTimer, N: run.N}, run.Answer)
}

// workingDaysAfter counts on from a moment over Monday to Friday.
func workingDaysAfter(at time.Time, n int) time.Time {
	for n > 0 {
		at = at.AddDate(0, 0, 1)
		if at.Weekday() != time.Saturday && at.Weekday() != time.Sunday {
			n--
		}
	}
	return at
}

func (r Run) stuck() bool {
	return slices.ContainsFunc(r.Plan.Questions, func(q Inquiry) bool { return q.Holds == HoldsRun })
}

// overdue tells whether the time of the run's questions is over.
func (r Run) overdue(now time.Time) bool { return r.asks() && !now.Before(r.Answer) }

// lapse takes the defaults of all questions that have one to go on with. It
// counts the others.
func (r *Run) lapse() (left int) {
	for _, q := range r.Plan.Questions {
		if q.Holds == HoldsRun {
			left++
			continue
		}
		r.Answers = append(r.Answers, Settled{Key: q.Key, About: q.About})
	}
	return left
}

// byDefault are the plan's remarks on questions that nobody answered.
func (r Run) byDefault() []Remark {
	return slices.DeleteFunc(slices.Clone(r.Plan.Warnings), func(w Remark) bool {
		return !slices.ContainsFunc(r.Answers, func(a Settled) bool { return a.Key == w.Key && a.Value == "" })
	})
}

// decide takes the defaults of what the approval decides: who approves a plan
// for now, although its day was asked for, has said when.
func (r *Run) decide() {
	r.Plan.Questions = slices.DeleteFunc(r.Plan.Questions, func(q Inquiry) bool {
		if q.Holds == HoldsNothing {
			r.Answers = append(r.Answers, Settled{Key: q.Key, About: q.About})
		}
		return q.Holds == HoldsNothing
	})
}

// settleQuestions tells the ticket what is asked, and brings answers, and
// defaults whose time has come, into a run that has been planned. Moved means
// that the run is to be looked at again.
func (w *walk) settleQuestions(ctx context.Context) (moved bool, err error) {
	run := &w.run.V
	if run.overdue(w.f.Clock.Now()) && !run.Answered {
		d := w.draft()
		run.lapse()
		run.Answered = true
		w.note(d, "asked", "Nobody answered in time: the defaults are taken.")
		w.wake(d)
		return true, w.commit(ctx, d)
	}
	if run.Answered {
		return true, w.takeIn(ctx)
	}
	if !run.untold() || run.State == Approving && run.Started.IsZero() {
		return false, nil // what isn't approved yet is told together with its plan
	}
	runs, err := w.f.runsOf(ctx, w.ref.partition)
	if err != nil {
		return false, err
	}
	runs = slices.DeleteFunc(runs, func(r kept[Run]) bool { return r.V.Event() != run.Event() })
	return true, w.f.inquire(ctx, w.ref.partition, runs)
}

// takeIn settles anew what a planned run asks for, with what was answered
// since. Before the approval it is planned again; afterwards, what was approved
// goes on, and what is new is held and asked as an amendment.
func (w *walk) takeIn(ctx context.Context) error {
	run := &w.run.V
	fixed := run.Request
	found, err := w.f.resolve(ctx, w.customer, w.world, *run, w.terms)
	if err != nil {
		return w.takeInTrouble(ctx, err)
	}
	found.request.Due = fixed.Due
	found.doubted(nil, run.Notes)
	d := w.draft()
	if !sameRequest(found.request, fixed) {
		if run.State == Approving && run.Started.IsZero() {
			run.Request, run.Approved, run.State, run.Answered = fixed, nil, Planning, false
			w.note(d, "planned", "Answered on the ticket: planned again, and earlier approvals are void.")
			w.wake(d)
			return w.commit(ctx, d)
		}
		if err := w.extend(ctx, d, found); err != nil {
			return w.takeInTrouble(ctx, err)
		}
	}
	for _, warning := range found.warnings {
		if !slices.Contains(run.Plan.Warnings, warning) {
			run.Plan.Warnings = append(run.Plan.Warnings, warning)
		}
	}
	run.Answered, run.Retries, run.Terms = false, 0, w.terms
	run.Plan.Questions = told(run.Plan.Questions, found.questions)
	if !run.Started.IsZero() {
		run.decide()
	}
	w.setDeadline(d)
	w.wake(d)
	return w.commit(ctx, d)
}

// extend brings a request that has grown into the run's lines. A scheduled run
// asks for them now, one under way as it goes on.
func (w *walk) extend(ctx context.Context, d *draft, found resolved) error {
	run := &w.run.V
	fresh, err := w.f.planLines(ctx, w.customer, w.world, found.request)
	if err != nil {
		return err
	}
	before := run.Request
	run.Request = found.request
	held, err := w.compare(ctx, fresh)
	if err != nil {
		run.Request = before
		return err
	}
	run.Plan.Warnings = slices.Concat(found.warnings, fresh.warnings)
	if run.State != Scheduled || held == 0 {
		return nil
	}
	lines, err := w.f.lines(ctx, w.ref, *run)
	if err != nil {
		return err
	}
	rounds, err := w.f.rounds(ctx, w.ref)
	if err != nil {
		return err
	}
	w.amend(d, rounds, lines)
	run.State = Scheduled
	return nil
}

// sameRequest compares what two requests ask for. Times that were stored have
// lost the names of their zones, so that they are compared as stored.
func sameRequest(a, b step.Request) bool { return planHash(nil, a, 0) == planHash(nil, b, 0) }

// takeInTrouble tries again later, and leaves the run as it was.
func (w *walk) takeInTrouble(ctx context.Context, err error) error {
	if errors.Is(err, ErrConflict) || ctx.Err() != nil {
		return err
	}
	run := &w.run.V
	run.Retries++
	w.f.Log.WarnContext(ctx, "an answer couldn't be planned", "run", run.ID, "try", run.Retries, "error", err)
	return w.tryLater(ctx, w.draft(), backoff(run.Retries), fmt.Sprintf("the tenant couldn't be read for what was answered (try %d)", run.Retries))
}
