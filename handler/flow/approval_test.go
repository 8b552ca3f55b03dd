package flow_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"usher/handler/flow"
	"usher/steps/step"
)

// TestWhoeverAsksNeverApproves has a ticket written by somebody who is also an
// approver: under the address of the document, under another one of theirs, or
// in a message of the ticket before the newest.
func TestWhoeverAsksNeverApproves(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name    string
		writers []string
	}{
		{"by the address of the document", []string{"arlene@contoso.example"}},
		{"in other letters", []string{" Arlene@Contoso.Example"}},
		{"by an alias", []string{"arlene.cho@contoso.example"}},
		{"in the first message", []string{"arlene@contoso.example", "tech@msp.example"}},
		{"in the first message, by an alias", []string{"arlene.cho@contoso.example", "tech@msp.example"}},
		{"in a later message", []string{"tech@msp.example", "arlene.cho@contoso.example"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t)
			r.reads = inOtherWords
			for i, writer := range c.writers {
				r.send(fmt.Sprint("e", i), from(writer))
				r.pump(time.Minute)
			}
			v := r.run()
			require.Equal(t, flow.Approving, v.State)
			newest := v.Approvals[len(v.Approvals)-1]
			require.Equal(t, "Bo Lindqvist", newest.Approver)
			for _, a := range v.Approvals {
				require.False(t, a.Approver == "Arlene Cho" && a.Stage == newest.Stage, "Arlene is asked")
			}
			require.LessOrEqual(t, len(r.tenant.cards["teams-arlene"]), len(c.writers)-1)
		})
	}
}

func TestRemovedApproverDecidesNothing(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.send("e1")
	r.pump(time.Minute)
	v := r.run()
	r.doc.Approval.Approvers = r.doc.Approval.Approvers[1:]
	_, err := r.Ask(t.Context(), v.ID, r.token("teams-arlene"), nil)
	require.ErrorIs(t, err, flow.ErrWrongPerson)
	_, err = r.Decide(t.Context(), v.ID, r.token("teams-arlene"), flow.Answer{Verdict: flow.Approve, Hash: v.Approvals[0].Hash})
	require.ErrorIs(t, err, flow.ErrWrongPerson)
	_, err = r.Ask(t.Context(), v.ID, r.token("teams-bo"), nil)
	require.NoError(t, err, "those who are left are still asked")
}

func TestOnePersonIsNotTwoApprovers(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.doc.Approval.Need = 2
	r.approve()
	require.ErrorIs(t, r.answer(flow.Approve), flow.ErrLinkUsed)
	r.pump(time.Minute)
	require.Equal(t, flow.Approving, r.run().State)
	require.True(t, r.tenant.enabled)
}

// TestManyDecideAtOnce has forty people click at the same instant, twice each:
// all have seen the question open before the first of them is saved.
func TestManyDecideAtOnce(t *testing.T) {
	t.Parallel()
	for name, verdicts := range map[string][]flow.Verdict{
		"all approve":                    {flow.Approve},
		"each clicks approve and reject": {flow.Approve, flow.Reject},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t)
			r.manyApprovers(40)
			r.send("e1")
			r.pump(time.Minute)
			v := r.run()
			answers := make([]error, 80)
			var everybody, ready sync.WaitGroup
			ready.Add(len(answers))
			r.store.meet = func() { ready.Done(); ready.Wait() }
			for i := range answers {
				answer := flow.Answer{Verdict: verdicts[i%len(verdicts)], Hash: v.Plan.Hash}
				token := r.token(fmt.Sprint("teams-", i/2))
				everybody.Go(func() { _, answers[i] = r.Decide(t.Context(), v.ID, token, answer) })
			}
			everybody.Wait()
			r.store.meet = nil
			winner := slices.Index(answers, nil)
			require.GreaterOrEqual(t, winner, 0, "one decision is taken: %v", answers[0])
			for i, err := range answers {
				require.True(t, i == winner || errors.Is(err, flow.ErrLinkUsed), "click %d: %v", i, err)
			}
			r.pump(time.Minute)
			won := verdicts[winner%len(verdicts)]
			require.Equal(t, map[flow.Verdict]flow.Status{flow.Approve: flow.StatusSuccess, flow.Reject: flow.StatusRejected}[won], r.status())
			for i, a := range r.run().Approvals {
				require.Equal(t, map[bool]flow.Verdict{true: won}[i == winner/2], flow.Verdict(a.Decision))
			}
		})
	}
}

// manyApprovers names so many people in the document.
func (r *rig) manyApprovers(many int) {
	r.doc.Approval.Approvers = nil
	for i := range many {
		r.doc.Approval.Approvers = append(r.doc.Approval.Approvers, step.Approver{
			Name: fmt.Sprint("Approver ", i), Email: fmt.Sprintf("a%d@contoso.example", i), TenantID: "t1",
			ObjectID: fmt.Sprint("u-", i), Teams: fmt.Sprint("teams-", i),
		})
	}
}

// TestDecisionAtTheInstantOfExpiry decides just before the end, at it and
// after it: what came in time counts, even if nobody looks before it is over.
func TestDecisionAtTheInstantOfExpiry(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name string
		late time.Duration
		err  error
		want flow.Status
	}{
		{"just before", -time.Nanosecond, nil, flow.StatusSuccess},
		{"at the instant", 0, flow.ErrLinkExpired, flow.StatusExpired},
		{"just after", time.Nanosecond, flow.ErrLinkExpired, flow.StatusExpired},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t)
			r.send("e1")
			r.pump(time.Minute)
			v := r.run()
			end := v.Approvals[0].Expires
			r.clock.reach(end.Add(c.late))
			_, err := r.Decide(t.Context(), v.ID, r.token("teams-bo"), flow.Answer{Verdict: flow.Approve, Hash: v.Plan.Hash})
			require.ErrorIs(t, err, c.err)
			r.waitUntil(end.Add(time.Second))
			require.Equal(t, c.want, r.status())
			require.Equal(t, c.want != flow.StatusSuccess, r.tenant.enabled)
		})
	}
}

// TestExpiryAndDecisionAtOnce lets the question expire while a decision is
// being saved: one of them counts.
func TestExpiryAndDecisionAtOnce(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.send("e1")
	r.pump(time.Minute)
	end := r.run().Approvals[0].Expires
	r.clock.reach(end.Add(-time.Nanosecond))
	r.store.before.at(func() { r.waitUntil(end) }, "|round|", `"Decisions":[{`)
	require.ErrorIs(t, r.answer(flow.Approve), flow.ErrLinkExpired)
	r.pump(time.Minute)
	require.Equal(t, flow.StatusExpired, r.status())
	require.True(t, r.tenant.enabled)
}

// TestCutIsNeverHeldForASecondApproval has a cut that can't be undone where
// the document asks twice for such lines: only the others are asked again.
func TestCutIsNeverHeldForASecondApproval(t *testing.T) {
	t.Parallel()
	r := newRig(t, func(r *rig) { r.steps[0].Irreversible, r.steps[1].Irreversible = "the old password", "the membership" })
	r.doc.Approval.SecondForIrreversible = true
	r.approve()
	r.pump(time.Minute)
	require.False(t, r.tenant.enabled)
	require.Equal(t, flow.Held, r.states()["leave Forecast"])
	r.decide(flow.Approve)
	r.pump(time.Minute)
	require.Equal(t, flow.StatusSuccess, r.status())
}

// TestTicketIsToldOfCardsThatCantBeDelivered has nobody reached: the run waits,
// and the ticket says for what.
func TestTicketIsToldOfCardsThatCantBeDelivered(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name    string
		refusal error
		tries   int // of both approvers' cards
	}{
		{"the channel is gone", &step.Stop{Says: "The channel is gone."}, 2},
		{"the channel is closed", &step.Denied{Resource: "teams"}, 2},
		{"nobody knows why", errAway, 10},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t)
			tries := 0
			r.tenant.fault = func(change string) error {
				if !strings.HasPrefix(change, "card ") {
					return nil
				}
				tries++
				return c.refusal
			}
			r.send("e1")
			r.pump(time.Hour)
			require.Equal(t, flow.Approving, r.run().State)
			require.Equal(t, c.tries, tries)
			told := slices.DeleteFunc(r.tenant.notes, func(n step.Note) bool { return !strings.Contains(n.Marker, ":cards:") })
			require.Len(t, told, 1)
			require.Contains(t, told[0].Text, "Arlene Cho")
		})
	}
}
