package read

import (
	"regexp"
	"strings"
)

// separators stand between label and value in forms that use no colon.
var separators = []pattern{
	{hints: []string{"="}, expr: regexp.MustCompile(`\s*={1,2}>?\s*`)}, {hints: []string{"\t"}, expr: regexp.MustCompile(`\s*\t+\s*`)},
	{hints: []string{"  ", "\t"}, expr: regexp.MustCompile(`\s{2,}`)}, {hints: []string{"|"}, expr: regexp.MustCompile(`\s*\|\s*`)},
	{hints: []string{" -", " ~", " >", "\t-", "\t>"}, expr: regexp.MustCompile(`\s+[-~>]+\s+`)}, {hints: []string{";"}, expr: regexp.MustCompile(`\s*;\s*`)},
	{hints: []string{"→"}, expr: regexp.MustCompile(`\s*→\s*`)}, {hints: []string{","}, expr: regexp.MustCompile(`,\s*`)},
}

// leastPaired is how many lines make a form of what has no colons.
const leastPaired = 3

// paired writes the lines of a form with another separator as label: value.
func paired(lines []string) []string {
	for _, separator := range separators {
		known := 0
		for _, line := range lines {
			if _, _, ok := takePair(line, separator); ok {
				known++
			}
		}
		if known < leastPaired {
			continue
		}
		for i, line := range lines {
			if separator.hints[0] == "→" {
				lines[i] = separator.expr.ReplaceAllString(strings.Replace(line, "? →", " →", 1), ": ")
				continue
			}
			if label, value, ok := takePair(line, separator); ok {
				lines[i] = label + ": " + value
			}
		}
	}
	return lines
}

// takePair takes a line apart at the first separator, if a known label stands
// before it and one value behind.
func takePair(line string, by pattern) (label, value string, ok bool) {
	if !containsAny(line, by.hints) {
		return "", "", false
	}
	separator := by.expr
	text := strings.Trim(line, " \t|*-•")
	at := separator.FindStringIndex(text)
	if at == nil || at[0] == 0 || at[0] > 45 || at[1] == len(text) {
		return "", "", false
	}
	label, value = text[:at[0]], text[at[1]:]
	if strings.ContainsAny(label, ":.?!,;") || !knownLabel(label) || knownLabel(value) || len(separator.FindAllStringIndex(value, 2)) > 1 {
		return "", "", false
	}
	return strings.TrimSpace(label), strings.TrimSpace(value), true
}
