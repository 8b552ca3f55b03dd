package flow

import (
	"context"
	"errors"
	"fmt"
	"time"

	"usher/steps/step"
)

// Advance looks at a ticket or a run and does what is next for it. It is
// harmless when called twice.
func (f *Flow) Advance(ctx context.Context, m Message) error {
	r, err := parseRef(m.Run)
	if err != nil {
		return err
	}
	return again(ctx, func() error {
		if r.number == 0 {
			return f.readTicket(ctx, r, m)
		}
		return f.advanceRun(ctx, r, m)
	})
}

// walk is one look at a run.
type walk struct {
	f        *Flow
	ref      ref
	run      kept[Run]
	message  Message
	customer step.Customer
	world    *step.World
	terms    Terms
}

func (f *Flow) advanceRun(ctx context.Context, r ref, m Message) error {
	run, err := get[Run](ctx, f.Store, r.partition, r.runKey())
	if errors.Is(err, ErrNoRow) {
		return fmt.Errorf("%w: %s", ErrNoRun, r)
	}
	if err != nil {
		return err
	}
	ctx = about(ctx, run.V, "")
	if run.V.State == Finished && m.Line == "" {
		return errors.Join(f.pay(ctx, r.partition, AdvanceQueue, m), f.deactivate(ctx, r.partition))
	}
	if m.Line == "" && m.N < run.V.N || run.V.Stuck != "" {
		return f.pay(ctx, r.partition, AdvanceQueue, m)
	}
	w := &walk{f: f, ref: r, run: run, message: m}
	if w.customer, w.world, err = f.world(ctx, run.V.Customer); err != nil {
		return err
	}
	if err := w.byTerms(); err != nil {
		return err
	}
	if run.V.Cancelled && run.V.Started.IsZero() {
		return w.finish(ctx, w.draft(), StatusCancelled, "Cancelled by an operator; nothing was changed.")
	}
	switch run.V.State {
	case Finished:
		return w.reportAgain(ctx)
	case Planning:
		return w.plan(ctx)
	case Asking:
		return w.awaitAnswer(ctx)
	case Approving:
		if run.V.Started.IsZero() {
			if moved, err := w.settleQuestions(ctx); moved || err != nil {
				return err
			}
			return w.awaitApproval(ctx)
		}
		return w.carryOn(ctx)
	case Scheduled:
		if moved, err := w.settleQuestions(ctx); moved || err != nil {
			return err
		}
		return w.awaitDue(ctx)
	default:
		return w.carryOn(ctx)
	}
}

// pay removes what was owed for a message that needs nothing done.
func (f *Flow) pay(ctx context.Context, partition, queue string, m Message) error {
	_, err := f.Store.Get(ctx, partition, outboxKey(queue, m))
	if errors.Is(err, ErrNoRow) {
		return nil
	}
	if err != nil {
		return err
	}
	d := f.draft(partition)
	d.paid(queue, m)
	return d.commit(ctx)
}

// draft begins the commit that answers the message.
func (w *walk) draft() *draft {
	d := w.f.draft(w.ref.partition)
	d.paid(AdvanceQueue, w.message)
	return d
}

func (w *walk) note(d *draft, kind, says string) {
	d.note(&w.run.V, kind, says)
}

// commit saves the run's row with everything in the draft.
func (w *walk) commit(ctx context.Context, d *draft) error {
	save(d, &w.run)
	return d.commit(ctx)
}

// wake owes another look at the run, now.
func (w *walk) wake(d *draft) {
	w.run.V.N++
	d.send(AdvanceQueue, Message{Run: w.run.V.ID, N: w.run.V.N}, w.f.Clock.Now())
}

// The lines that messages of timers name.
const (
	askingTimer = "answer"
	dueTimer    = "due"
	roundTimer  = "round"
)

func isTimer(line string) bool {
	return line == askingTimer || line == dueTimer || line == roundTimer
}

// tooEarly answers a message that came before its time, by rounding or by
// another machine's clock: it is owed anew for when it is due.
func (w *walk) tooEarly(ctx context.Context, due time.Time) error {
	if !isTimer(w.message.Line) {
		return w.f.pay(ctx, w.ref.partition, AdvanceQueue, w.message)
	}
	d := w.draft()
	w.run.V.N++
	d.send(AdvanceQueue, Message{Run: w.run.V.ID, Line: w.message.Line, N: w.run.V.N}, due)
	return w.commit(ctx, d)
}

// lines reads the lines of the plan in force.
func (f *Flow) lines(ctx context.Context, r ref, run Run) ([]kept[Line], error) {
	if run.Plan.Generation == 0 {
		return nil, nil
	}
	return list[Line](ctx, f.Store, r.partition, r.linePrefix(run.Plan.Generation))
}
