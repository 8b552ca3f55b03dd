package read

import (
	"regexp"
	"slices"
	"strings"
)

// layout turns the layouts of forms that aren't "label: value" into lines
// that are.
func layout(lines []string) []string {
	lines = pairLines(withTasks(withoutFences(lines)))
	lines = withoutBoxes(letterBoxes(lines))
	lines = paired(unstacked(lines))
	for i, line := range lines {
		if m := leaders.FindStringSubmatch(line); m != nil {
			lines[i] = m[1] + ": " + m[2]
		}
	}
	return lines
}

// leaders are the dots between a label and its value.
var leaders = regexp.MustCompile(`^\s*(\p{Lu}[\p{L}0-9 /&'()-]{1,40}?) ?(?:\.{3,}|…+) ?:? ?(\S.*)$`)

// withoutFences drops the marks of code blocks.
func withoutFences(lines []string) []string {
	return slices.DeleteFunc(lines, func(line string) bool { return strings.HasPrefix(strings.TrimSpace(line), "```") })
}

// leastStacked is how many known labels above their values make a form of
// lines that have no colons.
const leastStacked = 3

// unstacked puts values that stand below their labels behind them. Such a
// form has a known label, or a numbered one or a question, above each value.
func unstacked(lines []string) []string {
	pairs := stackedPairs(lines)
	known := 0
	for _, p := range pairs {
		if p.known {
			known++
		}
	}
	if known < leastStacked || 2*known < len(pairs) {
		return lines
	}
	var turned []string
	next := 0
	for _, p := range pairs {
		turned = append(turned, lines[next:p.label]...)
		turned = append(turned, stackedLabel(lines[p.label])+": "+p.value)
		next = p.end
	}
	return append(turned, lines[next:]...)
}

// stacked is a label with its value below.
type stacked struct {
	label, end int // lines
	value      string
	known      bool
}

func stackedPairs(lines []string) []stacked {
	var pairs []stacked
	for i := 0; i < len(lines); i++ {
		at := nextWritten(lines, i+1)
		known := isStackedLabel(lines[i])
		if at < 0 || !known && !asksStacked(lines[i]) && !betweenLabels(lines, pairs, i) {
			continue
		}
		if isStackedLabel(lines[at]) || asksStacked(lines[at]) || isLine(lines[at]) {
			continue
		}
		pairs = append(pairs, stacked{label: i, end: at + 1, value: strings.TrimSpace(lines[at]), known: known})
		i = at
	}
	return pairs
}

// betweenLabels tells whether an unknown line stands where a label has to:
// just behind a pair, and two lines before the next label.
func betweenLabels(lines []string, pairs []stacked, i int) bool {
	if len(pairs) == 0 || strings.TrimSpace(lines[i]) == "" || nextWritten(lines, pairs[len(pairs)-1].end) != i {
		return false
	}
	value := nextWritten(lines, i+1)
	if value < 0 {
		return false
	}
	next := nextWritten(lines, value+1)
	return next > 0 && isStackedLabel(lines[next])
}

func nextWritten(lines []string, i int) int {
	for ; i < len(lines); i++ {
		if strings.TrimSpace(lines[i]) != "" {
			return i
		}
	}
	return -1
}

var numbered = regexp.MustCompile(`^\s*\d{1,2}[.)]\s+(\S.*)$`)

// stackedLabel drops number and marks of a label.
func stackedLabel(line string) string {
	if m := numbered.FindStringSubmatch(line); m != nil {
		line = m[1]
	}
	return strings.ReplaceAll(strings.Trim(line, " \t#*:?"), "?", "")
}

// isStackedLabel tells whether a whole line is a known label.
func isStackedLabel(line string) bool {
	label := stackedLabel(line)
	if label == "" || len(label) > 90 || strings.HasPrefix(strings.TrimSpace(line), ">") || isLine(line) || strings.HasSuffix(label, ".") {
		return false
	}
	f, ok := splitLabel(label + ": x")
	return ok && f.key != unknown
}

// asksStacked tells whether a line is a numbered label or a question, whose
// answer stands below.
func asksStacked(line string) bool {
	text := strings.TrimSpace(line)
	return text != "" && len(text) < 110 && !isLine(line) && !strings.HasPrefix(text, ">") &&
		(numbered.MatchString(line) && !strings.HasSuffix(text, ".") || strings.HasSuffix(text, "?"))
}

// isLine tells whether a line has its value behind its label.
func isLine(line string) bool {
	f, ok := splitLabel(line)
	return ok && f.value != ""
}
