package read

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"usher/steps/step"
)

// draft is one person of the reading while it is filled.
type draft struct {
	step.Subject
	evidence  map[string]string
	person    *person    // nil where only a form names somebody
	record    record     // what a form or a row says of the person
	sentences []sentence // what else may speak of the person
	asks      asks       // what turned out to be missing
}

// set fills a text of the draft, if it is empty yet, with its evidence.
func (d *draft) set(key string, field *string, value, because string) {
	value = strings.TrimSpace(value)
	if *field == "" && value != "" {
		*field = value
		d.evidence[key] = because
	}
}

// add adds to a list of the draft what isn't in it yet.
func (d *draft) add(key string, list *[]string, because string, values ...string) {
	for _, value := range values {
		value = strings.Trim(strings.TrimSpace(value), ` "'.`)
		same := func(known string) bool { return strings.EqualFold(known, value) }
		if value == "" || slices.ContainsFunc(*list, same) {
			continue
		}
		*list = append(*list, value)
		d.evidence[key] = because
	}
}

// mailbox returns the part about the mailbox, which is made when first needed.
func (d *draft) mailbox() *step.MailboxReading {
	if d.Mailbox == nil {
		d.Mailbox = &step.MailboxReading{}
	}
	return d.Mailbox
}

// wants returns what is asked for this person: what is asked for all, unless
// the ticket mixes actions. Where it isn't clear, it is what most speaks for.
func (d *draft) wants(v verdict) step.Action {
	action := d.Action
	if action == "" {
		action = v.action
	}
	if action == step.Unclear {
		return v.lean
	}
	return action
}

// identify fills name and address from the person.
func (d *draft) identify() {
	p := d.person
	first, last := splitName(p.name)
	because := strings.Join(p.name, " ")
	for _, action := range []step.Action{step.Offboard, step.Onboard, step.Transfer} {
		if text, ok := p.because[action]; ok {
			because = text
			break
		}
	}
	if d.FirstName == "" && d.LastName == "" {
		d.set("first_name", &d.FirstName, first, because)
		d.set("last_name", &d.LastName, strings.TrimSuffix(last, "."), because)
	}
	if p.address != "" {
		d.set("upn_or_email", &d.UPNOrEmail, p.address, because)
	}
}

var (
	nickname   = regexp.MustCompile(`"([^"]{1,30})"|\((?:goes by |aka |known as |preferred:? )?"?(\p{Lu}\p{L}{1,20})"?\)`)
	inBrackets = regexp.MustCompile(`\s*[(\[<][^)\]>]*[)\]>]`)
	degrees    = regexp.MustCompile(`(?i),?\s+(?:rn|md|do|dds|phd|cpa|esq|mba|np|pa-c|lpn|bsn)\.?$`)
	idNumber   = regexp.MustCompile(`\s*[-/#(]?\s*\d{3,}\)?\s*$`)
)

// nameFromRecord fills the names from a form.
func (d *draft) nameFromRecord() {
	first, hasFirst := d.record.get(givenName)
	last, hasLast := d.record.get(surname)
	whole, hasWhole := d.record.get(legalName, fullName)
	switch {
	case hasFirst && hasLast:
		d.set("first_name", &d.FirstName, tidyName(first.value), first.line)
		d.set("last_name", &d.LastName, tidyName(last.value), last.line)
	case hasWhole:
		d.nameFromWhole(whole)
	case hasFirst && strings.Contains(strings.TrimSpace(first.value), " "):
		d.nameFromWhole(first)
	case hasFirst:
		d.set("first_name", &d.FirstName, tidyName(first.value), first.line)
	case hasLast:
		d.nameFromWhole(last)
	}
	d.withInfix()
	if f, ok := d.record.get(preferredName); ok {
		d.DisplayName = withSurname(tidyName(f.value), d.LastName)
	}
}

// withSurname puts a preferred first name before the surname.
func withSurname(preferred, last string) string {
	if strings.Contains(preferred, " ") || last == "" {
		return preferred
	}
	return preferred + " " + last
}

// nameFromWhole fills the names from one value, such as "LAST, FIRST M" or
// Geraldine "Geri" Fontaine.
func (d *draft) nameFromWhole(f field) {
	value := turned(f)
	if found := address.FindString(value); found != "" {
		d.set("upn_or_email", &d.UPNOrEmail, found, f.line)
		value = strings.ReplaceAll(value, found, "")
	}
	called := ""
	if m := nickname.FindStringSubmatch(value); m != nil {
		called = m[1] + m[2]
		value = nickname.ReplaceAllString(value, " ")
	}
	value = inBrackets.ReplaceAllString(value, "")
	value = idNumber.ReplaceAllString(degrees.ReplaceAllString(value, ""), "")
	value, _, _ = strings.Cut(value, " - ")
	if name, _, more := strings.Cut(value, ". "); more && namesOne(name) {
		value = name
	}
	if last, first, reversed := strings.Cut(value, ","); reversed {
		if w := strings.ToLower(strings.Trim(first, " .")); !suffixes[w] {
			value = first + " " + last
		}
		value = strings.ReplaceAll(value, ",", "")
	}
	if m := capitals.FindStringSubmatch(strings.TrimSpace(value)); m != nil {
		value = m[2] + " " + tidyName(m[1])
	}
	name := strings.Fields(tidyName(value))
	for len(name) > 0 && (honorific[strings.ToLower(strings.Trim(name[0], "."))] || isTitle(name[0])) {
		name = name[1:]
	}
	if len(name) == 0 || len(name) > 6 || strings.ContainsAny(value, "@?!0123456789") {
		return
	}
	first, last := splitName(name)
	if called != "" && isInitial(first[len(first)-1:]) || strings.HasSuffix(first, ".") && called != "" {
		first = called
	}
	if before, behind, found := strings.Cut(f.value, ", "); found && twoNames.MatchString(behind) {
		first, last = behind, tidyName(before)
	}
	d.set("first_name", &d.FirstName, first, f.line)
	d.set("last_name", &d.LastName, strings.TrimSuffix(last, "."), f.line)
	if called != "" {
		d.DisplayName = withSurname(called, d.LastName)
	}
}

// tidyName drops what isn't part of a name and writes the capitals of a
// payroll export as people write names.
func tidyName(value string) string {
	value = strings.Trim(strings.Join(strings.Fields(value), " "), ` "'*_,;.`)
	if len([]rune(value)) < 4 || strings.ContainsFunc(value, unicode.IsLower) {
		return value
	}
	start := true
	return strings.Map(func(r rune) rune {
		first := start
		start = !unicode.IsLetter(r)
		if first {
			return r
		}
		return unicode.ToLower(r)
	}, value)
}

// surnameFirst is a name as payroll systems write it: SMITH, ROBERT J.
var surnameFirst = regexp.MustCompile(`\b\p{Lu}{2,}(?:['-]\p{Lu}{2,})*, ?\p{Lu}{2,}(?:-\p{Lu}{2,})*(?: \p{Lu}\b\.?)?`)

// payrollName writes such a name as people do.
func payrollName(text string) string {
	last, first, _ := strings.Cut(text, ",")
	return tidyName(first) + " " + tidyName(last)
}

// capitals is a surname that stands before the given name, as in "SMITH Jo".
var capitals = regexp.MustCompile(`^(\p{Lu}{3,}(?:['-]\p{Lu}{2,})*) (\p{Lu}\p{Ll}.*)$`)

// personValue returns the person whom a form's value names, where the text
// doesn't know anyone of that name: "SMITH, ROBERT" is Robert Smith.
func personValue(value string) string {
	value = strings.Trim(idNumber.ReplaceAllString(inBracketsWide.ReplaceAllString(value, ""), ""), " .")
	if last, first, reversed := strings.Cut(value, ","); reversed && !strings.Contains(last, " ") && len(strings.Fields(first)) <= 2 {
		value = strings.TrimSpace(first) + " " + last
	}
	return tidyName(value)
}

// finish puts the display name together and hands the evidence over.
func (d *draft) finish(i int, v verdict, evidence map[string]string) step.Subject {
	if d.DisplayName == "" && d.FirstName != "" && d.LastName != "" {
		d.DisplayName = d.FirstName + " " + d.LastName
	}
	for key, because := range d.evidence {
		evidence[fmt.Sprintf("users.%d.%s", i, key)] = because
	}
	return d.Subject
}
