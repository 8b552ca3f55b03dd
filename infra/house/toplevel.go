package house

import (
	"slices"
	"strings"
)

// TopLevel keeps the top of the repository to what it was laid out with;
// dotfiles are free.
func TopLevel(tree *Tree) []Breach {
	allowed := []string{
		"handler", "functions", "steps", "infra",
		"host.json", "local.settings.sample.json", "go.mod", "go.sum", "README.md",
	}
	var found []Breach
	seen := map[string]bool{}
	for _, name := range tree.Paths {
		top, _, _ := strings.Cut(name, "/")
		if seen[top] || strings.HasPrefix(top, ".") || slices.Contains(allowed, top) {
			continue
		}
		seen[top] = true
		found = append(found, Breach{
			At:    top,
			Wrong: "it doesn't belong at the top level",
			Do:    "move it below handler, functions, steps or infra, or ignore it in .gitignore",
		})
	}
	return found
}
