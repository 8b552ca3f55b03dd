package read

import (
	_ "embed"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

//go:embed foreignstops.txt
var foreignStopList string

// foreignStops are words of other languages that are no names.
var foreignStops = setOf(foreignStopList)

// foreignHonorifics stand before a name in other languages.
var foreignHonorifics = map[tongue]map[string]bool{
	german:  setOf("frau herr herrn hr fr mag dipl ing dr ddr prof kollege kollegin kollegen"),
	french:  setOf("m mme mlle monsieur madame mademoiselle dr"),
	spanish: setOf("señor señora señorita sr sra srta don doña d dña ing lic dr dra"),
	dutch:   setOf("mw mevr mevrouw dhr heer meneer mr drs ir ing dr"),
}

// nounEnds end German nouns that are no names, nounParts stand in them.
var (
	nounEnds  = splitWords("ung ungen heit keit keiten schaft tion tionen tät ität ismus ling nis nisse datum tag tage zeit abteilung leitung liste listen nummer adresse adressen ordner gruppe gruppen lizenz lizenzen konto konten stelle stellen kraft kräfte leiter leiterin arbeiter arbeiterin wesen amt recht rechte zugang zugänge büro raum plan pläne firma geschäft dienst dienste vertrag verträge prüfer prüferin planer planerin berater beraterin entwickler entwicklerin referent referentin assistentin assistenz kanal kanäle handy notiz meldung formular")
	nounParts = splitWords("postfach postfäch konto lizenz verteiler abteilung zugriff zugang laptop notebook rechner mail freigabe berechtig passwort software lohnverr buchhalt personal vertrieb einkauf verwalt")
)

// germanNoun tells whether a word is a German noun rather than a name.
func germanNoun(lower string) bool {
	if utf8.RuneCountInString(lower) < 4 {
		return false
	}
	for _, end := range nounEnds {
		if strings.HasSuffix(lower, end) && (len(lower) > len(end)+2 || lower == end) {
			return true
		}
	}
	return containsAny(lower, nounParts)
}

// isForeignHonorific tells whether word i is Frau, Mme and the like.
func (s scan) isForeignHonorific(i int) bool {
	w := s.at(i)
	titles := foreignHonorifics[s.cal.tongue]
	return titles[w.lower] && s.joined(i, ".") && (isNameWord(s.at(i+1).text) || titles[s.at(i+1).lower])
}

// noForeignName tells whether a word with a capital is no name, because it
// is a word of the ticket's language.
func (s scan) noForeignName(i int) bool {
	if s.cal.tongue == english {
		return false
	}
	lower := s.at(i).lower
	if particles[lower] && i > 0 && s.joined(i-1, "") && isNameWord(s.at(i-1).text) && isNameWord(s.at(i+1).text) {
		return false // Fatima El Amrani
	}
	if foreignStops[lower] || s.cal.tongue == german && germanNoun(lower) {
		return true
	}
	return false
}

// wildName tells whether a lone word with a capital may be a name: in German
// every noun has one, so that only what is part of a full name elsewhere, or
// stands behind Frau or Herr, is.
func (t *tags) wildName(s scan, i, n int, name []string) bool {
	if s.cal.tongue != english && strings.HasSuffix(s.text[:s.words[i].start], `"`) && strings.HasPrefix(s.text[s.words[i+n-1].end:], `"`) {
		return false // a group in quotes
	}
	if s.cal.tongue != german || len(name) != 1 || s.isForeignHonorific(i) || honorific[s.at(i).lower] {
		return true
	}
	return t.known[strings.ToLower(name[0])]
}

// knowNames notes the words of full names of a whole text, so that one of
// them alone is known as a name.
func (t *tags) knowNames(text string) {
	t.known = map[string]bool{}
	s := scan{text: text, words: words(text), cal: t.cal}
	for i := 0; i < len(s.words); i++ {
		first, _ := utf8.DecodeRuneInString(s.words[i].text)
		if !unicode.IsUpper(first) {
			continue
		}
		name, n := s.nameAt(i)
		if n == 0 {
			continue
		}
		if len(name) > 1 || s.isForeignHonorific(i) {
			for _, w := range name {
				t.known[strings.ToLower(w)] = true
			}
		}
		i += n - 1
	}
}

// foreignVerbs follow a name that begins a sentence.
var foreignVerbs = setOf("verlässt hat ist wird kommt wechselt beginnt startet scheidet fängt geht braucht bekommt soll quitte rejoint est sera commence arrive part a doit deja se es será empieza ingresa tiene pasa cambia gaat is wordt begint start verlaat heeft vertrekt stopt krijgt wisselt")

var (
	ownWords   = setOf("sein seine seinem seinen seiner ihr ihre ihrem ihren ihrer son sa leur su zijn haar hun")
	directly   = setOf("directo directa inmediato inmediata hiérarchique direct directe")
	chiefWords = setOf("vorgesetzte vorgesetzten vorgesetzter vorgesetztem chef chefin führungskraft teamleiter teamleiterin responsable manager supérieur supérieure cheffe jefe jefa supervisor supervisora leidinggevende teamleider teamlead")
	writerWord = map[tongue]map[string]bool{german: setOf("mich mir"), french: setOf("moi"), spanish: setOf("mí"), dutch: setOf("mij")}
)

// foreignReference reads "mich" and "ihre Vorgesetzte".
func (s scan) foreignReference(i int) (mention, int) {
	w := s.at(i)
	if s.cal.tongue == english {
		return mention{}, 0
	}
	if writerWord[s.cal.tongue][w.lower] {
		return mention{text: w.text, role: theWriter}, 1
	}
	n := 1
	if next := s.at(i + 1).lower; next == "direct" || next == "direkte" || next == "direkten" || next == "direkter" {
		n = 2
	}
	if !ownWords[w.lower] || !chiefWords[s.at(i+n).lower] || !s.joined(i, "") {
		return mention{}, 0
	}
	if directly[s.at(i+n+1).lower] {
		n++
	}
	if after := s.at(i + n + 1); s.joined(i+n, "") && (isNameWord(after.text) || foreignVerbs[after.lower] || s.isForeignHonorific(i+n+1)) {
		return mention{}, 0
	}
	return mention{text: s.text[w.start:s.words[i+n].end], role: theBoss}, n + 1
}

// joinsPeople tells whether "y" and "e" stand between two people rather
// than inside a name.
func (s scan) joinsPeople(w word) bool {
	return s.cal.tongue != english && (w.lower == "y" || w.lower == "e")
}

// capitalParticle tells whether word i is the "Le" of "Mathieu Le Goff".
func (s scan) capitalParticle(i, n int) bool {
	w := s.at(i)
	return n > 0 && particles[w.lower] && w.text != w.lower && s.continues(i) && isNameWord(s.at(i+1).text)
}

// givenBefore tells whether a given name that is another word too stands
// before a particle and a surname: "Jan de Vries".
func (s scan) givenBefore(i int) bool {
	j := i + 1
	for particles[s.at(j).text] && s.continues(j) && j < i+3 {
		j++
	}
	return j > i+1 && givenStops[s.at(i).lower] && s.continues(i) && isNameWord(s.at(j).text)
}

// elided is French "de" before a vowel, which is no part of the name.
var elided = regexp.MustCompile(`(^|[ (])(d|qu)'(\p{Lu}\p{Ll})`)

// withoutElision parts "d'Anne", so that Anne is found.
func (t *tags) withoutElision(text string) string {
	if t.cal.tongue != french {
		return text
	}
	return elided.ReplaceAllString(text, "$1$2' $3")
}

// secondNames are second given names of Spanish speakers, who have two
// surnames behind them.
var secondNames = setOf("alberto alejandro alfonso alonso amparo andrés ángel antonio augusto beatriz camilo carlos carolina cecilia cristina daniel david eduardo elena enrique ernesto esteban eugenia felipe fernanda fernando francisco gabriel gabriela guillermo gustavo ignacio isabel iván javier jesús jorge josé juan julián laura leonardo lucía luis luisa luz manuel marcela margarita maría mario martín mercedes miguel mónica natalia nicolás pablo patricia paola paula pedro rafael ramón raúl ricardo roberto rocío rodrigo rosa sebastián sofía teresa tomás valentina vicente víctor victoria ximena dary")

// twoNames are two given names behind a surname and a comma.
var twoNames = regexp.MustCompile(`^\p{Lu}\p{Ll}+ \p{Lu}\p{Ll}+$`)

// isTitle tells whether a word before a name is a title in another language.
func isTitle(word string) bool {
	word = strings.ToLower(strings.Trim(word, "."))
	for _, titles := range foreignHonorifics {
		if len(word) > 1 && titles[word] {
			return true
		}
	}
	return false
}

// secondSurname is the label of the mother's name, which Spanish forms ask
// for apart.
var secondSurname = regexp.MustCompile(`(?i)^\W*(?:apellido materno|segundo apellido)`)

// withInfix puts "van der" before a surname and a second one behind it, where
// a form asks for them apart.
func (d *draft) withInfix() {
	for _, f := range d.record {
		if strings.HasPrefix(strings.ToLower(f.line), "tussenvoegsel") && !isEmptyValue(f.value) && d.LastName != "" {
			d.LastName = f.value + " " + d.LastName
		}
		if secondSurname.MatchString(f.line) && !isEmptyValue(f.value) && d.LastName != "" {
			d.LastName += " " + f.value
		}
	}
}

// frenchCapitals is a name as French payroll systems write it: the surname
// first, all in capitals.
var frenchCapitals = regexp.MustCompile(`(?i)^[^:]*(?:salariée?|collaborat(?:eur|rice)|nom,? (?:et )?prénom|apellidos? y nombres?)[^:]*: *((?-i:\p{Lu}[\p{Lu}'-]+)) ((?-i:\p{Lu}[\p{Lu}'-]+))\s*$`)

// turned writes such a name as people do.
func turned(f field) string {
	if m := frenchCapitals.FindStringSubmatch(f.line); m != nil {
		return m[2] + " " + m[1]
	}
	return f.value
}
