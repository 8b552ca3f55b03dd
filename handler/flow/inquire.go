package flow

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"usher/steps/step"
)

// inquiredAtOnce is how many runs one note asks about at most: each takes a row
// of the commit.
const inquiredAtOnce = 40

// inquire puts the open questions of an event's runs onto the ticket: one note
// for all of them, and none where nothing new is asked. Where it has told, it
// returns ErrConflict: the runs' rows are to be read again.
func (f *Flow) inquire(ctx context.Context, partition string, runs []kept[Run]) error {
	n := &inquiry{}
	for _, run := range runs {
		for _, q := range run.V.Plan.Questions {
			n.number = max(n.number, q.Number)
		}
		if run.V.State != Finished && run.V.untold() && len(n.runs) < inquiredAtOnce {
			n.runs = append(n.runs, run)
		}
	}
	if len(n.runs) == 0 {
		return nil
	}
	var err error
	if n.customer, err = f.customer(ctx, n.runs[0].V.Customer); err != nil {
		return err
	}
	w := &walk{f: f, ref: n.runs[0].V.ref()}
	d := f.draft(partition)
	text := n.text()
	w.run = n.runs[0]
	w.tell(d, "questions", text)
	n.runs[0] = w.run
	for i := range n.runs {
		save(d, &n.runs[i])
	}
	return errors.Join(d.commit(ctx), ErrConflict)
}

// inquiry is a note with questions.
type inquiry struct {
	customer step.Customer
	runs     []kept[Run]
	number   int // the last that was given
	asked    int
	goesOn   bool
}

func (n *inquiry) say(frame string, v values) string {
	return frames[frame].fill(n.customer.Language, v)
}

// text is the note. Each question gets its number, which an answer may name.
func (n *inquiry) text() string {
	var questions []string
	first := n.number
	for i := range n.runs {
		questions = append(questions, n.ofRun(&n.runs[i].V)...)
	}
	how := "how many"
	parts := []string{n.say("many", values{"n": strconv.Itoa(n.asked)})}
	if n.asked == 1 && first == 0 {
		how = "how one"
	}
	if n.asked == 1 {
		parts[0] = n.say("one", nil)
	}
	parts = append(parts, questions...)
	if n.goesOn {
		parts = append(parts, n.say("goes on", nil))
	}
	return strings.Join(append(parts, n.say(how, nil)), "\n\n")
}

// ofRun are the run's questions that the ticket hasn't been told of.
func (n *inquiry) ofRun(run *Run) []string {
	var questions []string
	person := orElse(run.Request.Person.Name, orElse(nameOf(run.Subject), run.Subject.UPNOrEmail))
	by := dayAndTime(n.customer.Language, run.Answer.In(zoneOf(n.customer)))
	holds := false
	for i := range run.Plan.Questions {
		q := &run.Plan.Questions[i]
		if q.Number > 0 {
			continue
		}
		n.number++
		n.asked++
		q.Number = n.number
		holds = holds || q.Holds == HoldsRun
		frame := "default"
		if q.Holds == HoldsNothing {
			frame = "start"
		}
		questions = append(questions, fmt.Sprintf("%d. %s\n   %s", q.Number, q.Says, n.say(frame, values{"by": by, "default": q.Default})))
	}
	if holds && person != "" {
		return append(questions, n.say("holds", values{"person": person}))
	}
	n.goesOn = n.goesOn || !holds && run.asks()
	return questions
}
