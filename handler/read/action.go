package read

import (
	"maps"
	"regexp"
	"slices"
	"strings"

	"usher/steps/step"
)

// verdict is what a ticket asks for as a whole.
type verdict struct {
	action   step.Action
	because  string      // the sentence or line that says most for it
	lean     step.Action // what most speaks for, also where that isn't enough
	score    map[step.Action]int
	top      map[step.Action]int // the weightiest sign
	reasons  map[step.Action]string
	asked    bool // the action is asked for, rather than told of
	attached bool // details are in an attachment
	doubtful bool // what is asked for isn't decided yet
	takeBack bool // an earlier request is cancelled or moved
	generic  bool // an account for nobody in particular
	reuse    bool // an old account may be used again
	mixed    bool // several people, of whom different things are asked for
	odd      bool // a form contradicts itself, or is about something else
	hostile  bool // somebody presses to skip those who would have to agree
	named    bool // a form names somebody
	account  bool // a form asks for more of an account than whose it is
}

// The weights at which an action is believed, at which a sign asks for it by
// itself, and at which a sign that the ticket is about something else can't
// be outweighed.
const (
	enough   = 4
	outright = 3
	existing = 6 // of a move: somebody is here already, however new the job is
	decisive = 9
)

// say adds a sign to the verdict.
func (v *verdict) say(action step.Action, weight int, because string) {
	v.score[action] += weight
	if weight > v.top[action] {
		v.top[action], v.reasons[action] = weight, because
	}
}

// judge weighs all signs and decides on the action.
func (d *document) judge() verdict {
	v := verdict{score: map[step.Action]int{}, top: map[step.Action]int{}, reasons: map[step.Action]string{}}
	sentences := d.asking()
	d.weigh(&v, sentences, leavers, leaving, joiners, joining, movers, moving, foreign)
	plain := slices.DeleteFunc(slices.Clone(sentences), beyond)
	d.weigh(&v, plain, events, weak)
	d.weigh(&v, slices.DeleteFunc(plain, func(s sentence) bool { return leaveWords.MatchString(s.plain) }), arrivals)
	d.settleTerms()
	d.weighForms(&v)
	d.weighNameless(&v)
	d.weighWriters(&v)
	asked := maps.Clone(v.top)
	d.weigh(&v, sentences, gone, foreignGone, newcomers, elsewhere)
	if autoSubject.MatchString(d.ticket.Subject) || foreignAuto.MatchString(d.ticket.Subject) || d.silent {
		v.say(step.None, decisive, d.subject)
	}
	if d.isAboutThings() {
		v.say(step.None, decisive, d.subject)
	}
	d.keepsMovers(&v, sentences)
	d.markOthers()
	v.mixed = d.areMixed()
	for _, s := range sentences {
		v.hearForeign(s, len(d.tables) > 0)
		v.hostile = v.hostile || pressure.match(s)
		v.doubtful = v.doubtful || v.hostile || (waits.match(s) && (!conditions.match(s) || openEnd.match(s)) || doubts.match(s)) && !(oneMore.MatchString(s.plain) && d.asksForSome()) || trial.MatchString(s.plain)
		v.takeBack = v.takeBack || takeBacks.match(s) && !d.spares(s) || denials.match(s) && !conditions.match(s) || d.isWithdrawn(s)
		v.attached = v.attached || attached.match(s)
		v.generic = v.generic || generic.match(s)
		v.reuse = v.reuse || reuse.match(s)
	}
	v.odd = v.odd || cardSubject.MatchString(d.subject) && !accountWords.MatchString(d.subject)
	v.attached = v.attached || strings.Contains(strings.ToLower(d.ticket.Body), "[attachment")
	if v.top[step.Transfer] >= existing && v.score[step.Offboard] < enough {
		alone := v.score[step.Transfer] == existing && v.top[step.Onboard] >= enough
		v.odd = v.odd || alone && v.score[step.Onboard] > existing
		v.score[step.Onboard] = min(v.score[step.Onboard], v.score[step.Transfer]-2)
	}
	v.odd = v.odd || d.staysOn() && v.score[step.Onboard] >= enough && v.score[step.Transfer] < enough
	v.lean = v.most()
	v.odd = v.odd || v.named && !d.reply && opposite(kindOf(d.subject), v.lean)
	v.asked = asked[v.lean] >= outright || v.lean == step.Onboard && asked[v.lean] >= outright-1
	v.action = v.decide()
	if v.action == step.None && v.score[step.None] == 0 && d.mayConcern(sentences) {
		v.action = step.Unclear
	}
	v.because = v.reasons[v.action]
	return v
}

// most returns the action that most speaks for, None if nothing does.
func (v verdict) most() step.Action {
	action, most := step.None, 0
	for _, a := range []step.Action{step.Offboard, step.Onboard, step.Transfer} {
		if v.score[a] > most {
			action, most = a, v.score[a]
		}
	}
	return action
}

// rival tells whether another action is about as likely: close in weight,
// and said by itself rather than in passing.
func (v verdict) rival() bool {
	for _, a := range []step.Action{step.Offboard, step.Onboard, step.Transfer} {
		if a != v.lean && v.score[a] >= enough && v.score[a] >= v.score[v.lean]-2 && v.top[a] >= outright-1 {
			return !v.mixed
		}
	}
	return false
}

// decide picks the action from the weights. Where a ticket asks for an action
// and just as much speaks for something else, a person has to look: to say
// none would be to drop it.
func (v verdict) decide() step.Action {
	most, none := v.score[v.lean], v.score[step.None]
	if v.lean == step.None {
		most = 0
	}
	plain := v.asked && v.top[v.lean] >= enough && none < most+enough
	switch {
	case v.top[step.None] >= decisive:
		return step.None
	case v.takeBack, v.doubtful && most > 0:
		return step.Unclear
	case most < 2, none >= most && !plain, none > 0 && !v.asked:
		return step.None
	case v.odd:
		return step.Unclear
	case v.generic, most < enough, none > 0 && none >= most-1 && !(v.named && v.account), v.rival():
		return step.Unclear
	case !v.asked:
		return step.Unclear
	}
	return v.lean
}

// mayConcern tells whether a ticket of which nothing is understood still
// sounds like somebody's coming or going: a person should look at it.
func (d *document) mayConcern(sentences []sentence) bool {
	return d.worries(sentences) || slices.ContainsFunc(sentences, func(s sentence) bool {
		return concerns.MatchString(s.plain) && (someone.MatchString(s.plain) || len(d.personsIn(s.tagged)) > 0)
	})
}

var (
	concerns = regexp.MustCompile(`(?i)\b(?:disabled?|deactivat\w+|terminat\w+|leaver|leaving|resign\w+|lwd|last day|new (?:hire|starter|joiner|employee)|onboard\w*|offboard\w*|separation|promoted|joining|joins|transferring|permanent (?:role|position)|change of (?:department|role)|kündigung|austritt|uit dienst|départ)\b`)
	someone  = regexp.MustCompile(`(?i)\b(?:he|she|they|him|her|someone|somebody|employee|user|colleague|staff)\b`)
)

// opposite tells whether one of two actions begins what the other ends.
func opposite(a, b step.Action) bool {
	return a == step.Offboard && b == step.Onboard || a == step.Onboard && b == step.Offboard
}

// asking returns the sentences that say what is asked for. The subject of an
// answer is that of an older mail: it counts only where the mail itself
// doesn't say who does what.
func (d *document) asking() []sentence {
	if !d.reply || len(d.sentences) == 0 {
		return d.sentences
	}
	rest := slices.DeleteFunc(slices.Clone(d.sentences), func(s sentence) bool { return s.subject })
	if d.aside {
		return rest
	}
	for _, s := range rest {
		for _, table := range [][]sign{leavers, joiners, movers} {
			if slices.ContainsFunc(table, func(sign sign) bool { return sign.in(s) != nil }) {
				return rest
			}
		}
	}
	return d.sentences
}

// beyond tells whether a sentence is about something else than work itself: a
// shift, a trip, a project. Loose signs don't count in it.
func beyond(s sentence) bool {
	return slices.ContainsFunc(elsewhere, func(sign sign) bool { return sign.weight >= 6 && sign.in(s) != nil })
}

// weigh counts each sign once for the ticket, and once for each person whom
// it captures.
func (d *document) weigh(v *verdict, sentences []sentence, tables ...[]sign) {
	for _, table := range tables {
		for _, sign := range table {
			d.weighSign(v, sentences, sign)
		}
	}
}

func (d *document) weighSign(v *verdict, sentences []sentence, sign sign) {
	said := false
	counted := map[*person]bool{}
	for _, s := range sentences {
		found := sign.all(s)
		if len(found) > 0 && sign.action == step.None && (d.isAboutAnother(s) || s.isStandIn()) {
			continue
		}
		for _, m := range found {
			if strings.HasPrefix(behind(s.tagged, m), "'s ") {
				continue // it is somebody's team, or somebody's laptop
			}
			if sign.action == step.Offboard && (s.isMoveAway() || intoPermanent.MatchString(s.plain)) {
				continue // from one department or contract to another
			}
			if sign.action == step.Offboard && s.isMoveAway() {
				continue // from one department to another
			}
			if sign.action == step.Onboard && moveWords.MatchString(m[0]) {
				continue // a move starts, too
			}
			if !said {
				v.say(sign.action, sign.weight, s.plain)
				said = true
			}
			for _, p := range d.personsIn(inBracketsWide.ReplaceAllString(strings.Join(m[1:], ""), "")) {
				if !counted[p] {
					counted[p] = true
					p.note(sign.action, sign.weight, s.plain)
					d.noteNext(s, sign.action, sign.weight)
				}
			}
		}
	}
}

// isAboutAnother tells whether a sentence names only people for whom nothing
// is asked, in a ticket that asks for something for others.
func (d *document) isAboutAnother(s sentence) bool {
	persons := d.personsIn(s.tagged)
	if len(persons) == 0 || !slices.ContainsFunc(d.people.list, func(p *person) bool { return p.full() && p.chosen() }) {
		return false
	}
	return !slices.ContainsFunc(persons, func(p *person) bool { return p.signer || len(p.score) > 0 })
}

// behind returns what follows the people whom a pattern ends with.
func behind(tagged string, m []string) string {
	last := m[len(m)-1]
	if last == "" || !strings.HasSuffix(m[0], last) {
		return ""
	}
	_, rest, _ := strings.Cut(tagged, m[0])
	return rest
}

// personsIn returns the persons among tagged words.
func (d *document) personsIn(tagged string) []*person {
	var list []*person
	for _, r := range tagged {
		if p := d.people.by(r); p != nil {
			list = append(list, p)
		}
	}
	return list
}

// weighWriters reads mails in which somebody speaks of himself: forwarded,
// they are about their writer; in a ticket of one's own they need somebody
// else's word.
func (d *document) weighWriters(v *verdict) {
	for _, s := range d.asking() {
		action := step.Offboard
		if selfStarts.in(s) != nil {
			action = step.Onboard
		} else if selfMoves.in(s) != nil {
			action = step.Transfer
		} else if selfLeaves.in(s) == nil && foreignSelf.in(s) == nil {
			continue
		}
		v.say(action, 3, s.plain)
		p := d.people.find(strings.Fields(s.by))
		if p == nil {
			continue
		}
		p.note(action, 6, s.plain)
		if s.newest {
			v.doubtful, p.self = true, true
		}
	}
}

var (
	cardSubject  = regexp.MustCompile(`(?i)\b(?:(?:access|door|key|id|swipe|entry|smart|proximity) ?(?:cards?|fobs?)|badges?|fobs?|keys|parking|uniforms?)\b`)
	leaveWords   = regexp.MustCompile(`(?i)\b(?:transfer(?:ring)? (?:employee|staff|user|colleague)|internal transfer|last (?:working )?day|leaving|leaves|finish(?:es|ed|ing)?|ended|contract ends|gone|terminated|resigned|let go)\b`)
	moveWords    = regexp.MustCompile(`(?i)\b(?:mov(?:es?|ing)|transferr?(?:s|ing|ed)?|switch(?:es|ing)|promoted|changing)\b`)
	accountWords = regexp.MustCompile(`(?i)\b(?:accounts?|log-?ins?|e-?mail|mailbox|licen[sc]es?|m365|access(?: for| to)|everything)\b`)
	autoSubject  = regexp.MustCompile(`(?i)^\s*(?:automatic reply|auto-?reply|autoreply|out of office|abwesenheitsnotiz|automatische antwort|réponse automatique|respuesta automática)\s*:`)
	selfLeaves   = when("my |i'm|i am|i will|i have|i'll", `\bmy (?:last|final)(?: \w+)? day\b|\bmy resignation\b|\bi(?:'m| am| will be|'ll be) (?:leaving|resigning|retiring)\b|\bi (?:hereby )?(?:resign|have resigned)\b`)
	selfMoves    = when("i'm|i am|i have|i've|i will|i was|my", `\bi(?:'m| am| have| will be|'ll be| was|'ve)(?: been)? (?:moving|moved|transferring|transferred|promoted|switching|switched|changing (?:job|role|team|department)s?)\b|\bmy (?:new )?(?:job )?(?:title|role|position|department|manager) (?:is|has|will|to|changed?|from)\b`)
	selfStarts   = when("i can start|i will start|i start|i'll start|i'm starting|i am starting|i will be starting", `\bi(?: can| will|'ll|'m| am| will be)? start(?:ing)?\b`)
)

// areMixed tells whether one person leaves where another one comes or moves.
func (d *document) areMixed() bool {
	found := map[step.Action]bool{}
	for _, p := range d.people.list {
		if action, _ := p.best(); p.full() && p.chosen() && p.weight[action] >= enough {
			found[action] = true
		}
	}
	return len(found) > 1
}

// labelled reads a label and the name behind it as a sentence: "Leaver: Jo
// Park" says what is asked for.
func (d *document) labelled(f field) []sentence {
	tagged := d.tags.tag(strings.TrimLeft(f.line, " -*•#>"))
	d.people.extend(d.tags.people, d.tags.addresses)
	return []sentence{{tagged: tagged, lower: strings.ToLower(tagged), plain: f.line}}
}

// isWithdrawn tells whether a sentence takes a request back. Where it says so
// of one of several people, only that one is left alone.
func (d *document) isWithdrawn(s sentence) bool {
	m := withdrawn.in(s)
	if m == nil {
		return false
	}
	persons := d.personsIn(m[1])
	for _, p := range persons {
		p.apart = true
	}
	others := slices.ContainsFunc(d.people.list, func(p *person) bool { return p.chosen() })
	return len(d.tables) == 0 && (len(persons) == 0 || !others)
}

// formWeights say what a form's questions are about.
var formWeights = map[key]struct {
	action step.Action
	weight int
}{
	lastDate: {step.Offboard, 4}, wipe: {step.Offboard, 1}, delegate: {step.Offboard, 1}, forward: {step.Offboard, 1},
	autoReply: {step.Offboard, 1}, convert: {step.Offboard, 1},
	startDate: {step.Onboard, 4}, privateMail: {step.Onboard, 2}, mirror: {step.Onboard, 1}, licence: {step.Onboard, 1},
	newTitle: {step.Transfer, 4}, groupsAway: {step.Transfer, 2}, before: {step.Transfer, 3},
}

// anyValue tells whether anything of a form is filled in.
func anyValue(r record) bool {
	return slices.ContainsFunc(r, func(f field) bool { return f.value != "" })
}

// weighForms notes what the labels of a form say. What a kind of request is
// called is read like a sentence.
func (d *document) weighForms(v *verdict) {
	if d.moves != "" {
		v.say(step.Transfer, decisive-enough, d.moves)
	}
	records := []record{d.fields}
	for _, table := range d.tables {
		records = append(records, table[0])
	}
	for _, r := range records {
		if r.has(endDate) && !r.has(startDate, effective, lastDate) {
			f, _ := r.get(endDate)
			v.say(step.Offboard, outright, f.line)
		}
		counted := map[key]bool{}
		v.named = v.named || r.has(fullName, legalName, givenName)
		v.takeBack = v.takeBack || r.twoEnds()
		v.account = v.account || r.has(login, delegate, forward, convert, licence, mirror, boss, jobTitle)
		for i, f := range r {
			v.weighKind(f, i == 0)
			w, ok := formWeights[f.key]
			if ok && !counted[f.key] && (f.value != "" || !anyValue(r)) {
				counted[f.key] = true
				v.say(w.action, w.weight, f.line)
			}
			if f.key == kindOfRequest {
				s := sentence{tagged: f.value, lower: strings.ToLower(f.value), plain: f.line}
				d.weigh(v, []sentence{s}, leaving, joining, moving, newcomers)
			}
			if f.key == fullName && f.value != "" {
				d.weigh(v, d.labelled(f), leavers, joiners, movers, leaving, joining, newcomers)
			}
		}
		v.weighWhole(r)
	}
}
