package flow

import (
	"strings"
	"time"
)

// phrase is one sentence in the languages of customers. Words in braces stand
// for names and values.
type phrase struct{ en, de, fr, es, nl string }

// in is the phrase in a language; what has no translation is said in English.
func (p phrase) in(language string) string {
	said := map[string]string{"de": p.de, "fr": p.fr, "es": p.es, "nl": p.nl}[language]
	return orElse(said, p.en)
}

// values are what a phrase's words in braces stand for.
type values map[string]string

// fill puts values into a phrase. What a value holds is never filled in turn.
func (p phrase) fill(language string, v values) string {
	pairs := make([]string, 0, 2*len(v))
	for name, value := range v {
		pairs = append(pairs, "{"+name+"}", value)
	}
	return strings.NewReplacer(pairs...).Replace(p.in(language))
}

// inWords puts names into a sentence: a, b or c.
func inWords(language string, names []string) string {
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	or := phrase{" or ", " oder ", " ou ", " o ", " of "}
	last := len(names) - 1
	return strings.Join(names[:last], ", ") + or.in(language) + names[last]
}

// dayAndTime writes a moment as people of a language do.
func dayAndTime(language string, at time.Time) string {
	month := months[at.Month()-1].in(language)
	day := at.Format("2")
	switch language {
	case "de":
		return day + ". " + month + at.Format(" 2006, 15:04")
	case "es":
		return day + " de " + month + at.Format(" de 2006, 15:04")
	}
	return day + " " + month + at.Format(" 2006, 15:04")
}

var months = []phrase{
	{"January", "Januar", "janvier", "enero", "januari"},
	{"February", "Februar", "février", "febrero", "februari"},
	{"March", "März", "mars", "marzo", "maart"},
	{"April", "April", "avril", "abril", "april"},
	{"May", "Mai", "mai", "mayo", "mei"},
	{"June", "Juni", "juin", "junio", "juni"},
	{"July", "Juli", "juillet", "julio", "juli"},
	{"August", "August", "août", "agosto", "augustus"},
	{"September", "September", "septembre", "septiembre", "september"},
	{"October", "Oktober", "octobre", "octubre", "oktober"},
	{"November", "November", "novembre", "noviembre", "november"},
	{"December", "Dezember", "décembre", "diciembre", "december"},
}
