package read

import (
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
	switch v.action {
	case step.None:
		return nil
	case step.Unclear:
		list.add("action")
	}
	if v.hostile {
		list.add("approval")
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
		if draft.person != nil && draft.person.self {
			list.add("approval")
		}
		list.add(draft.lacking(draft.wants(v), d.isContract(draft))...)
	}
	if v.attached && slices.ContainsFunc(list, func(a string) bool { return a != "action" }) {
		list.add("details_in_attachment")
	}
	return list
}

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
		need(d.mailboxStated(), "mailbox_disposition")
	case step.Transfer:
		need(d.StartOrLastDate != "", "start_date")
		need(len(d.Groups)+len(d.GroupsRemove) > 0 || d.MirrorUser != "", "groups")
		if d.Department == "" && d.JobTitle == "" {
			list = append(list, "department", "job_title")
		}
	}
	return list
}

var contractWords = anyOf{
	when("contractor", `\bcontractor\b`), when("consultant", `\bexternal consultant\b`), when("temp", `\btemp(?:orary)? (?:worker|employee|staff|user)\b`),
}.and(foreignContract)

// isContract tells whether somebody stays for a limited time.
func (d *document) isContract(draft *draft) bool {
	kind := strings.ToLower(draft.EmployeeType)
	if kind != "" {
		return strings.Contains(kind, "contract") || strings.Contains(kind, "temp") || strings.Contains(kind, "extern")
	}
	return slices.ContainsFunc(draft.sentences, contractWords.match)
}
