package read

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// pattern is a rule about one sentence of tagged text. It names entities in
// braces: {person} is captured, by name or address, {p} isn't.
type pattern struct {
	tongue tongue   // of the tickets that it is for
	hints  []string // one of them is in every sentence that can match
	expr   *regexp.Regexp
}

var entityNames = strings.NewReplacer(
	"{person}", `([\x{E000}-\x{E3FF}\x{E800}-\x{EBFF}])`,
	"{p}", `[\x{E000}-\x{E3FF}\x{E800}-\x{EBFF}]`,
	"{people}", `(?:both )?(?:(?:[\x{E000}-\x{E3FF}]'s |\w+'s |his |her |their |our |the )?(?:new |old |line |direct )?(?:manager|supervisor|boss|colleague|team lead|replacement|assistant|co-?worker)?,? )?([\x{E000}-\x{E3FF}\x{E800}-\x{EBFF}](?:(?: \([^)]{1,30}\))?(?:, and |, or |, | and | or | & |/| und | et | y | e | en )[\x{E000}-\x{E3FF}\x{E800}-\x{EBFF}])*)`,
	"{date}", `([\x{E400}-\x{E7FF}])`,
	"{d}", `[\x{E400}-\x{E7FF}]`,
	"{address}", `([\x{E800}-\x{EBFF}])`,
	"{span}", `([\x{EC00}-\x{EFFF}])`,
	"{quote}", `([\x{F000}-\x{F3FF}])`,
	"{their}", `(?:his|her|their|the|its|this|that|[\x{E000}-\x{E3FF}]'s?)`,
	"{mail}", `(?:e-?mails?|mails?|messages?|mailbox|inbox|correspondence)`,
)

// when makes a pattern. The hints, separated by |, are looked for first,
// because that is much faster; an empty one stands for every sentence.
func when(hints, expr string) pattern {
	return pattern{
		hints: strings.Split(hints, "|"),
		expr:  regexp.MustCompile(`(?i)` + entityNames.Replace(expr)),
	}
}

// in returns what the pattern captures in a sentence, nil if it isn't there.
func (p pattern) in(s sentence) []string {
	if !p.may(s) {
		return nil
	}
	return p.expr.FindStringSubmatch(s.tagged)
}

// all returns what the pattern captures, as often as it is there.
func (p pattern) all(s sentence) [][]string {
	if !p.may(s) {
		return nil
	}
	return p.expr.FindAllStringSubmatch(s.tagged, 20)
}

func (p pattern) may(s sentence) bool {
	return p.tongue.suits(s.tongue) && containsAny(s.lower, p.hints)
}

// sentence is one sentence of a ticket, tagged.
type sentence struct {
	tagged  string
	lower   string // of tagged
	plain   string // the ticket's own words
	by      string // who wrote it, as far as the text says
	newest  bool   // it stands in the newest mail
	subject bool   // it is the ticket's subject
	item    bool   // it is an item of a list
	tongue  tongue // of the ticket
}

// ends are abbreviations after which a dot ends no sentence.
var abbreviations = setOf("mr mrs ms dr st rd ave e.g i.e etc. approx ext no inc co jr sr incl vs dept mgr tel bzw z.b ca")

// split takes tagged text apart into sentences.
func split(tagged string) []string {
	var list []string
	start := 0
	for i, r := range tagged {
		if r == '\n' || (r == '.' || r == '!' || r == '?' || r == ';') && endsSentence(tagged, start, i) {
			list = appendSentence(list, tagged[start:i+1])
			start = i + 1
		}
	}
	return appendSentence(list, tagged[start:])
}

func appendSentence(list []string, text string) []string {
	if text = strings.TrimSpace(text); text != "" {
		return append(list, text)
	}
	return list
}

// endsSentence tells whether the mark at i ends a sentence: white space and
// the beginning of another one follow.
func endsSentence(tagged string, start, i int) bool {
	rest := strings.TrimLeft(tagged[i+1:], `"')`)
	if rest == "" {
		return true
	}
	after := strings.TrimLeft(rest, " ")
	if after == rest || after == "" {
		return false
	}
	before := tagged[start:i]
	last := strings.ToLower(before[strings.LastIndexAny(before, " (\n")+1:])
	if tagged[i] == '.' && abbreviations[last] {
		return false
	}
	next, _ := utf8.DecodeRuneInString(after)
	return !unicode.IsLower(next)
}

// anyOf is a list of patterns of which the first that fits counts.
type anyOf []pattern

// in returns what the first fitting pattern captures.
func (list anyOf) in(s sentence) []string {
	for _, p := range list {
		if m := p.in(s); m != nil {
			return m
		}
	}
	return nil
}

// match tells whether one of the patterns fits.
func (list anyOf) match(s sentence) bool {
	for _, p := range list {
		if p.may(s) && p.expr.MatchString(s.tagged) {
			return true
		}
	}
	return false
}
