package flow

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"usher/steps/step"
)

// toldPrefix begins the keys of rows that say which questions have been put
// to people.
const toldPrefix = "told|"

// announce puts the plans of one event before people together: one note on
// the ticket with all plans, and one card for each approver with a link for
// each run. It waits until every run of the event has been planned; whoever
// plans the last one does it, once.
func (f *Flow) announce(ctx context.Context, r ref, event string) error {
	runs, err := f.runsOf(ctx, r.partition)
	if err != nil {
		return err
	}
	runs = slices.DeleteFunc(runs, func(run kept[Run]) bool { return run.V.Event() != event })
	if slices.ContainsFunc(runs, func(run kept[Run]) bool { return run.V.State == Planning }) {
		return nil
	}
	if err := f.inquire(ctx, r.partition, runs); err != nil {
		return err
	}
	runs = slices.DeleteFunc(runs, func(run kept[Run]) bool { return run.V.State != Approving || !run.V.Started.IsZero() })
	if len(runs) == 0 {
		return nil
	}
	a := &announcement{f: f, ctx: ctx, runs: runs}
	if err := a.read(); err != nil {
		return err
	}
	_, err = f.Store.Get(ctx, r.partition, a.key())
	if !errors.Is(err, ErrNoRow) {
		return err // nil: told already
	}
	err = a.post(r.partition)
	if errors.Is(err, ErrConflict) {
		return nil // somebody else has just told, or a run has moved and is looked at again
	}
	return err
}

// announcement is a set of questions that belong to one event.
type announcement struct {
	f      *Flow
	ctx    context.Context
	runs   []kept[Run]
	rounds []Round // of each run, the open one
	texts  []string
}

func (a *announcement) read() error {
	for _, run := range a.runs {
		round, err := get[Round](a.ctx, a.f.Store, run.V.ref().partition, run.V.ref().roundKey(run.V.Rounds))
		if err != nil {
			return fmt.Errorf("round %d of %s: %w", run.V.Rounds, run.V.ID, err)
		}
		lines, err := a.f.lines(a.ctx, run.V.ref(), run.V)
		if err != nil {
			return err
		}
		a.rounds = append(a.rounds, round.V)
		a.texts = append(a.texts, planText(&run.V, plainLines(lines)))
	}
	return nil
}

// key names the set of questions.
func (a *announcement) key() string {
	var names []string
	for i, run := range a.runs {
		names = append(names, fmt.Sprintf("%s.%d", run.V.ID, a.rounds[i].N))
	}
	return toldPrefix + hashOf(names...)[:32]
}

// post orders the note and the cards with the first of the runs.
func (a *announcement) post(partition string) error {
	first := &a.runs[0]
	w := &walk{f: a.f, ref: first.V.ref(), run: *first}
	d := a.f.draft(partition)
	d.insert(a.key(), struct{}{})
	w.tell(d, "plan", strings.Join(a.texts, "\n\n----\n\n"))
	for i, approver := range a.approvers() {
		if approver.Name != "" {
			w.post(d, Post{Kind: CardPost, Destination: approver.Teams, Approver: i, Asks: a.asks(i)}, "Card for "+approver.Name)
		}
	}
	return w.commit(a.ctx, d)
}

// approvers are the document's, at their places; one who may decide none of
// the runs leaves an empty place.
func (a *announcement) approvers() []step.Approver {
	var all []step.Approver
	for _, round := range a.rounds {
		for i, approver := range round.Approvers {
			if i >= len(all) {
				all = append(all, approver)
			} else if all[i].Name == "" {
				all[i] = approver
			}
		}
	}
	return all
}

// asks lists the questions that one approver is asked.
func (a *announcement) asks(approver int) []Question {
	var asks []Question
	for i, round := range a.rounds {
		if approver < len(round.Approvers) && round.Approvers[approver].Name != "" {
			asks = append(asks, Question{a.runs[i].V.ID, round.N})
		}
	}
	return asks
}
