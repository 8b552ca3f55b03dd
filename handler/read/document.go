package read

import (
	"regexp"
	"slices"
	"strings"

	"usher/steps/step"
)

// document is a ticket taken apart.
type document struct {
	ticket    step.Ticket
	subject   string
	reply     bool   // the subject answers an older mail, so it may be about something else
	approval  bool   // the newest mail only says yes to what it quotes
	carries   bool   // the newest mail says that the older ones hold apart from what it changes
	aside     bool   // the newest mail says that it is about something else
	silent    bool   // the newest mail says nothing, or only thanks
	moves     string // what shows that a form has old and new values; empty if it has none
	text      string
	fields    []field
	tables    [][]record
	sentences []sentence
	context   []sentence // quoted mails: who is who, but nothing is asked for
	tags      *tags
	people    people
	requester string
}

var (
	replySubject = regexp.MustCompile(`(?i)^\s*(?:re|aw|antw|sv|fwd?|wg|tr|rv)\s*(?:\[\d+\])?\s*:\s*`)
	ticketMark   = regexp.MustCompile(`(?i)^\s*(?:\[(?:[^\]]{0,30}[#\d][^\]]{0,30}|ext(?:ernal)?|urgent)\]|\(?(?:ticket|case|inc|sr|req)?\s?#?\d{3,}\)?)\s*[:-]?\s*`)
	carries      = regexp.MustCompile(`(?i)\b(?:all|everything) (?:else|the rest)\b|\b(?:the )?rest (?:stays|remains|is|as)\b|\bthe rest\b|\botherwise (?:the same|unchanged|as)\b|\b(?:same|just) as (?:before|below)\b|\b(?:see|per|further to the) below\b|\bas (?:before|discussed below)\b`)
	hijacks      = regexp.MustCompile(`(?i)\bhijack|\b(?:is|about) the opposite\b|\bold (?:thread|e-?mail|ticket)\b|\b(?:new|different|another|unrelated) (?:topic|matter|request|person|subject|one)\b|\bignore the (?:subject|title|rest)\b|\bwrong (?:subject|template|form|title)\b|\breus(?:e|ing) this (?:thread|mail|e-?mail|ticket)\b`)
	approves     = regexp.MustCompile(`(?i)^\W*(?:approved|ok(?:ay)?|yes|go ahead|please (?:proceed|process|action|go ahead|set (?:this|it|him|her|them) up|see below)|see below|fyi|as (?:below|discussed)|confirmed|agreed)\b.{0,80}$`)
)

// newDocument takes a ticket apart. Nothing is decided yet.
func newDocument(t step.Ticket) *document {
	d := &document{ticket: t, requester: clean(t.Requester.Name)}
	d.subject = strings.Join(strings.Fields(clean(t.Subject)), " ")
	body := clean(fromHTML(t.Body))
	d.text = d.subject + "\n" + body
	d.tags = &tags{cal: newCalendar(t, d.text)}
	if d.tags.cal.tongue == german {
		d.tags.knowNames(d.text)
	}
	for replySubject.MatchString(d.subject) {
		d.reply = d.reply || !fwdSubject.MatchString(d.subject)
		d.subject = replySubject.ReplaceAllString(d.subject, "")
	}
	messages := d.messages(body)
	messages[0].newest = true
	d.addSentences(&d.sentences, message{from: messages[0].from}, d.subject, true)
	for i, m := range messages {
		if i > 0 && m.quoted && (d.aside || !d.approval && !d.carries && d.namesSomebody()) {
			d.addProse(&d.context, m)
			continue
		}
		m.lines = withoutAsides(d.takeForms(m.lines))
		d.addProse(&d.sentences, m)
	}
	d.requestedFor()
	d.addValues()
	signers := d.addSigners(messages)
	d.people = gather(d.tags.people, d.tags.addresses)
	for _, w := range signers {
		if p := d.people.find(w.name); p != nil && (!w.older || !d.namedLately(p)) {
			p.signer = true
		}
	}
	d.introduced()
	d.resolve()
	return d
}

// namedLately tells whether the newest mail speaks of somebody, who may have
// written an older one.
func (d *document) namedLately(p *person) bool {
	return p.full() && slices.ContainsFunc(d.sentences, func(s sentence) bool {
		return s.newest && !strings.HasPrefix(s.by, p.name[0]) && slices.Contains(d.personsIn(s.tagged), p)
	})
}

// introduces is how somebody begins who speaks or has no signature.
var introduces = anyOf{
	when("this is|it's|its|i'm|my name", `^(?:(?:hi|hello|hey|morning|good morning|good afternoon)\b[ ,]*(?:\w+[ ,]+){0,2}?)?(?:this is|my name is|i'm) {person}`),
	when("it's|its", `^(?:hi|hello|hey)[ ,]+(?:it's|its) {person}`),
}

// introduced marks the writer who gives a name at the beginning.
func (d *document) introduced() {
	for i := range min(len(d.sentences), 3) {
		m := introduces.in(d.sentences[i])
		if m == nil {
			continue
		}
		for _, p := range d.personsIn(m[1]) {
			p.signer = true
			for j := range d.sentences {
				if d.sentences[j].by == "" {
					d.sentences[j].by = strings.Join(p.name, " ")
				}
			}
		}
	}
}

// messages takes the body apart into its mails, each without greeting,
// footer and signature.
func (d *document) messages(body string) []message {
	written := squeezed(strings.Split(body, "\n"))
	if from, lines, ok := chat(written); ok {
		return []message{{from: from, lines: lines}}
	}
	lines := layout(d.columns(unquoteAnswers(written)))
	if form, ok := questions(lines); ok {
		m := withoutSignature(message{lines: withoutFooters(form.lines)})
		if form.from != "" {
			m.from = form.from
		}
		return []message{m}
	}
	messages := thread(d.ticket.Subject, lines)
	for i, m := range messages {
		m.lines = withoutFooters(m.lines)
		messages[i] = withoutSignature(m)
	}
	newest := strings.TrimSpace(strings.Join(messages[0].lines, " "))
	d.aside = hijacks.MatchString(newest)
	d.carries = carries.MatchString(newest)
	d.approval = len(messages) > 1 && (approves.MatchString(newest) || d.tags.cal.tongue != english && foreignApproves.MatchString(newest))
	d.silent = newest == "" && d.reply && (len(messages) == 1 || messages[1].quoted)
	if messages[0].from == "" {
		messages[0].from = d.requester
	}
	return messages
}

// namesSomebody tells whether what was read so far names anyone in full. An
// answer that doesn't is about whoever the mail below it names.
func (d *document) namesSomebody() bool {
	if len(d.tables) > 0 || record(d.fields).has(fullName, givenName, legalName) {
		return true
	}
	return slices.ContainsFunc(d.tags.people, func(m mention) bool { return len(m.name) > 1 || m.address != "" })
}

// addValues makes the people known whom a form names.
func (d *document) addValues() {
	for _, f := range d.fields {
		switch f.key {
		case fullName, boss, delegate, forward, files, mirror:
			d.tags.tag(inBracketsWide.ReplaceAllString(f.value, ""))
		}
	}
}

// adopt reads the quoted mails as well, where the newest one asks for nothing
// by itself: it changes a date, or answers a question.
func (d *document) adopt() {
	d.sentences = append(d.sentences, d.context...)
	d.context = nil
}

// addProse adds the sentences of a message.
func (d *document) addProse(to *[]sentence, m message) {
	for _, paragraph := range paragraphs(m.lines) {
		if machineTalk.MatchString(paragraph) {
			continue
		}
		d.addSentences(to, m, paragraph, false)
	}
}

func (d *document) addSentences(to *[]sentence, m message, text string, subject bool) {
	item := bullet.MatchString(text)
	text = strings.Join(strings.Fields(bullet.ReplaceAllString(text, "")), " ")
	if m := wholeQuote.FindStringSubmatch(text); m != nil {
		text = m[1]
	}
	text = raised(spoken(text))
	text = surnameFirst.ReplaceAllStringFunc(text, payrollName)
	if subject {
		text = ticketMark.ReplaceAllString(text, "")
	}
	for _, tagged := range split(d.tags.tag(text)) {
		if len(*to) >= maxSentences {
			return
		}
		tagged = strings.ToValidUTF8(tagged[:min(len(tagged), maxSentence)], "")
		*to = append(*to, sentence{
			tagged: tagged, lower: strings.ToLower(tagged), plain: d.tags.untag(tagged),
			tongue: d.tags.cal.tongue, by: m.from, newest: m.newest, subject: subject, item: item,
		})
	}
}

// addSigners makes the writers of the mails known, so that "Hal" is found to
// be Hal Brody. What else a signature says isn't read.
func (d *document) addSigners(messages []message) (signers []signer) {
	add := func(name string, older bool) {
		if isName(name) {
			d.tags.tag(name)
			signers = append(signers, signer{name: strings.Fields(name), older: older})
		}
	}
	add(d.requester, false)
	for i, m := range messages {
		add(m.from, i > 0)
	}
	return signers
}

// signer is who wrote one of the mails; older ones may be whom a newer one
// is about.
type signer struct {
	name  []string
	older bool
}

// paragraphs joins lines that were only wrapped.
func paragraphs(lines []string) []string {
	var list []string
	open := false
	for _, line := range lines {
		text := strings.TrimSpace(line)
		if text == "" {
			open = false
			continue
		}
		if open && !bullet.MatchString(line) && !namedLine.MatchString(line) {
			list[len(list)-1] += " " + text
		} else {
			list = append(list, text)
		}
		open = len([]rune(text)) >= 60 && !strings.HasSuffix(text, ":")
	}
	return list
}
