package read

import (
	"regexp"
	"strings"
)

// letterBox is a box that somebody ticked by typing X, or left as an O.
var letterBox = regexp.MustCompile(`(^\s*|:\s+|\s{3,})([OX])( \p{Ll})`)

// letterBoxes turns boxes that are letters into boxes, where a form has both
// kinds. A group that goes on below its label is put on the label's line.
func letterBoxes(lines []string) []string {
	open, ticked := 0, 0
	for _, line := range lines {
		for _, m := range letterBox.FindAllStringSubmatch(line, -1) {
			if m[2] == "O" {
				open++
			} else {
				ticked++
			}
		}
	}
	if open < 2 || ticked < 1 {
		return lines
	}
	var turned []string
	for _, line := range lines {
		boxed := letterBox.MatchString(line)
		line = letterBox.ReplaceAllStringFunc(line, func(found string) string {
			return strings.NewReplacer("O ", "[ ] ", "X ", "[x] ").Replace(found)
		})
		if last := len(turned) - 1; boxed && last >= 0 && strings.HasPrefix(strings.TrimSpace(line), "[") && box.MatchString(turned[last]) {
			turned[last] += "   " + strings.TrimSpace(line)
			continue
		}
		turned = append(turned, line)
	}
	return turned
}
