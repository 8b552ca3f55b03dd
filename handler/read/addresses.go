package read

import (
	"regexp"
	"strings"
)

var (
	ownLogin   = when("use|username|login|e-mail|email|account|address", `\b(?:use|username|user name|login|upn|e-?mail(?: address)?|address)(?: is| will be| should be|:| as| to be)? {address}`)
	aliasFor   = when("alias", `\balias(?:es)?(?: is| of|:)? {address}`)
	privateFor = when("personal|private|home", `\b(?:personal|private|home)\b(?: e-?mail| mail| address)*[^.;]{0,40}?{address}`)
	boxWords   = regexp.MustCompile(`(?i)\b(?:mailbox(?:es)?|inbox|send[- ]?as|shared)\b`)
	phoneForm  = regexp.MustCompile(`(?i)\b(?:cell|mobile|phone|tel|telephone|ext|extension|x)(?: phone| number| no| is|\.|:|#)* *(?:ext\.? ?)?(\+?\(?\d[\d .()-]{5,18}\d|\d{3,5}\b)`)
	phoneOnly  = regexp.MustCompile(`\+?\(?\d[\d .()/-]{6,18}\d`)
	notHis     = regexp.MustCompile(`(?i)\b(?:text me|call me|reach me|my (?:cell|phone|mobile)|contact me)\b`)
)

// fillAddresses reads the joiner's own addresses, shared mailboxes and phone.
func (d *document) fillAddresses(draft *draft) {
	d.fillAddressForm(draft)
	for _, s := range draft.sentences {
		if m := ownLogin.in(s); m != nil {
			draft.set("upn_or_email", &draft.UPNOrEmail, d.addressIn(m[1]), s.plain)
		}
		if m := aliasFor.in(s); m != nil {
			draft.add("aliases", &draft.Aliases, s.plain, d.addressIn(m[1]))
		}
		if m := privateFor.in(s); m != nil {
			draft.set("personal_email", &draft.PersonalEmail, d.addressIn(m[1]), s.plain)
		}
		d.fillForeignAddresses(draft, s)
		d.fillSharedBoxes(draft, s)
		if m := phoneForm.FindStringSubmatch(s.plain); m != nil && !notHis.MatchString(s.plain) && !s.subject {
			draft.set("phone", &draft.Phone, m[1], s.plain)
		}
	}
	if draft.PersonalEmail != "" && draft.PersonalEmail == draft.UPNOrEmail {
		draft.UPNOrEmail = ""
		delete(draft.evidence, "upn_or_email")
	}
}

func (d *document) fillAddressForm(draft *draft) {
	if f, ok := draft.record.get(privateMail); ok {
		draft.set("personal_email", &draft.PersonalEmail, address.FindString(f.value), f.line)
	}
	if f, ok := draft.record.get(phone); ok {
		draft.set("phone", &draft.Phone, phoneOnly.FindString(f.value), f.line)
	}
	f, ok := draft.record.get(sharedBoxes)
	if !ok {
		return
	}
	if found := addressForm.FindAllStringSubmatch(f.value+" ", 8); found != nil {
		for _, m := range found {
			draft.add("shared_mailboxes", &draft.SharedMailboxes, f.line, m[1])
		}
		return
	}
	value := replyLabel.ReplaceAllString(inBracketsWide.ReplaceAllString(f.value, ""), "")
	draft.add("shared_mailboxes", &draft.SharedMailboxes, f.line, splitList(strings.Trim(value, " -"))...)
}

// fillSharedBoxes reads the addresses of a sentence about shared mailboxes.
func (d *document) fillSharedBoxes(draft *draft, s sentence) {
	if s.tongue != english || !boxWords.MatchString(s.plain) || noneGroup.MatchString(s.plain) {
		return
	}
	for _, r := range s.tagged {
		if r < addressTag || r >= spanTag {
			continue
		}
		box := d.tags.addresses[r-addressTag]
		p := d.people.by(r)
		if p != nil && len(p.name) > 0 || box == draft.UPNOrEmail || box == draft.PersonalEmail {
			continue
		}
		draft.add("shared_mailboxes", &draft.SharedMailboxes, s.plain, box)
	}
}

func (d *document) addressIn(tagged string) string {
	for _, r := range tagged {
		if r >= addressTag && r < spanTag {
			return d.tags.addresses[r-addressTag]
		}
	}
	return ""
}

// fillLogin reads how a form names the account: an address, or a user name.
func (d *document) fillLogin(draft *draft) {
	f, ok := draft.record.get(login)
	if !ok {
		return
	}
	if m := addressForm.FindStringSubmatch(f.value + " "); m != nil {
		draft.set("upn_or_email", &draft.UPNOrEmail, m[1], f.line)
		return
	}
	if value := strings.TrimSpace(inBracketsWide.ReplaceAllString(f.value, "")); !strings.ContainsAny(value, " ,") {
		draft.set("upn_or_email", &draft.UPNOrEmail, value, f.line)
	}
}
