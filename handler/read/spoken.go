package read

import (
	"regexp"
	"strings"
	"unicode"
)

var (
	fillers = regexp.MustCompile(`(?i)\b(?:uh+|um+|erm?|hmm+|uhm)\b,? ?`)
	// typos of days, as people write them on a phone.
	typedDays = regexp.MustCompile(`(?i)\b(?:wensday|wedensday|wendesday|weds|thirsday|thursay|tuesay|tusday|firday|freday|satuday|modnay|tommorow|tomorow|tommorrow|tmrw|tmr|2moro|2morrow)\b`)
	// spelledName is a name whose letters follow one by one.
	spelledName = regexp.MustCompile(`(?i)\b(\p{L}[\p{L}'-]{2,}) (\p{L}[\p{L}'-]{2,})[ ,(]+(?:that'?s |that is |spelled |spelt )?((?:\p{L}[ .-]){3,}\p{L})\b`)
	// lowerName is a name without capitals, where only a name can stand.
	lowerName = regexp.MustCompile(`(?:^|[.!?:,] |\b(?:that|because|cos|its|it's|for|user|named|called|name is|girl|guy|starter|hire|employee|let|hi) )([a-z]{2,}[a-z'-]*) ([a-z]{2,}[a-z'-]+) (?:is|was|has|will|wont|won't|starts?|starting|leaves|leaving|left|joins?|joining|moves?|moving|resigned|quit|finishes|finished|goes|comes|begins)\b`)
)

// lowerOwner is one before what belongs to somebody, or behind what is done.
var lowerOwner = regexp.MustCompile(`\b(?:close(?: down| off)?|disable|delete|remove|block|kill|cancel|lock|fired|sacked|let|off) ([a-z]{2,}[a-z'-]*) ([a-z]{2,}[a-z'-]+?)(?:'?s)? (?:account|e-?mail|mailbox|login|access|stuff|go|today|this|from|on)\b`)

// spoken mends text that was dictated or typed on a phone: fillers, misspelt
// days, names without capitals.
func spoken(text string) string {
	lower := strings.ToLower(text)
	if containsAny(lower, fillerHints) {
		text = fillers.ReplaceAllString(text, "")
	}
	if containsAny(lower, dayHints) {
		text = typedDays.ReplaceAllStringFunc(text, rightDay)
	}
	if !hasLetters(text) {
		return withCapitals(text)
	}
	for _, m := range spelledName.FindAllStringSubmatch(text, 4) {
		letters := strings.Map(onlyLetters, m[3])
		if strings.EqualFold(letters, strings.Map(onlyLetters, m[2])) || strings.EqualFold(letters, strings.Map(onlyLetters, m[1])) {
			text = strings.Replace(text, m[0], capital(m[1])+" "+capital(m[2])+",", 1)
		}
	}
	return withCapitals(text)
}

// Pieces of which every text has one that holds a filler or a misspelt day.
var (
	fillerHints = []string{"uh", "um", "hmm", "er ", "er,", "erm"}
	dayHints    = []string{"wens", "wede", "wende", "weds", "thir", "thursa", "tuesay", "tusd", "fird", "fred", "satud", "modn", "tom", "tmr", "2mo"}
)

// hasLetters tells whether four letters stand one by one, as in a name that
// is spelt.
func hasLetters(text string) bool {
	run, in := 0, 0
	for _, r := range text {
		if unicode.IsLetter(r) {
			in++
			continue
		}
		if in == 1 {
			run++
		} else {
			run = 0
		}
		if in = 0; run >= 3 {
			return true
		}
	}
	return false
}

// withCapitals raises names in a text that is written without capitals.
func withCapitals(text string) string {
	if !startsLower(text) {
		return text
	}
	for _, m := range append(lowerName.FindAllStringSubmatch(text, 4), lowerOwner.FindAllStringSubmatch(text, 4)...) {
		if !plainWord(m[1]) && !plainWord(m[2]) {
			text = strings.Replace(text, m[1]+" "+m[2], capital(m[1])+" "+capital(m[2]), 1)
		}
	}
	return text
}

func rightDay(word string) string {
	switch strings.ToLower(word)[:2] {
	case "we":
		return "Wednesday"
	case "th":
		return "Thursday"
	case "tu":
		return "Tuesday"
	case "fi", "fr":
		return "Friday"
	case "sa":
		return "Saturday"
	case "mo":
		return "Monday"
	}
	return "tomorrow"
}

func onlyLetters(r rune) rune {
	if unicode.IsLetter(r) {
		return unicode.ToLower(r)
	}
	return -1
}

// startsLower tells whether a text is written without capitals.
func startsLower(text string) bool {
	first := strings.IndexFunc(text, unicode.IsLetter)
	return first >= 0 && unicode.IsLower([]rune(text[first:])[0])
}

// plainWord tells whether a word is one of the language or of the trade.
func plainWord(w string) bool {
	return stopWords[w] || nameVerbs[w] || jobNouns[w] || strings.HasSuffix(w, "ing") || strings.HasSuffix(w, "ed") || clipped.MatchString(w) || everyday[w]
}

// everyday are words that begin a sentence as a name might.
var everyday = setOf("guy girl lady man woman boss new old everything nothing something someone thing things she's he's they're who's what's thats its lol btw asap also please could would might must really very much still even ever actually maybe because cause hey yeah nope okay our your my whole last first second week month year day morning evening night phone number name one two three four five six computer desktop screen")

// capital writes a name's word as people do.
func capital(w string) string {
	if rest, found := strings.CutPrefix(w, "mc"); found && len(rest) > 2 {
		return "Mc" + capital(rest)
	}
	if head, tail, found := strings.Cut(w, "-"); found {
		return capital(head) + "-" + capital(tail)
	}
	r := []rune(w)
	r[0] = unicode.ToUpper(r[0])
	return string(r)
}
