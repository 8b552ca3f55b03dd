package flow

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"usher/steps/step"
)

// openRound asks the approvers for a set of lines, one card each. It is false
// where nobody is left to ask.
func (w *walk) openRound(d *draft, purpose string, lines []Line) bool {
	run := &w.run.V
	approvers := approversOf(w.customer, *run)
	left := 0
	for _, a := range approvers {
		if a.Name != "" {
			left++
		}
	}
	if left == 0 || left < w.customer.Approval.Need {
		return false
	}
	run.Rounds++
	now := w.f.Clock.Now().UTC()
	need, must := w.mustApprove(approvers)
	round := Round{
		N: run.Rounds, Purpose: purpose, Hash: run.Plan.Hash, Opened: now, Need: need, Must: must,
		Expires: now.Add(w.customer.Approval.Expires).Truncate(time.Second), Approvers: approvers, State: RoundOpen,
	}
	for _, l := range lines {
		round.Lines, round.Hashes = append(round.Lines, l.ID), append(round.Hashes, l.Hash)
		if !l.State.Ended() {
			round.Changes++
		}
	}
	if purpose != ForPlan {
		round.Hash = hashOf(append([]string{run.Plan.Hash, purpose, fmt.Sprint(round.N)}, slices.Sorted(slices.Values(round.Hashes))...)...)
	}
	d.insert(w.ref.roundKey(round.N), round)
	if purpose != ForPlan {
		for i, a := range approvers {
			if a.Name != "" {
				w.post(d, Post{Kind: CardPost, Destination: a.Teams, Approver: i, Asks: []Question{{run.ID, round.N}}}, "Card for "+a.Name)
			}
		}
	}
	w.note(d, "asked", fmt.Sprintf("Asked for approval of %s, until %s.", count(len(lines), "line"), round.Expires.Format(time.RFC3339)))
	run.N++
	d.send(AdvanceQueue, Message{Run: run.ID, Line: roundTimer, N: run.N}, round.Expires)
	return true
}

// approversOf returns the document's approvers at their places; those who
// asked, and the person it is about, never approve, and leave an empty place.
func approversOf(c step.Customer, run Run) []step.Approver {
	approvers := slices.Clone(c.Approval.Approvers)
	for i, a := range approvers {
		if run.bars(a) {
			approvers[i] = step.Approver{}
		}
	}
	return approvers
}

// bars tells whether somebody may not approve the run: they have asked for it,
// or it is about them.
func (r Run) bars(a step.Approver) bool {
	asked := slices.ContainsFunc(r.Asked, func(address string) bool { return sameAddress(a.Email, address) }) ||
		slices.ContainsFunc(r.Request.Requesters, func(p step.Person) bool { return p.ID == a.ObjectID })
	return asked || a.ObjectID != "" && a.ObjectID == r.Request.Person.ID
}

// rounds reads the approval rounds of a run, oldest first.
func (f *Flow) rounds(ctx context.Context, r ref) ([]kept[Round], error) {
	return list[Round](ctx, f.Store, r.partition, r.roundPrefix())
}

// awaitApproval looks at the open question: decided, expired, or still open.
func (w *walk) awaitApproval(ctx context.Context) error {
	rounds, err := w.f.rounds(ctx, w.ref)
	if err != nil || len(rounds) == 0 {
		return err
	}
	round := &rounds[len(rounds)-1]
	d := w.draft()
	switch round.V.State {
	case RoundOpen:
		if w.f.Clock.Now().Before(round.V.Expires) {
			return w.stillOpen(ctx, round.V)
		}
		round.V.State = RoundExpired
		save(d, round)
		return w.finish(ctx, d, StatusExpired, "Nobody decided in time, so nothing was changed. To go on: update the ticket.")
	case RoundApproved:
		w.run.V.Approved = append(w.run.V.Approved, round.V.Hashes...)
		if w.run.V.Due.After(w.f.Clock.Now()) {
			return w.schedule(ctx, d)
		}
		w.setStart(d)
		return w.commit(ctx, d)
	case RoundChanged:
		last := round.V.Decisions[len(round.V.Decisions)-1]
		w.tell(d, "sent-back", fmt.Sprintf("%s sent the plan back: %s\n\nUsher plans again. A comment changes nothing by itself: what is to be different belongs into the ticket.",
			round.V.Approvers[last.Approver].Name, last.Comment))
		w.run.V.State = Planning
		w.wake(d)
		return w.commit(ctx, d)
	case RoundRejected:
		return w.finish(ctx, d, StatusRejected, rejectedBy(round.V))
	}
	return d.commit(ctx)
}

// stillOpen keeps a question open, and tells the ticket of cards that can't be
// delivered.
func (w *walk) stillOpen(ctx context.Context, round Round) error {
	run := &w.run.V
	if err := w.f.announce(ctx, w.ref, run.Event()); err != nil {
		return err
	}
	posts, err := list[Line](ctx, w.f.Store, w.ref.partition, w.ref.postPrefix())
	if err != nil {
		return err
	}
	var lost []string
	asked := Question{run.ID, round.N}
	for _, p := range posts {
		if p.V.Post.Kind == CardPost && slices.Contains(p.V.Post.Asks, asked) && p.V.State == Stopped {
			lost = append(lost, p.V.Title+": "+p.V.Reason)
		}
	}
	if len(lost) == 0 || run.CardsTold == round.N {
		return w.tooEarly(ctx, round.Expires)
	}
	run.CardsTold = round.N
	d := w.draft()
	w.tell(d, "cards", "An approver can't be reached, so that this run waits:\n\n- "+strings.Join(lost, "\n- ")+
		"\n\nTo go on: mend the channel in the customer's document, then cancel the run and send the ticket again.")
	return w.commit(ctx, d)
}

func rejectedBy(round Round) string {
	last := round.Decisions[len(round.Decisions)-1]
	says := fmt.Sprintf("Rejected by %s; nothing was changed.", round.Approvers[last.Approver].Name)
	if last.Comment != "" {
		says += " Comment: " + last.Comment
	}
	return says
}

// schedule parks an approved run until it is due.
func (w *walk) schedule(ctx context.Context, d *draft) error {
	run := &w.run.V
	run.State = Scheduled
	run.N++
	d.send(AdvanceQueue, Message{Run: run.ID, Line: dueTimer, N: run.N}, run.nextLook(w.f.Clock.Now()))
	w.note(d, "scheduled", "Scheduled for "+run.Due.Format("Monday 2 January 2006 15:04 MST")+".")
	return w.commit(ctx, d)
}

func (w *walk) awaitDue(ctx context.Context) error {
	now := w.f.Clock.Now()
	if w.run.V.Due.After(now) {
		if w.message.Line == dueTimer && w.customer.Mode == step.Live {
			if err := w.lookAhead(ctx); err != nil {
				return err
			}
		}
		return w.tooEarly(ctx, w.run.V.nextLook(now))
	}
	d := w.draft()
	w.setStart(d)
	return w.commit(ctx, d)
}

// nextLook is when a scheduled run is looked at next: a day and an hour before
// it is due, and when it is.
func (r Run) nextLook(now time.Time) time.Time {
	for _, ahead := range []time.Duration{24 * time.Hour, time.Hour} {
		if look := r.Due.Add(-ahead); look.After(now) {
			return look
		}
	}
	return r.Due
}

// setStart begins to carry the plan out.
func (w *walk) setStart(d *draft) {
	w.run.V.State, w.run.V.Started = Running, w.f.Clock.Now().UTC()
	w.run.V.decide()
	w.note(d, "started", "Started.")
	w.wake(d)
}
