package read

import (
	"regexp"
	"slices"
	"strings"

	"usher/steps/step"
)

// forwardPatterns say to whom new mail is sent on, and for how long.
var forwardPatterns = anyOf{
	when("forward", `\bforward(?:ed|ing|s|er)?\b[^.;]{0,70}?\b(?:to|->|:) ?{people}(?:[^.;]{0,20}? for (?:the next |a period of |about |up to )?{span})?`),
	when("send|redirect|route|direct|divert", `\b(?:send|redirect|re-?route|route|direct|divert)(?:ed|ing)?\b (?:all |any |new |incoming |of |{their} |future |\w+'s )*{mail}[^.;]{0,30}? to {people}(?:[^.;]{0,20}? for (?:the next |a period of )?{span})?`),
	when("mail|message", `\b(?:e-?mails?|mails?|messages)(?: should| must| can| to| needs? to| need to| will| are to| then)* (?:be )?(?:go|forwarded|sent|redirected|routed|diverted)(?: on| over)? to {people}(?:[^.;]{0,20}? for (?:the next |a period of )?{span})?`),
	when("mail", `(?:->|=>|,|:|-) ?(?:new |all )?(?:e-?)?mails? to {people}`),
	when("mail", `\b(?:e-?mails?|mails?|messages)(?: can| should| to| must| will| may| all| then| now| just| needs?)* (?:come|comes|go|goes|land|arrive)(?: on| over| through| straight)? (?:to |with |in )+{people}(?:[^.;]{0,20}? for (?:the next |about |up to )?{span})?`),
	when("still|come|arriv|mail", `\b(?:send|forward|pass|redirect) (?:on )?(?:whatever|anything|everything)(?: that| which)?(?: still| else)? ?(?:comes?|arrives?|gets)?(?: in)?(?: for (?:him|her|them))?(?: on)? to {people}(?:[^.;]{0,20}? for (?:the next |about |up to )?{span})?`),
}.and(germanForward, frenchForward, spanishForward, dutchForward)

// notForward takes a forward back, or keeps one from being read.
var (
	notForward = when("send|forward", `\b(?:shouldn't|should not|don't|do not|no need to|not|never) (?:send|forward)\b[^.;]{0,40}? to {people}`)
	thisMail   = when("forward", `\bforward(?:ed|ing)? (?:this|the ticket|the request|it) (?:on )?to\b`)
)

// delegatePatterns say who gets the mailbox.
var delegatePatterns = anyOf{
	when("give|grant|provid|allow|assign", `\b(?:give|grant|provide|allow|assign)(?:ing)? {people} (?:full |read |delegate |delegated |complete |shared )*(?:access|permissions?|rights)(?: to| on| into| over)?[^.;]{0,40}?\b(?:{mail}|account)\b`),
	when("give|grant|provid|hand|pass|assign|delegate|transfer|share|turn", `\b(?:give|grant|provide|hand|pass|assign|delegate|transfer|share|turn)(?:ing)?(?: over)? (?:{their} (?:\w+ )?{mail}|(?:full )?access(?: to| on)? {their} (?:\w+ )?{mail}|(?:full |delegate |mailbox )*access)(?: over| access)?(?: to| with) {people}`),
	when("mail|inbox", `\b(?:give|grant|hand|pass|assign|delegate|transfer|share|turn)(?:ing)?(?: over)? it(?: over)? (?:to|with) {people}`),
	when("mailbox|inbox", `\b(?:mailbox|inbox)[^.;]{0,40}, {people} (?:should|will|needs to|must) (?:have|get) (?:full )?access`),
	when("give|hand|pass", `\b(?:give|hand|pass) {people} (?:{their} )(?:\w+ )?{mail}`),
	when("mailbox|inbox|mail", `{people}(?: should| needs?| will need| will| must| can| would like| to| wants?)(?: also)?(?: get| gets| have| receive| be given| take over| keep)?(?: to have| full| read| delegate)*(?: access(?: to)?)? {their} (?:\w+ )?(?:mailbox|inbox|e-?mails?|mail)\b`),
	when("gets|get|takes over", `{people} (?:gets|takes over) (?:{their} )?(?:\w+ )?(?:mailbox|inbox|e-?mails?|mail)\b`),
	when("access to", `\baccess to {their} (?:\w+ )?(?:mailbox|inbox|e-?mails?|mail)(?: \w+){0,3}? (?:for|to) {people}`),
	when("mailbox|inbox", `\b(?:mailbox|inbox)(?: access)?(?: should| to| needs to| must| will| can)*(?: go| be given| be delegated| be shared| is made available| be made available| made available| available| delegated| given| shared)+ (?:to|with) {people}`),
	when("give|grant", `\b(?:give|grant)(?:ing)? {people} (?:full )?access(?: too| as well)?(?:[.;,]|$)`),
	when("shared", `\bshared(?: mailbox| one)?,? (?:with|for|delegated to|accessible (?:by|to)|and (?:give|grant)(?: full)? access to) {people}`),
	when("access", `\b(?:with|and)(?: full)? access (?:for|to) {people}`),
	when("mailbox|inbox", `\b(?:mailbox|inbox)(?: access)?[:,]? ?(?:->|=>|(?:give|given|goes|go|delegate|delegated|share|shared)? ?(?:to|with)) {people}`),
	when("access", `{people}(?: also)? (?:gets?|has|have|will (?:have|get|need)|needs?|should (?:have|get)|to (?:have|get)) (?:full )?access(?:[.;,]|$| and| to (?:it|{their}))`),
	when("access on|access to|access for", `\b(?:full )?access (?:on|to) {their} (?:\w+ )?(?:mailbox|inbox|e-?mails?|mail) (?:for|to) {people}`),
	when("read|see|answer|get into", `{people}[^.;]{0,60}? (?:needs?|has|wants?|have|will need) to (?:read|see|answer|get into|look at|monitor|check) {their} (?:\w+ )?(?:mailbox|inbox|e-?mails?|mail)\b`),
	when("let", `\b(?:mailbox|inbox|mail)\b[^.;]{0,40}\blet {people} in`),
	when("access", `\b(?:mailbox|inbox|mail)\b[^.;]{0,30}[,;] ?access:? {people}`),
	when("full access", `^{people}(?: ?:|,| -)? (?:gets |to have |has )?full access\b`),
	when("handed over|hand over|handed to", `\b(?:mailbox|inbox|e-?mails?|mail)\b[^.;]{0,40}\bhanded (?:over )?to {people}`),
}.and(germanDelegates, frenchDelegates, spanishDelegates, dutchDelegates)

var (
	convertPatterns = anyOf{
		when("shared", `\b(?:convert|turn|mak|chang|set|switch|transform)\w*\b[^.;]{0,60}? (?:(?:in)?to |as )?(?:a |an )?shared\b`),
		when("shared", `\b(?:mailbox|inbox)(?: \w+){0,2} (?:becomes?|to|into|as|gets|goes|->|=>) (?:an? )?shared\b`),
		when("shared", `^\W*(?:becomes?|turn(?:ed|s)? into|to become|goes) (?:an? )?shared\b`),
		when("convert", `\bconvert (?:his|her|their|the) (?:mailbox|inbox)\b`),
		when("share", `\bshare {their} (?:mailbox|inbox)\b`),
		when("sharedmailbox|shared mailbox", `\bsharedmailbox\b|\bas (?:a )?shared mailbox\b|\bmailbox (?:should|to|must) (?:be|become) (?:a )?shared\b|\bkeep [^.;]{0,30}shared mailbox`),
	}.and(foreignConvert)
	noConvert = anyOf{
		when("regular|normal|user mailbox", `\b(?:back )?(?:in)?to (?:a )?(?:regular|normal|user)(?: one| mailbox)`),
		when("convert|shared", `\b(?:do not|don't|no need to) convert\b|\bnot (?:a )?shared\b`),
	}.and(foreignNoConvert)
	replyWords = regexp.MustCompile(`(?i)\bauto[- ]?(?:reply|replies|repl\w+|respon\w+)|\bout[- ]of[- ](?:the )?office\b|\booo\b|\boof\b|\bautomatic (?:reply|response)|\bautomated (?:reply|response)|\bvacation (?:message|responder)|abwesenheits\w+|automatische antwort|réponse automatique|message d'absence|afwezigheid\w*|respuesta automática`)
	replyHints = []string{"auto", "out of", "out-of", "ooo", "oof", "vacation", "abwesen", "absence", "afwezig", "respuesta", "out "}
	noReply    = regexp.MustCompile(`(?i)\b(?:no|without|remove|don't|do not|come off|take off|turn off)\b[^.;]{0,30}(?:auto|out[- ]of)|(?:auto|out[- ]of)[^.;]{0,40}\b(?:come off|not needed|turned off|removed)`)
	replySays  = regexp.MustCompile(`(?i)(?:saying|that says|stating|which says|reading|to say|that states|should (?:say|state|read)|(?:reply|response|office|message|ooo):|telling \w+|notifying \w+|informing \w+)(?: that)?:? (.{8,500})$`)
	replyTo    = regexp.MustCompile(`(?i)\b((?:point|direct|refer)(?:s|ing)?(?: people| senders| everyone| them| clients| customers)? (?:to|at) (?:\S+@[\w.-]+\w|[^.;]{3,80}))`)
	replyWith  = regexp.MustCompile(`(?i)(?:auto[- ]?\w+|office|reply) (?:with (?:a )?(?:message )?(?:about |that )?)(.{8,300})$`)
	replyLabel = regexp.MustCompile(`(?i)^\W*(?:yes|oui|ja|sí|si|on|required)\b[\s,:;-]*`)
)

// fillMailbox reads what becomes of the mailbox. A joiner's is only read
// where an old one is to be a regular one again.
func (d *document) fillMailbox(draft *draft, action step.Action) {
	for _, s := range draft.sentences {
		switch {
		case noConvert.match(s):
			draft.setConvert(false, s.plain)
		case action == step.Offboard && convertPatterns.match(s):
			draft.setConvert(true, s.plain)
		}
	}
	if action != step.Offboard {
		return
	}
	d.fillMailboxForm(draft)
	d.fillForward(draft)
	for _, s := range draft.sentences {
		for _, p := range delegatePatterns {
			if m := p.in(s); m != nil && len(d.whoms(m[1], s, draft)) > 0 {
				draft.add("mailbox.delegates", &draft.mailbox().Delegates, s.plain, d.whoms(m[1], s, draft)...)
			}
		}
		if s.lower != "" && strings.Contains(s.lower, " hold") && holdWords.MatchString(s.plain) {
			draft.mailbox().Hold = true
		}
	}
	d.fillAutoReply(draft)
	if draft.Mailbox != nil && !draft.mailboxStated() {
		draft.asks.add("mailbox_disposition")
	}
}

var holdWords = regexp.MustCompile(`(?i)\b(?:legal|litigation) hold\b`)

// mailboxStated tells whether the ticket says what becomes of the mailbox,
// beyond that nothing may be lost.
func (d *draft) mailboxStated() bool {
	m := d.Mailbox
	return m != nil && (m.ConvertShared != nil || m.ForwardTo != "" || len(m.Delegates) > 0 || m.AutoReply != nil)
}

func (d *draft) setConvert(shared bool, because string) {
	if d.mailbox().ConvertShared == nil {
		d.mailbox().ConvertShared = &shared
		d.evidence["mailbox.convert_shared"] = because
	}
}

// fillMailboxForm reads the labels about the mailbox.
func (d *document) fillMailboxForm(draft *draft) {
	for _, f := range draft.record {
		if isEmptyValue(f.value) {
			continue
		}
		lower := strings.ToLower(f.value)
		switch mailboxKey(f) {
		case convert, delegate:
			if yes := startsYes(lower); strings.Contains(lower, "shared") || sharedWord.MatchString(lower) && !foreignNoConvertValue.MatchString(lower) || f.key == convert && yes && (strings.Contains(strings.ToLower(f.line), "shared") || sharedWord.MatchString(f.line)) {
				draft.setConvert(true, f.line)
			}
			if names := d.inValue(f, draft); len(names) > 0 {
				draft.add("mailbox.delegates", &draft.mailbox().Delegates, f.line, names...)
			}
		case forward:
			if names := d.inValue(f, draft); len(names) > 0 {
				draft.set("mailbox.forward_to", &draft.mailbox().ForwardTo, names[0], f.line)
			}
			draft.setForwardDays(d.daysIn(f.value), f.line)
		case hold:
			if startsYes(lower) {
				draft.mailbox().Hold = true
			}
		}
	}
}

func startsYes(lower string) bool {
	first, _, _ := strings.Cut(strings.Trim(lower, " *_."), " ")
	return slices.Contains([]string{"yes", "y", "oui", "ja", "sí", "si", "true", "on", "x"}, strings.Trim(first, ",.;:"))
}

// daysIn returns the days of the first span of time in a text, 0 if none.
func (d *document) daysIn(text string) int {
	for _, r := range d.tags.tag(text) {
		if r >= spanTag && r < quoteTag {
			return d.tags.spans[r-spanTag].days
		}
	}
	return 0
}

func (d *draft) setForwardDays(days int, because string) {
	if days > 0 && d.mailbox().ForwardDays == 0 {
		d.mailbox().ForwardDays = days
		d.evidence["mailbox.forward_days"] = because
	}
}

func (d *document) fillForward(draft *draft) {
	withdrawn := map[string]bool{}
	for _, s := range draft.sentences {
		if m := notForward.in(s); m != nil {
			for _, name := range d.whoms(m[1], s, draft) {
				withdrawn[name] = true
			}
		}
	}
	for _, s := range draft.sentences {
		if notForward.in(s) != nil || thisMail.in(s) != nil {
			continue
		}
		m := forwardPatterns.in(s)
		if m == nil {
			continue
		}
		names := d.whoms(m[1], s, draft)
		if len(names) == 0 || withdrawn[names[0]] {
			continue
		}
		draft.set("mailbox.forward_to", &draft.mailbox().ForwardTo, names[0], s.plain)
		if len(m) > 2 && m[2] != "" {
			draft.setForwardDays(d.tags.spans[[]rune(m[2])[0]-spanTag].days, s.plain)
		}
		draft.setForwardDays(d.daysBeside(s), s.plain)
		return
	}
}

// fillAutoReply reads the text of an automatic reply, or that one is wanted.
func (d *document) fillAutoReply(draft *draft) {
	if f, ok := draft.record.get(autoReply); ok {
		text := strings.Trim(replyLabel.ReplaceAllString(f.value, ""), ` "'«»-:`)
		draft.setReply(text, f.line)
	}
	for i, s := range draft.sentences {
		foreign, wanted := repliesIn(s)
		if !(containsAny(s.lower, replyHints) && replyWords.MatchString(s.plain)) && !foreign || !wanted || noReply.MatchString(s.plain) || strings.HasSuffix(s.plain, "?") {
			continue
		}
		text := d.quoteIn(s)
		if text == "" && i+1 < len(draft.sentences) && strings.HasSuffix(strings.TrimSpace(s.plain), ":") {
			next := draft.sentences[i+1]
			if text = d.quoteIn(next); text == "" {
				text = next.plain
			}
		}
		for _, form := range []*regexp.Regexp{replySays, replyTo, replyWith, foreignSaysIn(s)} {
			if m := form.FindStringSubmatch(s.plain); m != nil && text == "" {
				text = strings.Trim(m[1], ` "'.`)
			}
		}
		draft.setReply(text, s.plain)
	}
}

func (d *draft) setReply(text, because string) {
	if d.mailbox().AutoReply != nil {
		return
	}
	if standardReply.MatchString(text) {
		text = ""
	}
	d.evidence["mailbox.auto_reply"] = because
	if text == "" {
		d.mailbox().AutoReply = true
		return
	}
	d.mailbox().AutoReply = text
}

// quoteIn returns the first quotation of a sentence.
func (d *document) quoteIn(s sentence) string {
	for _, r := range s.tagged {
		if r >= quoteTag && isTag(r) {
			return d.tags.quotes[r-quoteTag]
		}
	}
	return ""
}
