package read

import (
	_ "embed"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

//go:embed stopwords.txt
var stopList string

// stopWords are words that are no names, however they are written.
var stopWords = setOf(stopList)

// Stop words that are names too: given names before a surname, and surnames
// behind a given name.
var (
	givenStops   = setOf("jan april may june august summer rose grant will chase guy rich art drew")
	verbStops    = setOf("may will grant chase rich art")
	surnameStops = setOf("boss quick link law long price page rose grant park road field house street hall little short rich best good early day close cross head hand law case cook lane may post room banks field office")
)

var (
	particles = setOf("de da di del della delle der den ter ten van von zu zum la le el bin ibn al dos das du y e")
	honorific = setOf("mr mrs ms miss dr mme mlle herr frau sr sra dhr mevr mevrouw prof")
	suffixes  = setOf("jr sr ii iii iv")
)

// isNameWord tells whether a word can be part of a name: it begins with a
// capital and is no word of the language or of the trade.
func isNameWord(text string) bool {
	lower := strings.ToLower(text)
	if stopWords[lower] || stopWords[strings.TrimSuffix(lower, "'s")] {
		return false
	}
	first, size := utf8.DecodeRuneInString(text)
	if !unicode.IsUpper(first) || clipped.MatchString(lower) || strings.ContainsAny(text, "0123456789@_/:+") {
		return false
	}
	rest := text[size:]
	return rest == "" || strings.ContainsFunc(rest, unicode.IsLower)
}

// clipped ends words such as he'll and doesn't.
var clipped = regexp.MustCompile(`(?:'ll|'re|'ve|'m|'d|n't)$`)

// isInitial tells whether a word is one capital letter.
func isInitial(text string) bool {
	text = strings.TrimSuffix(text, ".")
	return utf8.RuneCountInString(text) == 1 && isNameWord(text) && text != "I"
}

// nameAt reads a name at word i: n is how many words it takes.
func (s scan) nameAt(i int) (name []string, n int) {
	if honorific[s.at(i).lower] && s.joined(i, ".") || s.isForeignHonorific(i) {
		name, n = s.nameAt(i + 1)
		if n == 0 {
			return nil, 0
		}
		return name, n + 1
	}
	for i+n < len(s.words) && len(name) < 6 {
		w := s.words[i+n]
		if n > 0 && !s.continues(i+n-1) {
			break
		}
		if particles[w.lower] && !s.joinsPeople(w) && unicode.IsLower(rune(w.text[0])) && n > 0 && s.continues(i+n) && s.nextIsName(i+n+1) || s.capitalParticle(i+n, n) {
			name, n = append(name, w.text), n+1
			continue
		}
		text := strings.TrimSuffix(w.text, "'s")
		if !(isNameWord(text) && !s.noForeignName(i+n)) && !s.isGivenName(i+n, n) && !(n > 0 && (suffixes[w.lower] || isSurname(text))) {
			break
		}
		name, n = append(name, strings.Split(text, ".")...), n+1
		if text != w.text {
			break
		}
	}
	if len(name) > 1 && (name[0] == "Doctor" || name[0] == "Professor") {
		name = name[1:]
	}
	return s.trimmed(i, name, n)
}

// trimmed drops what can't stand alone: a single initial, or one that begins
// a name of its own.
func (s scan) trimmed(i int, name []string, n int) ([]string, int) {
	for len(name) > 3 && isInitial(name[len(name)-1]) && isInitial(name[len(name)-2]) || len(name) > 2 && isInitial(name[len(name)-1]) && !isInitial(name[0]) && s.spelled(i+n-1) {
		name, n = name[:len(name)-1], n-1
	}
	if !slices.ContainsFunc(name, func(w string) bool { return !isInitial(w) }) || len(name) == 1 && s.opens(i) && !s.actsLikeName(i+n-1) {
		return nil, 0
	}
	return name, n
}

// spelled tells whether letters follow word i one by one, as somebody spells
// a name.
func (s scan) spelled(i int) bool { return isInitial(s.at(i+1).text) && s.joined(i, "") }

// opens tells whether word i begins a sentence, where any word has a capital.
func (s scan) opens(i int) bool {
	before := strings.TrimRight(s.text[:s.words[i].start], ` "'(*`)
	return before == "" || strings.HasSuffix(before, ".") || strings.HasSuffix(before, "!") || strings.HasSuffix(before, "?") ||
		strings.HasSuffix(before, ":") || strings.HasSuffix(before, "\n")
}

// nameVerbs follow a name that begins a sentence.
var nameVerbs = setOf(`is was will has had have starts started start joins joined left leaves leaving gets needs should does did can could asked said told took and or who
	resigned retired quit works worked currently already just also replaces moves moved transfers goes comes came wants would gave returns returned declined withdrew backed accepted signed`)

// actsLikeName tells whether what follows word i makes it a name: a genitive
// or a verb.
func (s scan) actsLikeName(i int) bool {
	return strings.HasSuffix(s.words[i].text, "'s") || i+1 < len(s.words) && s.joined(i, ",") && (nameVerbs[s.words[i+1].lower] || s.cal.tongue != english && foreignVerbs[s.words[i+1].lower]) || i+1 == len(s.words)
}

// continues tells whether a name may go on after word i: only a space stands
// there, or the dot of an initial.
func (s scan) continues(i int) bool {
	if i+1 >= len(s.words) {
		return false
	}
	gap := s.text[s.words[i].end:s.words[i+1].start]
	return gap == " " || gap == ". " && (isInitial(s.words[i].text) || s.words[i].text == "A" || suffixes[s.words[i].lower])
}

func (s scan) nextIsName(i int) bool {
	w := s.at(i)
	return isNameWord(w.text) || particles[w.lower] && isNameWord(s.at(i+1).text)
}

// isGivenName allows April, Grant and the like, and the initial A, before a
// surname.
func (s scan) isGivenName(i, n int) bool {
	w := s.at(i)
	first, size := utf8.DecodeRuneInString(w.text)
	if n == 0 && s.givenBefore(i) {
		return true
	}
	if n > 0 || !unicode.IsUpper(first) || !(isNameWord(s.at(i+1).text) || isSurname(strings.TrimSuffix(s.at(i+1).text, "'s"))) {
		return false
	}
	if size == len(w.text) && first != 'I' {
		return strings.HasPrefix(s.text[w.end:], ". ")
	}
	return givenStops[w.lower] && s.continues(i) && (!s.opens(i) || !verbStops[w.lower])
}

// isSurname allows Long, Price and the like behind a given name.
func isSurname(text string) bool {
	first, _ := utf8.DecodeRuneInString(text)
	return unicode.IsUpper(first) && surnameStops[strings.ToLower(text)]
}

// isName tells whether the whole text is a name.
func isName(text string) bool {
	text = strings.TrimSpace(text)
	s := scan{text: text, words: words(text)}
	name, n := s.nameAt(0)
	return len(name) > 0 && n == len(s.words)
}

// Second given names and the first halves of double ones, as far as they are
// common enough to tell "Mary Kate O'Donnell" from "Guadalupe Mejía Soto".
var (
	doubleStart = setOf("mary ana anna anne jean john jose josé juan maria maría marie luis lee peggy sarah billy bobby jo ann hans karl jan")
	middleNames = setOf("alan alexander andrew ann anne anthony antonio benjamin catherine charles christopher claire daniel david edward elizabeth francis george grace henry jack jacob james jane jean john joseph kate katherine kay lee louis louise lynn marie mary matthew michael nicole patrick paul peter philip rae ray renee richard robert rose ruth scott sue thomas victoria william")
)

// splitName takes a name's words apart into first and last name.
func splitName(name []string) (first, last string) {
	name = slices.Clone(name)
	tail := ""
	for len(name) > 2 && suffixes[strings.ToLower(strings.Trim(name[len(name)-1], "."))] {
		tail = " " + name[len(name)-1] + tail
		name = name[:len(name)-1]
	}
	if len(name) == 0 {
		return "", ""
	}
	if at := slices.IndexFunc(name[1:], func(w string) bool { return particles[w] }); at >= 0 {
		return strings.Join(name[:at+1], " "), strings.Join(name[at+1:], " ") + tail
	}
	switch {
	case len(name) == 1:
		return name[0], ""
	case len(name) == 2:
		return name[0], name[1] + tail
	}
	second := strings.ToLower(strings.TrimSuffix(name[1], "."))
	switch {
	case len(name) == 4 && secondNames[second]:
		return name[0] + " " + name[1], name[2] + " " + name[3] + tail
	case len(name) == 3 && isInitial(name[1]):
		return name[0], name[2] + tail
	case len(name) == 3 && doubleStart[strings.ToLower(name[0])] && (middleNames[second] || doubleStart[second]):
		return name[0] + " " + name[1], name[2] + tail
	case len(name) == 3 && middleNames[second]:
		return name[0], name[2] + tail
	}
	return name[0], strings.Join(name[1:], " ") + tail
}
