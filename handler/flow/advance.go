package flow

import (
	"context"
	"errors"
	"fmt"

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
}

func (f *Flow) advanceRun(ctx context.Context, r ref, m Message) error {
	run, err := get[Run](ctx, f.Store, r.partition, r.runKey())
	if errors.Is(err, ErrNoRow) {
		return fmt.Errorf("%w: %s", ErrNoRun, r)
	}
	if err != nil {
		return err
	}
	if m.Line == "" && m.N < run.V.N {
		return nil
	}
	if run.V.State == Finished {
		return f.deactivate(ctx, r.partition)
	}
	w := &walk{f: f, ref: r, run: run, message: m}
	if w.customer, w.world, err = f.world(ctx, run.V.Customer); err != nil {
		return err
	}
	if run.V.Cancelled && run.V.Started.IsZero() {
		return w.finish(ctx, w.draft(), StatusCancelled, "Cancelled by an operator; nothing was changed.")
	}
	switch run.V.State {
	case Planning:
		return w.plan(ctx)
	case Asking:
		return w.pay(ctx)
	case Approving:
		if run.V.Started.IsZero() {
			return w.awaitApproval(ctx)
		}
		return w.carryOn(ctx)
	case Scheduled:
		return w.awaitDue(ctx)
	default:
		return w.carryOn(ctx)
	}
}

// pay removes what was owed for the message where there is nothing to do.
func (w *walk) pay(ctx context.Context) error {
	d := w.draft()
	return d.commit(ctx)
}

// draft begins the commit that answers the message.
func (w *walk) draft() *draft {
	d := w.f.draft(w.ref.partition)
	d.paid(AdvanceQueue, w.message)
	return d
}

func (w *walk) note(d *draft, kind, says string) {
	d.note(w.ref, &w.run.V.Chain, "", kind, says)
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

// lines reads the lines of the plan in force.
func (f *Flow) lines(ctx context.Context, r ref, run Run) ([]kept[Line], error) {
	if run.Plan.Generation == 0 {
		return nil, nil
	}
	return list[Line](ctx, f.Store, r.partition, r.linePrefix(run.Plan.Generation))
}
