package read

import (
	"regexp"
	"strings"
)

// Pairs of label and value that neither a colon nor a table marks:
// "**Afdeling** Inkoop" and "DATE_SORTIE=31.12.2025".
var (
	boldPair  = regexp.MustCompile(`^\s*(?:[-*•] )?\*\*([^*:]{2,50})\*\*\s+(\S.*)$`)
	equalPair = regexp.MustCompile(`^\s*([\p{L}][\p{L}\d_ ]{1,40})=\s*(\S.*)?$`)
)

// leastPairs is how many such lines make a form.
const leastPairs = 3

// pairLines writes such pairs with a colon, where enough of their labels are
// known.
func pairLines(lines []string) []string {
	for _, form := range []*regexp.Regexp{boldPair, equalPair} {
		known := 0
		for _, line := range lines {
			if m := form.FindStringSubmatch(line); m != nil && knownLabel(pairLabel(m[1])) {
				known++
			}
		}
		if known < leastPairs {
			continue
		}
		for i, line := range lines {
			if m := form.FindStringSubmatch(line); m != nil {
				lines[i] = pairLabel(m[1]) + ": " + m[2]
			}
		}
	}
	return lines
}

// pairLabel writes a field's name as words.
func pairLabel(name string) string {
	return strings.TrimSpace(strings.ReplaceAll(name, "_", " "))
}
