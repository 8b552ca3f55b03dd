package read

import (
	"regexp"
	"slices"
	"strings"

	"usher/steps/step"
)

// kindWeight is what a form says by naming its kind: more than its labels do.
const kindWeight = 6

// kinds are what forms call a request, in a field of its own or a column. The
// first that fits counts.
var kinds = []struct {
	action step.Action
	expr   *regexp.Regexp
}{
	{step.None, regexp.MustCompile(`(?i)\b(?:leave of absence|(?:parental|maternity|paternity|medical|sick|unpaid) leave|name change|return(?:ing)? from leave|contract exten\w+|extended|extension of (?:the )?(?:contract|employment)|no change|info(?:rmation)? only)\b`)},
	{step.Transfer, regexp.MustCompile(`(?i)\b(?:transfer|movers?|moves?|promotion|internal (?:move|change)|lateral|(?:change|new) (?:of )?(?:job|role|title|department|position|manager)|(?:job|role|title|department|position) change|temp to perm|conversion)\b`)},
	{step.Offboard, regexp.MustCompile(`(?i)\b(?:leavers?|leaving|terminat\w+|off-?board\w*|separation|exit|departure|resignation|retirement|dismissal|end of contract|contract end(?:ed|s)?|austritt|départ|baja|uit dienst)\b`)},
	{step.Onboard, regexp.MustCompile(`(?i)\b(?:new[ -]hire|hire|joiners?|(?:new )?starters?|on-?board\w*|new (?:employee|user|account|staff)|re-?hire|eintritt|arrivée|alta|in dienst)\b`)},
}

// kindOf returns the action that a form's value names, empty for none, or for
// several of which nobody chose one.
func kindOf(value string) step.Action {
	var found step.Action
	for _, k := range kinds {
		switch {
		case !k.expr.MatchString(value):
		case k.action == step.None:
			return step.None
		case found == step.Transfer && k.action == step.Onboard:
		case found != "":
			return ""
		default:
			found = k.action
		}
	}
	if found == "" {
		return foreignKindOf(value)
	}
	return found
}

var (
	// idle says of one row of a list that nothing is to be done for it.
	idle = regexp.MustCompile(`(?i)\b(?:cancel(?:led|ed)|declined|withdr[ae]wn?|withdrew|no action|nothing to do|not signed|on hold|do not (?:process|action|create|disable)|duplicate|already (?:done|processed|closed)|rescinded|unconfirmed|not confirmed|tentative|to be confirmed)\b`)
	// history is what a value says about earlier times.
	history = regexp.MustCompile(`(?i)\s*\((?:previously|formerly|was|currently|old|before|no change|unchanged)\b(?:[^()]|\([^()]*\))*\)`)
	changes = regexp.MustCompile(`(?i)\((?:previously|formerly)\b`)
)

// against are values that belong into a form of the opposite kind.
var against = map[key]*regexp.Regexp{
	startDate: regexp.MustCompile(`(?i)\b(?:last day|leav(?:es|ing|er)|terminat)`),
	fullName:  regexp.MustCompile(`(?i)(?:-|\() ?(?:is )?(?:leav(?:es|ing|er)|starting|joining|new starter|new hire)\b`),
	lastDate:  regexp.MustCompile(`(?i)\b(?:start(?:s|ing)?|join(?:s|ing)|first day)\b`),
}

// weighKind notes what one field says about the kind of the request; first
// tells whether it is the one that the form begins with.
func (v *verdict) weighKind(f field, first bool) {
	if f.key == kindOfRequest {
		v.takeBack = v.takeBack || prolongs.MatchString(f.value) && !strings.Contains(strings.ToLower(f.value), "phone")
		if action := kindOf(f.value); action != "" {
			weight := kindWeight
			if action == step.None {
				weight = decisive
			}
			v.say(action, weight, f.line)
		}
	}
	if expr, ok := against[f.key]; ok && expr.MatchString(f.value) {
		v.odd = true
	}
	switch f.key {
	case fullName, givenName, surname, legalName:
		v.odd = v.odd || testName.MatchString(f.value)
	case kindOfEmployee:
		if already.MatchString(f.value) {
			v.say(step.Transfer, existing, f.line)
		}
	case login:
		if strings.Contains(strings.ToLower(f.line), "existing") {
			v.say(step.Transfer, existing, f.line)
		}
	case revision:
		v.takeBack = v.takeBack || !isEmptyValue(f.value)
	case leaveForm:
		if !isEmptyValue(f.value) {
			v.say(step.None, decisive, f.line)
		}
	case otherThing:
		if v.account || isEmptyValue(f.value) || startsYes(strings.ToLower(f.value)) {
			return
		}
		v.say(step.None, kindWeight, f.line)
	case otherSystem:
		if f.value != "" && !ownSystem.MatchString(f.value) {
			v.say(step.None, decisive-enough, f.line)
			v.odd = v.odd || first
		}
	}
	if (f.key == unknown || f.key == ignored) && absence.MatchString(f.value) {
		v.say(step.None, decisive, f.line)
	}
}

// absence is a value that says that somebody only stays away for a time.
var absence = regexp.MustCompile(`(?i)^\W*(?:parental|maternity|paternity|medical|sick|unpaid|adoption|military|sabbatical|annual|study|bereavement|long service)(?: leave)?\W*$`)

// prolongs says that somebody stays longer.
var prolongs = regexp.MustCompile(`(?i)\b(?:extend\w*|extension|renew\w*|prolong\w*)\b`)

// already is a kind of employee who isn't new.
var already = regexp.MustCompile(`(?i)\b(?:existing|internal|current|transfer\w*|promot\w+|mover|conver\w+)\b|->|=>|→`)

// twoEnds tells whether a form holds two different ends of a contract: it
// tells that the end has moved.
func (r record) twoEnds() bool {
	first, ok := r.get(endDate)
	return ok && !r.has(lastDate) && slices.ContainsFunc(r, func(f field) bool {
		return f.key == endDate && !isEmptyValue(f.value) && f.value != first.value
	})
}

// testName is no person's name.
var testName = regexp.MustCompile(`(?i)\b(?:z*test\w*|dummy|do not use|a{3,}|x{3,}|z{3,})\b`)

// trial says that nothing of a ticket is meant.
var trial = regexp.MustCompile(`(?i)\b(?:sandbox|uat|test (?:record|environment|transaction|tenant|employee|entry|ticket|submission)|please ignore|system test|dummy (?:record|entry))\b`)

// contracts are words of a form that ends a contract with a company.
var contracts = regexp.MustCompile(`(?i)\b(?:circuit|broadband|fib(?:re|er)|lease|leased line|tenancy|supplier|vendor|sim cards?|contract (?:no|number|ref)|policy (?:no|number)|hosting|domain|vm|server|copier|photocopier|phone line|dsl|isp|meter|subscriptions?|carrier|tariff)\b`)

// weighNameless weighs a form that names nobody: it may be about a line, a
// machine or a contract.
func (d *document) weighNameless(v *verdict) {
	if len(d.fields) < 3 || record(d.fields).has(fullName, givenName, legalName, surname, login) {
		return
	}
	for _, f := range d.fields {
		if contracts.MatchString(f.line) || f.key == otherSystem {
			v.say(step.None, decisive, f.line)
			return
		}
	}
	if contracts.MatchString(d.subject) {
		v.say(step.None, decisive, d.subject)
	}
	v.odd = v.odd || record(d.fields).has(lastDate) && !record(d.fields).has(jobTitle, dept, delegate, forward, autoReply, convert, files)
}

var requestedFor = regexp.MustCompile(`(?i)^\W*(?:requested for|on behalf of|request for|for user|for)\W*$`)

// requestedFor reads for whom a desk's form was filled in, where that isn't
// whoever did it.
func (d *document) requestedFor() {
	if record(d.fields).has(fullName, givenName, legalName, surname) {
		return
	}
	for i, f := range d.fields {
		label, _, _ := strings.Cut(f.line, ":")
		if !requestedFor.MatchString(label) || !namesOne(f.value) {
			continue
		}
		same := func(g field) bool { return g.line != f.line && strings.HasPrefix(g.value, f.value) }
		if !slices.ContainsFunc(d.fields, same) {
			d.fields[i].key = fullName
		}
	}
}

// weighWhole weighs what the labels of a form say together: with a licence
// and a manager somebody comes, with a day and a job somebody moves.
func (v *verdict) weighWhole(r record) {
	named := r.has(fullName, givenName, legalName, surname)
	_, paid := r.get(licence, mirror)
	_, placed := r.get(boss, jobTitle, dept, place)
	f, dated := r.get(effective)
	if f, was := r.get(before); was && r.has(newTitle) {
		v.say(step.Transfer, existing, f.line)
	}
	others := max(v.score[step.Offboard], v.score[step.Onboard], v.score[step.Transfer])
	switch {
	case !named || others >= enough:
	case dated && placed && !r.has(startDate, lastDate):
		v.say(step.Transfer, enough, f.line)
	case paid && placed && v.score[step.Offboard] < outright:
		f, _ := r.get(licence, mirror)
		v.say(step.Onboard, enough, f.line)
	}
}

// ownSystem are the systems that a request for an account is about here.
var ownSystem = regexp.MustCompile(`(?i)\b(?:m365|o365|365|office|microsoft|exchange|outlook|active directory|ad|entra|azure|windows|network|e-?mail)\b`)

// rowAction returns what a row of a list asks for, and whether anything is
// to be done for it at all.
func rowAction(r record) (action step.Action, wanted bool) {
	for _, f := range r {
		if isIdle(f.value) {
			return "", false
		}
		if f.key == kindOfRequest && action == "" {
			action = kindOf(f.value)
		}
	}
	return action, action != step.None
}

// settle takes the actions of rows into the verdict: the first one names the
// ticket, and the others stand at their person.
func (d *document) settle(v *verdict, drafts []*draft) {
	found := map[step.Action]bool{}
	for _, one := range drafts {
		found[one.Action] = true
	}
	if found[""] && len(found) > 1 {
		v.odd, v.action = true, step.Unclear
	}
	if len(drafts) == 0 || found[""] {
		for _, one := range drafts {
			one.Action = ""
		}
		return
	}
	if v.top[step.None] < decisive && !v.takeBack {
		v.action, v.lean, v.because = drafts[0].Action, drafts[0].Action, drafts[0].record[0].line
	}
	if len(found) == 1 {
		for _, one := range drafts {
			one.Action = ""
		}
	}
}

// machineTalk addresses whatever reads the ticket instead of a person.
var machineTalk = regexp.MustCompile(`(?i)\bignore (?:all |any |the )?(?:previous|prior|above|earlier)\b|\bsystem (?:note|message|prompt|override)|\bnotes? (?:for|to) (?:the )?(?:assistant|ai|bot|agent|planner|model|automation)\b|\bai (?:triage|assistant|agent|model)\b` +
	`|\bautomat(?:ed|ion) agents?\b|\blanguage model\b|\breclassify\b|\bapproval is implied\b|"action" ?:|\bas the assistant\b|\byou are (?:now )?an? (?:ai|assistant)`)

// noteSentences reads the remarks of a form: they may fill a field, but they
// decide neither on the action nor on the person.
func (d *document) noteSentences(r record) []sentence {
	var list []sentence
	for _, f := range r {
		if f.key != notes || isEmptyValue(f.value) || machineTalk.MatchString(f.line) || strings.Contains(strings.ToLower(f.line), "approval") {
			continue
		}
		tagged := d.tags.tag(f.value)
		d.people.extend(d.tags.people, d.tags.addresses)
		for _, t := range split(tagged) {
			list = append(list, sentence{tagged: t, lower: strings.ToLower(t), plain: d.tags.untag(t), by: d.requester, tongue: d.tags.cal.tongue})
		}
	}
	return list
}
