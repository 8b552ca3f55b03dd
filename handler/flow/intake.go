package flow

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"usher/steps/step"
)

// Intake stores an event of a desk, once, and owes its reading. The same
// event again answers the runs that it has made so far; with another body it
// is ErrOtherBody.
func (f *Flow) Intake(ctx context.Context, a Arrival) (Receipt, error) {
	ctx = step.WithTags(ctx, step.Tags{Customer: a.Customer, Ticket: a.Ticket.ID})
	c, err := f.customer(ctx, a.Customer)
	if err != nil {
		return Receipt{}, err
	}
	r := ref{partition: partitionOf(c.Key, c.Desk.Kind, a.Ticket.ID)}
	if err := again(ctx, func() error { return f.storeEvent(ctx, r, c, a) }); err != nil {
		return Receipt{}, fmt.Errorf("store event: %w", err)
	}
	return f.receipt(ctx, r, a.Ticket)
}

func (f *Flow) storeEvent(ctx context.Context, r ref, c step.Customer, a Arrival) error {
	known, err := get[EventRecord](ctx, f.Store, r.partition, eventKey(a.Ticket.Event))
	if err == nil {
		if known.V.Hash != a.BodyHash {
			return ErrOtherBody
		}
		if !known.V.Read {
			return f.stayActive(ctx, r.partition)
		}
		return nil
	}
	if !errors.Is(err, ErrNoRow) {
		return err
	}
	ticket, err := get[TicketRecord](ctx, f.Store, r.partition, ticketKey)
	if err != nil && !errors.Is(err, ErrNoRow) {
		return err
	}
	if err := f.activate(ctx, r.partition); err != nil {
		return err
	}
	t := &ticket.V
	t.Customer, t.Desk, t.ID = c.Key, c.Desk.Kind, a.Ticket.ID
	t.Events, t.Unread, t.N, t.Stuck = t.Events+1, t.Unread+1, t.N+1, false
	d := f.draft(r.partition)
	save(d, &ticket)
	d.insert(eventKey(a.Ticket.Event), EventRecord{Hash: a.BodyHash, At: f.Clock.Now(), Order: t.Events, Ticket: storable(a.Ticket)})
	d.send(AdvanceQueue, Message{Run: r.String(), N: t.N}, f.Clock.Now())
	if err := d.commit(ctx); err != nil {
		return err
	}
	return f.stayActive(ctx, r.partition)
}

// activate marks a ticket as under way, before the save that makes it so.
func (f *Flow) activate(ctx context.Context, partition string) error {
	return f.Store.Commit(ctx, activePartition, Change{Do: Put, Key: partition, Data: []byte(`{}`)})
}

// stayActive sets the mark again after that save, since a run that finished
// in between may have taken it away.
func (f *Flow) stayActive(ctx context.Context, partition string) error {
	_, err := f.Store.Get(ctx, activePartition, partition)
	if errors.Is(err, ErrNoRow) {
		return f.activate(ctx, partition)
	}
	return err
}

// deactivate takes the mark away when nothing of the ticket is under way any
// more, unless somebody has set it anew since it was read.
func (f *Flow) deactivate(ctx context.Context, partition string) error {
	mark, err := f.Store.Get(ctx, activePartition, partition)
	if errors.Is(err, ErrNoRow) {
		return nil
	}
	if err != nil {
		return err
	}
	idle, err := f.idle(ctx, partition)
	if err != nil || !idle {
		return err
	}
	err = f.Store.Commit(ctx, activePartition, Change{Do: Delete, Key: partition, Version: mark.Version})
	if errors.Is(err, ErrConflict) {
		return nil
	}
	return err
}

// idle tells whether nothing of a ticket is left to read, run, post or send.
func (f *Flow) idle(ctx context.Context, partition string) (bool, error) {
	ticket, err := get[TicketRecord](ctx, f.Store, partition, ticketKey)
	if err != nil && !errors.Is(err, ErrNoRow) {
		return false, err
	}
	if ticket.V.Unread > 0 {
		return false, nil
	}
	runs, err := f.runsOf(ctx, partition)
	if err != nil {
		return false, err
	}
	for _, run := range runs {
		if run.V.State != Finished {
			return false, nil
		}
		lines, err := f.lines(ctx, ref{partition, run.V.Number}, run.V)
		if err != nil {
			return false, err
		}
		open := func(l kept[Line]) bool { return l.V.State == Later || !l.V.State.Ended() }
		if !run.V.Cancelled && slices.ContainsFunc(lines, open) {
			return false, nil
		}
		posts, err := list[Line](ctx, f.Store, partition, ref{partition, run.V.Number}.postPrefix())
		if err != nil {
			return false, err
		}
		for _, p := range posts {
			if !p.V.State.Ended() {
				return false, nil
			}
		}
	}
	return true, nil
}

func (f *Flow) receipt(ctx context.Context, r ref, t step.Ticket) (Receipt, error) {
	receipt := Receipt{Ticket: t.ID, Runs: []ReceiptRun{}}
	runs, err := f.runsOf(ctx, r.partition)
	if err != nil {
		return receipt, err
	}
	for _, run := range runs {
		if slices.Contains(run.V.Events, t.Event) {
			receipt.Runs = append(receipt.Runs, ReceiptRun{Run: run.V.ID, State: run.V.State})
		}
	}
	return receipt, nil
}

// runsOf lists the runs of a ticket in the order in which they were made.
func (f *Flow) runsOf(ctx context.Context, partition string) ([]kept[Run], error) {
	ticket, err := get[TicketRecord](ctx, f.Store, partition, ticketKey)
	if errors.Is(err, ErrNoRow) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var runs []kept[Run]
	for n := 1; n <= ticket.V.Runs; n++ {
		run, err := get[Run](ctx, f.Store, partition, ref{partition, n}.runKey())
		if err != nil {
			return nil, fmt.Errorf("run %d of ticket %s: %w", n, ticket.V.ID, err)
		}
		runs = append(runs, run)
	}
	return runs, nil
}

func (f *Flow) customer(ctx context.Context, key string) (step.Customer, error) {
	c, err := f.Customers.Customer(ctx, key)
	if errors.Is(err, step.ErrNotFound) {
		return c, fmt.Errorf("%w: %s", ErrNoCustomer, key)
	}
	return c, err
}
