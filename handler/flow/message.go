package flow

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// newestMessage is what was written last: mails quote what they answer, and
// desks put older notes below newer ones.
func newestMessage(body string) string {
	body = strings.ReplaceAll(body, "\r\n", "\n")
	var kept []string
	for line := range strings.SplitSeq(body, "\n") {
		plain := strings.TrimSpace(line)
		if len(kept) > 0 && olderBelow.MatchString(plain) || signOff.MatchString(plain) && len(kept) > 0 {
			break
		}
		if strings.HasPrefix(plain, ">") || olderBelow.MatchString(plain) {
			continue
		}
		kept = append(kept, line)
	}
	return strings.TrimSpace(strings.Join(kept, "\n"))
}

var (
	// olderBelow are the lines under which mail programs and desks put what was
	// written before.
	olderBelow = regexp.MustCompile(`(?i)^(?:-{2,}\s*(?:original message|ursprüngliche nachricht|message d'origine|mensaje original|oorspronkelijk bericht).*|_{5,}|(?:from|von|de|van):\s.*|(?:on|am|le|el|op)\s.*(?:wrote|schrieb.*|a écrit|escribió|schreef).*:|-{3,}.*\d{4}.*)$`)
	// signOff ends a message; what stands below says who wrote it.
	signOff = regexp.MustCompile(`(?i)^(?:--|(?:kind |best |warm )?regards|best|cheers|many thanks|thanks(?: and .*)?|thank you.*|(?:mit )?(?:freundlichen|besten|vielen|liebe|viele|beste) (?:grüßen?|dank)|danke.*|vg|lg|mfg|cordialement|bien à vous|merci.*|saludos.*|un saludo|gracias.*|met vriendelijke groet.*|groet(?:en|jes)?|bedankt.*|dank je.*|sent from my .*)[\s,.!]*$`)
	// opening are words that only begin a message.
	opening = regexp.MustCompile(`(?i)^(?:hi|hello|hey|dear|good (?:morning|afternoon)|hallo|guten (?:tag|morgen)|liebes?|sehr geehrte.*|bonjour|bonsoir|salut|hola|buenos días|buenas tardes|beste|goedemorgen|goedemiddag|dag)(?:\s+[\p{L}-]+){0,2}[,.!:]*$`)
	// leadIn are words before the answer itself.
	leadIn       = regexp.MustCompile(`(?i)^(?:it(?:'|’)?s|it is|that(?:'|’)?s|that is|that would be|this is|please (?:use|take|give it to|make it)|use|take|give it to|make it|to|for|das ist|es ist|ist|bitte(?: an)?|an|nehmen sie|c'est|à|pour|veuillez prendre|es|a|para|por favor|dat is|het is|graag|aan|answer|antwort|réponse|respuesta|antwoord)\b[\s:,]*`)
	leadOut      = regexp.MustCompile(`(?i)[\s,]*\b(?:please|bitte|s'il vous plaît|svp|por favor|graag|alstublieft|thanks|thank you|danke|merci|gracias|bedankt)[\s.!]*$`)
	numberedLine = regexp.MustCompile(`^\s*(?:\(|#|no\.?\s*|nr\.?\s*|question\s+|frage\s+)?(\d{1,2})\s*[.):\-]\s*(\S.*)$`)
)

// answerLines are the lines that may hold an answer. Several answers in one
// line are taken apart at their numbers.
func answerLines(message string) []string {
	var lines []string
	for line := range strings.SplitSeq(message, "\n") {
		line = strings.TrimSpace(strings.TrimLeft(strings.TrimSpace(line), "*-•– "))
		if line == "" || opening.MatchString(line) || signOff.MatchString(line) {
			continue
		}
		lines = append(lines, atNumbers(line)...)
	}
	return lines
}

// atNumbers takes a line apart that counts on: 1. Bo Lindqvist 2. Sales-UK. A
// day, such as that of 1. 3. April, counts nothing.
func atNumbers(line string) []string {
	number, text := numbered(line)
	if number == 0 {
		return []string{line}
	}
	next := regexp.MustCompile(fmt.Sprintf(`\pL.*?([\s;,.]+%d[.)]\s+)\pL`, number+1)).FindStringSubmatchIndex(text)
	if next == nil {
		return []string{line}
	}
	first := strings.TrimSuffix(line, text) + text[:next[2]]
	return append([]string{first}, atNumbers(strings.TrimLeft(text[next[2]:], " ;,.\t"))...)
}

// numbered takes a number off a line: 1. Bo Lindqvist.
func numbered(line string) (number int, text string) {
	found := numberedLine.FindStringSubmatch(line)
	if found == nil {
		return 0, line
	}
	n, err := strconv.Atoi(found[1])
	if err != nil {
		return 0, line
	}
	return n, found[2]
}

// withoutLabel takes off what an answer is about: E3: Microsoft 365 E3.
func withoutLabel(text string, p posed) string {
	label, rest, found := strings.Cut(text, ":")
	if found && strings.TrimSpace(rest) != "" && (p.namedIn(label) || len(strings.Fields(label)) <= 3 && !strings.ContainsAny(label, "0123456789@")) {
		return strings.TrimSpace(rest)
	}
	return text
}

// bare is an answer without the words around it.
func bare(text string) string {
	text = strings.TrimSpace(text)
	for range 3 {
		text = leadOut.ReplaceAllString(leadIn.ReplaceAllString(text, ""), "")
	}
	return strings.Trim(text, " \t\"'“”„«».,;!")
}

// particles are the small words within names.
func particles() []string {
	return []string{"van", "de", "den", "der", "von", "da", "di", "du", "la", "le", "el", "al", "bin", "ter", "ten", "zu", "y", "e", "del", "dos", "das"}
}

// looksLikeName tells whether a text is a name and nothing else: up to five
// words that begin with capitals.
func looksLikeName(text string) bool {
	const longest = 5
	words := strings.Fields(text)
	if len(words) == 0 || len(words) > longest {
		return false
	}
	for i, word := range words {
		first, _ := utf8.DecodeRuneInString(word)
		small := slices.Contains(particles(), word) && i < len(words)-1
		odd := strings.ContainsFunc(word, func(c rune) bool { return !unicode.IsLetter(c) && !strings.ContainsRune(".'’-,", c) })
		if odd || !small && unicode.IsLower(first) {
			return false
		}
	}
	return !slices.Contains([]string{"yes", "no", "ok", "okay", "approved", "done", "none", "thanks", "cancel", "cancelled", "stop"}, strings.ToLower(text))
}

// agreed reads an answer in any of the customers' languages; empty where it
// is neither.
func agreed(text string) string {
	plain := strings.ToLower(strings.TrimFunc(firstWord(text), func(c rune) bool { return !unicode.IsLetter(c) }))
	switch plain {
	case "yes", "yep", "yeah", "ja", "jawohl", "oui", "sí", "si", "ok", "okay", "correct", "genau", "exact", "klopt", "confirmed":
		return yes
	case "no", "nope", "nein", "non", "nee", "never":
		return no
	}
	return ""
}

func firstWord(text string) string {
	words := strings.Fields(text)
	if len(words) == 0 {
		return ""
	}
	return words[0]
}

// isNobody tells whether an answer takes the default.
func isNobody(text string) bool {
	return slices.Contains([]string{
		"no", "none", "nobody", "no one", "nothing", "not needed", "n/a", "nein", "niemand", "keine", "keiner", "nichts", "non", "personne", "aucun", "aucune", "rien",
		"nadie", "ninguno", "ninguna", "nada", "nee", "geen", "niets",
	}, strings.ToLower(bare(text)))
}

// chosen finds the one of several choices that an answer picks: by its name, by
// a word that only it has, or by a yes where there is but one.
func chosen(text string, choices []Choice) (value string, one bool) {
	if len(choices) == 1 && agreed(text) == yes {
		return choices[0].Value, true
	}
	plain := strings.ToLower(bare(text))
	if plain == "" {
		return "", false
	}
	for _, exact := range []bool{true, false} {
		var picked []string
		for _, c := range choices {
			if c.picks(plain, exact) && !slices.Contains(picked, c.Value) {
				picked = append(picked, c.Value)
			}
		}
		if len(picked) == 1 {
			return picked[0], true
		}
	}
	return "", false
}

// picks tells whether words are one of the choice's names, or, not exactly,
// contain one of them.
func (c Choice) picks(words string, exact bool) bool {
	return slices.ContainsFunc(append([]string{c.Value, c.Says}, c.Also...), func(name string) bool {
		name = strings.ToLower(name)
		if exact {
			return name == words
		}
		const telling = 2 // shorter names would be in any sentence
		return len(name) > telling && containsWord(words, name)
	})
}

// containsWord tells whether a text contains words as a whole.
func containsWord(text, words string) bool {
	i := strings.Index(text, words)
	if i < 0 {
		return false
	}
	before, _ := utf8.DecodeLastRuneInString(text[:i])
	after, _ := utf8.DecodeRuneInString(text[i+len(words):])
	letter := func(c rune) bool { return unicode.IsLetter(c) || unicode.IsDigit(c) }
	return !letter(before) && !letter(after)
}
