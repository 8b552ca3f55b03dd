package flow

import (
	"context"
	"errors"
	"time"
)

// overdue is how long a message that was sent may be owed before it is sent
// again.
const overdue = time.Minute

// Sweep sends what is owed and wasn't sent, wakes what stands still, and
// turns due rows into messages. It is called every minute or so.
func (f *Flow) Sweep(ctx context.Context) error {
	return errors.Join(f.sweepDue(ctx), f.sweepActive(ctx, false))
}

// Recover sends everything that is owed, due or not: for an engine whose
// queue is empty when it starts.
func (f *Flow) Recover(ctx context.Context) error { return f.sweepActive(ctx, true) }

func (f *Flow) sweepDue(ctx context.Context) error {
	const page = 100
	for {
		rows, err := f.Store.List(ctx, duePartition, "", "", page)
		if err != nil {
			return err
		}
		for _, row := range rows {
			o, err := decode[OutboxRecord](row)
			if err != nil {
				return err
			}
			if o.V.At.After(f.Clock.Now()) {
				return nil
			}
			if err := f.Queue.Send(ctx, o.V.Queue, o.V.Message, o.V.At); err != nil {
				return err
			}
			if err := f.Store.Commit(ctx, duePartition, Change{Do: Delete, Key: row.Key}); err != nil {
				return err
			}
		}
		if len(rows) < page {
			return nil
		}
	}
}

func (f *Flow) sweepActive(ctx context.Context, all bool) error {
	marks, err := f.activeTickets(ctx)
	if err != nil {
		return err
	}
	var errs []error
	for _, partition := range marks {
		if err := f.sweepTicket(ctx, partition, all); err != nil && !errors.Is(err, ErrConflict) {
			errs = append(errs, err)
		}
	}
	return errors.Join(errs...)
}

func (f *Flow) activeTickets(ctx context.Context) ([]string, error) {
	const page = 500
	var keys []string
	for after := ""; ; {
		rows, err := f.Store.List(ctx, activePartition, "", after, page)
		if err != nil {
			return nil, err
		}
		for _, row := range rows {
			keys = append(keys, row.Key)
		}
		if len(rows) < page {
			return keys, nil
		}
		after = rows[len(rows)-1].Key
	}
}

// sweepTicket looks after one ticket: what it owes, and runs and lines that
// nobody is at.
func (f *Flow) sweepTicket(ctx context.Context, partition string, all bool) error {
	owed, err := list[OutboxRecord](ctx, f.Store, partition, outboxPrefix)
	if err != nil {
		return err
	}
	owes := map[string]bool{}
	for _, o := range owed {
		late := f.Clock.Now().Sub(o.V.At)
		if late > -overdue {
			owes[o.V.Message.Run] = true // a message of later on, such as an expiry, moves nothing now
		}
		if late > overdue || all && late > -MaxDelay {
			f.deliver(ctx, o.V)
		}
	}
	if err := f.wakeTicket(ctx, partition, owes); err != nil {
		return err
	}
	runs, err := f.runsOf(ctx, partition)
	if err != nil {
		return err
	}
	for i := range runs {
		if err := f.wakeRun(ctx, &runs[i], owes); err != nil {
			return err
		}
	}
	if len(owed) == 0 {
		return f.deactivate(ctx, partition)
	}
	return nil
}

func (f *Flow) wakeTicket(ctx context.Context, partition string, owes map[string]bool) error {
	r := ref{partition: partition}
	if owes[r.String()] {
		return nil
	}
	ticket, err := get[TicketRecord](ctx, f.Store, partition, ticketKey)
	if errors.Is(err, ErrNoRow) {
		return nil
	}
	if err != nil || ticket.V.Unread == 0 {
		return err
	}
	d := f.draft(partition)
	ticket.V.N++
	d.send(AdvanceQueue, Message{Run: r.String(), N: ticket.V.N}, f.Clock.Now())
	save(d, &ticket)
	return d.commit(ctx)
}

// wakeRun sends hints to lines and posts whose owner is gone, and to a run
// that should move and to which nothing is owed.
func (f *Flow) wakeRun(ctx context.Context, run *kept[Run], owes map[string]bool) error {
	r := run.V.ref()
	lines, err := f.lines(ctx, r, run.V)
	if err != nil {
		return err
	}
	posts, err := list[Line](ctx, f.Store, r.partition, r.postPrefix())
	if err != nil {
		return err
	}
	busy := false
	for _, l := range append(lines, posts...) {
		switch {
		case l.V.State != Doing || l.V.Owner == "":
		case f.Void(l.V.Owner) || f.Clock.Now().After(l.V.Until):
			if err := f.wakeLine(ctx, r, run.V.ID, l); err != nil {
				return err
			}
			busy = true
		default:
			busy = true
		}
	}
	moving := run.V.State == Planning || run.V.State == Running || run.V.State == Reporting
	if !moving || busy || owes[run.V.ID] {
		return nil
	}
	d := f.draft(r.partition)
	run.V.N++
	d.send(AdvanceQueue, Message{Run: run.V.ID, N: run.V.N}, f.Clock.Now())
	save(d, run)
	return d.commit(ctx)
}

func (f *Flow) wakeLine(ctx context.Context, r ref, run string, l kept[Line]) error {
	d := f.draft(r.partition)
	l.V.N++
	d.send(queueOf(l.V), Message{Run: run, Line: l.V.ID, N: l.V.N}, f.Clock.Now())
	save(d, &l)
	return d.commit(ctx)
}
