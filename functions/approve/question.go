package approve

import (
	"strings"
	"time"

	"usher/functions/page"
	"usher/handler/flow"
)

// question is what the page about one question shows.
type question struct {
	flow.Asked
	Hello     string // how it speaks to the approver
	Before    string // the question, up to the person's name
	After     string // and after it
	Lead      string
	Rejecting string
	Count     string // "14 changes"
	Hard      int    // how many of them can't be undone
	Parts     []part
	ByHand    []flow.PlanLine
	Quiet     []quiet
	QuietSays string
	Received  string
	Begins    string
	Begin     string // how far off
	Expiry    string
	Left      string // until the expiry
	Others    []other
	Past      []past
}

// part is a heading with the lines that are asked about under it.
type part struct {
	Name  string
	Lines []change
}

// change is a line that is asked about.
type change struct {
	flow.PlanLine
	Later string // when it comes, if that is later than the rest
}

// quiet is a line that isn't asked about.
type quiet struct {
	flow.PlanLine
	Standing string
}

// other is another run of the same ticket.
type other struct {
	flow.Sister
	Kind     string
	Standing string
}

// past is a decision that was made.
type past struct {
	flow.DecisionView
	Deed string
	When string
}

// newQuestion prepares a question for showing. One that isn't open any more
// shows everything that was asked about, however far it has come since.
func newQuestion(asked flow.Asked, now time.Time, open bool) question {
	q := question{
		Asked:     asked,
		Hello:     firstName(asked.Approver),
		Rejecting: rejection(asked.Purpose),
		Received:  page.Moment(asked.Ticket.ReceivedAt, asked.Zone),
		Expiry:    page.Moment(asked.Expires, asked.Zone),
		Left:      page.Away(asked.Expires, now),
	}
	asks := q.sort(open)
	q.Count = changes(asks)
	q.Lead = lead(asked, asks)
	due := asked.Due
	if !due.After(now) {
		due = time.Time{}
	}
	q.Before, q.After = wish(asked, asks, page.Day(due, now, asked.Zone))
	if q.Hello == "" {
		q.Before = strings.ToUpper(q.Before[:1]) + q.Before[1:]
	}
	if !due.IsZero() {
		q.Begins, q.Begin = page.Moment(due, asked.Zone), page.Away(due, now)
	}
	q.gather()
	return q
}

// Title is the question as a browser's tab shows it.
func (q question) Title() string {
	hello := q.Hello
	if hello != "" {
		hello += ", "
	}
	return page.Plain(hello + q.Before + q.Person.Name + q.After)
}

// sort puts each line where it is shown, and returns how many are asked
// about.
func (q *question) sort(open bool) int {
	asks, done := 0, 0
	for _, line := range q.Lines {
		switch {
		case line.State == flow.ByHand:
			q.ByHand = append(q.ByHand, line)
		case !open || asksAbout(q.Purpose, line.State):
			asks++
			q.add(line)
		default:
			if line.State == flow.Done {
				done++
			}
			q.Quiet = append(q.Quiet, quiet{PlanLine: line, Standing: standing(line.State)})
		}
	}
	q.QuietSays = "Approved before"
	if q.first() && done == len(q.Quiet) {
		q.QuietSays = "Already as it should be"
		for i := range q.Quiet {
			q.Quiet[i].Standing = "nothing to do"
		}
	}
	return asks
}

func (q *question) add(line flow.PlanLine) {
	if line.Irreversible != "" {
		q.Hard++
	}
	name := string(line.Part)
	if n := len(q.Parts); n == 0 || q.Parts[n-1].Name != name {
		q.Parts = append(q.Parts, part{Name: name})
	}
	last := &q.Parts[len(q.Parts)-1]
	asked := change{PlanLine: line}
	if line.Due != nil {
		asked.Later = page.Moment(*line.Due, q.Zone)
	}
	last.Lines = append(last.Lines, asked)
}

func (q *question) first() bool { return q.Purpose == flow.ForPlan || q.Purpose == "" }

// asksAbout tells whether a line waits for this decision. Later questions are
// about held lines alone, while the rest goes on.
func asksAbout(purpose string, state flow.LineState) bool {
	if state == flow.Held {
		return true
	}
	first := purpose == flow.ForPlan || purpose == ""
	return first && (state == flow.Waiting || state == flow.Ready || state == "")
}

func (q *question) gather() {
	for _, sister := range q.Sisters {
		q.Others = append(q.Others, other{Sister: sister, Kind: kind(sister.Action), Standing: whereabouts(sister.State)})
	}
	for _, decision := range q.Decisions {
		q.Past = append(q.Past, past{
			DecisionView: decision,
			Deed:         deed(decision.Verdict),
			When:         page.Moment(decision.At, q.Zone),
		})
	}
}
