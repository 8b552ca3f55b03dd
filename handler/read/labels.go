package read

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// field is one "label: value" of a ticket.
type field struct {
	key   key
	value string
	line  string // as written, for evidence
	asks  bool   // the label is a question
	title bool   // it is the title of what follows
}

var labelForm = regexp.MustCompile(`^\s*(?:[-*•·▪#>]+\s+|\d{1,2}[.)]\s+|\[[ xX]\]\s+)?\**_*([^:|\t]{2,110}?)\**_*\s*(?::|=>|(\?))\**_*(?:\s+|$|(\S))(.*)$`)

// splitLabel takes a line apart into label and value. A question mark ends a
// label too, as in "Wipe phone? Yes".
func splitLabel(line string) (f field, ok bool) {
	if !strings.ContainsAny(line, ":?=") {
		return field{}, false
	}
	m := labelForm.FindStringSubmatch(withoutHint(line))
	if m == nil || strings.Contains(m[1], ". ") && len(m[1]) > 20 || strings.Count(m[1], ",") > 1 && len(strings.Fields(m[1])) > 6 {
		return field{}, false
	}
	if m[2] == "?" && (m[3] != "" && m[3] != ":") {
		return field{}, false
	}
	value := m[3] + m[4]
	if m[2] == "?" {
		value = strings.TrimPrefix(value, ":")
		if hint, rest, found := strings.Cut(value, ": "); found && len(strings.Fields(hint)) <= 5 {
			value = rest // as in "Out of office? Please give the text: …"
		}
	}
	if strings.HasPrefix(value, "//") || isClock(m[1], value) {
		return field{}, false
	}
	label := strings.ToLower(m[1])
	k := keyOf(label)
	if (k == unknown || k == kindOfEmployee) && asksForPerson(label) && namesOne(value) {
		k = fullName
	}
	if k == unknown && (len(strings.Fields(label)) > 14 || utf8.RuneCountInString(label) > 90) {
		return field{}, false
	}
	return field{key: k, value: strings.Trim(value, " *_"), line: strings.TrimSpace(line), asks: m[2] == "?" && m[3] != ":"}, true
}

// hint is what a template says in brackets about how to fill a label.
var hint = regexp.MustCompile(`^([^:()|\t]{2,60}?) ?\([^()]{3,90}\)(:|\?)`)

// withoutHint drops the hint behind a label, which may hold a colon of its own.
func withoutHint(line string) string {
	m := hint.FindStringSubmatchIndex(line)
	if m == nil || privateHint.MatchString(line[:m[1]]) {
		return line
	}
	return line[:m[3]] + line[m[4]:]
}

var privateHint = regexp.MustCompile(`(?i)\((?:pers(?:onal|\.)?|private|home|own)\)`)

// isClock tells whether the colon stands inside a time of day.
func isClock(label, value string) bool {
	last, first := label[len(label)-1], byte('x')
	if value != "" {
		first = value[0]
	}
	return last >= '0' && last <= '9' && first >= '0' && first <= '9'
}

func knownLabel(line string) bool {
	f, ok := splitLabel(strings.TrimRight(line, "?:. ") + ": x")
	return ok && f.key != unknown
}

// keyOf returns what a label asks for: an exact synonym, or else the first
// entry all of whose words are in the label.
func keyOf(label string) key {
	words := labelWords(label)
	if k, ok := exactLabels[strings.Join(words, " ")]; ok {
		return k
	}
	if k := foreignLabel(words); k != unknown {
		return k
	}
	for _, entry := range partLabels {
		if hasAll(words, entry.words) {
			return entry.key
		}
	}
	if len(words) > longestLabel || speech.MatchString(label) {
		return unknown
	}
	for _, entry := range wordLabels {
		if hasAll(words, entry.words) {
			return entry.key
		}
	}
	return unknown
}

var parenthesis = regexp.MustCompile(`\([^)]*\)`)

func labelWords(label string) []string {
	if privateHint.MatchString(label) {
		label = "personal " + label
	}
	label = parenthesis.ReplaceAllString(strings.ToLower(label), " ")
	words := strings.FieldsFunc(label, func(r rune) bool {
		return !(r == '\'' || r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r > 127)
	})
	return slices.DeleteFunc(words, func(w string) bool { return w == "the" || w == "please" || w == "a" || w == "an" })
}

func hasAll(words, wanted []string) bool {
	for _, w := range wanted {
		if !slices.ContainsFunc(words, func(word string) bool { return matchesWord(word, w) }) {
			return false
		}
	}
	return true
}

// matchesWord compares a word of a label with one of the table, in which a
// star at the end stands for any ending.
func matchesWord(word, wanted string) bool {
	if stem, found := strings.CutSuffix(wanted, "*"); found {
		if stem, around := strings.CutPrefix(stem, "*"); around {
			return strings.Contains(word, stem)
		}
		return strings.HasPrefix(word, stem)
	}
	if stem, found := strings.CutPrefix(wanted, "*"); found {
		return strings.HasSuffix(word, stem)
	}
	return word == wanted || strings.TrimSuffix(word, "'s") == wanted
}

// emptyValues are words that stand for no value.
var emptyValues = []string{
	"", "-", "--", "n/a", "na", "none", "no", "nil", "not provided", "not applicable", "tbc", "tbd", "unknown", "?", "??",
	"no response", "blank", "pending", "to be confirmed", "to be determined", "to be decided", "null", "please select",
	"default", "default please", "as usual", "non", "nein", "nee", "keine", "aucun", "aucune", "ninguno", "unsure", "not sure", "same",
	"no one", "nobody", "noone", "not required", "not needed", "n.a", "entfällt", "see above", "as above", "leave blank", "not known", "not known yet", "unchanged", "no change", "keep", "not stated", "to follow",
}

// placeholder is what a template holds until somebody fills it in.
var placeholder = regexp.MustCompile(`^(?:\[[^\]]*\]|<[^>]*>|\{+[^}]*\}+|_{2,}|\.{3,})$`)

// namesOne tells whether a value is one full name, whatever number or remark
// stands behind it.
func namesOne(value string) bool {
	value, _, _ = strings.Cut(inBrackets.ReplaceAllString(value, ""), " - ")
	value = strings.TrimSpace(idNumber.ReplaceAllString(degrees.ReplaceAllString(value, ""), ""))
	if reversed.MatchString(value) || surnameFirst.FindString(value) == value && value != "" {
		return true
	}
	n := len(strings.Fields(value))
	return n >= 2 && n <= 5 && isName(tidyName(value))
}

// isEmptyValue tells whether a form's value says nothing.
func isEmptyValue(value string) bool {
	if placeholder.MatchString(strings.TrimSpace(value)) {
		return true
	}
	value = strings.ToLower(strings.Trim(value, " \t()[]_.*\"'`"))
	return slices.Contains(emptyValues, value) || foreignEmpty[value] || strings.Count(value, "/") > 1 && strings.Contains(value, "all-")
}
