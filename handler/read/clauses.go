package read

import (
	"regexp"
	"slices"
	"strings"

	"usher/steps/step"
)

// nextWithDay is one more person with a day of his or her own, behind another
// one of whom the verb was said: "Ana Ruiz starts on 1/5, Bo Lee on 1/12".
var nextWithDay = when("", `{d}(?:,| and|, and|, then| then)* {person},?(?: on| from| -|:)? ?(?:the )?{d}`)

// noteNext passes what is said of a person on to those who follow in the
// same sentence with a day of their own.
func (d *document) noteNext(s sentence, action step.Action, weight int) {
	rest := s.tagged
	for range 8 {
		m := nextWithDay.expr.FindStringSubmatchIndex(rest)
		if m == nil {
			return
		}
		for _, p := range d.personsIn(rest[m[2]:m[3]]) {
			if p.score[action] == 0 {
				p.note(action, weight, s.plain)
			}
		}
		rest = rest[m[3]:]
	}
}

// clause cuts a sentence that gives several people a day each down to what
// it says of one: from the name to the next one.
func (d *document) clause(s sentence, one *draft, all []*draft) sentence {
	if nextWithDay.in(s) == nil {
		return s
	}
	letters := []rune(s.tagged)
	from, to := -1, len(letters)
	for i, r := range letters {
		p := d.people.by(r)
		if p == nil || r >= momentTag {
			continue
		}
		drafted := slices.ContainsFunc(all, func(o *draft) bool { return o.person == p })
		switch {
		case p == one.person && from < 0:
			from = i
		case p != one.person && drafted && from >= 0 && to == len(letters):
			to = i
		case p != one.person && drafted && from < 0 && !hasDay(letters[:i+1], letters[i:]):
			return s
		}
	}
	if from < 0 || from == 0 && to == len(letters) || !hasDay(letters[from:to], letters[from:to]) || !hasDay(letters[:from], letters[to:]) {
		return s
	}
	if from > 0 && hasDay(letters[:from], nil) || to < len(letters) {
		s.tagged = string(letters[from]) + verbOf(letters[:from]) + string(letters[from+1:to])
		s.lower, s.plain = strings.ToLower(s.tagged), d.tags.untag(s.tagged)
	}
	return s
}

// verbOf returns what the first person of a sentence does on a day, which
// holds for the next one, too.
func verbOf(letters []rune) string {
	first := slices.IndexFunc(letters, func(r rune) bool { return r >= personTag && r < momentTag })
	if first < 0 {
		return ""
	}
	day := slices.IndexFunc(letters[first:], func(r rune) bool { return r >= momentTag && r < addressTag })
	if day < 0 {
		return ""
	}
	return string(letters[first+1 : first+day])
}

// hasDay tells whether a date stands in one of two parts.
func hasDay(a, b []rune) bool {
	isDay := func(r rune) bool { return r >= momentTag && r < addressTag }
	return slices.ContainsFunc(a, isDay) || slices.ContainsFunc(b, isDay)
}

// goesOn begins a sentence that orders something for the person of the one
// before, whoever else it names.
var goesOn = regexp.MustCompile(`(?i)^(?:please |pls |and )?(?:give|set|make|get|copy) (?:him|her|them)\b`)
