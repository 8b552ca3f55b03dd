package read

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// In tagged text each person, date, address, span of time and quotation is
// one letter of the private use area, so that a rule about "{person} starts
// on {date}" is a pattern of a few words. What the letter stands for is kept
// beside the text.
const (
	personTag  = '\uE000'
	momentTag  = '\uE400'
	addressTag = '\uE800'
	spanTag    = '\uEC00'
	quoteTag   = '\uF000'
	tagRange   = 0x400
)

// tags are all entities of a ticket, over all its texts.
type tags struct {
	cal       calendar
	people    []mention
	moments   []moment
	addresses []string
	spans     []span
	quotes    []string
	known     map[string]bool // words of full names, in a language that writes all nouns with capitals
}

// span is a length of time.
type span struct {
	text string
	days int
}

// mention is one place at which somebody is named.
type mention struct {
	text    string
	name    []string
	address string
	role    role
}

// role says how somebody is meant who isn't named.
type role int

const (
	named     role = iota
	theWriter      // me: whoever wrote the text
	theBoss        // her manager
)

var (
	longQuote   = regexp.MustCompile(`"[^"\n]{12,600}"|«[^»\n]{4,600}»|(?:^|[\s(:])'[^\n]{12,600}'(?:[\s.,;)!]|$)`)
	addressForm = regexp.MustCompile(`(?:mailto:)?([\p{L}0-9._%+'-]+@[\p{L}0-9-]+(?:\.[\p{L}0-9-]+)+|[\p{L}0-9][\p{L}0-9._+-]+@)(?:[\s),;.!?>\]]|$)`)
	rangeForm   = regexp.MustCompile(`^(\d{1,2})(?:st|nd|rd|th)?-(\d{1,2}(?:st|nd|rd|th)?)$`)
)

// tag replaces the entities of a text by their letters.
func (t *tags) tag(text string) string {
	text = t.withoutElision(t.tagQuotes(text))
	text = t.tagAddresses(text)
	s := scan{text: text, words: words(text), cal: t.cal}
	var out strings.Builder
	done := 0
	for i := 0; i < len(s.words); {
		letters, n := t.entity(s, i)
		if n == 0 {
			i++
			continue
		}
		out.WriteString(text[done:s.words[i].start])
		out.WriteString(letters)
		done = t.endOf(s, i+n-1)
		i += n
	}
	out.WriteString(text[done:])
	return t.withAddresses(out.String())
}

// initialDot is the dot of an initial that ends a name, but no sentence.
var initialDot = regexp.MustCompile(`^\.(?:,| [\p{Ll}(])`)

// endOf returns where the text goes on after word i: a genitive 's stays, the
// dot of an initial goes.
func (t *tags) endOf(s scan, i int) int {
	w := s.words[i]
	if s.numberDot(i) {
		return w.end + 1
	}
	if isInitial(w.text) && initialDot.MatchString(s.text[w.end:]) {
		return w.end + 1
	}
	if len(t.people) > 0 && strings.HasSuffix(w.text, "'s") && isNameWord(w.text) {
		return w.end - 2
	}
	return w.end
}

// entity reads what begins at word i: n is how many words it takes.
func (t *tags) entity(s scan, i int) (letters string, n int) {
	if days, n := s.duration(i); n > 0 && len(t.spans) < tagRange {
		if from := s.at(i + n).lower; from != "from" {
			t.spans = append(t.spans, span{text: s.text[s.words[i].start:s.words[i+n-1].end], days: days})
			return string(rune(spanTag + len(t.spans) - 1)), n
		}
	}
	if letters, n := t.dateRange(s, i); n > 0 {
		return letters, n
	}
	if m, n := s.moment(i); n > 0 && len(t.moments) < tagRange {
		return t.addMoment(m), n
	}
	if m, n := t.reference(s, i); n > 0 && len(t.people) < tagRange {
		return t.addPerson(m), n
	}
	if name, n := s.nameAt(i); n > 0 && len(t.people) < tagRange && t.wildName(s, i, n, name) && !s.namesJob(i, n) {
		text := s.text[s.words[i].start:t.nameEnd(s, i+n-1)]
		return t.addPerson(mention{text: text, name: name}), n
	}
	return "", 0
}

func (t *tags) nameEnd(s scan, i int) int {
	w := s.words[i]
	return w.start + len(strings.TrimSuffix(w.text, "'s"))
}

func (t *tags) addPerson(m mention) string {
	t.people = append(t.people, m)
	return string(rune(personTag + len(t.people) - 1))
}

func (t *tags) addMoment(m moment) string {
	t.moments = append(t.moments, m)
	return string(rune(momentTag + len(t.moments) - 1))
}

// dateRange reads "7th-11th July" as two dates.
func (t *tags) dateRange(s scan, i int) (string, int) {
	m := rangeForm.FindStringSubmatch(s.words[i].text)
	if m == nil || len(t.moments)+2 > tagRange {
		return "", 0
	}
	month, taken := s.monthAt(i + 1)
	if taken == 0 {
		return "", 0
	}
	from, _ := digits(m[1])
	to, _, ok := ordinal(strings.ToLower(m[2]))
	first, found := s.cal.near(month, from)
	last, foundLast := s.cal.near(month, to)
	if !ok || !found || !foundLast {
		return "", 0
	}
	begin, end, _ := strings.Cut(s.text[s.words[i].start:s.words[i+taken].end], "-")
	return t.addMoment(moment{text: begin, day: first}) + "-" + t.addMoment(moment{text: end, day: last}), taken + 1
}

var bossWords = setOf("manager supervisor boss")

// reference reads "me" and "her manager".
func (t *tags) reference(s scan, i int) (mention, int) {
	w := s.at(i)
	if m, n := s.foreignReference(i); n > 0 {
		return m, n
	}
	switch w.lower {
	case "me", "myself":
		if w.text != "Me" {
			return mention{text: w.text, role: theWriter}, 1
		}
	case "her", "his", "their", "the":
		if before := s.at(i - 1).lower; before == "i'm" || before == "am" || before == "is" || before == "be" || before == "as" || before == "new" {
			break
		}
		n := 1
		if next := s.at(i + 1).lower; next == "line" || next == "direct" {
			n = 2
		}
		after := s.at(i + n + 1)
		if bossWords[s.at(i+n).lower] && after.lower != "is" && after.lower != "will" && after.lower != "was" && !(isNameWord(after.text) && s.continues(i+n)) {
			return mention{text: s.text[w.start:s.words[i+n].end], role: theBoss}, n + 1
		}
	}
	return mention{}, 0
}

func (t *tags) tagQuotes(text string) string {
	if !strings.ContainsAny(text, `"'«`) {
		return text
	}
	return longQuote.ReplaceAllStringFunc(text, func(found string) string {
		start, end := strings.IndexAny(found, `"'«`), strings.LastIndexAny(found, `"'»`)
		open, size := utf8.DecodeRuneInString(found[start:])
		inside := strings.TrimSpace(found[start+size : end])
		if len(t.quotes) >= tagRange || len(strings.Fields(inside)) < 4 || open == '\'' && end == start {
			return found
		}
		t.quotes = append(t.quotes, inside)
		rest := found[end:]
		_, last := utf8.DecodeRuneInString(rest)
		return found[:start] + string(rune(quoteTag+len(t.quotes)-1)) + rest[last:]
	})
}

func (t *tags) tagAddresses(text string) string {
	if !strings.Contains(text, "@") {
		return text
	}
	var out strings.Builder
	for {
		at := addressForm.FindStringSubmatchIndex(text)
		if at == nil || len(t.addresses) >= tagRange {
			out.WriteString(text)
			return out.String()
		}
		t.addresses = append(t.addresses, strings.TrimRight(text[at[2]:at[3]], "."))
		out.WriteString(text[:at[0]] + string(rune(addressTag+len(t.addresses)-1)))
		text = text[at[3]:]
	}
}

var addressed = regexp.MustCompile(`([\x{E000}-\x{E3FF}])\s?[(<\[,]?[(<\[ ]?([\x{E800}-\x{EBFF}])(?:[)>\]]|, ?[\d() .+-]{7,20}[)\]])?`)

// withAddresses joins a name with the address beside it, as in
// "Sam Rivers (srivers@globex.example)".
func (t *tags) withAddresses(tagged string) string {
	return addressed.ReplaceAllStringFunc(tagged, func(found string) string {
		person, size := utf8.DecodeRuneInString(found)
		at := strings.IndexFunc(found[size:], func(r rune) bool { return r >= addressTag && r < addressTag+tagRange })
		letter, _ := utf8.DecodeRuneInString(found[size+at:])
		t.people[person-personTag].address = t.addresses[letter-addressTag]
		return string(person)
	})
}

// untag writes the ticket's own words again.
func (t *tags) untag(tagged string) string {
	if !strings.ContainsFunc(tagged, isTag) {
		return tagged
	}
	var out strings.Builder
	for _, r := range tagged {
		out.WriteString(t.words(r))
	}
	return out.String()
}

func isTag(r rune) bool { return r >= personTag && r < quoteTag+tagRange }

func (t *tags) words(r rune) string {
	at := int(r-personTag) % tagRange
	switch {
	case !isTag(r):
		return string(r)
	case r < momentTag:
		return t.people[at].words()
	case r < addressTag:
		return t.moments[at].text
	case r < spanTag:
		return t.addresses[at]
	case r < quoteTag:
		return t.spans[at].text
	}
	return `"` + t.quotes[at] + `"`
}

// words returns a mention as it was written, its address included.
func (m mention) words() string {
	if m.address == "" || strings.Contains(m.text, m.address) {
		return m.text
	}
	return m.text + " (" + m.address + ")"
}
