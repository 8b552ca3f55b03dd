package read

import (
	"regexp"
	"slices"
	"strings"

	"usher/steps/step"
)

// near is up to so much text, without another date, between a word and its date.
const near = `[^.;\x{E400}-\x{E7FF}]{0,50}?`

var (
	lastDay = anyOf{
		when("last|final|lwd", `\b(?:(?:last|final)(?: \w+)? day|lwd)\b`+near+`{date}`),
		when("last|final", `{date}(?:'s (?:his|her|their) last\b|`+near+`(?:is|as|will be) (?:his|her|their|\w+'s) (?:last|final)(?: \w+)? day)`),
		when("leav|left|reliev|goes|going|parting|gone|depart|resign|retir|terminat|go|effective|ends|ending|end|done|separat|finish", `\b(?:finish\w*|leav\w+|left|relieved|goes|going|parting|gone|depart\w*|resign\w*|retir\w*|terminat\w*|let \S+ go|go|effective|ends?|ending|due to end|done|separat\w*)\b`+near+`{date}`),
		when("disabl|deactivat|cut|clos|lock|block|by|on|as of|for|remov|terminat", `\b(?:disabl\w*|deactivat\w*|cut|clos\w*|lock\w*|block\w*|remov\w*|shut|by|as of|at)\b`+near+`{date}`),
	}.and(foreignLastDay)
	startDay = anyOf{
		when("start|join|attend|com|cover|begin|commenc|first day|hire date|onboard|arriv|coming back|effective", `\b(?:start\w*|join\w*|attend\w*|comes|coming|cover\w*|begin\w*|commenc\w*|first day|hire date|onboard\w*|arriv\w*|coming back|effective)\b`+near+`{date}`),
		when("start|first day", `{date}`+near+`(?:start date|first day)`),
		when("", `{date} ?(?:-|to|until|through|till|bis|au|tot) ?{d}`),
	}.and(foreignStartDay)
	moveDay = anyOf{
		when("effective|as of|from|per|start|on", `\b(?:effective|as of|starting|starts|per|beginning|w\.e\.f)\b`+near+`{date}`),
		when("mov|transfer|going|chang|promot|on", `\b(?:mov\w*|transfer\w*|going|chang\w*|promot\w*|switch\w*)\b[^.;\x{E400}-\x{E7FF}]{0,110}?{date}`),
	}.and(foreignMoveDay)
	endDay = anyOf{
		when("until|till|through|thru|ends|ending|expire|contract|finish|bis|jusqu|hasta", `\b(?:until|till|through|thru|ends?|ending|expires?|contract ends?|finish(?:es)?|bis|jusqu'au|hasta)\b[^.;\x{E400}-\x{E7FF}]{0,15}?{date}`),
		when("", `{d} ?(?:-|to|until|through|till|bis|au|tot) ?{date}`),
	}.and(foreignEndDay)
	// revised is a date that takes the place of another one.
	revised = when("now|instead|not|rather|make it|make that|moved to", `(?:\b(?:it is|it's|make (?:it|that)|moved to|now) (?:now )?(?:the |on )?{date}|{date},? (?:now|instead|rather than)\b|{date},? (?:and )?not\b)`)
	// moved is a date that an answer puts in the place of the one below.
	moved = when("looking at|so|prefer|make it|push", `\b(?:now looking at|(?:so|so it's|so that's|so make it)|(?:prefers?|like|wants?) to (?:start|begin|leave|finish) (?:on|from)?) (?:the |on )?{date}`)
	// denied is one that doesn't hold any more.
	denied = when("not|instead of|was|rather than|than", `\b(?:not|instead of|rather than|originally|was) (?:on )?(?:the )?{date}`)
	// beside names dates that are none of the person's.
	beside = when("keep|preserve|request|submitted|sent|forward|until|deleted|meeting|extended|born|hired|overlap", `\b(?:keep|preserved?|requested|submitted|sent|until|deleted|extended|born|originally|was hired|due)\b`+near+`{date}`)

	cutWords   = regexp.MustCompile(`(?i)\b(?:désactiv\w*|bloqu\w*|sperren|deaktivier\w*|desactiv\w*|blokker\w*|cut|block\w*|disabl\w*|deactivat\w*|lock\w*|access|sign[- ]?(?:in|out)|terminat\w*|shut|close\w*|revok\w*|off)\b`)
	atOnce     = regexp.MustCompile(`(?i)\b(?:immediate(?:ly)?|right away|straight away|at once|asap|a\.s\.a\.p|as soon as possible|right now|urgent(?:ly)?|emergency|(?:block|disable|lock|cut|kill|remove|shut)\b[^.;]{0,40}\bnow|within (?:the|an|1|one) hour|sofort|umgehend|immédiatement|dès maintenant|inmediata(?:mente)?|urgente|onmiddellijk|direct afsluiten|per direct|spoed)\b`)
	hushHints  = []string{"confidential", "know", "contact", "notify", "tell", "inform", "alert", "keep this"}
	exactHints = []string{"sharp", "not before", "all at once", "know", "locked out"}
	hurryHints = []string{"immed", "inmed", "away", "at once", "asap", "a.s.a.p", "soon as", "now", "urgent", "emergency", "within", "sofort", "umgehend", "immédi", "dès maint", "onmiddellijk", "direct", "spoed"}
	noHurry    = regexp.MustCompile(`(?i)\b(?:not urgent|no rush|no hurry|not immediately|isn't urgent|no urgency)\b`)
	exactly    = regexp.MustCompile(`(?i)\bsharp\b|\bnot before\b|\ball at once\b|\b(?:does(?:n't| not)|don't|do not) (?:yet )?know\b|\blocked out by\b`)
	hush       = regexp.MustCompile(`(?i)\bconfidential\b|\bdo(?:es)?(?:n't| not) (?:yet )?know (?:yet|about)|\b(?:do not|don't) (?:contact|notify|tell|inform|alert) (?:the )?(?:employee|user|him|her|them|anyone)|\bdoes not know yet\b|\bkeep this (?:quiet|confidential)`)
	hushFooter = regexp.MustCompile(`(?i)confidentiality|confidential information`)
)

// fillDates finds when it is to happen, and when it ends.
func (d *document) fillDates(draft *draft, action step.Action, drafts int) {
	day, because := d.fromDateForm(draft, action)
	if !day.sure() {
		found, sentence := d.fromProse(draft, action)
		if day.day.IsZero() || found.sure() {
			day, because = found, sentence
		}
	}
	if action == step.Onboard {
		d.fillEnd(draft, day)
	}
	switch {
	case day.unclear || day.clash:
		draft.asks.add("date_format")
	case day.day.IsZero() && action == step.Offboard && d.isUrgent(draft):
		day = moment{day: d.tags.cal.received}
		because = d.urgentBecause(draft)
	}
	if !day.sure() {
		return
	}
	if day.clock == "" && action == step.Offboard {
		day.clock = d.clockFor(draft, day)
	}
	draft.set("start_or_last_date", &draft.StartOrLastDate, day.iso(), because)
}

// fromDateForm reads the date that a form gives.
func (d *document) fromDateForm(draft *draft, action step.Action) (moment, string) {
	keys := map[step.Action][]key{
		step.Offboard: {lastDate, effective, endDate, startDate},
		step.Onboard:  {startDate, effective},
		step.Transfer: {effective, startDate},
	}[action]
	f, ok := draft.record.get(keys...)
	if own, found := d.lastWorked(draft.record); found && action == step.Offboard {
		f, ok = own, true
	}
	if !ok {
		return moment{}, ""
	}
	day := d.momentIn(f.value)
	if day.day.IsZero() && (atOnce.MatchString(f.value) || hurries(f.value) || strings.EqualFold(f.value, "now")) {
		day.day = d.tags.cal.received
	}
	if at, ok := draft.record.get(clockTime); ok && day.clock == "" {
		day.clock = d.momentIn(at.value).clock
	}
	return day, f.line
}

// momentIn returns the first date, or else the first time of day, of a text.
func (d *document) momentIn(text string) moment {
	var first moment
	for _, r := range d.tags.tag(text) {
		if r < momentTag || r >= addressTag {
			continue
		}
		m := d.tags.moments[r-momentTag]
		if !m.day.IsZero() {
			if first.clock != "" && m.clock == "" {
				m.clock = first.clock
			}
			return m
		}
		if first.clock == "" {
			first = m
		}
	}
	return first
}

// fromProse finds the date in the sentences: behind the words that name it,
// or the only one that there is.
func (d *document) fromProse(draft *draft, action step.Action) (moment, string) {
	for _, s := range draft.sentences {
		m := revised.in(s)
		if m == nil && d.reply {
			m = moved.in(s)
		}
		for _, found := range m[min(1, len(m)):] {
			if found != "" && s.newest && !d.moment(found).day.IsZero() {
				return d.moment(found), s.plain
			}
		}
	}
	lists := map[step.Action]anyOf{step.Offboard: lastDay, step.Onboard: startDay, step.Transfer: moveDay}[action]
	for _, p := range lists {
		var found moment
		because := ""
		for _, s := range draft.sentences {
			m := p.in(s)
			if m == nil || isBeside(s, m[1]) || denied.in(s) != nil && denied.in(s)[1] == m[1] {
				continue
			}
			day := d.moment(m[1])
			if !day.day.IsZero() && (found.day.IsZero() || day.day.Equal(found.day) && found.clock == "") {
				found, because = day, s.plain
			}
		}
		if !found.day.IsZero() {
			return found, because
		}
	}
	return d.onlyDate(draft)
}

func (d *document) moment(tagged string) moment {
	return d.tags.moments[[]rune(tagged)[0]-momentTag]
}

// onlyDate returns the date of sentences that state just one.
func (d *document) onlyDate(draft *draft) (moment, string) {
	var found moment
	because := ""
	for _, s := range draft.sentences {
		for _, r := range s.tagged {
			if r < momentTag || r >= addressTag || isBeside(s, string(r)) {
				continue
			}
			m := d.tags.moments[r-momentTag]
			switch {
			case m.day.IsZero():
			case found.day.IsZero():
				found, because = m, s.plain
			case !found.day.Equal(m.day):
				return moment{}, ""
			case found.clock == "":
				found.clock = m.clock
			}
		}
	}
	return found, because
}

// fillEnd finds the end of a contract.
func (d *document) fillEnd(draft *draft, start moment) {
	if f, ok := draft.record.get(endDate); ok {
		if end := d.momentIn(f.value); end.sure() {
			draft.set("end_date", &draft.EndDate, end.iso(), f.line)
		} else if end.unclear {
			draft.asks.add("date_format")
		}
	}
	if f, ok := draft.record.get(startDate); ok {
		d.fillEndFrom(draft, start, sentence{tagged: d.tags.tag(f.value), plain: f.line})
	}
	for _, s := range draft.sentences {
		d.fillEndFrom(draft, start, s)
	}
}

// fillEndFrom reads the end that one sentence or value states.
func (d *document) fillEndFrom(draft *draft, start moment, s sentence) {
	for _, p := range endDay {
		m := p.expr.FindStringSubmatch(s.tagged)
		if m == nil || d.moment(m[1]).day.IsZero() {
			continue
		}
		end := d.moment(m[1])
		if end.sure() && (start.day.IsZero() || end.day.After(start.day)) {
			draft.set("end_date", &draft.EndDate, end.iso(), s.plain)
		}
	}
}

// clockFor finds the time of day at which access is to end, where it stands
// apart from the date: the only one in sentences that speak of access.
func (d *document) clockFor(draft *draft, day moment) string {
	var clocks []string
	for _, s := range draft.sentences {
		if !cutWords.MatchString(s.plain) && !(d.tags.cal.tongue != english && foreignCut.MatchString(s.plain)) {
			continue
		}
		for _, r := range s.tagged {
			if r < momentTag || r >= addressTag {
				continue
			}
			m := d.tags.moments[r-momentTag]
			if m.clock != "" && (m.day.IsZero() || m.day.Equal(day.day)) && !slices.Contains(clocks, m.clock) {
				clocks = append(clocks, m.clock)
			}
		}
	}
	if len(clocks) != 1 {
		return ""
	}
	return clocks[0]
}

// fillUrgency notes what can't wait, and what must stay quiet.
func (d *document) fillUrgency(draft *draft, action step.Action) {
	for _, s := range draft.sentences {
		if hushed(s) && !hushFooter.MatchString(s.plain) {
			draft.Confidential = true
		}
		exact := action == step.Offboard && isExact(s) && (draft.Confidential || len(draft.StartOrLastDate) > len("2006-01-02"))
		if exact {
			draft.Urgent = true
			draft.evidence["urgent"] = s.plain
		}
		if strings.Contains(s.lower, "not before") && len(draft.StartOrLastDate) > len("2006-01-02") {
			draft.NotBefore = draft.StartOrLastDate
		}
	}
	if d.isUrgent(draft) {
		draft.Urgent = true
		draft.evidence["urgent"] = d.urgentBecause(draft)
	}
}

func (d *document) isUrgent(draft *draft) bool { return d.urgentBecause(draft) != "" }

// urgentBecause returns the words that say that it can't wait.
func (d *document) urgentBecause(draft *draft) string {
	for _, s := range draft.sentences {
		if presses(s) {
			return s.plain
		}
	}
	for _, f := range draft.record {
		if (f.key == kindOfRequest || f.key == lastDate || f.key == effective) && atOnce.MatchString(f.value) {
			return f.line
		}
	}
	return ""
}
