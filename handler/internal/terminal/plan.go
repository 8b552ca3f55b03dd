// Package terminal shows tickets, plans and runs to a technician, in a
// terminal 100 characters wide.
package terminal

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode"

	"usher/handler/flow"
	"usher/steps/step"
)

// Width is how wide everything is shown at most, in characters.
const Width = 100

// Ticket shows who wrote what.
func Ticket(w io.Writer, t step.Ticket) {
	from := ""
	if t.Requester.Name != "" {
		from = " from " + Clean(t.Requester.Name)
	}
	fmt.Fprintf(w, "Ticket %s%s: %s\n", Clean(t.ID), from, Clean(t.Subject))
	for _, paragraph := range strings.Split(strings.TrimSpace(t.Body), "\n") {
		for _, line := range wrap(Clean(paragraph), Width-4) {
			fmt.Fprintf(w, "  │ %s\n", line)
		}
	}
}

// Plan shows a plan in the manner of terraform plan.
func Plan(w io.Writer, v flow.PlanView) {
	when := "now"
	if v.Due != nil {
		when = v.Due.Format("Monday 2 January 2006 15:04 MST")
	}
	fmt.Fprintf(w, "Read as: %s %s, %s\n", v.Action, orElse(Clean(v.Person), "somebody"), when)
	if len(v.Lines) > 0 {
		fmt.Fprintf(w, "Plan %s · %s%s\n", short(v.Hash), count(len(v.Lines), "line"), irreversible(v.Lines))
	}
	part := step.Part("")
	for _, group := range together(v.Lines) {
		if group[0].Part != part {
			part = group[0].Part
			fmt.Fprintf(w, "\n  %s\n", part)
		}
		planRow(w, group)
	}
	terms(w, v.Terms)
	remarks(w, "Note", v.Warnings)
	remarks(w, "Open", v.Questions)
}

// together puts lines of one step that follow each other into one group.
func together(lines []flow.PlanLine) [][]flow.PlanLine {
	var groups [][]flow.PlanLine
	for _, l := range lines {
		last := len(groups) - 1
		if last >= 0 && groups[last][0].Step == l.Step && groups[last][0].State == l.State && l.State == flow.Waiting && l.Due == nil {
			groups[last] = append(groups[last], l)
			continue
		}
		groups = append(groups, []flow.PlanLine{l})
	}
	return groups
}

func planRow(w io.Writer, group []flow.PlanLine) {
	first := group[0]
	id, title, change := first.ID, first.Title, first.Now+" → "+first.Then
	if first.Now == "" {
		change = "→ " + first.Then
	}
	switch {
	case first.State == flow.Done:
		change = "already so"
	case first.State == flow.ByHand:
		change = "by hand: " + first.Reason
	case len(group) > 1:
		id = first.ID + "-" + group[len(group)-1].ID
		title = fmt.Sprintf("%s ×%d", first.Title, len(group))
		change = names(group)
	case first.Object.Type == "group":
		change = first.Object.Name
	}
	if first.Due != nil {
		change += " · on " + first.Due.Format("Mon 2 Jan 15:04")
	}
	mark := " "
	if first.Irreversible != "" {
		mark = "!"
		change += " · can't be undone: " + first.Irreversible
	}
	const indent = 43
	rows := wrap(Clean(change), Width-indent)
	fmt.Fprintf(w, "  %5s  %-32s %s %s\n", id, cut(Clean(title), 32), mark, rows[0])
	for _, row := range rows[1:] {
		fmt.Fprintf(w, "%s%s\n", strings.Repeat(" ", indent), row)
	}
}

func names(group []flow.PlanLine) string {
	var all []string
	for _, l := range group {
		all = append(all, l.Object.Name)
	}
	return strings.Join(all, ", ")
}

func irreversible(lines []flow.PlanLine) string {
	n := 0
	for _, l := range lines {
		if l.Irreversible != "" {
			n++
		}
	}
	if n == 0 {
		return ""
	}
	return fmt.Sprintf(", %d irreversible", n)
}

// terms shows what of the customer's document counts for the plan.
func terms(w io.Writer, t flow.Terms) {
	for _, part := range []struct {
		label string
		says  []string
	}{{"Document", t.Taken()}, {"For the approver", t.Asks()}, {"Advice", t.Advice}} {
		for _, says := range part.says {
			rows := wrap(Clean(part.label+": "+says), Width-4)
			fmt.Fprintf(w, "\n  %s\n", strings.Join(rows, "\n    "))
		}
	}
}

func remarks(w io.Writer, label string, list []flow.Remark) {
	for _, r := range list {
		says := r.Says
		if r.Default != "" {
			says += " Without an answer: " + r.Default + "."
		}
		rows := wrap(Clean(says), Width-8)
		fmt.Fprintf(w, "\n  %s  %s\n", label, strings.Join(rows, "\n        "))
	}
}

// short is enough of a hash for people to tell two apart.
func short(hash string) string {
	if len(hash) < 8 {
		return hash
	}
	return hash[:4] + "-" + hash[4:8]
}

func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

func orElse(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}

// Clean makes text from outside safe to show: no control characters, no
// escape sequences, nothing that turns the direction of writing.
func Clean(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\t':
			return ' '
		case unicode.IsControl(r), unicode.Is(unicode.Cf, r):
			return '\uFFFD'
		}
		return r
	}, s)
}

// wrap breaks text into rows of at most width characters, one row at least.
func wrap(text string, width int) []string {
	rows := []string{""}
	for _, word := range strings.Fields(text) {
		last := &rows[len(rows)-1]
		switch {
		case *last == "":
			*last = word
		case len([]rune(*last))+1+len([]rune(word)) <= width:
			*last += " " + word
		default:
			rows = append(rows, word)
		}
	}
	return slices.Clip(rows)
}

func cut(s string, width int) string {
	runes := []rune(s)
	if len(runes) <= width {
		return s
	}
	return string(runes[:width-1]) + "…"
}
