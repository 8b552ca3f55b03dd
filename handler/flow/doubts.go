package flow

import (
	"slices"

	"usher/steps/step"
)

// remember keeps what a reading says beside the request itself, as far as it
// concerns the run's person.
func (r *Run) remember(reading step.Reading) {
	r.Doubts, r.Notes = reading.DoubtsAbout(r.Subject), reading.Notes
}

// sameDoubts tells whether a newer reading leaves the same things open.
func (r Run) sameDoubts(reading step.Reading) bool {
	return slices.Equal(r.Doubts, reading.DoubtsAbout(r.Subject))
}

// doubted turns what the readers of a ticket don't agree on into questions,
// and what they say about their reading into warnings. A doubt that holds
// stops the run until somebody has answered, and takes the place of what would
// have been asked about the same thing.
func (r *resolved) doubted(doubts []step.Doubt, notes []string) {
	for _, d := range doubts {
		if d.Holds {
			r.stuck = true
			r.questions = slices.DeleteFunc(r.questions, func(q Inquiry) bool { return q.Key == d.Key })
		}
		if d.Holds && (d.Key == "action" || d.Key == "which_user") {
			r.request.Person = step.Person{} // nobody, so that any answer finds the run
		}
	}
	for _, d := range doubts {
		q := Inquiry{Remark: Remark{Key: d.Key, Says: d.Says, Default: d.Default}, Kind: doubtKinds[d.Key]}
		if d.Holds {
			q.Holds = HoldsRun
		}
		r.questions = append(r.questions, q)
	}
	for _, says := range notes {
		r.warn("reading", says)
	}
}

// doubtKinds are the kinds of answers that settle a doubt; any other is settled
// by what is written next.
var doubtKinds = map[string]AnswerKind{"which_user": PersonAnswer, "start_date": DateAnswer, "last_day": DateAnswer}
