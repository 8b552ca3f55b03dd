package terminal

import (
	"fmt"
	"io"
	"strings"
	"time"

	"usher/handler/flow"
	"usher/steps/step"
)

// Progress shows how the lines of a run go: as a list that is drawn anew in a
// terminal, as one row for each change of a line elsewhere.
type Progress struct {
	w     io.Writer
	live  bool
	drawn int
	seen  map[string]string
}

// NewProgress shows to w; live says that it is a terminal.
func NewProgress(w io.Writer, live bool) *Progress {
	return &Progress{w: w, live: live, seen: map[string]string{}}
}

// Show brings the display up to date.
func (p *Progress) Show(v flow.RunView) {
	titles := map[string]string{}
	for _, l := range v.Plan.Lines {
		titles[l.ID] = l.Title
		if l.Object.Type == "group" {
			titles[l.ID] = l.Title + " " + l.Object.Name
		}
	}
	rows := make([]string, 0, len(v.Lines))
	for _, l := range v.Lines {
		rows = append(rows, row(l, titles[l.ID]))
	}
	if p.live {
		p.draw(rows)
		return
	}
	for i, l := range v.Lines {
		if shown := string(l.State) + l.Waiting; (l.State.Ended() || l.Waiting != "" || l.State == flow.Held) && p.seen[l.ID] != shown {
			p.seen[l.ID] = shown
			fmt.Fprintln(p.w, rows[i])
		}
	}
}

func (p *Progress) draw(rows []string) {
	if p.drawn > 0 {
		fmt.Fprintf(p.w, "\x1b[%dA", p.drawn)
	}
	for _, r := range rows {
		fmt.Fprintf(p.w, "\x1b[2K%s\n", r)
	}
	p.drawn = len(rows)
}

// row is one line: its mark, its name, how long it took, what was read back.
func row(l flow.LineView, title string) string {
	took := ""
	if l.Seconds > 0 {
		took = fmt.Sprintf("%.1f s", l.Seconds)
	}
	return strings.TrimRight(cut(fmt.Sprintf("  %s %3s %-38s %7s   %s", mark(l), l.ID, cut(Clean(title), 38), took, Clean(tell(l))), Width), " ")
}

func mark(l flow.LineView) string {
	switch l.State {
	case flow.Done:
		return "✓"
	case flow.ByHand:
		return "☞"
	case flow.Stopped:
		return "✗"
	case flow.Skipped, flow.Cancelled:
		return "–"
	case flow.Held:
		return "‖"
	case flow.Doing, flow.Ready:
		return "◐"
	case flow.Later:
		return "→"
	}
	return "·"
}

func tell(l flow.LineView) string {
	switch {
	case l.Waiting != "":
		return "waiting: " + l.Waiting
	case l.State == flow.Done:
		return l.ReadBack
	case l.State == flow.Waiting:
		return ""
	case l.State == flow.Later && l.Due != nil:
		return "later, on " + l.Due.Format("Mon 2 Jan 15:04 MST")
	}
	return orElse(l.Reason, string(l.State))
}

// Outcome shows how a run ended, and what is left for people.
func Outcome(w io.Writer, v flow.RunView, took string) {
	done, later := 0, ""
	for _, l := range v.Lines {
		switch l.State {
		case flow.Done:
			done++
		case flow.Later:
			later = " · the rest comes due later"
		}
	}
	status := "open"
	if v.Status != nil {
		status = string(*v.Status)
	}
	fmt.Fprintf(w, "%s · %d of %d done and read back · %s%s\n", strings.ToUpper(status[:1])+status[1:], done, len(v.Lines), took, later)
	if cut := accessCut(v); cut != "" {
		fmt.Fprintf(w, "  %s\n", cut)
	}
	if v.Report == nil {
		return
	}
	for _, u := range v.Report.FollowUps {
		rows := wrap(Clean(u.Says), Width-16)
		fmt.Fprintf(w, "  ☞ line %s: %s\n", u.Line, strings.Join(rows, "\n             "))
	}
}

// accessCut says how long after the approval the leaver's access was read
// back as cut; empty where nothing was cut.
func accessCut(v flow.RunView) string {
	var approved, cut time.Time
	for _, e := range v.Events {
		switch {
		case e.Kind == "approved" && approved.IsZero():
			approved = e.At
		case e.Kind == "read-back" && partOf(v, e.Line) == step.CutAccess:
			cut = e.At
		}
	}
	if approved.IsZero() || cut.IsZero() {
		return ""
	}
	return fmt.Sprintf("Access was cut %.1f s after the approval.", cut.Sub(approved).Seconds())
}

func partOf(v flow.RunView, line string) step.Part {
	for _, l := range v.Plan.Lines {
		if l.ID == line {
			return l.Part
		}
	}
	return ""
}
