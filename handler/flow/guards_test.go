package flow_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"usher/handler/flow"
	"usher/steps/step"
)

const onlyHR = "guards: {requesters: [hr@contoso.example, Arlene@contoso.example]}\n"

// TestOnlyNamedPeopleMayRequest: a ticket of somebody else changes nothing and
// asks no approver, until one of them writes on it.
func TestOnlyNamedPeopleMayRequest(t *testing.T) {
	t.Parallel()
	for _, writer := range []string{"dana@contoso.example", "", "hr@contoso.example.evil.example", "hr@contoso.exampl"} {
		r := newRig(t)
		r.document(onlyHR)
		r.send("e1", from(writer))
		r.pump(time.Minute)
		require.Equal(t, flow.Asking, r.run().State, writer)
		require.Equal(t, "approval", r.run().Plan.Questions[0].Key)
		require.Contains(t, r.tenant.notes[0].Text, "Contoso has named others who may.")
		require.Empty(t, r.tenant.cards)

		r.send("e2", from("HR@Contoso.example"))
		r.pump(time.Minute)
		require.Equal(t, flow.Approving, r.run().State)
		r.decide(flow.Approve)
		r.pump(time.Minute)
		require.Equal(t, flow.StatusSuccess, r.status())
	}
}

// answersYes reads the first message as a leaver's ticket, and no other.
func (r *rig) answersYes() {
	r.reads = func(ticket step.Ticket) step.Reading {
		if ticket.Event == "e1" {
			return offboard(leaver("Priya", "Nair"))
		}
		return step.Reading{Action: step.Unclear}
	}
}

func saysYes(t *step.Ticket) { t.Body = "Yes" }

func TestTheYesOfANamedPersonCounts(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.document(onlyHR)
	r.answersYes()
	r.send("e1")
	r.pump(time.Minute)
	r.send("e2", from("hr@contoso.example"), saysYes)
	r.pump(time.Minute)
	require.Equal(t, flow.Approving, r.run().State)
	require.Empty(t, r.run().Plan.Questions)
}

// TestNobodyElsesYesCounts: a ticket's own sender can't let themselves in, nor
// settle what is asked of the others.
func TestNobodyElsesYesCounts(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.document(onlyHR)
	r.answersYes()
	r.send("e1")
	r.pump(time.Minute)
	for _, event := range []string{"e2", "e3"} {
		r.send(event, saysYes)
		r.pump(time.Minute)
		require.Equal(t, flow.Asking, r.run().State)
		require.Empty(t, r.tenant.cards)
		require.True(t, r.tenant.enabled)
	}
}

// TestOthersCannotChangeARequest of somebody who may: what they write is asked
// about, and the approval of the earlier plan is void.
func TestOthersCannotChangeARequest(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.document(onlyHR)
	r.reads = inOtherWords
	r.send("e1", from("arlene@contoso.example"))
	r.pump(time.Minute)
	require.Equal(t, flow.Approving, r.run().State)
	r.send("e2", from("dana@contoso.example"))
	r.pump(time.Minute)
	require.Equal(t, flow.Asking, r.run().State)
	require.True(t, r.tenant.enabled)
}

// TestGuardedAccountsAreLeftToPeople: named by any of their addresses, they
// are never changed, nobody is asked to approve it, and the ticket says why.
func TestGuardedAccountsAreLeftToPeople(t *testing.T) {
	t.Parallel()
	for guards, says := range map[string]string{
		"break_glass: priya@contoso.example":                                                "Priya Nair is a break-glass account",
		"break_glass: PRIYA@contoso.example":                                                "Priya Nair is a break-glass account",
		"vips: [arlene@contoso.example, an.alias.of.hers@contoso.example]":                  "Priya Nair is a VIP",
		"{break_glass: an.alias.of.hers@contoso.example, vips: nobody.of.them@msp.example}": "Priya Nair is a break-glass account",
	} {
		r := newRig(t)
		r.document("guards: " + braced(guards) + "\n")
		r.send("e1")
		r.pump(time.Hour)
		require.Equal(t, flow.StatusFollowUp, r.status())
		require.True(t, r.tenant.enabled)
		require.Equal(t, []string{"Forecast", "Sales-UK"}, r.tenant.groups)
		require.Empty(t, r.tenant.cards, "there is nothing to approve")
		require.Equal(t, flow.ByHand, r.states()["block"])
		require.Contains(t, warned(r.run().Plan), says)
		require.Contains(t, r.run().Report.FollowUps[0].Says, strings.TrimPrefix(says, "Priya Nair is ")+", which Usher never changes")
		require.Contains(t, r.tenant.notes[len(r.tenant.notes)-1].Text, says)
	}
}

func TestOthersAreNotGuarded(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.document("guards: {break_glass: arlene@contoso.example, vips: emergency@msp.example}\n")
	r.approve()
	r.pump(time.Minute)
	require.Equal(t, flow.StatusSuccess, r.status())
	require.NotContains(t, strings.ToLower(warned(r.run().Plan)), "vip")
}

// TestAGuardThatCannotBeLookedUpPlansNothing: not knowing who is guarded is no
// leave to change them.
func TestAGuardThatCannotBeLookedUpPlansNothing(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.document("guards: {break_glass: away@contoso.example}\n")
	r.Connector = lostGuards{r.tenant}
	_, err := r.Preview(t.Context(), "contoso", step.Ticket{ID: "T-1"})
	require.ErrorContains(t, err, "find the guarded account away@contoso.example")
}
