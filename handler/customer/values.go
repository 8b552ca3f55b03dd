package customer

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"
)

// text reads a single value; anything else is a problem and reads as "".
func (v value) text() string {
	node := resolved(v.node)
	if isEmpty(node) || node.Kind != yaml.ScalarNode {
		v.wrong("write one value", "is %s where one value is needed", kind(node))
		return ""
	}
	return strings.TrimSpace(node.Value)
}

// list reads a list; a single value stands for a list of one.
func (v value) list() []value {
	node := resolved(v.node)
	if node.Kind == yaml.ScalarNode {
		return []value{v}
	}
	if node.Kind != yaml.SequenceNode {
		v.wrong("start each item on a line of its own with a dash", "is %s where a list is needed", kind(node))
		return nil
	}
	if len(node.Content) > mostItems {
		v.wrong("leave out what isn't needed", "has %d items, and %d are the most", len(node.Content), mostItems)
		return nil
	}
	return v.items()
}

// mostItems is how long a list may be: nobody writes more by hand, and lists
// in lists stay small even where aliases repeat them.
const mostItems = 500

func (v value) texts() []string {
	var texts []string
	for _, item := range v.list() {
		if text := item.text(); text != "" {
			texts = append(texts, text)
		}
	}
	return texts
}

// oneOf reads one of a few words.
func (v value) oneOf(words ...string) string {
	text := v.text()
	for _, word := range words {
		if text == word {
			return word
		}
	}
	if text != "" {
		v.wrong(meant(text, words), "can't be %q", shown(text))
	}
	return ""
}

// toggle reads a switch.
func (v value) toggle() bool {
	node := resolved(v.node)
	if node.Kind != yaml.ScalarNode {
		v.wrong("write on or off", "is %s where a switch is needed", kind(node))
		return false
	}
	on, ok := isOn(node.Value)
	if !ok {
		v.wrong(meant(node.Value, []string{"on", "off"}), "can't be %q", shown(node.Value))
	}
	return on
}

func isOn(text string) (on, ok bool) {
	switch strings.ToLower(text) {
	case "on", "yes", "true":
		return true, true
	case "off", "no", "false":
		return false, true
	}
	return false, false
}

// whole reads a whole number between two bounds, both included.
func (v value) whole(least, most int) int {
	text := v.text()
	n, err := strconv.Atoi(text)
	if err != nil || n < least || n > most {
		v.wrong(meantNumber(text, least, most), "must be a whole number from %d to %d, not %q", least, most, shown(text))
		return least
	}
	return n
}

// meantNumber guesses the number that was meant: the one that a text begins
// with, and of what is possible the nearest to it.
func meantNumber(text string, least, most int) string {
	digits := leadingDigits.FindString(text)
	if digits == "" {
		return "write it in digits"
	}
	n, err := strconv.Atoi(digits)
	if err != nil {
		n = most // too many digits for a number
	}
	return "did you mean " + strconv.Itoa(min(max(n, least), most)) + "?"
}

// duration reads a time such as 90m, 72h or 3d, between two bounds.
func (v value) duration(least, most time.Duration) time.Duration {
	text := v.text()
	d, ok := parseDuration(text)
	if !ok {
		v.wrong("write it as 90m, 72h or 3d", "%q is no length of time", shown(text))
		return least
	}
	if d < least || d > most {
		v.wrong("did you mean "+hours(min(max(d, least), most))+"?", "must be from %s to %s, not %s", hours(least), hours(most), shown(text))
	}
	return d
}

func parseDuration(text string) (time.Duration, bool) {
	if days, found := strings.CutSuffix(text, "d"); found {
		n, err := strconv.Atoi(days)
		return time.Duration(n) * 24 * time.Hour, err == nil && n < 1000
	}
	d, err := time.ParseDuration(text)
	return d, err == nil
}

func hours(d time.Duration) string {
	if d%time.Hour == 0 {
		return strconv.Itoa(int(d/time.Hour)) + "h"
	}
	return strconv.Itoa(int(d/time.Minute)) + "m"
}

// The patterns of values, for the parser and the schema alike.
const (
	guidPattern   = `^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$`
	domainPattern = `^([a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?\.)+[a-zA-Z][a-zA-Z0-9-]{0,61}[a-zA-Z0-9]$`
	mailPattern   = `^[^\s@<>"(),:;\\\[\]]{1,64}@([^\s@]+)$`
	secretPattern = `^[a-z0-9]+(-[a-z0-9]+)*$`
	clockPattern  = `^([01]?[0-9]|2[0-3]):([0-5][0-9])$`
	lengthPattern = `^([0-9]{1,3}d|([0-9]+h)?([0-9]+m)?([0-9]+s)?)$`
	leadPattern   = `^([0-9]{1,2})( working)?( days?|d)?( before)?(,? ?(at )?([01]?[0-9]|2[0-3]):([0-5][0-9]))?$`
)

var (
	leadingDigits = regexp.MustCompile(`^-?[0-9]+`)
	spokenClock   = regexp.MustCompile(`^(1[0-2]|0?[1-9])(?:[:.]([0-5][0-9]))? ?([ap])\.?m\.?$`)
	leadForm      = regexp.MustCompile(leadPattern)
	guidForm      = regexp.MustCompile(guidPattern)
	domainForm    = regexp.MustCompile(domainPattern)
	mailForm      = regexp.MustCompile(mailPattern)
	secretForm    = regexp.MustCompile(secretPattern)
)

// id reads an object or tenant id.
func (v value) id() string {
	text := strings.ToLower(v.text())
	if text != "" && !guidForm.MatchString(text) {
		v.wrong("it looks like 5a1e0000-0000-4000-8000-0000000000ac", "%q is no id", shown(text))
	}
	return text
}

// domain reads a domain name.
func (v value) domain() string {
	text := strings.ToLower(v.text())
	if text != "" && !domainForm.MatchString(text) {
		v.wrong(meantDomain(text), "%q is no domain", shown(text))
	}
	return text
}

func meantDomain(text string) string {
	text = strings.TrimPrefix(strings.TrimPrefix(text, "https://"), "http://")
	text, _, _ = strings.Cut(text[strings.LastIndex(text, "@")+1:], "/")
	if domainForm.MatchString(text) {
		return "did you mean " + text + "?"
	}
	return "write it without @ and https://, such as contoso.com"
}

// mail reads an e-mail address.
func (v value) mail() string {
	text := v.text()
	if text != "" && !isMail(text) {
		v.wrong("write it as name@domain", "%q is no e-mail address", shown(text))
	}
	return text
}

func isMail(text string) bool {
	parts := mailForm.FindStringSubmatch(text)
	return parts != nil && domainForm.MatchString(strings.ToLower(parts[1]))
}

// secret reads the name of a secret. What isn't such a name may be the secret
// itself and is never repeated in an error.
func (v value) secret() string {
	text := v.text()
	if text != "" && (len(text) > 64 || !secretForm.MatchString(text)) {
		v.wrong("put the secret into the vault and write its name here, such as desk-contoso",
			"isn't the name of a secret (small letters, digits and dashes, at most 64)")
		return ""
	}
	return text
}

var placeholder = regexp.MustCompile(`\{([^{}]*)\}`)

// template reads a text with {placeholders}.
func (v value) template(names ...string) string {
	text := v.text()
	for _, found := range placeholder.FindAllStringSubmatch(text, -1) {
		if !slices.Contains(names, found[1]) {
			v.wrong(meant(found[1], names), "{%s} stands for nothing", shown(found[1]))
		}
	}
	return text
}

var clockForm = regexp.MustCompile(clockPattern)

// clock reads a time of day, such as 18:00.
func (v value) clock() (hour, minute int) {
	text := v.text()
	parts := clockForm.FindStringSubmatch(text)
	if parts == nil {
		v.wrong(meantClock(text), "%q is no time of day", shown(text))
		return 0, 0
	}
	return atoi(parts[1]), atoi(parts[2])
}

// meantClock guesses the time of day that was meant by 6pm or 18.00.
func meantClock(text string) string {
	text = strings.ToLower(text)
	if dotted := strings.ReplaceAll(text, ".", ":"); clockForm.MatchString(dotted) {
		return `did you mean "` + dotted + `"?`
	}
	if parts := spokenClock.FindStringSubmatch(text); parts != nil {
		hour := atoi(parts[1])%12 + map[string]int{"p": 12}[parts[3]]
		return fmt.Sprintf("did you mean \"%02d:%02d\"?", hour, atoi(parts[2]))
	}
	return `write it as "18:00"`
}

// atoi reads digits that a pattern has already checked; none are 0.
func atoi(digits string) int {
	n, err := strconv.Atoi(digits)
	if err != nil {
		return 0
	}
	return n
}

// member reads who of the tenant gets something: the manager, an address, or
// nobody.
func (v value) member(domains []string) string {
	text := v.text()
	switch {
	case text == "manager" || text == "":
		return text
	case text == "nobody":
		return ""
	case !isMail(text):
		v.wrong(meant(text, []string{"manager", "nobody", "an address of the tenant"}), "can't be %q", shown(text))
	case !inDomains(text, domains):
		v.wrong("name somebody of the tenant", "%q isn't in one of the tenant's domains", shown(text))
	}
	return text
}

func inDomains(address string, domains []string) bool {
	return slices.Contains(domains, strings.ToLower(address[strings.LastIndex(address, "@")+1:]))
}
