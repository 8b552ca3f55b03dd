package house

import (
	"fmt"
	"strings"
)

// longest is how many lines a Go file may have.
const longest = 400

// Length finds the Go files that are too long to read at one sitting.
// Generated files, named *_gen.go, and test data may be longer.
func Length(tree *Tree) []Breach {
	var found []Breach
	for _, file := range tree.Go {
		lines := strings.Count(tree.Texts[file.Path], "\n")
		if lines <= longest || strings.HasSuffix(file.Path, "_gen.go") {
			continue
		}
		found = append(found, Breach{
			At:    file.Path,
			Wrong: fmt.Sprintf("it has %d lines, and %d are the most", lines, longest),
			Do:    "take out what holds together and give it a file named after it",
		})
	}
	return found
}
