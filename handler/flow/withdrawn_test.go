package flow_test

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"usher/handler/flow"
	"usher/steps/step"
)

// withdrawal is a newer message that no longer asks for the offboarding of
// Priya Nair.
type withdrawal struct {
	name  string
	newer step.Reading
	runs  int // that the ticket has afterwards
}

func withdrawals() []withdrawal {
	return []withdrawal{
		{"it is no such ticket any more", step.Reading{Action: step.None}, 1},
		{"nobody knows what it asks", step.Reading{Action: step.Unclear}, 1},
		{"it asks something unclear for her", step.Reading{Action: step.Unclear, Users: []step.Subject{leaverOn("2026-11-27")}}, 1},
		{"it asks something else for her", step.Reading{Action: step.Transfer, Users: []step.Subject{leaverOn("2026-11-27")}}, 2},
		{"it asks the same for somebody else", offboard(step.Subject{FirstName: "Sam", LastName: "Okoro", StartOrLastDate: "2026-11-27"}), 2},
	}
}

// TestWithdrawnRequestIsNotCarriedOut withdraws an approved request before its
// day: nothing is done then, and somebody is asked.
func TestWithdrawnRequestIsNotCarriedOut(t *testing.T) {
	t.Parallel()
	for _, c := range withdrawals() {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t)
			r.readAs(map[string]step.Reading{"e1": offboard(leaverOn("2026-11-27")), "e2": c.newer})
			r.approve()
			r.pump(time.Minute)
			require.Equal(t, flow.Scheduled, r.run().State)
			r.send("e2")
			r.pump(time.Minute)
			require.Len(t, r.all(), c.runs)
			require.Equal(t, flow.Asking, r.all()[0].State)
			r.waitUntil(time.Date(2026, 11, 27, 18, 0, 1, 0, time.UTC))
			require.True(t, r.tenant.enabled)
			require.Len(t, r.tenant.groups, 2)
		})
	}
}

func TestWithdrawnRequestIsWantedAgain(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.readAs(map[string]step.Reading{"e1": offboard(leaver("Priya", "Nair")), "e2": {Action: step.None}, "e3": offboard(leaver("Priya", "Nair"))})
	r.send("e1")
	r.pump(time.Minute)
	before := r.token("teams-arlene")
	for _, event := range []string{"e2", "e3"} {
		r.send(event)
		r.pump(time.Minute)
	}
	require.Len(t, r.all(), 1)
	require.Equal(t, flow.Approving, r.run().State)
	_, err := r.Ask(t.Context(), r.run().ID, before, nil)
	require.ErrorIs(t, err, flow.ErrLinkOld)
	r.decide(flow.Approve)
	r.pump(time.Minute)
	require.Equal(t, flow.StatusSuccess, r.status())
}

// TestDecisionOnAWithdrawnRequest approves by the card that came before the
// request was withdrawn.
func TestDecisionOnAWithdrawnRequest(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.readAs(map[string]step.Reading{"e1": offboard(leaver("Priya", "Nair")), "e2": {Action: step.None}})
	r.send("e1")
	r.pump(time.Minute)
	r.send("e2")
	r.pump(time.Minute)
	require.ErrorIs(t, r.answer(flow.Approve), flow.ErrLinkOld)
	require.Contains(t, r.tenant.notes[len(r.tenant.notes)-1].Text, "still wanted", "somebody is asked")
}

// TestWhatHasStartedGoesOn withdraws a request whose run is under way: the
// ticket's history says so, and an operator can cancel.
func TestWhatHasStartedGoesOn(t *testing.T) {
	t.Parallel()
	for _, c := range withdrawals() {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t)
			r.readAs(map[string]step.Reading{"e1": offboard(leaver("Priya", "Nair")), "e2": c.newer})
			r.slow("leave")
			r.approve()
			r.pump(time.Minute)
			require.Equal(t, flow.Running, r.run().State)
			r.send("e2")
			r.pump(time.Minute)
			require.Len(t, r.all(), c.runs)
			r.tenant.fault = nil
			r.pump(time.Hour)
			v, err := r.Run(t.Context(), r.all()[0].ID)
			require.NoError(t, err)
			require.Equal(t, flow.StatusSuccess, *v.Status)
			require.True(t, slices.ContainsFunc(v.Events, func(e flow.Event) bool { return e.Kind == "noted" }))
		})
	}
}

func TestUnansweredQuestionEnds(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.says(offboard(leaver("Nobody", "Known")))
	r.send("e1")
	r.pump(time.Minute)
	asked := r.clock.Now()
	r.waitUntil(asked.Add(14*24*time.Hour - time.Minute))
	require.Equal(t, flow.Asking, r.run().State)
	r.waitUntil(asked.Add(14*24*time.Hour + time.Second))
	require.Equal(t, flow.StatusExpired, r.status())
	require.Empty(t, r.store.rows["active"])
}
