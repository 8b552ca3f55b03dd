package flow

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"
)

// kept is a row read from the store, with the version that a save must find.
type kept[T any] struct {
	Key     string
	Version string
	V       T
}

func get[T any](ctx context.Context, s Store, partition, key string) (kept[T], error) {
	row, err := s.Get(ctx, partition, key)
	if err != nil {
		return kept[T]{Key: key}, err
	}
	return decode[T](row)
}

func decode[T any](row Row) (kept[T], error) {
	k := kept[T]{Key: row.Key, Version: row.Version}
	if err := json.Unmarshal(row.Data, &k.V); err != nil {
		return k, fmt.Errorf("row %s: %w", row.Key, err)
	}
	return k, nil
}

// list returns all rows under a prefix.
func list[T any](ctx context.Context, s Store, partition, prefix string) ([]kept[T], error) {
	const page = 500
	var all []kept[T]
	for after := ""; ; {
		rows, err := s.List(ctx, partition, prefix, after, page)
		if err != nil {
			return nil, err
		}
		for _, row := range rows {
			k, err := decode[T](row)
			if err != nil {
				return nil, err
			}
			all = append(all, k)
		}
		if len(rows) < page {
			return all, nil
		}
		after = rows[len(rows)-1].Key
	}
}

// draft collects the changes of one commit: rows, history, and messages that
// the change owes. Nothing is sent before everything is saved.
type draft struct {
	f         *Flow
	partition string
	changes   []Change
	owed      []OutboxRecord
	err       error
}

func (f *Flow) draft(partition string) *draft { return &draft{f: f, partition: partition} }

func (d *draft) add(do ChangeKind, key, version string, v any) {
	data, err := json.Marshal(v)
	if err != nil {
		d.err = errors.Join(d.err, fmt.Errorf("row %s: %w", key, err))
	}
	d.changes = append(d.changes, Change{Do: do, Key: key, Data: data, Version: version})
}

func (d *draft) insert(key string, v any) { d.add(Insert, key, "", v) }

func (d *draft) replace(key, version string, v any) { d.add(Replace, key, version, v) }

// save inserts a row that was never read, or replaces the one that was.
func save[T any](d *draft, k *kept[T]) {
	if k.Version == "" {
		d.insert(k.Key, k.V)
		return
	}
	d.replace(k.Key, k.Version, k.V)
}

// send owes a message.
func (d *draft) send(queue string, m Message, at time.Time) {
	o := OutboxRecord{Queue: queue, Message: m, At: at}
	d.owed = append(d.owed, o)
	d.add(Put, outboxKey(queue, m), "", o)
}

// paid removes what was owed for a message that has been acted on.
func (d *draft) paid(queue string, m Message) {
	key := outboxKey(queue, m)
	for _, c := range d.changes {
		if c.Key == key {
			return
		}
	}
	d.changes = append(d.changes, Change{Do: Delete, Key: key})
}

// note appends an event to the run's own chain of its history.
func (d *draft) note(run *Run, kind, says string) {
	d.append(run.ref(), &run.Chain, chainOf("", 0), Event{Kind: kind, Says: says})
}

// noteLine appends an event to a line's chain.
func (d *draft) noteLine(r ref, l *Line, kind, says string) {
	d.append(r, &l.Chain, chainOf(l.ID, l.Generation), Event{Kind: kind, Line: l.ID, Says: says})
}

func (d *draft) append(r ref, chain *Chain, name string, e Event) {
	e.At, e.Prev = d.f.Clock.Now().UTC(), chain.Head
	e.Hash = e.sum()
	chain.Head, chain.Len = e.Hash, chain.Len+1
	d.insert(r.historyKey(name, chain.Len), e)
}

// drop ends a line that isn't carried out.
func (d *draft) drop(r ref, l *kept[Line], state LineState, why string) {
	l.V.State, l.V.Reason, l.V.Waiting, l.V.Ended = state, why, "", d.f.Clock.Now().UTC()
	d.noteLine(r, &l.V, string(state), why)
	save(d, l)
}

// sum is the hash that binds an event to all before it in its chain.
func (e Event) sum() string {
	return hashOf(e.Prev, e.At.Format(time.RFC3339Nano), e.Kind, e.Line, e.Says)
}

// commit saves everything and then sends what is owed. What can't be sent
// stays owed, and Sweep sends it.
func (d *draft) commit(ctx context.Context) error {
	if d.err != nil {
		return d.err
	}
	now := d.f.Clock.Now()
	for _, o := range d.owed {
		if o.At.Sub(now) > MaxDelay {
			if err := d.f.later(ctx, o); err != nil {
				return err
			}
		}
	}
	if err := d.f.Store.Commit(ctx, d.partition, d.changes...); err != nil {
		return err
	}
	for _, o := range d.owed {
		if o.At.Sub(now) <= MaxDelay {
			d.f.deliver(ctx, o)
		}
	}
	return nil
}

func (f *Flow) deliver(ctx context.Context, o OutboxRecord) {
	if err := f.Queue.Send(ctx, o.Queue, o.Message, o.At); err != nil {
		f.Log.WarnContext(ctx, "message not sent, the sweep will", "run", o.Message.Run, "line", o.Message.Line, "error", err)
	}
}

// later keeps a message that is due further ahead than a queue holds it. The
// row comes before the change that owes it: one too many is a hint to look.
func (f *Flow) later(ctx context.Context, o OutboxRecord) error {
	data, err := json.Marshal(o)
	if err != nil {
		return err
	}
	return f.Store.Commit(ctx, duePartition, Change{Do: Put, Key: dueKey(o), Data: data})
}

// again repeats a change of rows that others may save at the same time, each
// time from fresh reads.
func again(ctx context.Context, change func() error) error {
	for range 50 {
		err := change()
		if !errors.Is(err, ErrConflict) {
			return err
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
	}
	return fmt.Errorf("gave up after 50 tries: %w", ErrConflict)
}
