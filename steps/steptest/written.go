package steptest

import (
	"strings"

	"usher/steps/step"
)

// unwritten lists what a step's literal lacks, for somebody who has just
// begun it; empty if nothing.
func unwritten(s step.Step) string {
	var lacks []string
	for _, part := range []struct {
		name  string
		lacks bool
	}{
		{"Wanted", s.Wanted == nil},
		{"Then (or Each)", s.Then == nil && s.Each == nil},
		{"Check", s.Check == nil},
		{"Plan", s.Plan == nil},
		{"Do", s.Do == nil},
		{"Undo (or Never)", s.Undo == nil && s.Never == ""},
	} {
		if part.lacks {
			lacks = append(lacks, part.name)
		}
	}
	return strings.Join(lacks, ", ")
}
