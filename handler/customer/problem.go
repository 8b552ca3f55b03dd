package customer

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Problem is one thing that is wrong with a customer's document.
type Problem struct {
	File string // as it was given to Parse
	Line int    // counted from 1
	Key  string // path of the key, such as approval.expires; empty for the document itself
	Says string // what is wrong
	Hint string // what was probably meant, or what to do; may be empty
}

// String puts the problem into one line, in the form that editors jump to.
func (p Problem) String() string {
	text := fmt.Sprintf("%s:%d: ", p.File, p.Line)
	if p.Key != "" {
		text += p.Key + ": "
	}
	text += p.Says
	if p.Hint != "" {
		text += "; " + p.Hint
	}
	return text
}

// Problems is the error of Parse: everything that is wrong with a document,
// in the order of its lines.
type Problems []Problem

// Error lists the problems, one on each line.
func (p Problems) Error() string {
	lines := make([]string, len(p))
	for i, problem := range p {
		lines[i] = problem.String()
	}
	return strings.Join(lines, "\n")
}

func (p Problems) sorted() Problems {
	slices.SortStableFunc(p, func(a, b Problem) int { return cmp.Compare(a.Line, b.Line) })
	return p
}
