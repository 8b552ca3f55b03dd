package flow

import "slices"

// settleRound brings the outcome of the latest question into the run: lines
// that were approved may run, all others of it are skipped. It is false if
// there are more lines than one commit moves.
func (w *walk) settleRound(d *draft, rounds []kept[Round], lines []kept[Line]) bool {
	if len(rounds) == 0 {
		return true
	}
	round := &rounds[len(rounds)-1]
	if round.V.Purpose == ForPlan || round.V.State == RoundReplaced {
		return true
	}
	if round.V.State == RoundOpen && !w.f.Clock.Now().Before(round.V.Expires) {
		round.V.State = RoundExpired
		save(d, round)
	}
	if round.V.State == RoundOpen {
		return true
	}
	w.run.V.State = Running
	settled := 0
	for i := range lines {
		l := &lines[i].V
		if l.State != Held || l.Purpose != round.V.Purpose || !slices.Contains(round.V.Hashes, l.Hash) {
			continue
		}
		if settled++; settled > linesACommit {
			return false
		}
		w.settle(d, &lines[i], round.V)
	}
	return true
}

// linesACommit is how many lines one commit ends or moves at most: each takes
// a row, an event and a message.
const linesACommit = 20

// settle lets a held line go, or skips it.
func (w *walk) settle(d *draft, line *kept[Line], round Round) {
	run, l := &w.run.V, &line.V
	l.N++
	if round.State == RoundApproved {
		run.Approved = append(run.Approved, l.Hash)
		if round.Purpose == ForSecond {
			run.Second = append(run.Second, l.Hash)
		}
		l.State, l.Reason, l.Purpose = Waiting, "", ""
		save(d, line)
		return
	}
	d.drop(w.ref, line, Skipped, map[RoundState]string{
		RoundRejected: "The approvers rejected it.",
		RoundChanged:  "The approvers sent it back.",
		RoundExpired:  "Nobody approved it in time.",
	}[round.State])
}

// dropCancelled ends the lines of a cancelled run that haven't begun; false if
// there are more than one commit ends.
func (w *walk) dropCancelled(d *draft, lines []kept[Line]) bool {
	dropped := 0
	for i := range lines {
		l := &lines[i].V
		if l.Last || l.State != Waiting && l.State != Ready && l.State != Held {
			continue
		}
		if dropped++; dropped > linesACommit {
			return false
		}
		d.drop(w.ref, &lines[i], Cancelled, "The run was cancelled before this began.")
	}
	return true
}

// amend asks for held lines that nobody has been asked about. One question is
// open at a time: one of the same purpose is replaced by a question about all
// of them, one of another purpose is waited for.
func (w *walk) amend(d *draft, rounds []kept[Round], lines []kept[Line]) {
	var open *kept[Round]
	if n := len(rounds); n > 0 && rounds[n-1].V.State == RoundOpen {
		open = &rounds[n-1]
	}
	held := heldFor(lines, open)
	if len(held) > 0 && !w.customer.Approval.Required {
		w.approveUnasked(d, held, lines)
		return
	}
	if open != nil && len(held) > 0 {
		w.run.V.State = Approving
	}
	isNew := func(i int) bool { return open == nil || !slices.Contains(open.V.Hashes, lines[i].V.Hash) }
	if !slices.ContainsFunc(held, isNew) {
		return
	}
	ask := make([]Line, 0, len(held))
	for _, i := range held {
		ask = append(ask, lines[i].V)
	}
	if !w.openRound(d, ask[0].Purpose, ask) {
		for _, i := range held[:min(len(held), linesACommit)] {
			d.drop(w.ref, &lines[i], Skipped, "Nobody is left who may approve it.")
		}
		w.wake(d)
		return
	}
	w.run.V.State = Approving
	if open != nil {
		open.V.State = RoundReplaced
		save(d, open)
	}
}

// approveUnasked lets held lines go where the document asks nobody.
func (w *walk) approveUnasked(d *draft, held []int, lines []kept[Line]) {
	for _, i := range held[:min(len(held), linesACommit)] {
		w.settle(d, &lines[i], Round{State: RoundApproved, Purpose: lines[i].V.Purpose})
	}
	w.wake(d)
}

// heldFor lists the held lines of one purpose: that of the open question, or
// of the first held line.
func heldFor(lines []kept[Line], open *kept[Round]) []int {
	purpose := ""
	if open != nil {
		purpose = open.V.Purpose
	}
	var held []int
	for i := range lines {
		if lines[i].V.State != Held {
			continue
		}
		if purpose == "" {
			purpose = lines[i].V.Purpose
		}
		if lines[i].V.Purpose == purpose {
			held = append(held, i)
		}
	}
	return held
}
