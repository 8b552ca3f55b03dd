package read

import (
	"regexp"
	"strings"
)

var (
	// oldToNew is a value with what was before it: "Buyer -> Senior Buyer".
	oldToNew = regexp.MustCompile(`^[^→>]{2,60}? ?(?:→|->|=>) ?(\S[^→>]*)$`)
	// upgraded is the same in words.
	upgraded = regexp.MustCompile(`(?i)^(?:upgrade|downgrade|change|move|switch)?\w* ?from (?:the )?(.{2,60}?) (?:to|into) (.{2,60})$`)
	// tickedOne is what a tick stands before, in a row of boxes.
	tickedOne = regexp.MustCompile(`[☑☒✓✔]\s*([^☐☑☒✓✔]+)`)
	// mailOrder is what somebody writes behind "E-mail:" in a form for leavers.
	mailOrder = regexp.MustCompile(`(?i)^\W*(?:please )?(?:give|forward|redirect|share|convert|delete|hand|access)(?:d|ed)?\b|\bshared\b`)
	// wipeOrder is what stands behind "Phone:" in such a form.
	wipeOrder = regexp.MustCompile(`(?i)\b(?:wip|eras)(?:e|ed|ing)\b`)
	onlyThis  = regexp.MustCompile(`(?i) only\b[.,;].*$`)
)

// turnedField reads a field whose value says more than its label asks for:
// old and new, boxes, or an order.
func turnedField(f field) field {
	switch f.key {
	case jobTitle, newTitle, boss, place, dept:
		if honorific[strings.ToLower(strings.Trim(f.value, " ."))] {
			f.key = ignored // a title of courtesy
		}
		if m := oldToNew.FindStringSubmatch(f.value); m != nil {
			f.value = m[1]
		}
	case licence:
		if m := upgraded.FindStringSubmatch(f.value); m != nil {
			f.value = m[2]
		} else if m := tickedOne.FindAllStringSubmatch(f.value, 6); m != nil && strings.Contains(f.value, "☐") {
			f.value = ""
			for _, one := range m {
				f.value = strings.TrimPrefix(f.value+", "+strings.TrimSpace(one[1]), ", ")
			}
		}
	case groupList:
		if m := upgraded.FindStringSubmatch(f.value); m != nil {
			f.value = m[2] + ", remove " + m[1]
		}
		f.value = onlyThis.ReplaceAllString(f.value, "")
	case login:
		if mailOrder.MatchString(f.value) && !strings.HasSuffix(f.value, "@") {
			f.key, f.value = notes, "Mailbox: "+f.value
		}
	case phone:
		if wipeOrder.MatchString(f.value) {
			f.key = notes
		}
	}
	return f
}

var (
	legend = regexp.MustCompile(`(?i)\[ ?\] ?= ?(?:still|open|to be done|to do|todo|it\b|please)`)
	task   = regexp.MustCompile(`^\s*\[ ?\] ?(\S.*)$`)
	ticked = regexp.MustCompile(`(?i)^\s*\[x\]`)
)

// withTasks turns the open items of a checklist into sentences, where it says
// that they are what is to be done, and drops those that are done.
func withTasks(lines []string) []string {
	if !legend.MatchString(strings.Join(lines, "\n")) {
		return lines
	}
	var kept []string
	for _, line := range lines {
		if ticked.MatchString(line) || legend.MatchString(line) {
			continue
		}
		if m := task.FindStringSubmatch(line); m != nil {
			line = "- " + m[1]
		}
		kept = append(kept, line)
	}
	return kept
}
