package read

import (
	"regexp"
	"strings"
)

var (
	gap       = regexp.MustCompile(`\t|\s*\|\s*|\s{2,}`)
	oldColumn = setOf("current old previous from existing before was now today bisher alt alte bisherig ancien ancienne actuel actuelle avant anterior actual antes huidig huidige oud oude van von de")
	newColumn = setOf("new to proposed after future becomes neu neue künftig nouveau nouvelle futur après nuevo nueva después nieuw nieuwe wordt naar nach à")
)

// spaced takes a line apart at tabs, bars and wide gaps.
func spaced(line string) []string {
	var list []string
	for _, cell := range gap.Split(strings.Trim(line, " |\t"), 12) {
		list = append(list, strings.Trim(cell, " *"))
	}
	return list
}

// columns reads the rows of a form that has an old and a new value beside
// each label, as forms for a change of job have.
func (d *document) columns(lines []string) []string {
	for i, line := range lines {
		head := spaced(strings.ToLower(line))
		n := len(head)
		if n < 2 || n > 4 || !columnWord(head[n-2], oldColumn) || !columnWord(head[n-1], newColumn) {
			continue
		}
		rows := 0
		turned := append([]string(nil), lines[:i]...)
		for _, row := range lines[i+1:] {
			cells := spaced(row)
			if tableRule.MatchString(row) && rows == 0 {
				continue
			}
			if len(cells) != 3 || !knownLabel(cells[0]) {
				turned = append(turned, row)
				continue
			}
			turned = append(turned, changed(cells[0], cells[1], cells[2])...)
			rows++
		}
		if rows >= 2 {
			d.moves = line
			return turned
		}
	}
	return lines
}

func columnWord(cell string, words map[string]bool) bool {
	return headed(cell, words)
}

// changed writes one row as lines. Lists that somebody is on are left when
// they don't stand in the new column any more.
func changed(label, before, after string) []string {
	after = keptValue(before, after)
	label = strings.TrimRight(label, ":")
	name := label
	if knownLabel("new " + label) {
		name = "New " + label
	}
	lines := []string{name + ": " + after}
	if keyOf(label) == groupList && !isEmptyValue(before) && before != after {
		lines = append(lines, "Groups to remove: "+before)
	}
	return lines
}
