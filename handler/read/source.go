package read

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"usher/steps/step"
)

// Source is what a person sees of a ticket: its subject, its body without
// markup, hidden text and control characters, and who wrote it. Another
// reader is given it, and its answer is held to it.
type Source struct {
	Subject, Body string
	words         []sourceWord
	text          string
	days          []string
}

// sourceWord is a word of the source, folded, and where it stands.
type sourceWord struct {
	folded     string
	start, end int
}

// NewSource takes a ticket. Of the largest, only the beginning is kept, as the
// rules do.
func NewSource(t step.Ticket) Source {
	s := Source{Subject: strings.Join(strings.Fields(clean(t.Subject)), " "), Body: strings.TrimSpace(clean(fromHTML(withoutComments(t.Body[:min(len(t.Body), maxHTML)]))))}
	s.text = strings.Join([]string{s.Subject, s.Body, clean(t.Requester.Name), clean(t.Requester.Email)}, "\n")
	s.words = foldedWords(s.text)
	written := tags{cal: newCalendar(t, s.Subject+"\n"+s.Body)}
	for line := range strings.SplitSeq(s.Subject+"\n"+s.Body, "\n") {
		written.tag(line)
	}
	for _, m := range written.moments {
		if m.sure() {
			s.days = append(s.days, m.iso(), m.day.Format("2006-01-02"))
		}
	}
	return s
}

// withoutComments drops what HTML calls a comment, even where nothing else
// makes the body HTML.
func withoutComments(body string) string {
	var kept strings.Builder
	for {
		before, rest, found := strings.Cut(body, "<!--")
		kept.WriteString(before)
		if !found {
			return kept.String()
		}
		_, body, _ = strings.Cut(rest, "-->") // one that never ends hides all
	}
}

// Own returns the ticket's own words for a value: the first place where the
// same words stand in the same order, whatever their case, spaces and
// diacritics.
func (s Source) Own(value string) (string, bool) {
	wanted := foldedWords(value)
	if len(wanted) == 0 {
		return "", false
	}
	for i := range len(s.words) - len(wanted) + 1 {
		if s.startsAt(i, wanted) {
			own := s.text[s.words[i].start:s.words[i+len(wanted)-1].end]
			return strings.Join(strings.Fields(own), " "), true
		}
	}
	return "", false
}

func (s Source) startsAt(i int, wanted []sourceWord) bool {
	for j, w := range wanted {
		if have := s.words[i+j].folded; have != w.folded && strings.TrimSuffix(have, "'s") != w.folded {
			return false
		}
	}
	return true
}

// OwnAddress returns an address as the ticket writes it.
func (s Source) OwnAddress(value string) (string, bool) {
	value = strings.TrimPrefix(strings.TrimSpace(value), "mailto:")
	for _, w := range s.words {
		if own := s.text[w.start:w.end]; strings.Contains(own, "@") && strings.EqualFold(own, value) {
			return own, true
		}
	}
	return "", false
}

// OwnDay tells whether a day, or a day and a time of day, follows from the
// ticket's own words without any doubt.
func (s Source) OwnDay(iso string) bool { return slices.Contains(s.days, iso) }

// foldedWords takes text apart into words that compare alike however they are
// written. A stroke between words parts them.
func foldedWords(text string) []sourceWord {
	var list []sourceWord
	for _, w := range words(strings.Map(partStroke, text)) {
		own := text[w.start:w.end]
		trimmed := strings.TrimSuffix(own, "'s")
		list = append(list, sourceWord{folded: fold(own), start: w.start, end: w.start + len(trimmed)})
	}
	return list
}

func partStroke(r rune) rune {
	if r == '/' {
		return ' '
	}
	return r
}

// fold writes a word as it compares: small letters without marks.
func fold(text string) string {
	text = strings.NewReplacer("ß", "ss", "ø", "o", "ł", "l", "æ", "ae", "đ", "d").Replace(strings.ToLower(text))
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return r
	}, norm.NFKD.String(text))
}
