package runs

import (
	"fmt"
	"strings"
	"time"

	"usher/functions/page"
	"usher/handler/flow"
	"usher/steps/step"
)

// sheet is what a run's page shows.
type sheet struct {
	flow.RunView
	Heading  string
	Standing standing
	When     string
	Progress string
	Finished bool
	Live     bool // the page loads itself anew
	May      bool // the caller may act
	Parts    []part
	Open     []followUp // those that nobody has closed
	Cancel   act
	Asked    []asked
	History  []entry
}

// standing is a state in a word, with the class and the sign that go with it.
type standing struct{ Word, Class, Sign string }

type part struct {
	Name string
	Rows []row
}

// row is a line with all that is known of it.
type row struct {
	flow.PlanLine
	Standing standing
	Notes    []string
	Took     string
	Acts     []act // what makes sense now
}

// act is a verb that an operator may choose.
type act struct{ Verb, Line, Label, Button string }

type followUp struct {
	Says string
	Act  act
}

type asked struct {
	flow.ApprovalView
	Says string
}

type entry struct {
	flow.Event
	When string
}

func newSheet(run flow.RunView, may bool) sheet {
	s := sheet{
		RunView:  run,
		Heading:  kind(run.Action) + " of " + orUnnamed(run.Person),
		Standing: runStanding(run.RunHead),
		When:     due(run.Due),
		Finished: run.State == flow.Finished,
		May:      may,
	}
	views := map[string]flow.LineView{}
	for _, line := range run.Lines {
		views[line.ID] = line
	}
	for _, line := range run.Plan.Lines {
		s.add(newRow(line, views[line.ID]))
	}
	s.Progress = progress(run.Lines)
	s.Cancel = act{"cancel", "", "Cancel this run", "Cancel the run"}
	s.Open = open(run.Report)
	for _, approval := range run.Approvals {
		s.Asked = append(s.Asked, asked{approval, says(approval)})
	}
	for _, event := range run.Events {
		s.History = append(s.History, entry{event, page.Stamp(event.At)})
	}
	return s
}

func (s *sheet) add(r row) {
	name := string(r.Part)
	if n := len(s.Parts); n == 0 || s.Parts[n-1].Name != name {
		s.Parts = append(s.Parts, part{Name: name})
	}
	last := &s.Parts[len(s.Parts)-1]
	last.Rows = append(last.Rows, r)
}

func newRow(line flow.PlanLine, view flow.LineView) row {
	state := view.State
	if state == "" { // planned, and not saved as a line yet
		state = line.State
	}
	r := row{PlanLine: line, Standing: lineStanding(state)}
	for _, note := range []string{view.Waiting, view.Reason, readBack(view)} {
		if note != "" {
			r.Notes = append(r.Notes, note)
		}
	}
	if view.Attempts > 1 {
		r.Notes = append(r.Notes, fmt.Sprintf("%d attempts", view.Attempts))
	}
	if view.Seconds > 0 {
		r.Took = fmt.Sprintf("%.1f s", view.Seconds)
	}
	switch state {
	case flow.Stopped:
		r.Acts = []act{{"retry", line.ID, "Retry", "Retry this line"}}
	case flow.Held, flow.Waiting, flow.Ready:
		r.Acts = []act{{"skip", line.ID, "Skip", "Skip this line"}}
	}
	return r
}

func open(report *flow.Report) []followUp {
	if report == nil {
		return nil
	}
	var left []followUp
	for _, f := range report.FollowUps {
		if !f.Closed {
			left = append(left, followUp{f.Says, act{"close", f.Line, "Close", "It is done"}})
		}
	}
	return left
}

func readBack(view flow.LineView) string {
	if view.ReadBack != "" {
		return "Read back: " + view.ReadBack
	}
	return view.Found
}

func progress(lines []flow.LineView) string {
	done := 0
	for _, line := range lines {
		if line.State == flow.Done {
			done++
		}
	}
	if len(lines) == 0 {
		return "no lines yet"
	}
	return fmt.Sprintf("%d of %d lines done and read back", done, len(lines))
}

// says puts what an approver was asked and answered into a sentence.
func says(a flow.ApprovalView) string {
	asked := map[string]string{
		flow.ForPlan: "the plan", flow.ForAmendment: "an amendment", flow.ForSecond: "what can’t be undone",
	}[a.Purpose]
	if a.Decision == "" {
		return fmt.Sprintf("asked about %s; %s, until %s", asked, a.State, page.Stamp(a.Expires))
	}
	text := map[string]string{
		string(flow.Approve): "approved ", string(flow.Reject): "rejected ", string(flow.SendBack): "sent back ",
	}[a.Decision] + asked
	if a.At != nil {
		text += ", " + page.Stamp(*a.At)
	}
	if a.Proof != "" {
		text += ", " + a.Proof
	}
	return text
}

func due(at *time.Time) string {
	if at == nil {
		return "at once"
	}
	return page.Moment(*at, time.UTC)
}

func orUnnamed(person string) string {
	if strings.TrimSpace(person) == "" {
		return "somebody not found yet"
	}
	return person
}

// kind names what a run does.
func kind(action step.Action) string {
	switch action {
	case step.Onboard:
		return "Onboarding"
	case step.Offboard:
		return "Offboarding"
	case step.Transfer:
		return "Transfer"
	}
	return "Change"
}
