package flow_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"usher/handler/flow"
	"usher/steps/step"
)

const finance = "rules:\n  - {name: finance, when: {department: Finance}, then: "

// TestRulesAddGroups that the tenant has; what it lacks is a warning.
func TestRulesAddGroups(t *testing.T) {
	t.Parallel()
	r := newRig(t, func(r *rig) { r.steps = joinerSteps() })
	r.joins(finance + "{add_group: [Ledger, Gone, Two of a name]}}\n  - {name: clerks, when: {job_title: Clerk}, then: {add_group: [Ledger, Clerks]}}\n  - {name: sales, when: {department: Sales}, then: {add_group: CRM}}\n")
	plan := r.preview()
	require.Contains(t, lines(plan), "join Ledger")
	require.Contains(t, lines(plan), "join Clerks")
	require.NotContains(t, lines(plan), "join CRM")
	require.Contains(t, warned(plan), "The group “Gone” of the rule “finance” isn't joined: Contoso has none by that name.")
	require.Contains(t, warned(plan), "The group “Two of a name” of the rule “finance” isn't joined: Contoso has 2 by that name.")
	require.Empty(t, plan.Questions)
}

// TestRulesSetOptions of one run's copy of the document alone, the later rule
// over the earlier one.
func TestRulesSetOptions(t *testing.T) {
	t.Parallel()
	r := newRig(t, func(r *rig) { r.steps = joinerSteps() })
	r.joins(finance + "{set: {onboarding.contact: off, \"names.format\": \"{f}{last}\"}}}\n  - {name: clerks, when: {job_title: Clerk}, then: {set: {names.format: \"{last}.{first}\"}}}\n")
	before := r.doc
	plan := r.preview()
	require.NotContains(t, lines(plan), "contact desk")
	require.Contains(t, lines(plan), "name okoro.sam@contoso.example")
	require.Equal(t, before, r.doc, "the document stays as it is")

	subject := sam()
	subject.Department, subject.JobTitle = "Sales", ""
	r.says(step.Reading{Action: step.Onboard, Users: []step.Subject{subject}})
	other := r.preview()
	require.Contains(t, lines(other), "contact desk")
	require.Contains(t, lines(other), "name sam.okoro@contoso.example")
}

// TestWhatARuleDoesIsInTheHashes: an approval of the plan without the rule
// must not pass for one of the plan with it.
func TestWhatARuleDoesIsInTheHashes(t *testing.T) {
	t.Parallel()
	hashes := func(rules string) map[string]string {
		r := newRig(t, func(r *rig) { r.steps = joinerSteps() })
		r.joins(rules)
		plan := r.preview()
		found := map[string]string{"plan": plan.Hash}
		for _, l := range plan.Lines {
			found[l.Step+" "+l.Object.Name] = l.Hash
		}
		return found
	}
	without := hashes("")
	named := hashes(finance + "{set: {names.format: \"{f}{last}\"}}}\n")
	require.NotEqual(t, without["plan"], named["plan"])
	require.NotContains(t, named, "name sam.okoro@contoso.example")
	require.NotContains(t, without, "name sokoro@contoso.example")
	grouped := hashes(finance + "{add_group: Ledger}}\n")
	require.NotEqual(t, without["plan"], grouped["plan"])
	require.NotEmpty(t, grouped["join Ledger"])
	require.Equal(t, without, hashes(finance+"{ask: Which cost centre}}\n"), "a question changes nothing")
}

// TestAnOptionThatCannotBeSetPlansNothing: a document that was applied can't
// hold one, so that something is badly wrong.
func TestAnOptionThatCannotBeSetPlansNothing(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.document(finance + "{set: {onboarding.contact: off}}}\n")
	r.doc.Rules[0].When = map[string][]string{"action": {"offboard"}}
	for path, value := range map[string]string{"approval.required": "off", "offboarding.time": "late"} {
		r.doc.Rules[0].Set = map[string]string{path: value}
		_, err := r.Preview(t.Context(), "contoso", step.Ticket{ID: "T-1"})
		require.ErrorContains(t, err, `rule "finance" of contoso sets `+path)
	}
	bare := newRig(t)
	bare.doc.Rules = []step.Rule{{Name: "one", When: map[string][]string{"action": {"offboard"}}, Set: map[string]string{"onboarding.contact": "off"}}}
	_, err := bare.Preview(t.Context(), "contoso", step.Ticket{ID: "T-1"})
	require.ErrorContains(t, err, "knows no options")
}

// required is a rule that wants Bo's word on every leaver.
const required = "rules:\n  - {name: leavers, when: {action: offboard}, then: {require_approver: Bo Lindqvist}}\n"

// decideAs decides the open question by the newest card of a channel.
func (r *rig) decideAs(channel string, verdict flow.Verdict) {
	r.t.Helper()
	v := r.run()
	asked, err := r.Ask(r.t.Context(), v.ID, r.token(channel), nil)
	require.NoError(r.t, err)
	_, err = r.Decide(r.t.Context(), v.ID, r.token(channel), flow.Answer{Verdict: verdict, Hash: asked.Hash, From: "192.0.2.1"})
	require.NoError(r.t, err)
	r.pump(time.Minute)
}

// TestARequiredApproverMustBeAmongThem: one of any is enough but for Bo.
func TestARequiredApproverMustBeAmongThem(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.document(required)
	r.send("e1")
	r.pump(time.Minute)
	require.Contains(t, warned(r.run().Plan), "Bo Lindqvist must be among those who approve")
	require.Contains(t, r.tenant.notes[0].Text, "Bo Lindqvist must be among those who approve")
	for _, channel := range []string{"teams-arlene", "teams-cy"} {
		r.decideAs(channel, flow.Approve)
		require.Equal(t, flow.Approving, r.run().State, "without Bo nothing is approved")
		require.True(t, r.tenant.enabled)
	}
	r.decideAs("teams-bo", flow.Approve)
	require.Equal(t, flow.StatusSuccess, r.status())
}

func TestARequiredApproverAlone(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.document(required)
	r.send("e1")
	r.pump(time.Minute)
	r.decideAs("teams-bo", flow.Approve)
	require.Equal(t, flow.StatusSuccess, r.status(), "any one is enough, and Bo is one")
}

// TestARequiredApproverWhoAskedNeverApproves: somebody else must, and the plan
// says so.
func TestARequiredApproverWhoAskedNeverApproves(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.document(required)
	r.send("e1", from("bo@contoso.example"))
	r.pump(time.Minute)
	require.Contains(t, warned(r.run().Plan), "the approval of Bo Lindqvist, who asked for this")
	require.Contains(t, warned(r.run().Plan), "Somebody else must in that place: Arlene Cho or Cy Young.")
	require.Empty(t, r.tenant.cards["teams-bo"])
	r.decideAs("teams-cy", flow.Approve)
	require.Equal(t, flow.StatusSuccess, r.status())
}

// TestTwoRequiredOfWhomOneAsked: as many approve as the rules name.
func TestTwoRequiredOfWhomOneAsked(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.document("rules:\n  - {name: leavers, when: {action: offboard}, then: {require_approver: [Arlene Cho, Bo Lindqvist]}}\n")
	r.send("e1", from("bo@contoso.example"))
	r.pump(time.Minute)
	r.decideAs("teams-arlene", flow.Approve)
	require.Equal(t, flow.Approving, r.run().State, "somebody else in Bo's place")
	r.decideAs("teams-cy", flow.Approve)
	require.Equal(t, flow.StatusSuccess, r.status())
}

// TestARuleAsksWhereTheDocumentDoesNot: approvals are off but for this rule.
func TestARuleAsksWhereTheDocumentDoesNot(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.document(required)
	r.doc.Approval.Required = false
	r.send("e1")
	r.pump(time.Minute)
	require.Equal(t, flow.Approving, r.run().State)
	require.True(t, r.tenant.enabled)
	r.decideAs("teams-bo", flow.Approve)
	require.Equal(t, flow.StatusSuccess, r.status())
}

// TestAmendmentsNeedTheRequiredApprover, too.
func TestAmendmentsNeedTheRequiredApprover(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.document(required)
	r.send("e1")
	r.pump(time.Minute)
	r.tenant.groups = append(r.tenant.groups, "Board")
	r.decideAs("teams-bo", flow.Approve)
	require.Equal(t, flow.Held, r.states()["leave Board"])
	r.decideAs("teams-arlene", flow.Approve)
	require.Equal(t, flow.Held, r.states()["leave Board"])
	r.decideAs("teams-bo", flow.Approve)
	require.Equal(t, flow.StatusSuccess, r.status())
}

// TestALeaversGroupIsForAPerson: no step adds leavers to groups, and what the
// rule wants isn't lost.
func TestALeaversGroupIsForAPerson(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.document("rules:\n  - {name: keep, when: {action: offboard}, then: {add_group: Litigation}}\n")
	r.approve()
	r.pump(time.Minute)
	require.Equal(t, flow.StatusFollowUp, r.status())
	require.Contains(t, r.run().Report.FollowUps[0].Says, "The rule “keep” adds Priya Nair to the group “Litigation”")
}

// TestANewerDocumentIsGoneByAtTheStart: a rule took a line away, and the newer
// document gives it back. It is asked as an amendment, and the history says by
// which version.
func TestANewerDocumentIsGoneByAtTheStart(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.document("rules:\n  - {name: quiet, when: {action: offboard}, then: {set: {offboarding.ticket: off}}}\n")
	r.send("e1")
	r.pump(time.Minute)
	require.NotContains(t, r.states(), "close")
	r.doc.Rules, r.doc.Version = nil, 2
	r.decide(flow.Approve)
	r.pump(time.Minute)
	require.Equal(t, flow.Held, r.states()["close"])
	var says []string
	for _, e := range r.run().Events {
		says = append(says, e.Says)
	}
	require.Contains(t, says, "Planned again at the start: 1 line differ from what was approved. It now goes by version 2 of the document.")
}
