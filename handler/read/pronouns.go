package read

import (
	"regexp"
	"strings"
)

// pronoun begins a sentence that goes on about the person of the one before.
var pronoun = regexp.MustCompile(`(?i)^((?:so|and|but|then|also|well|ok|yes)?,? ?)(he|she|he's|she's|he'll|she'll)\b`)

// possessive begins a sentence about that person's days or account.
var possessive = regexp.MustCompile(`(?i)^(?:his|her|their) ((?:very )?(?:last|first|final) |contract |start |employment |leaving |termination )`)

// resolve puts the person for whom a pronoun stands into the sentences that
// begin with one: the first full name of the sentence before, as long as no
// other one is named.
func (d *document) resolve() {
	var current rune
	for i := range d.sentences {
		s := &d.sentences[i]
		if current != 0 && !s.subject {
			s.stand(current)
		}
		if first := d.firstFull(s.tagged); first != 0 {
			current = first
		}
	}
}

// stand puts a person's letter in place of the pronoun.
func (s *sentence) stand(letter rune) {
	if m := pronoun.FindStringSubmatch(s.tagged); m != nil {
		verb := ""
		if _, short, found := strings.Cut(m[2], "'"); found {
			verb = "'" + short
		}
		s.tagged = m[1] + string(letter) + verb + s.tagged[len(m[0]):]
	} else if m := possessive.FindStringSubmatch(s.tagged); m != nil {
		s.tagged = string(letter) + "'s " + s.tagged[strings.Index(s.tagged, " ")+1:]
	}
	s.lower = strings.ToLower(s.tagged)
}

// firstFull returns the letter of the first person of a sentence who is named
// in full and didn't write it; 0 if there is none.
func (d *document) firstFull(tagged string) rune {
	for _, r := range tagged {
		if r >= momentTag || r < personTag {
			continue
		}
		if p := d.people.by(r); p != nil && p.full() && !p.signer && len(d.tags.people[r-personTag].name) > 1 {
			return r
		}
	}
	return 0
}
