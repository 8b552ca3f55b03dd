package house

import (
	"slices"
	"strings"

	"usher/steps/step"
)

// KnownFile holds the name of every step that a stored run may name, one a
// line. Names are added to it by go run ./infra/dev generate, and never taken
// away.
const KnownFile = "infra/house/steps.txt"

// Known returns the step names that the tree's KnownFile holds.
func Known(tree *Tree) []string { return strings.Fields(tree.Texts[KnownFile]) }

// KnownText returns what KnownFile must hold: the names known before and
// those of the catalogue, sorted.
func KnownText(known []string, steps []step.Step) string {
	names := slices.Clone(known)
	for i := range steps {
		names = append(names, steps[i].Name)
	}
	slices.Sort(names)
	return strings.Join(slices.Compact(names), "\n") + "\n"
}
