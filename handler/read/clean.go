package read

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// How much of a ticket is read: bytes of text, bytes of HTML, sentences and lines. What
// is longer is a pasted log or an old thread, and the request stands near the
// top.
const (
	maxText      = 12 << 10
	maxHTML      = 1 << 20
	maxSentences = 100
	maxSentence  = 700 // of tagged text
	maxLines     = 400
)

// clean makes text comparable: one form for each letter, quote, dash, space
// and line end, and nothing that can't be seen.
func clean(text string) string {
	text = text[:min(len(text), maxText)]
	text = norm.NFC.String(strings.ToValidUTF8(text, ""))
	text = comment.ReplaceAllString(text, "")
	text = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(text)
	return strings.Map(cleanRune, text)
}

// comment is what a page holds for whoever reads its source.
var comment = regexp.MustCompile(`(?s)<!--.*?-->`)

func cleanRune(r rune) rune {
	switch r {
	case '\n', '\t':
		return r
	case '‘', '’', '‚', '′', 'ʼ', '`', '´':
		return '\''
	case '“', '”', '„', '‟', '″', '＂':
		return '"'
	case '–', '—', '‐', '‑', '‒', '―', '−':
		return '-'
	case '：':
		return ':'
	case '\u2028', '\u2029', '\u0085':
		return '\n'
	}
	switch {
	case unicode.Is(unicode.Co, r), unicode.Is(unicode.Cf, r), unicode.IsControl(r), r == utf8.RuneError:
		return -1
	case unicode.IsSpace(r):
		return ' '
	}
	return r
}

// squeezed returns the lines that are read: of empty ones, one in a row.
func squeezed(lines []string) []string {
	var kept []string
	empty := false
	for _, line := range lines {
		blank := strings.TrimSpace(line) == ""
		if blank && empty {
			continue
		}
		if empty = blank; len(kept) >= maxLines {
			break
		}
		kept = append(kept, line)
	}
	return kept
}

// banners are lines that a mail gateway, a phone or a lawyer puts into a
// mail. Each is a piece of the line in lower case.
var banners = []string{
	"originated from outside", "originated outside", "external email", "external sender", "[external]",
	"do not click links", "this message came from outside", "you don't often get email from",
	"sent from my", "get outlook for", "consider the environment", "virus-free", "scanned by",
	"view in browser", "automatically generated",
}

// footers begin the legal text that ends a mail: nothing after it was
// written by its sender.
var footers = regexp.MustCompile(`(?i)^\W*(?:confidentiality (?:notice|note)|hipaa|disclaimer|privileged|legal notice|privacy notice` +
	`|notice of confidentiality|vertraulichkeitshinweis|this (?:e-?mail|message|communication)(?:,? including [a-z ]+,?)?(?: and any [a-z ]+)? (?:is|are|may|contains?)\b.*` +
	`|the information (?:contained|in this|transmitted)|if you (?:are not|have received) .*(?:recipient|in error)` +
	`|ce message (?:est|et ses)|diese e-?mail|este (?:mensaje|correo))`)

// withoutFooters drops banners, pictures and everything from the first legal
// text on.
func withoutFooters(lines []string) []string {
	var kept []string
	for _, line := range lines {
		if footers.MatchString(line) {
			return kept
		}
		if !isBanner(line) {
			kept = append(kept, pictures.ReplaceAllString(line, ""))
		}
	}
	return kept
}

var pictures = regexp.MustCompile(`\[cid:[^\]]*\]|\[[^\]\n]*description automatically generated[^\]]*\]|\[image:[^\]]*\]`)

func isBanner(line string) bool {
	line = strings.ToLower(line)
	for _, words := range banners {
		if at := strings.Index(line, words); at >= 0 {
			return at < 40
		}
	}
	return false
}
