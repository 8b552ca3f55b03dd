package read

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"usher/steps/step"
)

// asks is a list of what is missing, each thing once.
type asks []string

func (a *asks) add(what ...string) {
	for _, w := range what {
		if !slices.Contains(*a, w) {
			*a = append(*a, w)
		}
	}
}

// missing lists what the ticket lacks: the least that is needed to act, and
// whatever contradicts itself.
func (d *document) missing(v verdict, drafts []*draft) []string {
	var list asks
	switch {
	case v.action == step.None:
		return nil
	case v.action == step.Unclear && v.hostile, slices.ContainsFunc(drafts, (*draft).isSelf):
		return []string{"approval"}
	case v.action == step.Unclear && (v.takeBack || v.odd || testName.MatchString(d.subject)):
		return nil
	case v.action == step.Unclear && !v.asked && !v.doubtful && len(drafts) > 0:
		return []string{"action"}
	case v.action == step.Unclear && (!v.asked || v.doubtful || v.rival() || v.generic):
		list.add("action")
	}
	if v.generic {
		list.add("license", "approval")
		return list
	}
	if v.reuse {
		list.add("keep_or_reuse_account")
	}
	if len(drafts) == 0 {
		list.add(nobody(v)...)
	}
	for _, draft := range drafts {
		list.add(draft.asks...)
		for _, what := range draft.lacking(draft.wants(v), d.isContract(draft)) {
			if what != "mailbox_disposition" || !orders.MatchString(d.text) {
				list.add(what)
			}
		}
	}
	if v.attached && slices.ContainsFunc(list, func(a string) bool { return a != "action" }) {
		list.add("details_in_attachment")
	}
	return list
}

// isSelf tells whether somebody asks for his or her own leaving or coming.
func (d *draft) isSelf() bool { return d.person != nil && d.person.self }

// nobody lists what is missing where the ticket names no one.
func nobody(v verdict) []string {
	switch v.lean {
	case step.Onboard:
		return []string{"first_name", "last_name", "start_date", "license"}
	case step.Offboard, step.Transfer:
		return []string{"which_user"}
	}
	return nil
}

// lacking lists what is missing for one person.
func (d *draft) lacking(action step.Action, contract bool) []string {
	var list []string
	need := func(ok bool, what string) {
		if !ok {
			list = append(list, what)
		}
	}
	known := d.UPNOrEmail != "" && action != step.Onboard
	need(known || d.FirstName != "", "first_name")
	need(known && d.FirstName == "" || utf8.RuneCountInString(strings.Trim(d.LastName, ".")) > 1, "last_name")
	switch action {
	case step.Onboard:
		need(d.StartOrLastDate != "", "start_date")
		need(len(d.Licenses) > 0 || d.MirrorUser != "", "license")
		need(!contract || d.EndDate != "", "end_date")
	case step.Offboard:
		need(d.StartOrLastDate != "", "last_day")
		need(d.mailboxStated() || d.mailboxSettled(), "mailbox_disposition")
	case step.Transfer:
		need(d.StartOrLastDate != "", "start_date")
		need(len(d.Groups)+len(d.GroupsRemove) > 0 || d.MirrorUser != "", "groups")
		if d.Department == "" && d.JobTitle == "" && len(d.Groups)+len(d.GroupsRemove) == 0 {
			list = append(list, "department", "job_title")
		}
	}
	return list
}

// settled says that nothing is to be done with a mailbox, or that it goes.
var settled = regexp.MustCompile(`(?i)\b(?:mailbox|inbox|e-?mails?|mail)\b[^.;]{0,60}\b(?:delete|deleted|archived?|nobody|no one|can go|not needed|nothing|pst|as usual|keep|kept|backup|export)\b|\b(?:delete|archive|keep|backup|export)\b[^.;]{0,40}\b(?:mailbox|inbox|e-?mails?|mail)\b|\b(?:nobody|no one)\b[^.;]{0,60}\b(?:mailbox|inbox|e-?mails?|mail)\b`)

// orders say what becomes of a mailbox, on whichever line of a form.
var orders = regexp.MustCompile(`(?i)\b(?:give|hand|convert|delete|redirect) (?:the |his |her |their )?(?:mailbox|inbox|e-?mail account)\b|\b(?:mailbox|inbox|mail|e-?mail(?: account)?) ?[:|] ?(?:please )?(?:give|forward|shared|convert|delete|to|nobody)\b`)

// mailboxSettled tells whether the ticket says that the mailbox needs no heir.
func (d *draft) mailboxSettled() bool {
	for _, f := range d.record {
		if (f.key == convert || f.key == delegate || f.key == forward) && f.value != "" && (settled.MatchString("mailbox "+f.value) || isEmptyValue(f.value)) {
			return true
		}
	}
	return slices.ContainsFunc(d.sentences, func(s sentence) bool {
		return containsAny(s.lower, []string{"mail", "inbox"}) && settled.MatchString(s.plain)
	})
}

var contractWords = anyOf{
	when("contractor|agency temp|interim|locum", `\b(?:contractor|agency temp|interim|locum)\b`), when("consultant", `\bexternal consultant\b`), when("temp", `\btemp(?:orary)? (?:worker|employee|staff|user)\b`),
}.and(foreignContract)

// isContract tells whether somebody stays for a limited time.
func (d *document) isContract(draft *draft) bool {
	kind := strings.ToLower(draft.EmployeeType)
	if kind != "" {
		return strings.Contains(kind, "contract") || strings.Contains(kind, "temp") || strings.Contains(kind, "extern")
	}
	return slices.ContainsFunc(draft.sentences, contractWords.match)
}
