package flow_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"usher/handler/flow"
	"usher/steps/step"
)

const kinds = `licences: {default: Business Premium}
onboarding: {default_groups: All Staff}
profiles:
  never:
    groups: Board
  contractor:
    when: {employee_type: [contractor, freelancer]}
    licences: Business Basic
    groups: [Contractors, Gone]
    contact: off
    password: none
    expires_days: 90
  warehouse:
    when: {department: [Warehouse, Finance]}
    groups_only: on
    contact: on
`

// TestTheFirstProfileThatFits compares what is planned for people of several
// kinds.
func TestTheFirstProfileThatFits(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, profile string
		change        func(*step.Subject)
		want          []string
	}{
		{
			"the first of two", "contractor", func(*step.Subject) {},
			[]string{"assign Microsoft 365 Business Basic", "join All Staff", "join Contractors", "name sam.okoro@contoso.example", "share none"},
		},
		{
			"the second, without a licence", "warehouse", func(s *step.Subject) { s.EmployeeType = "" },
			[]string{"contact desk", "join All Staff", "name sam.okoro@contoso.example", "share link"},
		},
		{
			"no licence, although the ticket names one", "warehouse", func(s *step.Subject) { s.EmployeeType, s.Licenses = "", []string{"Business Premium"} },
			[]string{"contact desk", "join All Staff", "name sam.okoro@contoso.example", "share link"},
		},
		{
			"none", "", func(s *step.Subject) { s.EmployeeType, s.Department = "", "Sales" },
			[]string{"assign Microsoft 365 Business Premium", "contact desk", "join All Staff", "name sam.okoro@contoso.example", "share link"},
		},
		{
			"the ticket's own licence goes first", "contractor", func(s *step.Subject) { s.Licenses = []string{"Business Premium"} },
			[]string{"assign Microsoft 365 Business Premium", "join All Staff", "join Contractors", "name sam.okoro@contoso.example", "share none"},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t, func(r *rig) { r.steps = joinerSteps() })
			r.joins(kinds)
			subject := sam()
			c.change(&subject)
			r.says(step.Reading{Action: step.Onboard, Users: []step.Subject{subject}})
			plan := r.preview()
			require.Equal(t, c.want, lines(plan))
			require.Equal(t, c.profile, plan.Terms.Profile)
			require.Empty(t, plan.Questions, "the document's own text is never asked about")
			require.Equal(t, c.profile == "contractor", strings.Contains(warned(plan), `The group “Gone” of the profile “contractor” isn't joined`))
			require.Equal(t, strings.HasPrefix(c.name, "no licence"), strings.Contains(warned(plan), "gives no licence"))
		})
	}
}

// TestAListNeedsAMailbox: who gets no licence joins none, whoever asks for it.
func TestAListNeedsAMailbox(t *testing.T) {
	t.Parallel()
	for _, kind := range []string{"Contractor", ""} {
		r := newRig(t, func(r *rig) { r.steps = joinerSteps() })
		r.joins(kinds + "rules:\n  - {name: board, when: {action: onboard}, then: {add_group: Board}}\n")
		subject := sam()
		subject.EmployeeType = kind
		r.says(step.Reading{Action: step.Onboard, Users: []step.Subject{subject}})
		plan := r.preview()
		require.Equal(t, kind == "Contractor", slices.Contains(lines(plan), "join Board"))
		require.Equal(t, kind == "", strings.Contains(warned(plan), "Board takes only members with a mailbox"))
	}
}

// TestTheEndOfAContractor is the ticket's day, else the profile's, and a
// person's to see to.
func TestTheEndOfAContractor(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ kind, stated, want string }{
		{"Contractor", "", "The account of Sam Okoro ends on Monday 1 March 2027 (90 days, by the profile “contractor”)"},
		{"Contractor", "2027-01-29", "The account of Sam Okoro ends on Friday 29 January 2027 (the ticket)"},
		{"", "2027-01-29", "The account of Sam Okoro ends on Friday 29 January 2027 (the ticket)"},
		{"Contractor", "soon", "an end that can't be read, “soon”"},
		{"", "", ""},
	} {
		r := newRig(t, func(r *rig) { r.steps = joinerSteps() })
		r.joins(kinds)
		subject := sam()
		subject.EmployeeType, subject.EndDate = c.kind, c.stated
		r.says(step.Reading{Action: step.Onboard, Users: []step.Subject{subject}})
		warnings := r.preview().Warnings
		found := ""
		for _, w := range warnings {
			if w.Key == "by-hand" {
				found = w.Says
			}
		}
		if c.want == "" {
			require.Empty(t, found)
			continue
		}
		require.Contains(t, found, c.want, "a warning that becomes a follow-up")
	}
}

// TestTheHistoryNamesWhatWasTaken, and the ticket's note says it, too.
func TestTheHistoryNamesWhatWasTaken(t *testing.T) {
	t.Parallel()
	r := newRig(t, func(r *rig) { r.steps = joinerSteps() })
	r.joins(kinds + `rules:
  - {name: finance, when: {department: Finance}, then: {ask: Which cost centre}}
  - {name: clerks, when: {job_title: Clerk}, then: {add_group: Clerks}}
instructions:
  - {says: Everybody in finance has a cost centre., rule: finance}
  - {says: Boards are never copied., advice: on}
`)
	r.doc.Version = 7
	r.send("e1")
	r.pump(0)
	require.Equal(t, flow.Approving, r.run().State)
	var planned string
	for _, e := range r.run().Events {
		if e.Kind == "planned" {
			planned = e.Says
		}
	}
	require.Contains(t, planned, "by version 7 of the document (profile contractor; rules finance, clerks).")
	require.Equal(t, []string{"finance", "clerks"}, []string{r.run().Plan.Terms.Rules[0].Name, r.run().Plan.Terms.Rules[1].Name})
	require.Contains(t, r.tenant.notes[0].Text, `
From the customer's document (version 7)
- The profile “contractor” was taken: licences Business Basic; groups Contractors and Gone; no contact at the desk; the first password is shared with nobody; the account ends after 90 days where the ticket states no end.
- The rule “finance” fits. The customer says: “Everybody in finance has a cost centre.”
- The rule “clerks” fits: adds Clerks.

Questions of the document to the approver (they decide nothing)
- Which cost centre

Advice in the document (it decides nothing)
- Boards are never copied.
`)
}

// TestTheDocumentsOwnWordsAreNeverAsked: a licence or a group of the document
// that the tenant hasn't is a warning, the same name on a ticket a question.
func TestTheDocumentsOwnWordsAreNeverAsked(t *testing.T) {
	t.Parallel()
	r := newRig(t, func(r *rig) { r.steps = joinerSteps() })
	r.joins("licences: {default: Visio Plan 2}\nonboarding: {default_groups: Gone}\n")
	plan := r.preview()
	require.Empty(t, plan.Questions)
	require.Contains(t, warned(plan), "The customer's document: Which licence is “Visio Plan 2”")
	require.Contains(t, warned(plan), "The group “Gone” of onboarding.default_groups isn't joined")

	subject := sam()
	subject.Licenses, subject.Groups = []string{"Visio Plan 2"}, []string{"Gone"}
	r.says(step.Reading{Action: step.Onboard, Users: []step.Subject{subject}})
	require.Len(t, r.preview().Questions, 2)
}

// TestProfilesAreForJoiners: nothing of one fits somebody who leaves.
func TestProfilesAreForJoiners(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.document(kinds)
	r.says(offboard(step.Subject{FirstName: "Priya", LastName: "Nair", EmployeeType: "contractor", Urgent: true}))
	require.Empty(t, r.preview().Terms.Profile)
}
