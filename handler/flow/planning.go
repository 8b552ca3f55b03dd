package flow

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"usher/steps/step"
)

// plan makes the run's plan and asks for its approval.
func (w *walk) plan(ctx context.Context) error {
	run := &w.run.V
	if run.Withdrawn {
		return w.finish(ctx, w.draft(), StatusCancelled, "Withdrawn on the ticket; nothing was changed.")
	}
	if run.Doubted {
		r := &resolver{customer: w.customer, subject: run.Subject}
		r.ask(question{name: "action.wanted", kind: YesNoAnswer, holds: HoldsRun})
		run.Plan.Questions = told(run.Plan.Questions, r.out.questions)
		return w.ask(ctx)
	}
	run.Terms = w.terms
	p, err := w.f.sketch(ctx, w.customer, w.world, *run)
	if err != nil {
		return w.planTrouble(ctx, err)
	}
	run.Retries, run.Version, run.Request, run.Due = 0, w.customer.Version, p.request, p.request.Due
	run.Plan = Plan{Generation: run.Plan.Generation, Hash: p.hash, Questions: told(run.Plan.Questions, p.questions), Warnings: p.warnings}
	run.Answered = false
	if p.stuck {
		return w.ask(ctx)
	}
	if err := w.saveLines(ctx, p.lines); err != nil {
		return err
	}
	d := w.draft()
	w.note(d, "planned", fmt.Sprintf("Planned %s, %d of them for a machine, by %s.", count(len(p.lines), "line"), machineLines(p.lines), run.Terms.record()))
	switch {
	case w.customer.Mode != step.Live:
		w.tell(d, "plan", "Rehearsal: nothing will be changed.\n\n"+planText(run, p.lines))
		return w.finish(ctx, d, StatusCancelled, "Rehearsal: planned, and nothing was changed.")
	case machineLines(p.lines) == 0 && run.asks() && len(p.lines) > 1:
		return w.askIn(ctx, d) // what is still to be answered may bring lines
	case machineLines(p.lines) == 0:
		return w.finishIdle(ctx, d, p.lines)
	}
	w.setDeadline(d)
	if !w.customer.Approval.Required {
		w.tell(d, "plan", planText(run, p.lines))
		return w.startUnasked(ctx, d, p.lines)
	}
	if !w.openRound(d, ForPlan, p.lines) {
		run.Plan.Questions = append(run.Plan.Questions, Inquiry{Remark: nobodyLeft(), Holds: HoldsRun})
		return w.askIn(ctx, d)
	}
	run.State = Approving
	w.wake(d) // to tell people, together with the other runs of the event
	return w.commit(ctx, d)
}

// startUnasked goes on without approvers, where the document says so.
func (w *walk) startUnasked(ctx context.Context, d *draft, lines []Line) error {
	run := &w.run.V
	for _, l := range lines {
		run.Approved = append(run.Approved, l.Hash)
	}
	w.note(d, "approved", "Approval isn't required by the customer's document.")
	if run.Due.After(w.f.Clock.Now()) {
		return w.schedule(ctx, d)
	}
	w.setStart(d)
	return w.commit(ctx, d)
}

// finishIdle ends a run with nothing to do by machine: all is so already, or
// a person has to do it.
func (w *walk) finishIdle(ctx context.Context, d *draft, lines []Line) error {
	run := &w.run.V
	work := slices.DeleteFunc(slices.Clone(lines), func(l Line) bool { return l.Last })
	says := "There is nothing to do: everything is so already."
	status := StatusSuccess
	open := followUps(*run, work)
	switch {
	case len(work) == 0:
		status = StatusFollowUp
		says = fmt.Sprintf("Usher has no steps for this %s. A person has to carry it out.", nounOf(run.Action))
		open = []FollowUp{{Says: says}}
	case len(open) > 0:
		status = StatusFollowUp
		says = "There is nothing to do by machine; a person has something to do:\n\n" + planText(run, work)
	}
	return w.finishWith(ctx, d, status, says, open)
}

// machineLines counts the lines that a machine still has to carry out, the
// closing one apart.
func machineLines(lines []Line) int {
	n := 0
	for _, l := range lines {
		if l.State == Waiting && !l.Last {
			n++
		}
	}
	return n
}

func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// saveLines writes the lines of a new generation, in batches; the run's row
// points to them afterwards. A generation belongs to whoever inserts its first
// lines: somebody else who plans at the same moment takes the next one.
func (w *walk) saveLines(ctx context.Context, lines []Line) error {
	plan := &w.run.V.Plan
	for {
		plan.Generation++
		err := w.insertLines(ctx, lines)
		if !errors.Is(err, ErrConflict) || ctx.Err() != nil {
			return err
		}
	}
}

func (w *walk) insertLines(ctx context.Context, lines []Line) error {
	generation := w.run.V.Plan.Generation
	for from := 0; from < len(lines); from += MaxChanges {
		d := w.f.draft(w.ref.partition)
		for i := from; i < min(from+MaxChanges, len(lines)); i++ {
			lines[i].Generation, lines[i].N = generation, generation*1000
			d.insert(w.ref.lineKey(generation, lines[i].ID), lines[i])
		}
		if err := d.commit(ctx); err != nil {
			return err
		}
	}
	return nil
}

// ask waits for somebody to answer on the ticket.
func (w *walk) ask(ctx context.Context) error { return w.askIn(ctx, w.draft()) }

func (w *walk) askIn(ctx context.Context, d *draft) error {
	run := &w.run.V
	var says []string
	for _, q := range run.Plan.Questions {
		says = append(says, q.Says)
	}
	w.note(d, "asked", "Asked on the ticket: "+strings.Join(says, " "))
	run.State = Asking
	w.setDeadline(d)
	w.wake(d) // to tell the ticket, together with the other runs of the event
	return w.commit(ctx, d)
}

// awaitAnswer keeps a question open until its time is over. Then what has a
// default goes on with it, and a run that hangs on the answer ends.
func (w *walk) awaitAnswer(ctx context.Context) error {
	if w.f.Clock.Now().Before(w.run.V.Answer) {
		if err := w.f.announce(ctx, w.ref, w.run.V.Event()); err != nil {
			return err
		}
		return w.tooEarly(ctx, w.run.V.Answer)
	}
	d := w.draft()
	if w.run.V.lapse() > 0 {
		return w.finish(ctx, d, StatusExpired, "Nobody answered, so nothing was changed. To go on: update the ticket.")
	}
	w.note(d, "asked", "Nobody answered in time: planned with the defaults.")
	w.run.V.State = Planning
	w.wake(d)
	return w.commit(ctx, d)
}

func nobodyLeft() Remark {
	return Remark{Key: "approval", Says: "Who may approve this? The requester and the person it is about never approve, and nobody else is named in the customer's document.", Default: "nothing is done"}
}

// planTrouble handles a plan that couldn't be made: later, or not at all.
func (w *walk) planTrouble(ctx context.Context, err error) error {
	if errors.Is(err, ErrConflict) || ctx.Err() != nil {
		return err
	}
	run := &w.run.V
	var wait *step.Wait
	var stop *step.Stop
	var denied *step.Denied
	d := w.draft()
	switch {
	case errors.As(err, &stop):
		w.f.Log.ErrorContext(ctx, "planning stopped", "run", run.ID, "error", err)
		return w.giveUp(ctx, d, stop.Says)
	case errors.As(err, &denied):
		w.f.Log.ErrorContext(ctx, "planning refused", "run", run.ID, "error", err)
		return w.giveUp(ctx, d, w.f.refused(ctx, w.world, w.customer, w.f.planningStep(), denied))
	case errors.As(err, &wait):
		return w.tryLater(ctx, d, max(wait.For, time.Second), wait.Why)
	case errors.Is(err, ErrAway):
		return w.tryLater(ctx, d, awayFor, portAway)
	}
	run.Retries++
	w.f.Log.WarnContext(ctx, "planning failed", "run", run.ID, "try", run.Retries, "error", err)
	if run.Retries > maxSurprises {
		return w.giveUp(ctx, d, "The tenant couldn't be read, so nothing was planned and nothing was changed. To go on: see the log for the reason, then retry the run.")
	}
	return w.tryLater(ctx, d, backoff(run.Retries), "the tenant couldn't be read")
}

func (w *walk) tryLater(ctx context.Context, d *draft, wait time.Duration, why string) error {
	w.note(d, "waited", fmt.Sprintf("Planning waits %s: %s.", wait.Round(time.Second), why))
	w.run.V.N++
	d.send(AdvanceQueue, Message{Run: w.run.V.ID, N: w.run.V.N}, w.f.Clock.Now().Add(wait))
	return w.commit(ctx, d)
}

// giveUp ends a run that couldn't even be planned.
func (w *walk) giveUp(ctx context.Context, d *draft, says string) error {
	return w.finish(ctx, d, StatusFailed, says)
}

// planningStep stands for planning where a refusal is explained.
func (f *Flow) planningStep() step.Step {
	return step.Step{Title: "Reading the tenant", Scopes: f.Planning}
}

// backoff doubles from one second to five minutes.
func backoff(tries int) time.Duration {
	return min(time.Second<<min(tries-1, 20), 5*time.Minute)
}

// planText is the plan as the ticket's internal note shows it.
func planText(run *Run, lines []Line) string {
	var b strings.Builder
	fmt.Fprintf(&b, "Usher planned this for ticket %s: %s %s (%s).\n", run.Ticket.ID, run.Action, run.Request.Person.Name, run.Request.Person.UPN)
	part := step.Part("")
	for _, l := range lines {
		if l.Part != part {
			part = l.Part
			fmt.Fprintf(&b, "\n%s\n", part)
		}
		fmt.Fprintf(&b, "%3s  %s%s\n", l.ID, l.Says, lineMark(l))
	}
	b.WriteString(run.Terms.note())
	for _, r := range run.Plan.Warnings {
		fmt.Fprintf(&b, "\nNote: %s", r.Says)
	}
	for _, q := range run.Plan.Questions {
		fmt.Fprintf(&b, "\nOpen: %s Without an answer: %s.", q.Says, q.Default)
	}
	return strings.TrimSpace(b.String())
}

func lineMark(l Line) string {
	switch {
	case l.State == Done:
		return " (already so)"
	case l.State == ByHand:
		return " (by hand: " + l.Reason + ")"
	case l.Irreversible != "":
		return " (can't be undone: " + l.Irreversible + ")"
	}
	return ""
}
