package flow_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"usher/handler/flow"
	"usher/steps/step"
)

// TestWhenIsEvaluatedExactly plans the same joiner under one rule after the
// other.
func TestWhenIsEvaluatedExactly(t *testing.T) {
	t.Parallel()
	subject := step.Subject{
		FirstName: "Sam", LastName: "Okoro", Department: "Finance  Ops", JobTitle: "Clerk", EmployeeType: "Contractor",
		Company: "Full Sails", Location: "Hamburg", Manager: "Dana Reyes", StartOrLastDate: "2026-12-01",
		Licenses: []string{"Business Premium", "Visio"}, Groups: []string{"Sales-UK", "Deal Desk"},
	}
	for when, fits := range map[string]bool{
		"action: onboard":                               true,
		"action: [offboard, transfer]":                  false,
		"department: finance ops":                       true,
		"department: \" FINANCE   OPS \"":               true,
		"department: finance":                           false,
		"department: FinanceOps":                        false,
		"department: [Sales, Finance Ops]":              true,
		"job_title: clerk":                              true,
		"job_title: clerks":                             false,
		"employee_type: contractor":                     true,
		"company: full sails":                           true,
		"location: Hamburg":                             true,
		"location: HH":                                  false,
		"manager: dana reyes":                           true,
		"manager: Reyes":                                false,
		"licence: visio":                                true,
		"licence: [E5, business premium]":               true,
		"licence: Microsoft 365 Business Premium":       false,
		"group: deal desk":                              true,
		"group: deal":                                   false,
		"requester: DANA@contoso.example":               true,
		"requester: arlene@contoso.example":             false,
		"urgent: no":                                    true,
		"urgent: off":                                   true,
		"urgent: false":                                 true,
		"urgent: yes":                                   false,
		"{department: Finance Ops, job_title: Clerk}":   true,
		"{department: Finance Ops, job_title: Manager}": false,
		"{department: Finance Ops, location: [Bremen, Hamburg], licence: Visio}": true,
	} {
		r := newRig(t, func(r *rig) { r.steps = joinerSteps() })
		r.joins("rules:\n  - {name: one, when: " + braced(when) + ", then: {ask: Which one}}\n")
		r.says(step.Reading{Action: step.Onboard, Users: []step.Subject{subject}})
		terms := r.preview().Terms
		require.Equal(t, fits, len(terms.Rules) == 1, when)
	}
}

func braced(when string) string {
	if when[0] == '{' {
		return when
	}
	return "{" + when + "}"
}

// TestAFactThatTheTicketLacksFitsNothing, whatever the values are.
func TestAFactThatTheTicketLacksFitsNothing(t *testing.T) {
	t.Parallel()
	for _, fact := range []string{"department", "job_title", "employee_type", "company", "location", "manager", "licence", "group"} {
		r := newRig(t, func(r *rig) { r.steps = joinerSteps() })
		r.joins("rules:\n  - {name: one, when: {" + fact + ": [\"\", Finance]}, then: {ask: Which one}}\n")
		r.says(step.Reading{Action: step.Onboard, Users: []step.Subject{{FirstName: "Sam", LastName: "Okoro", StartOrLastDate: "2026-12-01"}}})
		require.Empty(t, r.preview().Terms.Rules, fact)
	}
}

func TestUrgentIsAFact(t *testing.T) {
	t.Parallel()
	for value, fits := range map[string]bool{"yes": true, "on": true, "true": true, "no": false} {
		r := newRig(t)
		r.document("rules:\n  - {name: one, when: {urgent: " + value + "}, then: {ask: Which one}}\n")
		require.Equal(t, fits, len(r.preview().Terms.Rules) == 1, value)
	}
}

// TestAnAnswerIsAFact: what was asked and answered on the ticket counts as if
// the ticket had said it.
func TestAnAnswerIsAFact(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.document("rules:\n  - {name: finance, when: {action: transfer, department: finance}, then: {ask: Which one}}\n")
	r.doc.Transfer.Profile = true
	r.reads = func(ticket step.Ticket) step.Reading {
		return step.Reading{Action: step.Transfer, Missing: []string{"department"}, Users: []step.Subject{{FirstName: "Priya", LastName: "Nair", Urgent: true}}}
	}
	r.send("e1")
	r.pump(time.Minute)
	require.Empty(t, r.run().Plan.Terms.Rules)
	require.Equal(t, "department", r.run().Plan.Questions[0].Key)
	r.send("e2", func(ticket *step.Ticket) { ticket.Body = "Finance" })
	r.pump(time.Minute)
	require.Len(t, r.run().Plan.Terms.Rules, 1)
	require.Equal(t, flow.Approving, r.run().State)
}
