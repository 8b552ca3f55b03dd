package read

import (
	"slices"
	"strings"
	"unicode/utf8"

	"usher/steps/step"
)

// missing lists what the ticket lacks: the least that is needed to act, and
// whatever contradicts itself.
func (d *document) missing(v verdict, drafts []*draft) []string {
	var asks []string
	ask := func(what ...string) {
		for _, w := range what {
			if !slices.Contains(asks, w) {
				asks = append(asks, w)
			}
		}
	}
	if v.action == step.None {
		return nil
	}
	if v.action == step.Unclear {
		ask("action")
	}
	if v.generic {
		ask("license", "approval")
		return asks
	}
	if v.reuse {
		ask("keep_or_reuse_account")
	}
	if len(drafts) == 0 {
		ask(nobody(v)...)
	}
	for _, draft := range drafts {
		action := draft.Action
		if action == "" {
			action = v.action
		}
		if action == step.Unclear {
			action = v.lean
		}
		ask(draft.asks...)
		if draft.person != nil && draft.person.self {
			ask("approval")
		}
		ask(draft.lacking(action, d.isContract(draft))...)
	}
	if v.attached && slices.ContainsFunc(asks, func(a string) bool { return a != "action" }) {
		ask("details_in_attachment")
	}
	return asks
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
}

// isContract tells whether somebody stays for a limited time.
func (d *document) isContract(draft *draft) bool {
	kind := strings.ToLower(draft.EmployeeType)
	if kind != "" {
		return strings.Contains(kind, "contract") || strings.Contains(kind, "temp") || strings.Contains(kind, "extern")
	}
	return slices.ContainsFunc(draft.sentences, contractWords.match)
}
