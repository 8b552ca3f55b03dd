package read

import (
	"regexp"
	"strings"
)

// sentenceBreak stands between a sentence and the next.
var sentenceBreak = regexp.MustCompile(`[\p{L}\d)][.!] +\p{Lu}\p{L}`)

// withoutMore cuts a label with its value that stands inside a paragraph
// where its sentence or its quotation ends: what follows is prose again.
func withoutMore(piece string) []string {
	label, value, found := strings.Cut(piece, ": ")
	if !found {
		return []string{piece}
	}
	head := len(label) + len(": ")
	if strings.HasPrefix(value, `"`) {
		if end := strings.Index(value[1:], `"`); end > 0 && len(value) > end+4 {
			return []string{piece[:head+end+2], "", strings.TrimSpace(piece[head+end+2:])}
		}
		return []string{piece}
	}
	at := sentenceBreak.FindStringIndex(value)
	if k := keyOf(strings.ToLower(label)); at == nil || k == autoReply || k == notes {
		return []string{piece}
	}
	dot := head + at[0] + strings.IndexAny(value[at[0]:], ".!") + 1
	return []string{strings.TrimRight(piece[:dot], "."), "", strings.TrimSpace(piece[dot:])}
}
