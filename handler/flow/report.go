package flow

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"usher/steps/step"
)

// report writes the closing note just before the line that posts it. It is
// kept with the line, so that a second try posts the same text.
func (t *turn) report(ctx context.Context) error {
	lines := plainLines(t.lines)
	status := t.f.statusOf(t.run, withDone(lines, t.line.V.ID))
	seal, err := t.f.seal(ctx, t.run, lines, t.run.Chain)
	if err != nil {
		return err
	}
	t.line.V.Sealed = t.run.Chain
	t.line.V.Facts = map[step.Fact]string{
		step.ReportNote:   closingNote(t.run, lines, status) + "\n\nSeal " + seal,
		step.ReportMarker: fmt.Sprintf("usher:%s:closing:%d", t.run.ID, t.line.V.N),
		step.ReportStatus: t.customer.Desk.Status[string(status)],
	}
	return nil
}

// withDone supposes that one line is done: the closing note can't know yet
// how its own posting ends.
func withDone(lines []Line, id string) []Line {
	supposed := append([]Line(nil), lines...)
	for i := range supposed {
		if supposed[i].ID == id {
			supposed[i].State = Done
		}
	}
	return supposed
}

func plainLines(lines []kept[Line]) []Line {
	plain := make([]Line, len(lines))
	for i, l := range lines {
		plain[i] = l.V
	}
	return plain
}

// closingNote tells the team what happened, line by line.
func closingNote(run Run, lines []Line, status Status) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n", headline(run, lines, status))
	part := step.Part("")
	for _, l := range lines {
		if l.Last {
			continue
		}
		if l.Part != part {
			part = l.Part
			fmt.Fprintf(&b, "\n%s\n", part)
		}
		fmt.Fprintf(&b, "%3s  %-8s %s%s\n", l.ID, l.State, orElse(l.Says, l.Title), tail(l))
	}
	for _, r := range run.byDefault() {
		fmt.Fprintf(&b, "\nNote: %s\n", r.Says)
	}
	for _, says := range run.wishes() {
		fmt.Fprintf(&b, "\nOpen: %s\n", says)
	}
	return strings.TrimSpace(b.String())
}

// tail is what a line adds in the closing note: what was read back, or why it
// isn't done and what to do.
func tail(l Line) string {
	switch l.State {
	case Done:
		return " (" + l.ReadBack + ")"
	case ByHand, Stopped, Skipped, Cancelled:
		return "\n              " + l.Reason
	case Later:
		return " (due " + l.Due.Format("Mon 2 Jan 2006 15:04 MST") + ")"
	}
	return ""
}

// headline is the outcome in one sentence.
func headline(run Run, lines []Line, status Status) string {
	done, all := 0, 0
	for _, l := range lines {
		if l.Last {
			continue
		}
		all++
		if l.State == Done {
			done++
		}
	}
	who := orElse(run.Request.Person.Name, nameOf(run.Subject))
	switch status {
	case StatusSuccess:
		return fmt.Sprintf("Success: %s of %s is finished, %d of %d lines read back.", nounOf(run.Action), who, done, all)
	case StatusFollowUp:
		return fmt.Sprintf("Follow-up: %s of %s is done by machine, %d of %d lines read back; a person has something open.", nounOf(run.Action), who, done, all)
	case StatusPartial:
		return fmt.Sprintf("Partial: %d of %d lines of the %s of %s were read back. Neither access nor mail hangs on the others.", done, all, nounOf(run.Action), who)
	}
	if status == StatusCancelled {
		return fmt.Sprintf("Cancelled: the %s of %s was stopped before its end; %d of %d lines had been read back.", nounOf(run.Action), who, done, all)
	}
	return fmt.Sprintf("Failed: %d of %d lines of the %s of %s were read back. A person has to look now.", done, all, nounOf(run.Action), who)
}

func nounOf(a step.Action) string {
	return map[step.Action]string{step.Offboard: "offboarding", step.Onboard: "onboarding", step.Transfer: "transfer"}[a]
}

// close ends a run whose lines have all ended.
func (w *walk) close(ctx context.Context, d *draft, kept []kept[Line]) error {
	run := &w.run.V
	lines := plainLines(kept)
	status := w.f.statusOf(*run, lines)
	at := run.Chain
	for _, l := range lines {
		if l.Last && l.Sealed.Len > 0 {
			at = l.Sealed // as the ticket has it
		}
	}
	seal, err := w.f.seal(ctx, *run, lines, at)
	if err != nil {
		return err
	}
	report := &Report{
		Status: status, Summary: closingNote(*run, lines, status), Messages: []string{}, FollowUps: followUps(*run, lines),
		TicketUpdates: ticketUpdates(lines), Seal: seal, Sealed: at,
	}
	if message := customerMessage(*run, lines, status); message != "" {
		report.Messages = []string{message}
		w.write(d, "message", message, run.ownRequest())
	}
	return w.end(ctx, d, report, lines)
}

// ownRequest tells whether the ticket belongs to the person it is about, who
// gets no message of an offboarding.
func (r Run) ownRequest() bool {
	return slices.ContainsFunc(r.Request.Requesters, func(p step.Person) bool { return p.ID == r.Request.Person.ID })
}

// finish ends a run that was never carried out; its closing note goes to the
// ticket as a message.
func (w *walk) finish(ctx context.Context, d *draft, status Status, says string) error {
	return w.finishWith(ctx, d, status, says, []FollowUp{})
}

func (w *walk) finishWith(ctx context.Context, d *draft, status Status, says string, open []FollowUp) error {
	lines, err := w.f.lines(ctx, w.ref, w.run.V)
	if err != nil {
		return err
	}
	at := w.run.V.Chain
	seal, err := w.f.seal(ctx, w.run.V, nil, at)
	if err != nil {
		return err
	}
	w.tell(d, "closing", says+"\n\nSeal "+seal)
	return w.end(ctx, d, &Report{
		Status: status, Summary: says, Messages: []string{}, TicketUpdates: []string{says}, FollowUps: open, Seal: seal, Sealed: at,
	}, plainLines(lines))
}

// reportAgain tells the ticket of lines that came due after the run's end.
func (w *walk) reportAgain(ctx context.Context) error {
	run := &w.run.V
	kept, err := w.f.lines(ctx, w.ref, *run)
	if err != nil {
		return err
	}
	lines := plainLines(kept)
	status := w.f.statusOf(*run, lines)
	note := closingNote(*run, lines, status)
	if run.Report == nil || !allEnded(kept) || note == run.Report.Summary {
		return errors.Join(w.f.pay(ctx, w.ref.partition, AdvanceQueue, w.message), w.f.deactivate(ctx, w.ref.partition))
	}
	d := w.draft()
	w.note(d, "reported", fmt.Sprintf("What was due later is done: %s.", status))
	at := run.Chain
	seal, err := w.f.seal(ctx, *run, lines, at)
	if err != nil {
		return err
	}
	run.Status = status
	run.Report.Status, run.Report.Summary, run.Report.Seal, run.Report.Sealed = status, note, seal, at
	run.Report.FollowUps = followUps(*run, lines)
	w.tell(d, "later", note+"\n\nSeal "+seal)
	if err := w.commit(ctx, d); err != nil {
		return err
	}
	return w.f.deactivate(ctx, w.ref.partition)
}

func (w *walk) end(ctx context.Context, d *draft, report *Report, lines []Line) error {
	run := &w.run.V
	run.State, run.Status, run.Report, run.Finished = Finished, report.Status, report, w.f.Clock.Now().UTC()
	w.note(d, "finished", fmt.Sprintf("Finished: %s.", report.Status))
	if err := w.commit(ctx, d); err != nil {
		return err
	}
	w.tellEnd(ctx, lines)
	return w.f.deactivate(ctx, w.ref.partition)
}

func ticketUpdates(lines []Line) []string {
	updates := []string{}
	for _, l := range lines {
		if l.Last {
			updates = append(updates, orElse(l.ReadBack, l.Reason))
		}
	}
	return updates
}

// customerMessage tells the requester the result, without internals. A run
// that failed tells nothing before a person has looked.
func customerMessage(run Run, lines []Line, status Status) string {
	if run.Action != step.Offboard || status == StatusFailed || status == StatusCancelled {
		return ""
	}
	var b strings.Builder
	fmt.Fprintf(&b, "The %s of %s is finished.", nounOf(run.Action), run.Request.Person.Name)
	cut, left := 0, 0
	for _, l := range lines {
		if l.Cut && l.State == Done {
			cut++
		} else if l.Cut {
			left++
		}
	}
	if cut > 0 && left == 0 && !run.Request.Person.Synced {
		b.WriteString(" The account can no longer be used to sign in.")
	}
	for _, l := range lines {
		if l.State == Done && l.Part == step.MailboxPart && l.Attempts > 0 {
			fmt.Fprintf(&b, "\n- %s", l.ReadBack)
		}
	}
	if status != StatusSuccess {
		b.WriteString("\nOur team still has something to finish by hand.")
	}
	return b.String()
}
