package read

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

const lowName = `((?-i:\p{Ll}{2,}(?:['-]\p{Ll}{2,})*))`

// lowNames are names in small letters, as people type them on a phone: behind
// an order about an account, or before a word of coming or going.
var lowNames = []*regexp.Regexp{
	regexp.MustCompile(`(?i)\b(?:block|disable|deactivate|terminate|off-?board|onboard|suspend|lock out|let go of|set up|name is) ` + lowName + ` ` + lowName + `(?: (?:now|asap|immediately|today|as|on|at|by|from|and|please|pls|right|he|she|in)\b|[.,!;]|$)`),
	regexp.MustCompile(`(?i)(?:^|[.,!;] |\b(?:so|and|that|but|hey|hi|yes|tell you) )` + lowName + `(?: ` + lowName + `)? (?:is (?:done|leaving|gone|finished|out)|quit|has (?:left|quit|resigned)|(?:starts|leaves|finishes|resigned) (?:on|as of|today|tomorrow|monday|tuesday|wednesday|thursday|friday|next))\b`),
}

// ofPerson says that a text is about somebody, and not about a thing that is
// blocked or set up, too.
var ofPerson = regexp.MustCompile(`(?i)\b(?:he|she|his|her|hers|him|employee|colleague|leaving|resigned|quit|fired)\b`)

// lowHints are pieces of which every text has one that lowNames are found in.
var lowHints = []string{"block ", "disable ", "activate ", "terminate ", "board ", "suspend ", "lock out ", "let go ", "set up ", "name is ", " is ", " quit", " has ", "starts ", "leaves ", "finishes ", "resigned "}

// pronounWords stand where a name could.
var pronounWords = setOf("he she they it who that this there everyone everybody nobody somebody someone all one work what which contract internship course job project meeting server system printer guy girl lady man woman person hire starter")

// raised writes names in small letters as names are written.
func raised(text string) string {
	if !containsAny(strings.ToLower(text), lowHints) || !ofPerson.MatchString(text) {
		return text
	}
	for _, form := range lowNames {
		for _, at := range form.FindAllStringSubmatchIndex(text, 4) {
			text = raiseName(text, at)
		}
	}
	return text
}

// raiseName raises what one match captures, unless one of it is a word.
func raiseName(text string, at []int) string {
	if len(at) > 4 && at[4] >= 0 && leadIns[strings.ToLower(text[at[2]:at[3]])] {
		at = at[2:]
	}
	for i := 2; i+1 < len(at); i += 2 {
		if at[i] >= 0 && isLowWord(text[at[i]:at[i+1]]) {
			return text
		}
	}
	for i := 2; i+1 < len(at); i += 2 {
		if at[i] >= 0 {
			text = text[:at[i]] + raisedWord(text[at[i]:at[i+1]]) + text[at[i+1]:]
		}
	}
	return text
}

// leadIns stand before a name that begins what is said.
var leadIns = setOf("so and that but hey hi yes")

func isLowWord(word string) bool {
	return plainWord(word) || pronounWords[word] || jobNouns[word] || companyWords[word] || utf8.RuneCountInString(word) < 3
}

// raisedWord gives each half of a double name its capital; the letters that
// change keep their length in bytes, or the word stays.
func raisedWord(word string) string {
	start := true
	turned := strings.Map(func(r rune) rune {
		first := start
		start = r == '-' || r == '\''
		if first {
			return unicode.ToUpper(r)
		}
		return r
	}, word)
	if len(turned) != len(word) {
		return word
	}
	return turned
}

// isJob tells whether a word with a capital is part of a job's name rather
// than of a person's: "Contracts Specialist".
func isJob(text string) bool {
	lower := strings.ToLower(text)
	return lower != text && jobOnly[lower]
}

// jobOnly are words for jobs that are no surnames, as Teller and Buyer are.
var jobOnly = setOf("accountant administrator adviser advisor analyst apprentice architect assistant associate auditor bookkeeper consultant coordinator designer developer director electrician engineer executive hygienist inspector lecturer librarian manager mechanic officer operator paralegal pharmacist planner professor programmer receptionist recruiter representative researcher scientist specialist strategist superintendent supervisor technician therapist trainee treasurer underwriter")

// namesJob tells whether the words of a name are a job's: the last one, or
// the one behind a single word, says so.
func (s scan) namesJob(i, n int) bool {
	if n > 1 {
		return isJob(s.words[i+n-1].text)
	}
	return s.continues(i) && isJob(s.at(i+1).text) && s.text[s.words[i].end:s.words[i+1].start] == " "
}
