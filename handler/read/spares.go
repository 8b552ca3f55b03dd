package read

import (
	"regexp"
	"slices"
)

// staysOn tells whether a ticket speaks of somebody with a contract for a time
// who gets one for good.
func (d *document) staysOn() bool {
	return slices.ContainsFunc(d.sentences, func(s sentence) bool { return forATime.MatchString(s.plain) && forGood.MatchString(s.plain) })
}

// asksForSome tells whether something is asked for somebody by name.
func (d *document) asksForSome() bool {
	return slices.ContainsFunc(d.people.list, func(p *person) bool { return p.full() && p.chosen() })
}

// spares tells whether a sentence takes back what a list asks for one of its
// people, who is left alone then.
func (d *document) spares(s sentence) bool {
	persons := d.personsIn(s.tagged)
	others := slices.ContainsFunc(d.people.list, func(p *person) bool { return p.full() && p.chosen() && !slices.Contains(persons, p) })
	if len(d.tables) == 0 && !others || len(persons) == 0 {
		return false
	}
	for _, p := range persons {
		p.apart = true
	}
	return true
}

var (
	forATime = regexp.MustCompile(`(?i)\b(?:intern(?:s|ship)?|apprentice(?:ship)?|trainee|contractor|contract|temp(?:orary)?|placement|agency)\b`)
	forGood  = regexp.MustCompile(`(?i)\b(?:permanent(?:ly)?|full[- ]time|for good|convert(?:s|ed|ing)?|perm|as an employee|on the payroll)\b`)
	// intoPermanent ends a contract for a time where one for good begins.
	intoPermanent = regexp.MustCompile(`(?i)\b(?:finish|complet|end)\w* (?:his|her|their|the) (?:internship|apprenticeship|placement|traineeship|training|temp(?:orary)? contract)\b[^.;]{0,90}\bpermanent\b`)
	oneMore       = regexp.MustCompile(`(?i)\b(?:one more|another one|a (?:second|third) one|may be (?:one|another)|that one)\b`)
)
