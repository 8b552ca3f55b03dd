package flow_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"usher/handler/flow"
	"usher/steps/step"
)

func TestRunFromTicketToReport(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.send("e1")
	r.pump(time.Minute)
	require.Equal(t, flow.Approving, r.run().State)
	require.NotContains(t, strings.Join(r.tenant.changes, "\n"), "block", "nothing before the approval")

	r.decide(flow.Approve)
	r.pump(time.Minute)
	v := r.run()
	require.Equal(t, flow.Finished, v.State)
	require.Equal(t, flow.StatusSuccess, *v.Status)
	require.Equal(t, map[string]flow.LineState{"block": flow.Done, "leave Forecast": flow.Done, "leave Sales-UK": flow.Done, "close": flow.Done}, r.states())
	require.NoError(t, r.Verify(t.Context(), v.ID))
	requireOnce(t, r)
	require.Empty(t, r.store.rows["active"], "nothing is under way any more")
}

// requireOnce requires that no change was made twice.
func requireOnce(t *testing.T, r *rig) {
	t.Helper()
	seen := map[string]int{}
	for _, c := range r.tenant.changes {
		seen[c]++
	}
	for change, n := range seen {
		if strings.HasPrefix(change, "card ") {
			continue // each question has a card of its own
		}
		require.Equal(t, 1, n, "%s was made %d times", change, n)
	}
}

func TestSameEventMakesOneRun(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	for range 10 {
		r.send("e1")
	}
	r.pump(time.Minute)
	receipt := r.send("e1")
	require.Len(t, receipt.Runs, 1)
	_, err := r.Intake(t.Context(), flow.Arrival{Customer: "contoso", BodyHash: "other", Ticket: step.Ticket{ID: "T-1", Event: "e1"}})
	require.ErrorIs(t, err, flow.ErrOtherBody)
}

func TestUnknownCustomer(t *testing.T) {
	t.Parallel()
	_, err := newRig(t).Intake(t.Context(), flow.Arrival{Customer: "acme"})
	require.ErrorIs(t, err, flow.ErrNoCustomer)
}

func TestEndings(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name    string
		arrange func(*rig)
		verdict flow.Verdict
		want    flow.Status
	}{
		{"rejected", nil, flow.Reject, flow.StatusRejected},
		{"the block lies", func(r *rig) { r.tenant.lies["block"] = true }, flow.Approve, flow.StatusFailed},
		{"a group lies", func(r *rig) { r.tenant.lies["leave Forecast"] = true }, flow.Approve, flow.StatusPartial},
		{"the answer of every change is lost", func(r *rig) {
			for _, c := range []string{"block", "leave Forecast", "leave Sales-UK"} {
				r.tenant.cutAfter[c] = true
			}
		}, flow.Approve, flow.StatusSuccess},
		{"a group needs a person", func(r *rig) {
			r.tenant.fault = stopAt("leave Forecast", &step.Stop{Says: "Ask the owner."})
		}, flow.Approve, flow.StatusPartial},
		{"the closing note can't be posted", func(r *rig) {
			r.tenant.fault = stopAt("note usher:", &step.Stop{Says: "The desk is closed."})
		}, flow.Approve, flow.StatusFollowUp},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t)
			if c.arrange != nil {
				c.arrange(r)
			}
			r.send("e1")
			r.pump(time.Minute)
			r.decide(c.verdict)
			r.pump(30 * time.Minute)
			require.Equal(t, flow.Finished, r.run().State)
			require.Equal(t, c.want, *r.run().Status, "%v", r.states())
			requireOnce(t, r)
		})
	}
}

func stopAt(change string, err error) func(string) error {
	return func(name string) error {
		if strings.HasPrefix(name, change) {
			return err
		}
		return nil
	}
}

func TestCutFailsAndVisibleLinesWait(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.tenant.lies["block"] = true
	r.send("e1")
	r.pump(time.Minute)
	r.decide(flow.Approve)
	r.pump(time.Hour)
	require.Equal(t, flow.Stopped, r.states()["leave Forecast"])
	require.Contains(t, r.tenant.groups, "Forecast", "nobody sees that somebody leaves before the access is cut")

	r.tenant.lies["block"] = false
	require.NoError(t, r.Order(t.Context(), r.run().ID, flow.Order{Verb: "retry", Line: "1", Reason: "fixed"}))
	r.pump(time.Hour)
	require.Equal(t, flow.StatusSuccess, *r.run().Status, "%v", r.states())
}

func TestNobodyDecides(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.send("e1")
	r.pump(time.Minute)
	r.clock.reach(r.clock.Now().Add(73 * time.Hour))
	require.NoError(t, r.Sweep(t.Context()))
	r.pump(time.Minute)
	require.Equal(t, flow.StatusExpired, *r.run().Status)
	_, err := r.Ask(t.Context(), r.run().ID, r.token("teams-bo"), nil)
	require.ErrorIs(t, err, flow.ErrLinkExpired)
}

func TestNewGroupIsHeldAndAsked(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.send("e1")
	r.pump(time.Minute)
	r.tenant.groups = append(r.tenant.groups, "Board")
	r.decide(flow.Approve)
	r.pump(time.Minute)
	require.Equal(t, map[string]flow.LineState{
		"block": flow.Done, "leave Forecast": flow.Done, "leave Sales-UK": flow.Done, "leave Board": flow.Held, "close": flow.Waiting,
	}, r.states())
	require.Equal(t, flow.Approving, r.run().State)

	r.decide(flow.Approve)
	r.pump(time.Minute)
	require.Equal(t, flow.StatusSuccess, *r.run().Status)
	require.Empty(t, r.tenant.groups)
	requireOnce(t, r)
}

func TestRejectedAmendmentSkipsOnlyItsLines(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.send("e1")
	r.pump(time.Minute)
	r.tenant.groups = append(r.tenant.groups, "Board")
	r.decide(flow.Approve)
	r.pump(time.Minute)
	r.decide(flow.Reject)
	r.pump(time.Minute)
	require.Equal(t, flow.Skipped, r.states()["leave Board"])
	require.Equal(t, flow.StatusPartial, *r.run().Status)
	require.Equal(t, []string{"Board"}, r.tenant.groups)
}

func TestSentBackIsPlannedAgain(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.send("e1")
	r.pump(time.Minute)
	old := r.token("teams-arlene")
	r.decide(flow.SendBack)
	r.pump(time.Minute)
	require.Equal(t, flow.Approving, r.run().State)
	_, err := r.Ask(t.Context(), r.run().ID, old, nil)
	require.ErrorIs(t, err, flow.ErrLinkUsed)
	r.decide(flow.Approve)
	r.pump(time.Minute)
	require.Equal(t, flow.StatusSuccess, *r.run().Status)
}

func TestUnknownPersonIsAskedAndAnswered(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.reads = func(ticket step.Ticket) step.Reading {
		name := map[string]string{"e1": "Nobody"}[ticket.Event]
		if name == "" {
			name = "Priya"
		}
		return step.Reading{Action: step.Offboard, Users: []step.Subject{{FirstName: name, LastName: "Known", Urgent: true}}}
	}
	r.send("e1")
	r.pump(time.Minute)
	require.Equal(t, flow.Asking, r.run().State)
	require.Contains(t, r.tenant.notes[0].Text, "Nobody Known")
	require.NotContains(t, r.tenant.notes[0].Text, "http", "a note never carries a link")
	r.send("e2")
	r.pump(time.Minute)
	require.Equal(t, flow.Approving, r.run().State)
}

func TestScheduledRunWaitsForItsTime(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.reads = func(step.Ticket) step.Reading {
		return step.Reading{Action: step.Offboard, Users: []step.Subject{{FirstName: "Priya", LastName: "Nair", StartOrLastDate: "2026-11-27"}}}
	}
	r.send("e1")
	r.pump(time.Minute)
	r.decide(flow.Approve)
	r.pump(time.Minute)
	require.Equal(t, flow.Scheduled, r.run().State)
	r.clock.reach(time.Date(2026, 11, 27, 17, 59, 0, 0, time.UTC))
	require.NoError(t, r.Sweep(t.Context()))
	r.pump(0)
	require.Equal(t, flow.Scheduled, r.run().State)
	r.clock.reach(time.Date(2026, 11, 27, 18, 0, 1, 0, time.UTC))
	require.NoError(t, r.Sweep(t.Context()))
	r.pump(time.Minute)
	require.Equal(t, flow.StatusSuccess, *r.run().Status)
}

func TestCancelStopsBeforeTheNextEffect(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.send("e1")
	r.pump(time.Minute)
	require.NoError(t, r.Order(t.Context(), r.run().ID, flow.Order{Verb: "cancel", Reason: "wrong person"}))
	r.pump(time.Minute)
	require.Equal(t, flow.StatusCancelled, *r.run().Status)
	require.True(t, r.tenant.enabled)
	_, err := r.Decide(t.Context(), r.run().ID, r.token("teams-arlene"), flow.Answer{Verdict: flow.Approve, Hash: r.run().Plan.Hash})
	require.ErrorIs(t, err, flow.ErrLinkOld)
}

func TestNobodyApprovesTheirOwnRequest(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.doc.Approval.Approvers[0].Email = "dana@contoso.example"
	r.doc.Approval.Approvers[1].ObjectID = "u-priya"
	r.send("e1")
	r.pump(time.Minute)
	require.Equal(t, flow.Asking, r.run().State)
	require.Empty(t, r.tenant.cards)
}

func TestQueueLosesEverything(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.queue.lose = true
	r.send("e1")
	r.pump(time.Minute)
	r.queue.lose = false
	for range 40 {
		r.clock.reach(r.clock.Now().Add(2 * time.Minute))
		require.NoError(t, r.Sweep(t.Context()))
		r.queue.lose = true
		r.pump(0)
		r.queue.lose = false
		if len(r.tenant.cards["teams-arlene"]) > 0 && r.run().State == flow.Approving && len(r.run().Approvals) > 0 && r.run().Approvals[0].Decision == "" {
			r.decide(flow.Approve)
		}
	}
	require.Equal(t, flow.Finished, r.run().State)
	require.Equal(t, flow.StatusSuccess, *r.run().Status)
	requireOnce(t, r)
}

func TestScheduledRunIsPlannedAgainBeforeItIsDue(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.reads = func(step.Ticket) step.Reading {
		return step.Reading{Action: step.Offboard, Users: []step.Subject{{FirstName: "Priya", LastName: "Nair", StartOrLastDate: "2026-11-27"}}}
	}
	r.send("e1")
	r.pump(time.Minute)
	r.decide(flow.Approve)
	r.pump(time.Minute)
	r.tenant.groups = append(r.tenant.groups, "Board")
	r.clock.reach(time.Date(2026, 11, 26, 18, 0, 1, 0, time.UTC))
	require.NoError(t, r.Sweep(t.Context()))
	r.pump(time.Minute)
	require.Equal(t, flow.Scheduled, r.run().State)
	require.Equal(t, flow.Held, r.states()["leave Board"], "asked a day ahead")

	r.decide(flow.Approve)
	r.pump(time.Minute)
	r.clock.reach(time.Date(2026, 11, 27, 18, 0, 1, 0, time.UTC))
	require.NoError(t, r.Sweep(t.Context()))
	r.pump(time.Minute)
	require.Equal(t, flow.StatusSuccess, *r.run().Status, "%v", r.states())
	require.Empty(t, r.tenant.groups)
	requireOnce(t, r)
}
