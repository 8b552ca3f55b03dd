package read

import (
	"regexp"
	"strings"
)

// box is a check box or a radio button, as forms write them.
var box = regexp.MustCompile(`☐|☑|☒|✅|✔|✓|\[[ xX✓*]?\]|\( \)|\([xX•●*]\)`)

// option is what stands beside one box.
type option struct {
	text   string
	ticked bool
}

// options takes a line apart at its boxes: before is what stands in front of
// the first one.
func options(line string) (before string, list []option) {
	if !strings.ContainsAny(line, "[(☐☑☒✅✔✓") {
		return line, nil
	}
	at := box.FindAllStringIndex(line, 20)
	if at == nil {
		return line, nil
	}
	for i, b := range at {
		end := len(line)
		if i+1 < len(at) {
			end = at[i+1][0]
		}
		mark := strings.Trim(line[b[0]:b[1]], "[]() ")
		list = append(list, option{text: strings.Trim(line[b[1]:end], " \t,;|"), ticked: mark != "" && mark != "☐"})
	}
	return strings.TrimSpace(strings.TrimRight(line[:at[0][0]], " -*•")), list
}

// tickedOf returns what is ticked.
func tickedOf(list []option) []string {
	var texts []string
	for _, o := range list {
		if o.ticked && o.text != "" {
			texts = append(texts, o.text)
		}
	}
	return texts
}

// withoutBoxes leaves of each group of boxes what is ticked: behind the label
// of the group where it has a known one, and as lines of their own otherwise.
func withoutBoxes(lines []string) []string {
	var kept []string
	for i := 0; i < len(lines); i++ {
		before, list := options(lines[i])
		if list == nil || before != "" && !strings.HasSuffix(before, ":") {
			kept = append(kept, lines[i])
			continue
		}
		if before != "" {
			kept = append(kept, before+" "+strings.Join(tickedOf(list), ", "))
			continue
		}
		group := tickedOf(list)
		for i+1 < len(lines) {
			more, next := options(lines[i+1])
			if next == nil || more != "" {
				break
			}
			group = append(group, tickedOf(next)...)
			i++
		}
		kept = addGroup(kept, group)
	}
	return kept
}

// addGroup adds the ticked options to the lines that stand above them.
func addGroup(kept, group []string) []string {
	above := len(kept) - 1
	for above > 0 && strings.TrimSpace(kept[above]) == "" && above >= len(kept)-2 {
		above--
	}
	if above >= 0 && len(strings.Fields(kept[above])) <= 6 && (strings.HasSuffix(strings.TrimSpace(kept[above]), ":") || listLabel(kept[above])) {
		text := strings.Join(group, ", ")
		if heading2.MatchString(kept[above]) {
			return append(kept, text)
		}
		kept[above] = strings.TrimRight(strings.TrimSpace(kept[above]), "*:? ") + ": " + text
		return kept
	}
	for _, text := range group {
		if len(strings.Fields(text)) < 2 {
			continue // a laptop, a badge
		}
		kept = append(kept, "- "+text)
	}
	return kept
}

// listLabel tells whether a line asks for something of which a form gives a
// choice.
func listLabel(line string) bool {
	line = strings.Trim(line, " #*:?")
	f, ok := splitLabel(line + ": x")
	switch {
	case !ok:
		return false
	case f.key == licence, f.key == groupList, f.key == sharedBoxes, f.key == kindOfRequest, f.key == place, f.key == dept, f.key == ignored:
		return true
	}
	return f.key == kindOfEmployee
}
