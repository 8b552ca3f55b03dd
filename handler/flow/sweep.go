package flow

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"usher/steps/step"
)

// overdue is how long a message that was sent may be owed before it is sent
// again.
const overdue = 30 * time.Second

// Sweep sends what is owed and wasn't sent, wakes what stands still, and
// turns due rows into messages. It is called every half minute or so.
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

// sweepAtOnce is how many tickets are swept at the same time.
const sweepAtOnce = 16

func (f *Flow) sweepActive(ctx context.Context, all bool) error {
	marks, err := f.activeTickets(ctx)
	if err != nil {
		return err
	}
	var mu sync.Mutex
	var errs []error
	var group errgroup.Group
	group.SetLimit(sweepAtOnce)
	for _, partition := range marks {
		group.Go(func() error {
			if err := f.sweepTicket(ctx, partition, all); err != nil && !errors.Is(err, ErrConflict) {
				mu.Lock()
				defer mu.Unlock()
				errs = append(errs, fmt.Errorf("ticket %s: %w", partition, err))
			}
			return nil // one ticket's trouble is no other's
		})
	}
	return errors.Join(append(errs, group.Wait())...)
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
	rows, err := list[OutboxRecord](ctx, f.Store, partition, outboxPrefix)
	if err != nil {
		return err
	}
	x := &sweeping{f: f, partition: partition, now: f.Clock.Now(), owed: map[Message]OutboxRecord{}}
	for _, o := range rows {
		x.owed[Message{Run: o.V.Message.Run, Line: o.V.Message.Line, N: o.V.Message.N}] = o.V
		hint := o.V.Queue == AdvanceQueue && o.V.Message.Line != "" && !isTimer(o.V.Message.Line)
		if all && o.V.At.Sub(x.now) < MaxDelay || hint && x.now.Sub(o.V.At) > overdue {
			f.deliver(ctx, o.V)
		}
	}
	if err := x.wakeTicket(ctx); err != nil {
		return err
	}
	runs, err := f.runsOf(ctx, partition)
	if err != nil {
		return err
	}
	for i := range runs {
		if err := x.sweepRun(ctx, &runs[i]); err != nil {
			return err
		}
	}
	return f.deactivate(ctx, partition)
}

// sweeping is one look after one ticket.
type sweeping struct {
	f         *Flow
	partition string
	now       time.Time
	owed      map[Message]OutboxRecord
}

// soon tells whether a message of at least this n is owed to a run or line and
// isn't overdue, so that it will move without help.
func (x *sweeping) soon(run, line string, n int) bool {
	for m, o := range x.owed {
		if m.Run == run && m.Line == line && m.N >= n && x.now.Sub(o.At) <= overdue {
			return true
		}
	}
	return false
}

// late lists what is owed to a run or line and hasn't been acted on in time.
func (x *sweeping) late(run, line string) []OutboxRecord {
	var late []OutboxRecord
	for m, o := range x.owed {
		if m.Run == run && m.Line == line && x.now.Sub(o.At) > overdue {
			late = append(late, o)
		}
	}
	return late
}

// unheard tells whether the run's latest message is overdue.
func (x *sweeping) unheard(run Run) bool {
	return slices.ContainsFunc(x.late(run.ID, ""), func(o OutboxRecord) bool { return o.Message.N >= run.N })
}

func (x *sweeping) wakeTicket(ctx context.Context) error {
	id := ref{partition: x.partition}.String()
	ticket, err := get[TicketRecord](ctx, x.f.Store, x.partition, ticketKey)
	if errors.Is(err, ErrNoRow) {
		return nil
	}
	ctx = step.WithTags(ctx, step.Tags{Customer: ticket.V.Customer, Ticket: ticket.V.ID})
	if err != nil || ticket.V.Unread == 0 || ticket.V.Stuck || x.soon(id, "", ticket.V.N) {
		return err
	}
	d := x.f.draft(x.partition)
	ticket.V.N++
	d.send(AdvanceQueue, Message{Run: id, N: ticket.V.N}, x.now)
	x.replace(d, id, "")
	save(d, &ticket)
	return d.commit(ctx)
}

// replace removes overdue messages, in whose place a new one is owed.
func (x *sweeping) replace(d *draft, run, line string) {
	for _, o := range x.late(run, line) {
		d.paid(o.Queue, o.Message)
	}
}

// sweepRun sends hints to lines and posts that nobody is at, and to a run that
// should move by itself.
func (x *sweeping) sweepRun(ctx context.Context, run *kept[Run]) error {
	ctx = tagged(ctx, run.V, "")
	r := run.V.ref()
	lines, err := x.f.lines(ctx, r, run.V)
	if err != nil {
		return err
	}
	rounds, err := x.f.rounds(ctx, r)
	if err != nil {
		return err
	}
	x.alarm(ctx, run.V, rounds)
	posts, err := list[Line](ctx, x.f.Store, r.partition, r.postPrefix())
	if err != nil {
		return err
	}
	if c, err := x.f.customer(ctx, run.V.Customer); err != nil || c.Paused || run.V.Stuck != "" {
		return err
	}
	for _, l := range append(slices.Clone(lines), posts...) {
		if x.left(run.V, l.V, lines) {
			if err := x.wakeLine(ctx, r, run.V.ID, l); err != nil {
				return err
			}
		}
	}
	if x.soon(run.V.ID, "", run.V.N) || !x.unheard(run.V) && !x.shouldMove(run.V, lines, rounds) {
		return nil
	}
	d := x.f.draft(r.partition)
	run.V.N++
	d.send(AdvanceQueue, Message{Run: run.V.ID, N: run.V.N}, x.now)
	x.replace(d, run.V.ID, "")
	for _, timer := range []string{askingTimer, dueTimer, roundTimer} {
		x.replace(d, run.V.ID, timer)
	}
	save(d, run)
	return d.commit(ctx)
}

// left tells whether a line could go on, and neither is anybody at it nor a
// message on its way.
func (x *sweeping) left(run Run, l Line, lines []kept[Line]) bool {
	if l.State == Later {
		return !run.Cancelled && !l.Due.After(x.now) && !x.soon(run.ID, l.ID, l.N)
	}
	if l.State.Ended() || l.State == Held || x.soon(run.ID, l.ID, l.N) {
		return false
	}
	if l.State == Doing && l.Owner != "" {
		return x.f.Void(l.Owner) || x.now.After(l.Until)
	}
	return l.State == Doing || l.Post != nil || l.Waiting != "" || run.lets(l, lines, x.now)
}

// shouldMove tells whether there is something for the run itself to do.
func (x *sweeping) shouldMove(run Run, lines []kept[Line], rounds []kept[Round]) bool {
	round := Round{}
	if n := len(rounds); n > 0 {
		round = rounds[n-1].V
	}
	answered := round.State != RoundOpen || !x.now.Before(round.Expires)
	if run.State != Finished && (run.Answered || run.overdue(x.now)) {
		return true
	}
	switch run.State {
	case Finished:
		return false
	case Asking:
		return run.Cancelled || !x.now.Before(run.Answer)
	case Scheduled:
		return run.Cancelled || !run.Due.After(x.now)
	case Approving:
		if run.Started.IsZero() {
			return run.Cancelled || answered
		}
	case Running:
	default:
		return true
	}
	held := slices.ContainsFunc(lines, func(l kept[Line]) bool { return l.V.State == Held })
	begun := func(l kept[Line]) bool { return l.V.Last || l.V.State.Ended() || l.V.State == Doing }
	dropping := run.Cancelled && slices.ContainsFunc(lines, func(l kept[Line]) bool { return !begun(l) })
	return !run.Replaned || allEnded(lines) || dropping || held && answered
}

func (x *sweeping) wakeLine(ctx context.Context, r ref, run string, l kept[Line]) error {
	d := x.f.draft(r.partition)
	l.V.N++
	d.send(queueOf(l.V), Message{Run: run, Line: l.V.ID, N: l.V.N}, x.now)
	x.replace(d, run, l.V.ID)
	save(d, &l)
	return d.commit(ctx)
}
