package house

import (
	"fmt"
	"slices"
	"strings"

	"usher/steps/step"
)

// orderOf holds what a step needs and whom it comes after against the
// catalogue before it.
func orderOf(steps []step.Step, i int) []Breach {
	var found []Breach
	one, earlier := steps[i], steps[:i]
	for _, fact := range one.Needs {
		if slices.Contains(step.RequestFacts(), fact) || slices.ContainsFunc(earlier, func(s step.Step) bool { return slices.Contains(s.Gives, fact) }) {
			continue
		}
		found = append(found, about(one.Name,
			fmt.Sprintf("it needs %s, which neither the request nor an earlier step gives", fact),
			"put the step that gives it before this one, or drop the need"))
	}
	for _, name := range one.After {
		if slices.ContainsFunc(earlier, func(s step.Step) bool { return s.Name == name }) {
			continue
		}
		found = append(found, about(one.Name,
			fmt.Sprintf("it comes after %q, which is no earlier step", name),
			"name a step that stands before it in steps/steps.go"))
	}
	return found
}

// cycles finds steps that wait for each other. The order of the catalogue
// alone doesn't rule that out: a line waits for every step that gives a fact,
// later ones included.
func cycles(steps []step.Step) []Breach {
	const (
		fresh = iota
		open
		closed
	)
	marks := make([]int, len(steps))
	var found []Breach
	var visit func(i int, trail []string)
	visit = func(i int, trail []string) {
		trail = append(trail, steps[i].Name)
		if marks[i] == open {
			start := slices.Index(trail, steps[i].Name)
			found = append(found, about(steps[i].Name,
				"it waits for itself: "+strings.Join(trail[start:], " → "),
				"drop one of these needs, or split a fact in two"))
			return
		}
		if marks[i] == closed {
			return
		}
		marks[i] = open
		for j := range steps {
			if waitsFor(&steps[i], &steps[j]) {
				visit(j, slices.Clone(trail))
			}
		}
		marks[i] = closed
	}
	for i := range steps {
		visit(i, nil)
	}
	return found
}

// waitsFor tells whether a line of one step waits until a line of another,
// in the same plan, has ended.
func waitsFor(one, other *step.Step) bool {
	if slices.Contains(one.After, other.Name) {
		return true
	}
	if one.Last && !other.Last {
		return true
	}
	if one.Visible && other.Cut {
		return true
	}
	return slices.ContainsFunc(one.Needs, func(fact step.Fact) bool {
		return one.Name != other.Name && slices.Contains(other.Gives, fact) && !slices.Contains(step.RequestFacts(), fact)
	})
}
