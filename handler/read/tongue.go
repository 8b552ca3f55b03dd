package read

import (
	"slices"
	"strings"
)

// tongue is the language of a ticket, as far as dates and names depend on it.
type tongue int

// The languages that the reader knows.
const (
	english tongue = iota
	german
	french
	spanish
	dutch
	anyForeign // of a pattern: any but English
)

// tongueWords are small words that the other languages don't have.
var tongueWords = [...]map[string]bool{
	english: setOf("the and is of for please will her his with are to from this has have be their our we you can should name first last date start department title manager employee user end day job location access groups mailbox license starting leaving new not by at as it he she they it if"),
	german:  setOf("und der das ist nicht bitte für mit wir ab zum zur ein eine einen auch wie bei vom ihr ihm wird werden noch unser unsere uns hat ich sich dem den im am neue neuer herr frau danke grüße per"),
	french:  setOf("le les et est pour une avec nous vous merci dans au aux du ce qui son sa ses sur pas bonjour notre sera lui chez par cordialement mme"),
	spanish: setOf("el los las y es para una con por que del su sus al desde favor gracias hola buenos nuestro nuestra será le ya lo nueva nuevo días"),
	dutch:   setOf("het een en voor met wij van op wordt niet graag ook hij zij ze haar naar bij aan onze wil kunnen jullie gaat vanaf groet bedankt zijn hem dat nog"),
}

// tongueOf tells which language most words of a ticket belong to: small words,
// and the labels of forms.
func tongueOf(text string) tongue {
	var counts [len(tongueWords)]int
	for _, w := range words(strings.ToLower(text)) {
		for t := range tongueWords {
			if tongueWords[t][w.text] || labelTongues[t][w.text] {
				counts[t]++
			}
		}
	}
	best := english
	for t := german; t <= dutch; t++ {
		if counts[t] > counts[best] {
			best = t
		}
	}
	if counts[best] < 2 && counts[english] > 0 {
		return english
	}
	return best
}

// labelTongues holds the words of each language's labels.
var labelTongues = [...]map[string]bool{
	german: wordsOf(germanLabels), french: wordsOf(frenchLabels), spanish: wordsOf(spanishLabels), dutch: wordsOf(dutchLabels),
}

// wordsOf returns the longer words of labels: short ones are everybody's.
func wordsOf(labels map[key]string) map[string]bool {
	set := map[string]bool{}
	for _, list := range labels {
		for label := range strings.SplitSeq(list, "|") {
			for _, w := range labelWords(label) {
				if len(w) > 4 && !strings.HasPrefix(w, "mail") {
					set[w] = true
				}
			}
		}
	}
	for w := range stopWords {
		delete(set, w)
	}
	return set
}

// say makes a pattern for languages whose words stand in no fixed order:
// {who} captures people behind up to three words such as "unsere neue
// Kollegin", {few} is a few words, {gap} anything inside the sentence.
func say(hints, expr string) pattern {
	if strings.HasPrefix(expr, "(?:") && !strings.HasPrefix(expr, "(?:^") {
		expr = `(?:^|[^\p{L}])(?:` + expr + `)` // "trabaja" holds no "baja"
	}
	p := when(hints, sayNames.Replace(expr))
	p.tongue = anyForeign
	return p
}

// signsIn and of keep patterns to the tickets of one language.
func signsIn(t tongue, list []sign) []sign {
	for i := range list {
		list[i].tongue = t
	}
	return list
}

func of(t tongue, list anyOf) anyOf {
	for i := range list {
		list[i].tongue = t
	}
	return list
}

// suits tells whether patterns of one language are for a ticket in another.
func (t tongue) suits(ticket tongue) bool {
	return t == english || t == ticket || t == anyForeign && ticket != english
}

var sayNames = strings.NewReplacer(
	"{who}", `(?:[\p{L}.'-]+,? ){0,3}?([\x{E000}-\x{E3FF}\x{E800}-\x{EBFF}](?:(?:, |/| & | und | sowie | et | y | e | en | and )(?:(?:an|à|a|aan|para|für|voor|pour) )?[\x{E000}-\x{E3FF}\x{E800}-\x{EBFF}])*)`,
	"{few}", `(?: [^\s.;\x{E000}-\x{E3FF}]+){0,5}?`,
	"{gap}", `[^.;]{0,60}?`,
	"{be}", `(?:,[^.;\x{E000}-\x{E3FF}]{2,60},)?(?: \([^)]{1,60}\))?,?(?: [^\s.;\x{E000}-\x{E3FF}]+){0,4}?`,
)

// and joins lists of patterns.
func (list anyOf) and(more ...anyOf) anyOf {
	return slices.Concat(list, slices.Concat(more...))
}

// foreign are the signs of all languages but English.
var foreign = slices.Concat(germanSigns, frenchSigns, spanishSigns, dutchSigns)

// foreignLabels finds labels of forms in other languages.
var foreignLabels = []map[string]key{labelsOf(germanLabels), labelsOf(frenchLabels), labelsOf(spanishLabels), labelsOf(dutchLabels)}

// foreignParts find labels by the words that matter, as wordLabels does.
var foreignParts = partsOf(slices.Concat(germanParts, frenchParts, spanishParts, dutchParts))

// foreignLabel returns what a label in another language asks for.
func foreignLabel(words []string) key {
	label := strings.Join(words, " ")
	for _, labels := range foreignLabels {
		if k, ok := labels[label]; ok {
			return k
		}
	}
	if len(words) > longestLabel+2 {
		return unknown
	}
	for _, entry := range foreignParts {
		if hasAll(words, entry.words) {
			return entry.key
		}
	}
	return unknown
}
