package read

import (
	"regexp"
	"strings"
)

// A ticket that a form or a bot made is a list of questions, each followed
// by what somebody answered:
//
//	> Describe the problem.          ## What is the problem
//
//	Jo Park's last day is Friday.    Jo Park's last day is Friday.

var heading2 = regexp.MustCompile(`^\s*#{1,4}\s+(\S.*)$`)

// noAnswer lists questions whose answers say nothing about a person or an
// account, by a piece of the question in lower case.
var noAnswer = []string{
	"how soon", "what application", "what did you do", "request id", "urgency", "priority", "category", "impact",
	"which device", "browser", "ticket type", "attachments",
}

// requesterQuestion lists those that name who filled in the form.
var requesterQuestion = []string{"requested by", "submitted by", "reported by", "your name", "requestor", "requester", "device & user"}

// answers is what is left of a form: what was answered in prose, who asked,
// and lines in the manner of "label: value".
type answers struct {
	lines []string
	from  string
}

// questions reads lines as a form of questions and answers. It says no where
// they are none.
func questions(lines []string) (answers, bool) {
	mark := questionMark(lines)
	if mark == nil {
		return answers{}, false
	}
	var a answers
	question := ""
	var given []string
	for _, line := range lines {
		if next, is := mark(line); is {
			a.take(question, given)
			question, given = next, nil
			continue
		}
		given = append(given, line)
	}
	a.take(question, given)
	return a, true
}

// unquoteAnswers turns a form round that quotes its answers instead of its
// questions:
//
//	Start date
//	> 2026-03-16
func unquoteAnswers(lines []string) []string {
	var turned []string
	found, question := 0, -1
	for _, line := range lines {
		answer, quoted := unquote(line)
		switch {
		case quoted && question >= 0:
			turned[question] = strings.TrimRight(turned[question], "?: ") + ": " + answer
			question, found = -1, found+1
			continue
		case strings.TrimSpace(line) != "" && knownLabel(line):
			question = len(turned)
		case strings.TrimSpace(line) != "":
			question = -1
		}
		turned = append(turned, line)
	}
	if found < 2 {
		return lines
	}
	return turned
}

// questionMark finds out how a form marks its questions; nil if it is none.
func questionMark(lines []string) func(string) (string, bool) {
	quoted, headed, answered := 0, 0, 0
	for i, line := range lines {
		if heading2.MatchString(line) {
			headed++
		}
		if _, is := unquote(line); is {
			quoted++
			if i+1 < len(lines) && !strings.HasPrefix(strings.TrimSpace(lines[i+1]), ">") {
				answered++
			}
		}
	}
	switch {
	case quoted >= 2 && answered == quoted:
		return unquote
	case headed >= 2:
		return func(line string) (string, bool) {
			m := heading2.FindStringSubmatch(line)
			if m == nil {
				return "", false
			}
			return m[1], true
		}
	}
	return nil
}

// take files one answer: prose stays prose, a short answer to a question
// that names a field becomes "label: value".
func (a *answers) take(question string, given []string) {
	text := strings.TrimSpace(strings.Join(given, "\n"))
	asked := strings.ToLower(question)
	switch {
	case text == "" || containsAny(asked, noAnswer):
	case containsAny(asked, requesterQuestion):
		first, _, _ := strings.Cut(text, "\n")
		a.from = strings.TrimSuffix(strings.TrimSpace(first), ".")
	case question != "" && knownLabel(question) && (!strings.Contains(text, "\n") || listLabel(question) && onlyItems(given)):
		text = strings.Join(items(given), ", ")

		a.lines = append(a.lines, strings.TrimRight(question, "?:. ")+": "+text, "")
	default:
		a.lines = append(a.lines, given...)
		a.lines = append(a.lines, "")
	}
}

// items returns the written lines, without the marks of a list.
func items(lines []string) []string {
	var list []string
	for _, line := range lines {
		if text := strings.TrimSpace(bullet.ReplaceAllString(line, "")); text != "" {
			list = append(list, text)
		}
	}
	return list
}

// onlyItems tells whether all that is written is a list.
func onlyItems(lines []string) bool {
	for _, line := range lines {
		if strings.TrimSpace(line) != "" && !bullet.MatchString(line) {
			return false
		}
	}
	return true
}

func containsAny(text string, pieces []string) bool {
	for _, piece := range pieces {
		if strings.Contains(text, piece) {
			return true
		}
	}
	return false
}
