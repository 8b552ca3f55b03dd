package flow

import (
	"slices"
	"strings"

	"usher/steps/step"
)

// lack is what a reading may say that a ticket lacks, and what becomes of it.
// Of these, only what nobody else settles is asked.
type lack struct {
	code string
	// settled names who settles it without a question; empty: it is asked,
	// either by open or where the name is looked for.
	settled string
	// open tells for whom it is asked here, because neither the customer's
	// document nor the tenant settles it.
	open func(r *resolver, a step.Action) bool
	ask  question
}

// The ways in which a lack is settled.
const (
	byResolution = "asked where it is looked for in the tenant or put into the request"
	byDocument   = "the document"
	byTenant     = "the tenant"
)

// lacks are all codes of a reading's missing facts. Each line reads: it is
// settled by somebody, or asked here where this holds.
func lacks() []lack {
	return []lack{
		{code: "first_name", settled: byResolution}, // the tenant's account has it; a joiner's is asked
		{code: "last_name", settled: byResolution},
		{code: "which_user", settled: byResolution},
		{code: "action", settled: byResolution},
		{code: "start_date", settled: byResolution},
		{code: "last_day", settled: byResolution},
		{code: "date_format", settled: byResolution},
		{code: "license", settled: byResolution},               // default licences, then a question with what the tenant owns
		{code: "mirror_user_full_name", settled: byResolution}, // a name that only one has is theirs
		{code: "keep_or_reuse_account", settled: byResolution}, // where the tenant has nobody by that name: new
		{code: "onedrive_owner", settled: byResolution},        // the document's, else a question
		{code: "details_in_attachment", settled: byResolution},
		{code: "effective_time", settled: byDocument}, // offboarding.time, onboarding.lead
		{code: "end_date", open: openEndDate, ask: question{name: "end_date", kind: DateAnswer}},
		{code: "name_spelling", open: openSpelling, ask: question{name: "name_spelling", kind: NameAnswer, holds: HoldsRun}},
		{code: "mailbox_disposition", open: openMailbox, ask: question{name: "mailbox_disposition", kind: MailboxAnswer, holds: HoldsLines}},
		{code: "manager", open: openManager, ask: question{name: "manager", kind: PersonAnswer, holds: HoldsLines}},
		{code: "groups", open: openGroups, ask: question{name: "groups", kind: GroupAnswer, holds: HoldsLines}},
		{code: "department", open: openProfile(func(s step.Subject) string { return s.Department }), ask: question{name: "department", kind: TextAnswer}},
		{code: "job_title", open: openProfile(func(s step.Subject) string { return s.JobTitle }), ask: question{name: "job_title", kind: TextAnswer}},
		{code: "personal_email", settled: byDocument}, // password.to: never a private address
		{code: "approval", open: openApproval, ask: question{name: "approval", kind: YesNoAnswer, holds: HoldsRun}},
	}
}

// lacking asks for what the ticket lacks and nobody else settles.
func (r *resolver) lacking(a step.Action) {
	for _, l := range lacks() {
		if l.open == nil || !slices.Contains(r.missing, l.code) || !l.open(r, a) {
			continue
		}
		if answer, _ := r.answer(l.code, ""); answer == "" {
			r.ask(l.ask)
		}
	}
}

// openEndDate: only who stays for a limited time needs one, and the profile
// of the document may say how long its people stay.
func openEndDate(r *resolver, a step.Action) bool {
	p := r.profile()
	return a == step.Onboard && r.subject.EndDate == "" && (p == nil || p.ExpiresDays == 0)
}

// openSpelling: the tenant knows how its people are spelled.
func openSpelling(_ *resolver, a step.Action) bool { return a == step.Onboard }

// openMailbox: the document says what becomes of mailboxes, as soon as it says
// anything but that they are dealt with.
func openMailbox(r *resolver, a step.Action) bool {
	m := r.customer.Offboarding.Mailbox
	return a == step.Offboard && m.On && r.subject.Mailbox == nil && !m.Convert && m.Delegate == ""
}

// openManager: the directory has the manager of everybody but joiners; of
// those, who gets the first password is asked with it.
func openManager(r *resolver, a step.Action) bool {
	return a == step.Onboard && r.subject.Manager == "" && r.managerWording() == "manager"
}

// openGroups: a joiner's are the document's.
func openGroups(r *resolver, a step.Action) bool {
	named := len(r.subject.Groups) + len(r.subject.GroupsRemove)
	return a == step.Transfer && r.customer.Transfer.Groups && named == 0 && r.subject.MirrorUser == ""
}

// openProfile: of a mover who gets either of the two, the directory's other
// one stays.
func openProfile(field func(step.Subject) string) func(*resolver, step.Action) bool {
	return func(r *resolver, a step.Action) bool {
		return a == step.Transfer && r.customer.Transfer.Profile && field(r.subject) == ""
	}
}

// openApproval: the approvers of the document approve, where it has any.
func openApproval(r *resolver, _ step.Action) bool { return !r.customer.Approval.Required }

// attached tells whether the ticket's facts are in an attachment, so that
// nothing is planned before they come. A leaver who is named is not kept
// waiting: what the ticket lacks is asked beside the cut.
func (r *resolver) attached(a step.Action) bool {
	if !slices.Contains(r.missing, "details_in_attachment") {
		return false
	}
	named := nameOf(r.subject) != "" || r.subject.UPNOrEmail != ""
	if named && a != step.Onboard && a != step.Unclear {
		r.out.warn("details_in_attachment", "The ticket says that details are attached; Usher doesn't open attachments.")
		return false
	}
	var needed []string
	for _, code := range neededOf(a, r.missing) {
		needed = append(needed, neededFacts[code].in(r.customer.Language))
	}
	r.ask(question{name: "details_in_attachment", holds: HoldsRun, values: values{"list": strings.Join(needed, ", ")}})
	return true
}

// neededOf lists the facts to be written into the ticket: what it lacks.
func neededOf(a step.Action, missing []string) []string {
	needed := slices.DeleteFunc(slices.Clone(missing), func(code string) bool {
		_, known := neededFacts[code]
		return !known || code == "action" && len(missing) > 2
	})
	if a == step.Onboard || slices.Contains(needed, "first_name") {
		for _, code := range []string{"license", "manager"} {
			if !slices.Contains(needed, code) {
				needed = append(needed, code)
			}
		}
	}
	return needed
}
