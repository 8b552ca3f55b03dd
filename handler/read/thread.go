package read

import (
	"regexp"
	"strings"
)

// message is one mail of a thread, or the one text of a ticket.
type message struct {
	from      string // who wrote it, as far as the text says
	lines     []string
	signature []string
	newest    bool
	quoted    bool // it is an answer's quotation, not a forward
}

var (
	// divider is a line that says that somebody else's mail follows.
	divider = regexp.MustCompile(`(?i)^[>\s]*(?:-{2,}\s*(?:original message|forwarded message|forwarded by.*|reply|ursprüngliche nachricht` +
		`|weitergeleitete nachricht|message d'origine|message transféré|mensaje original|mensaje reenviado|oorspronkelijk bericht|doorgestuurd bericht)\s*-{2,}` +
		`|begin forwarded message:|_{10,})\s*$`)
	// wrote is the line above a quotation.
	wrote = regexp.MustCompile(`(?i)^[>\s]*(?:on|am|le|el|op|il)\s.{6,160}\s(?:wrote|schrieb|a écrit|escribió|schreef|ha scritto)\b.{0,80}:\s*$`)
	// header is the first line of a mail's head, and headMore another of it.
	header   = regexp.MustCompile(`(?i)^[>*\s]*(?:from|von|de|van|da)\s*:\**\s*(\S.*)$`)
	headMore = regexp.MustCompile(`(?i)^[>*\s]*(?:sent|date|to|cc|subject|gesendet|datum|an|betreff|envoyé|à|objet|enviado|para|asunto|verzonden|aan|onderwerp)\s*:\**(?:\s|$)`)
	// headSure is in every head, but not in a form that says from where to where.
	headSure = regexp.MustCompile(`(?im)^[>*\s]*(?:sent|date|subject|gesendet|datum|betreff|envoyé|objet|enviado|fecha|asunto|verzonden|onderwerp)\s*:`)
	// stamped is a head in one line, as some desks write it.
	stamped = regexp.MustCompile(`(?i)^[>\s]*\w+, \w+ \d{1,2}, \d{4} \d{1,2}:\d{2}(?: [ap]m)? - from:\s*(.*)$`)
	// later is the divider of a tracker, which writes the newest last.
	later = regexp.MustCompile(`(?i)^\s*-{2,}\s*reply\s*-{2,}\s*$`)
	isFwd = regexp.MustCompile(`(?i)forward|weitergeleitet|transféré|reenviado|doorgestuurd`)
)

// thread takes the lines of a body apart into its mails, the newest first. A mail that
// was forwarded belongs to what the ticket asks for; one that is only quoted
// is context.
func thread(subject string, lines []string) []message {
	forwarded := fwdSubject.MatchString(subject)
	messages := []message{{}}
	for i := 0; i < len(lines); i++ {
		from, skip, starts := opening(lines, i)
		if starts {
			forwarded = forwarded || isFwd.MatchString(strings.Join(lines[i:i+skip], " "))
			added := later.MatchString(lines[i])
			messages = append(messages, message{from: from, quoted: !forwarded && !added})
			i += skip - 1
			continue
		}
		messages = addLine(messages, lines[i])
	}
	return messages
}

// addLine adds a line to the last message. A > that no head announced begins
// a quotation by itself.
func addLine(messages []message, line string) []message {
	last := &messages[len(messages)-1]
	if text, quoted := unquote(line); quoted {
		if len(messages) == 1 {
			messages = append(messages, message{quoted: true})
			last = &messages[1]
		}
		line = text
	}
	last.lines = append(last.lines, line)
	return messages
}

func unquote(line string) (string, bool) {
	text := strings.TrimSpace(line)
	if !strings.HasPrefix(text, ">") {
		return line, false
	}
	return strings.TrimSpace(strings.TrimLeft(text, "> ")), true
}

var fwdSubject = regexp.MustCompile(`(?i)^\s*(?:(?:re|aw)\s*:\s*)*(?:fwd?|wg|tr|rv|doorst)\s*:`)

// opening tells whether another mail begins at line i, who wrote it, and how
// many lines its head takes.
func opening(lines []string, i int) (from string, skip int, starts bool) {
	if m := stamped.FindStringSubmatch(lines[i]); m != nil {
		return sender(m[1]), 1, true
	}
	if divider.MatchString(lines[i]) {
		from, more, head := heading(lines, i+1)
		return from, 1 + more, head || !strings.Contains(lines[i], "___")
	}
	if from, more, head := heading(lines, i); head {
		return from, more, true
	}
	if !startsWrote.MatchString(lines[i]) {
		return "", 0, false
	}
	line := strings.TrimSpace(lines[i])
	if wrote.MatchString(line) {
		return writer(line), 1, true
	}
	if i+1 < len(lines) && wrote.MatchString(line+" "+strings.TrimSpace(lines[i+1])) {
		return writer(line + " " + lines[i+1]), 2, true
	}
	return "", 0, false
}

var startsWrote = regexp.MustCompile(`(?i)^[>\s]*(?:on|am|le|el|op|il)\s.*\d`)

// heading reads From:, Sent:, To: and the like, with or without empty lines
// before them.
func heading(lines []string, i int) (from string, skip int, ok bool) {
	first := i
	for i < len(lines) && strings.TrimSpace(lines[i]) == "" && i < first+2 {
		i++
	}
	if i >= len(lines) {
		return "", 0, false
	}
	m := header.FindStringSubmatch(lines[i])
	if m == nil {
		return "", 0, false
	}
	end := i + 1
	for end < len(lines) && headMore.MatchString(lines[end]) {
		end++
	}
	if end == i+1 || !address.MatchString(m[1]) && !headSure.MatchString(strings.Join(lines[i:end], "\n")) {
		return "", 0, false
	}
	return sender(m[1]), end - first, true
}

var address = regexp.MustCompile(`[\p{L}0-9._%+'-]+@[\p{L}0-9-]+(?:\.[\p{L}0-9-]+)+`)

// sender returns the name of a From: line.
func sender(text string) string {
	name, _, _ := strings.Cut(text, "<")
	name = strings.Trim(address.ReplaceAllString(name, ""), ` "'()[]*`)
	return name
}

var writerForm = regexp.MustCompile(`(?i)(?:\d{4}|[ap]m|\d:\d{2}|uhr),?\s+(.{2,60}?)\s*(?:<[^>]*>)?\s*(?:wrote|schrieb|a écrit|escribió|schreef|ha scritto)`)

// hourBefore is the time of day that may stand before the name.
var hourBefore = regexp.MustCompile(`(?i)^(?:at )?(?:\d{1,2}:\d{2}(?::\d{2})?(?: ?[ap]\.?m\.?)?,? )?`)

// writer returns the name in "On Thu, Nov 6, 2025 at 2:10 PM Petra L <…> wrote:".
func writer(line string) string {
	m := writerForm.FindStringSubmatch(line)
	if m == nil {
		return ""
	}
	return sender(hourBefore.ReplaceAllString(m[1], ""))
}
