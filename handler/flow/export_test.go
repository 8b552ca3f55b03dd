package flow

import "maps"

// Words is a phrase in the languages of customers.
type Words map[string]string

func (p phrase) words() Words {
	return Words{"en": p.en, "de": p.de, "fr": p.fr, "es": p.es, "nl": p.nl}
}

// Asked are the wordings of all questions with their defaults, by name.
func AllWordings() map[string][2]Words {
	all := map[string][2]Words{}
	both := maps.Clone(wordings)
	maps.Copy(both, lineWordings)
	for name, w := range both {
		all[name] = [2]Words{w.says.words(), defaults[w.otherwise].words()}
	}
	return all
}

// AllPhrases are all other phrases, by name.
func AllPhrases() map[string]Words {
	all := map[string]Words{}
	for _, table := range []map[string]phrase{defaults, frames, neededFacts, troubles} {
		for name, p := range table {
			all[name] = p.words()
		}
	}
	for _, month := range months {
		all[month.en] = month.words()
	}
	return all
}

// Codes are what a reading may say is missing, each with who settles it;
// empty: it is asked where nobody does.
func Codes() map[string]string {
	codes := map[string]string{}
	for _, l := range lacks() {
		codes[l.code] = l.settled
	}
	return codes
}
