package read

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// word is a piece of text between spaces and punctuation: letters and digits,
// with single marks such as ' - . / : @ inside.
type word struct {
	text       string
	lower      string
	start, end int // bytes
}

// words takes text apart.
func words(text string) []word {
	var list []word
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		if !isWordRune(r) {
			i += size
			continue
		}
		start := i
		i = wordEnd(text, i)
		list = append(list, word{text: text[start:i], lower: strings.ToLower(text[start:i]), start: start, end: i})
	}
	return list
}

func wordEnd(text string, i int) int {
	for i < len(text) {
		r, size := utf8.DecodeRuneInString(text[i:])
		if isWordRune(r) {
			i += size
			continue
		}
		if r == '@' {
			i++
			continue
		}
		if !strings.ContainsRune("'-./:_+", r) {
			return i
		}
		next, _ := utf8.DecodeRuneInString(text[i+size:])
		if !isWordRune(next) || r == ':' && !unicode.IsDigit(next) {
			return i
		}
		i += size
	}
	return i
}

func isWordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) }

func splitWords(list string) []string { return strings.Fields(list) }

// setOf makes a table of words, separated by spaces.
func setOf(list string) map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(list) {
		set[w] = true
	}
	return set
}
