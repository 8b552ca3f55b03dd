package read

import (
	"regexp"
	"strings"
)

var (
	closing = regexp.MustCompile(`(?i)^\W*(?:(?:many |kind |best |warm |with )?(?:thanks|thank you|regards|wishes)(?: (?:so much|in advance|very much|again|and regards|best regards|a lot|all|team))?` +
		`|thank you,? (?:best |kind )?regards|thx|tia|ta|cheers|best|br|kr|sincerely|yours(?: sincerely| truly)?|respectfully` +
		`|(?:mit )?(?:freundlichen|besten|vielen|liebe|viele) (?:grüßen|grüße|dank)|mfg|lg|danke|cordialement|bien à vous|merci(?: d'avance)?|bonne journée` +
		`|saludos(?: cordiales)?|un saludo|gracias|met vriendelijke groet(?:en)?|mvg|groet(?:en|jes)?|alvast bedankt|atentamente)` +
		`(?:[,!.]+ *-? *(?-i:(\p{Lu}[\p{L}'.-]*(?: \p{Lu}[\p{L}'.-]*){0,2}))|(?: -+|,)? (?-i:(\p{Lu}[\p{L}'.-]+(?: \p{Lu}[\p{L}'.-]*){0,2})))?[\s,!.:)]*$`)
	dashName = regexp.MustCompile(`(?:^|\s)[-~] ?(\p{Lu}[\p{L}'-]+(?: \p{Lu}[\p{L}'.-]*){0,2})(?:, .{2,30})?$`)
	bareName = regexp.MustCompile(`^(?:(?:Dr|Mr|Mrs|Ms)\. )?(\p{Lu}[\p{L}'-]*\.?(?: (?:\p{Lu}[\p{L}'-]*\.?|de|van|von|der|da)){0,3})(?:, [A-Z]{2,4})?[,.]?$`)
	nameThen = regexp.MustCompile(`^(\p{Lu}[\p{L}'-]+(?: \p{Lu}[\p{L}'.-]*){1,2})(?:, .{2,40}| [|/·-] .{2,}| \| .*)$`)
	greeting = regexp.MustCompile(`^(?i:hi|hello|hey|dear|good (?:morning|afternoon|evening|day)|morning|afternoon|hallo|hoi|bonjour|hola|guten tag|guten morgen|sehr geehrte[rs]?|liebe[rs]?|beste|buenos días|team)` +
		`(?:[ ,]+(?:(?i:all|team|there|everyone|both|support|folks|guys|again|it|desk|helpdesk|service|to|à|tous|zusammen|damen|und|herren|allemaal|dr\.?|mr\.?|ms\.?|mrs\.?)|\p{Lu}[\p{L}'.-]*)){0,4}(?:\s*[,!.:-]+\s*|$)`)
	sigMarker = regexp.MustCompile(`^\s*--+\s*$`)
)

// withoutSignature takes greeting and signature off a message. The writer's
// name is kept where the message doesn't say yet who wrote it.
func withoutSignature(m message) message {
	cut, name := signatureStart(m.lines)
	if cut < len(m.lines) {
		m.signature = append(m.signature, m.lines[cut:]...)
		m.lines = append([]string(nil), m.lines[:cut]...)
	}
	for i := len(m.lines) - 1; i >= 0 && i >= len(m.lines)-2; i-- {
		if found := dashName.FindStringSubmatchIndex(m.lines[i]); found != nil && !isBullet(m.lines[i]) && found[2] > len(m.lines[i])/2-20 && (found[0] > 0 || i == len(m.lines)-1) {
			name, m.lines[i] = m.lines[i][found[2]:found[3]], strings.TrimSpace(m.lines[i][:found[0]])
			break
		}
	}
	if m.from == "" {
		m.from = name
	}
	m.lines = withoutGreeting(m.lines)
	return m
}

// withoutGreeting takes the greeting off the first line that isn't empty.
func withoutGreeting(lines []string) []string {
	for i, line := range lines {
		text := strings.TrimSpace(line)
		if text == "" {
			continue
		}
		rest := text[max(len(greeting.FindString(text)), len(foreignGreeting.FindString(text))):]
		if rest != text {
			lines = append([]string{rest}, lines[i+1:]...)
		}
		return lines
	}
	return lines
}

// signatureStart finds the line at which the signature begins, len(lines) if
// there is none, and the name that it gives.
func signatureStart(lines []string) (int, string) {
	for i, line := range lines {
		if sigMarker.MatchString(line) && i > 0 && len(lines)-i < 16 && endsMessage(lines[i+1:]) {
			return i, firstName(lines[i+1:])
		}
		m := closing.FindStringSubmatch(line)
		if m == nil {
			m = foreignClosing.FindStringSubmatch(line)
		}
		if m == nil || !endsMessage(lines[i+1:]) {
			continue
		}
		name := m[1] + m[2]
		if name == "" {
			name = firstName(lines[i+1:])
		}
		return i, name
	}
	for i, line := range lines {
		if i > 0 && farewell.MatchString(line) && !isName(strings.Trim(line, " ,.!")) && endsMessage(lines[i+1:]) && firstName(lines[i+1:]) != "" {
			return i, firstName(lines[i+1:])
		}
	}
	return trailingName(lines)
}

// farewell is any short closing that stands above a name.
var farewell = regexp.MustCompile(`^\s*\p{Lu}[\p{L}']*(?: [\p{L}']+){0,2}[,!]\s*$`)

// endsMessage tells whether what follows a closing can be a signature: a few
// short lines that aren't a form.
func endsMessage(lines []string) bool {
	written := 0
	for _, line := range lines {
		text := strings.TrimSpace(line)
		if text == "" {
			continue
		}
		written++
		if _, isField := splitLabel(text); len(text) > 110 || written > 12 || isField && knownLabel(text) {
			return false
		}
	}
	return true
}

// trailingName finds a signature without a closing: a last paragraph that
// begins with a name, alone or before a role.
func trailingName(lines []string) (int, string) {
	end := len(lines)
	for end > 0 && strings.TrimSpace(lines[end-1]) == "" {
		end--
	}
	start := end
	for start > 0 && strings.TrimSpace(lines[start-1]) != "" {
		start--
	}
	if start == 0 || end-start > 5 || start == end {
		return len(lines), ""
	}
	for _, line := range lines[start:end] {
		if len(line) > 60 {
			return len(lines), ""
		}
	}
	first := strings.TrimSpace(lines[start])
	m := bareName.FindStringSubmatch(first)
	if m == nil {
		m = nameThen.FindStringSubmatch(first)
	}
	if m == nil || end-start > 1 && bareName.MatchString(strings.TrimSpace(lines[start+1])) && isName(lines[start+1]) || !isName(m[1]) {
		return len(lines), ""
	}
	return start, m[1]
}

// firstName returns the first line that is a name, within a signature.
func firstName(lines []string) string {
	for _, line := range lines {
		text := strings.TrimSpace(line)
		if text == "" || sigMarker.MatchString(text) {
			continue
		}
		if m := bareName.FindStringSubmatch(text); m != nil && isName(m[1]) {
			return m[1]
		}
		if m := nameThen.FindStringSubmatch(text); m != nil && isName(m[1]) {
			return m[1]
		}
		return ""
	}
	return ""
}

func isBullet(line string) bool { return bullet.MatchString(line) }

var bullet = regexp.MustCompile(`^\s*(?:[-*] \[[ xX]\]|[-*•·▪o‣]|\d{1,2}[.)]|\[[ xX]\])\s+`)
