package flow

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"time"
	"unicode/utf8"
)

// GivenUp is a message that kept failing and was put aside.
type GivenUp struct {
	ID         string    // names it in commands
	At         time.Time // when it was put aside, the last time
	Queue      string
	Message    *Message `json:",omitempty"` // nil where it isn't one of ours
	Body       string   // the beginning of what was delivered
	Why        string   // for the log and the operator, not for tickets
	Deliveries int      // in vain
}

// The errors of quarantine.
var (
	// ErrNotQuarantined says that there is no such message in quarantine.
	ErrNotQuarantined = errors.New("no such message in quarantine")
	// ErrUnreadable says that a message isn't one of ours, so that there is
	// nothing to move back.
	ErrUnreadable = errors.New("the message isn't one of Usher's, so there is nothing to move back")
)

// shownBody is how much of a message's body is kept, in bytes. Ours are
// shorter.
const shownBody = 1024

// Quarantine keeps a message that was given up, and says so on its run, which
// nothing wakes any more but an operator. Given up again, it is one entry
// still.
func (f *Flow) Quarantine(ctx context.Context, g GivenUp) error {
	sum := sha256.Sum256([]byte(g.Queue + "\x00" + g.Body))
	g.ID, g.At = hex.EncodeToString(sum[:6]), f.Clock.Now().UTC()
	g.Body, g.Why = beginning(g.Body), beginning(g.Why)
	d := f.draft(quarantinePartition)
	d.add(Put, g.ID, "", g)
	if err := d.commit(ctx); err != nil {
		return fmt.Errorf("quarantine: %w", err)
	}
	if g.Message != nil {
		ctx = f.aboutMessage(ctx, *g.Message)
	}
	f.Log.ErrorContext(ctx, "message quarantined", "quarantine", g.ID, "queue", g.Queue, "why", g.Why)
	if g.Message == nil {
		return nil
	}
	return f.stick(ctx, g)
}

// beginning is as much of a text as is kept, without half a character.
func beginning(text string) string {
	if len(text) > shownBody {
		text = text[:shownBody]
		for !utf8.ValidString(text) && len(text) > shownBody-utf8.UTFMax {
			text = text[:len(text)-1]
		}
	}
	return text
}

// stick stops what a message is about. What isn't there can't be stopped.
func (f *Flow) stick(ctx context.Context, g GivenUp) error {
	r, err := parseRef(g.Message.Run)
	if err != nil {
		return nil //nolint:nilerr // such a run there is none, and the entry tells
	}
	err = again(ctx, func() error {
		d := f.draft(r.partition)
		d.paid(g.Queue, *g.Message)
		if r.number == 0 {
			return f.stickTicket(ctx, d, r)
		}
		run, err := get[Run](ctx, f.Store, r.partition, r.runKey())
		if err != nil {
			return err
		}
		run.V.Stuck = g.Why
		d.note(&run.V, "quarantined", "A message about this run kept failing and was put aside. The log says why; then move it back from quarantine.")
		save(d, &run)
		return d.commit(ctx)
	})
	if errors.Is(err, ErrNoRow) {
		return nil
	}
	return err
}

func (f *Flow) stickTicket(ctx context.Context, d *draft, r ref) error {
	ticket, err := get[TicketRecord](ctx, f.Store, r.partition, ticketKey)
	if err != nil {
		return err
	}
	ticket.V.Stuck = true
	save(d, &ticket)
	return d.commit(ctx)
}

// Quarantined lists what is in quarantine, the oldest first.
func (f *Flow) Quarantined(ctx context.Context) ([]GivenUp, error) {
	rows, err := list[GivenUp](ctx, f.Store, quarantinePartition, "")
	if err != nil {
		return nil, err
	}
	all := make([]GivenUp, len(rows))
	for i, row := range rows {
		all[i] = row.V
	}
	slices.SortStableFunc(all, func(a, b GivenUp) int { return a.At.Compare(b.At) })
	return all, nil
}

// Requeue moves a message back: what it is about goes on, woken by a newer
// message. Then the entry goes; if that is cut short, doing it again only
// wakes again.
func (f *Flow) Requeue(ctx context.Context, id string) error {
	g, err := get[GivenUp](ctx, f.Store, quarantinePartition, id)
	if errors.Is(err, ErrNoRow) {
		return fmt.Errorf("%w: %s", ErrNotQuarantined, id)
	}
	if err != nil {
		return err
	}
	if g.V.Message == nil {
		return fmt.Errorf("%w: %s", ErrUnreadable, id)
	}
	if err := f.free(ctx, *g.V.Message); err != nil {
		return err
	}
	return f.Store.Commit(ctx, quarantinePartition, Change{Do: Delete, Key: id})
}

// Forget takes a message out of quarantine without doing anything else.
func (f *Flow) Forget(ctx context.Context, id string) error {
	err := f.Store.Commit(ctx, quarantinePartition, Change{Do: Delete, Key: id})
	if err != nil {
		return fmt.Errorf("forget %s: %w", id, err)
	}
	return nil
}

// free lets what was stuck go on, and wakes the line that the message named.
func (f *Flow) free(ctx context.Context, m Message) error {
	r, err := parseRef(m.Run)
	if err != nil {
		return err
	}
	if err := f.activate(ctx, r.partition); err != nil {
		return err
	}
	err = again(ctx, func() error {
		d := f.draft(r.partition)
		if r.number == 0 {
			return f.freeTicket(ctx, d, m)
		}
		return f.freeRun(ctx, d, r, m)
	})
	if errors.Is(err, ErrNoRow) {
		return fmt.Errorf("%w: %q", ErrNoRun, m.Run)
	}
	return err
}

func (f *Flow) freeTicket(ctx context.Context, d *draft, m Message) error {
	ticket, err := get[TicketRecord](ctx, f.Store, d.partition, ticketKey)
	if err != nil {
		return err
	}
	ticket.V.Stuck, ticket.V.N = false, ticket.V.N+1
	d.send(AdvanceQueue, Message{Run: m.Run, N: ticket.V.N}, f.Clock.Now())
	save(d, &ticket)
	return d.commit(ctx)
}

func (f *Flow) freeRun(ctx context.Context, d *draft, r ref, m Message) error {
	run, err := get[Run](ctx, f.Store, r.partition, r.runKey())
	if err != nil {
		return err
	}
	run.V.Stuck, run.V.N = "", run.V.N+1
	d.note(&run.V, "requeued", "An operator moved the message back from quarantine.")
	d.send(AdvanceQueue, Message{Run: m.Run, N: run.V.N}, f.Clock.Now())
	save(d, &run)
	if err := f.wakeNamed(ctx, d, r, run.V, m.Line); err != nil {
		return err
	}
	return d.commit(ctx)
}

// wakeNamed wakes the line or post that a message named, if it is one and
// hasn't ended.
func (f *Flow) wakeNamed(ctx context.Context, d *draft, r ref, run Run, line string) error {
	lines, err := f.lines(ctx, r, run)
	if err != nil {
		return err
	}
	posts, err := list[Line](ctx, f.Store, r.partition, r.postPrefix())
	if err != nil {
		return err
	}
	for _, l := range append(lines, posts...) {
		if l.V.ID == line && !l.V.State.Ended() {
			l.V.N++
			d.send(queueOf(l.V), Message{Run: run.ID, Line: line, N: l.V.N}, d.f.Clock.Now())
			save(d, &l)
		}
	}
	return nil
}
