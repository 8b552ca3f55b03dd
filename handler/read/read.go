// Package read understands a ticket: who it is about, what is asked for, when,
// and what is missing. It is rules in Go: no account, no network, and the
// same reading each time.
//
// A ticket goes through a line of small stages, each a table and a short
// function: clean and html make plain text of it, thread takes mails apart,
// questions, labels and tables take forms apart, tags marks people, dates and
// addresses in what is left, and then one file for each thing that a reading
// holds looks for it: action, subjects, dates, mailbox, access, missing.
//
// A ticket is data: nothing in it can do more than fill one of the fields of
// a reading. A wrong person or a wrong action is worse than none, so that
// what can't be decided is read as unclear or listed as missing.
package read

import (
	"context"

	"usher/steps/step"
)

// Rules reads tickets by rules.
type Rules struct{}

// Read returns what the ticket says. It is pure: the day that "today" means
// is the one of ReceivedAt, in its own zone. The error is that of the context.
func (Rules) Read(ctx context.Context, t step.Ticket) (step.Reading, error) {
	if err := ctx.Err(); err != nil {
		return step.Reading{}, err
	}
	d := newDocument(t)
	v := d.judge()
	if v.lean == step.None && v.score[step.None] == 0 && len(d.context) > 0 && !d.aside {
		d.adopt()
		v = d.judge()
	}
	reading := step.Reading{
		ID: t.ID, Action: v.action, Users: []step.Subject{}, Missing: []string{}, Evidence: map[string]string{},
	}
	if v.because != "" {
		reading.Evidence["action"] = v.because
	}
	drafts := d.subjects(&v)
	if len(drafts) == 0 && v.action != step.None {
		v.action = step.Unclear
	}
	reading.Action = v.action
	for i, draft := range drafts {
		d.fill(draft, v, len(drafts))
		reading.Users = append(reading.Users, draft.finish(i, v, reading.Evidence))
	}
	reading.Missing = append(reading.Missing, d.missing(v, drafts)...)
	return reading, nil
}
