package read

import (
	"regexp"
	"strings"
)

var (
	// turn is one line of a chat: a time and a name, in either order.
	turn  = regexp.MustCompile(`^\s*(?:\[?(?:\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4},? )?\d{1,2}:\d{2}(?::\d{2})?(?: ?[AaPp][Mm])?\]?[ ,-]*)(\p{L}[^:\[\]]{1,50}?) ?(?:>|:) ?(.*)$`)
	turn2 = regexp.MustCompile(`^\s*(\p{L}[^:\[\]()]{1,40}?(?: \([^)]{1,20}\))?)[ ,]+[\[(]?(?:\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4},? )?\d{1,2}:\d{2}(?::\d{2})?(?: ?[AaPp][Mm])?[\])]?\s*(?:>|:)\s?(.*)$`)
	// turn3 is a line with speaker and time alone, what was said stands below.
	turn3 = regexp.MustCompile(`^\s*\*(\p{L}[\p{L}\d._ -]{1,40})\*\s+\d{1,2}:\d{2}(?: ?[AaPp][Mm])?\s*()$`)
	// desk marks a speaker who only asks: the service desk, or a bot.
	desk = regexp.MustCompile(`(?i)\b(?:msp|support|desk|help ?desk|service|bot|agent|technician|tech|it)\b`)
)

// leastTurns is how many turns make a chat.
const leastTurns = 3

// chat turns a chat into lines: what the desk and bots say is left out, and
// the first other speaker has written the rest.
func chat(lines []string) (from string, rest []string, ok bool) {
	turns := 0
	silent := false
	for _, line := range lines {
		m := turn.FindStringSubmatch(line)
		if m == nil {
			m = turn2.FindStringSubmatch(line)
		}
		if m == nil {
			m = turn3.FindStringSubmatch(line)
		}
		if m == nil {
			if !silent {
				rest = append(rest, line)
			}
			continue
		}
		turns++
		silent = desk.MatchString(m[1])
		if silent {
			continue
		}
		if from == "" {
			from = strings.TrimSpace(inBrackets.ReplaceAllString(m[1], ""))
		}
		rest = append(rest, m[2], "")
	}
	return from, rest, turns >= leastTurns
}
