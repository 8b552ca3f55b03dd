package house

import (
	"path"
	"regexp"
	"strings"
)

// watched is a log message, an event or a function that an alert or the
// workbook looks for. In JSON the quotes are escaped.
var watched = regexp.MustCompile(`\b(?:msg|name) == \\?"([^"\\]+)\\?"`)

// Watching finds alerts and workbooks that look for a log message or an event
// that no code of ours writes, or for a function that there isn't, and so would
// stay silent for ever.
func Watching(tree *Tree) []Breach {
	written := map[string]bool{}
	for _, file := range tree.Go {
		if file.Test || inGround(file) {
			continue
		}
		for _, text := range stringLiterals(file) {
			written[text] = true
		}
	}
	for _, one := range doors(tree) {
		written[one.name] = true
	}
	var found []Breach
	for _, name := range tree.Paths {
		if path.Dir(name) != "infra" || path.Ext(name) != ".tf" && path.Ext(name) != ".json" {
			continue
		}
		number := 0
		for line := range strings.Lines(tree.Texts[name]) {
			number++
			for _, hit := range watched.FindAllStringSubmatch(line, -1) {
				if !written[hit[1]] {
					found = append(found, Breach{
						At:    place(name, number),
						Wrong: "it looks for \"" + hit[1] + "\", which no code of ours writes",
						Do:    "look for what is written, or write it",
					})
				}
			}
		}
	}
	return found
}
