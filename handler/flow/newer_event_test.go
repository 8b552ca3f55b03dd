package flow_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"usher/handler/flow"
	"usher/steps/step"
)

// all lists all runs in the order in which they were made.
func (r *rig) all() []flow.RunHead {
	r.t.Helper()
	page, err := r.Runs(r.t.Context(), flow.Filter{})
	require.NoError(r.t, err)
	slices.SortFunc(page.Runs, func(a, b flow.RunHead) int { return strings.Compare(a.ID, b.ID) })
	return page.Runs
}

// readAs reads each event in its own way.
func (r *rig) readAs(events map[string]step.Reading) {
	r.reads = func(t step.Ticket) step.Reading { return events[t.Event] }
}

func TestPersonNamedTwiceIsRead(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.says(offboard(leaver("Priya", "Nair"), leaver("Priya", "Nair")))
	r.send("e1")
	r.pump(time.Minute)
	require.Equal(t, flow.Approving, r.run().State)
}

// TestAnswerGoesToTheRunThatAsked has two people in a ticket, of whom one
// isn't known: the next message must not put the known one in both places.
func TestAnswerGoesToTheRunThatAsked(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.says(offboard(leaver("Nobody", "Known"), leaver("Priya", "Nair")))
	r.send("e1")
	r.pump(time.Minute)
	r.send("e2")
	r.pump(time.Minute)
	require.Len(t, r.all(), 2)
	require.Equal(t, flow.Asking, r.all()[0].State)
	require.Equal(t, flow.Approving, r.all()[1].State)

	r.says(offboard(leaver("Priya", "Nair"), leaver("Sam", "Okoro")))
	r.send("e3")
	r.pump(time.Minute)
	require.Len(t, r.all(), 2)
	for i, person := range []string{"Sam Okoro", "Priya Nair"} {
		v, err := r.Run(t.Context(), r.all()[i].ID)
		require.NoError(t, err)
		require.Equal(t, person, v.Person)
	}
}

// TestQuestionIsTriedAgain sends the ticket again, word for word, after what
// was asked about has been put right elsewhere.
func TestQuestionIsTriedAgain(t *testing.T) {
	t.Parallel()
	for name, again := range map[string]func(*rig) error{
		"by a newer message": func(r *rig) error { _, err := r.arrive("e2"); return err },
		"by an operator":     func(r *rig) error { return r.order("retry", "") },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t)
			approvers := r.doc.Approval.Approvers
			r.doc.Approval.Approvers = nil
			r.send("e1")
			r.pump(time.Minute)
			require.Equal(t, flow.Asking, r.run().State)
			r.doc.Approval.Approvers = approvers
			require.NoError(t, again(r))
			r.pump(time.Minute)
			require.Len(t, r.all(), 1)
			require.Equal(t, flow.Approving, r.run().State)
		})
	}
}

// TestExpiredRequestIsMadeAgain does what the closing note of an expired run
// tells people to do.
func TestExpiredRequestIsMadeAgain(t *testing.T) {
	t.Parallel()
	for name, again := range map[string]func(*rig) error{
		"by a newer message": func(r *rig) error { _, err := r.arrive("e2"); return err },
		"by an operator":     func(r *rig) error { return r.order("retry", "") },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t)
			r.send("e1")
			r.pump(time.Minute)
			r.waitUntil(r.clock.Now().Add(73 * time.Hour))
			require.Equal(t, flow.StatusExpired, r.status())
			require.NoError(t, again(r))
			r.pump(time.Minute)
			require.Equal(t, flow.Approving, r.run().State)
		})
	}
}

func TestSameRequestAfterTheEndIsOnlyNoted(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.approve()
	r.pump(time.Minute)
	r.send("e2")
	r.pump(time.Minute)
	require.Len(t, r.all(), 1)
	require.Equal(t, flow.StatusSuccess, r.status())
}

// TestLiveRunGoesBeforeAFinishedOne goes back to a date that a rejected run
// had: it is the open one that changes.
func TestLiveRunGoesBeforeAFinishedOne(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.readAs(map[string]step.Reading{"e1": offboard(leaverOn("2026-11-27")), "e2": offboard(leaverOn("2026-12-28")), "e3": offboard(leaverOn("2026-11-27"))})
	r.send("e1")
	r.pump(time.Minute)
	r.decide(flow.Reject)
	r.pump(time.Minute)
	for _, event := range []string{"e2", "e3"} {
		r.send(event)
		r.pump(time.Minute)
	}
	require.Len(t, r.all(), 2)
	require.Equal(t, flow.Approving, r.all()[1].State)
	require.Equal(t, time.Date(2026, 11, 27, 18, 0, 0, 0, time.UTC), *r.all()[1].Due)
}

// TestReceiptNamesTheRunsOfEveryEvent asks again what became of an event after
// a newer one has changed its run.
func TestReceiptNamesTheRunsOfEveryEvent(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.readAs(map[string]step.Reading{"e1": offboard(leaverOn("2026-11-27")), "e2": offboard(leaverOn("2026-11-28"))})
	r.send("e1")
	r.pump(time.Minute)
	r.send("e2")
	r.pump(time.Minute)
	for _, event := range []string{"e1", "e2"} {
		require.Equal(t, []flow.ReceiptRun{{Run: r.run().ID, State: flow.Approving}}, r.send(event).Runs)
	}
}

// TestSamePersonInOtherWords names by address whom the first message named by
// name.
func TestSamePersonInOtherWords(t *testing.T) {
	t.Parallel()
	for _, words := range []step.Subject{
		{UPNOrEmail: "PRIYA@contoso.example", StartOrLastDate: "2026-11-28"},
		{DisplayName: "priya nair", StartOrLastDate: "2026-11-28"},
	} {
		r := newRig(t)
		r.readAs(map[string]step.Reading{"e1": offboard(leaverOn("2026-11-27")), "e2": offboard(words)})
		r.send("e1")
		r.pump(time.Minute)
		r.send("e2")
		r.pump(time.Minute)
		require.Len(t, r.all(), 1)
		require.Equal(t, time.Date(2026, 11, 28, 18, 0, 0, 0, time.UTC), *r.run().Due)
	}
}

// TestAnAddressAnswersWhoIsMeant takes a short answer that is no request by
// itself.
func TestAnAddressAnswersWhoIsMeant(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.readAs(map[string]step.Reading{"e1": offboard(leaver("Nobody", "Known")), "e2": {Action: step.None}})
	r.send("e1")
	r.pump(time.Minute)
	require.Equal(t, flow.Asking, r.run().State)
	_, err := r.Intake(t.Context(), flow.Arrival{Customer: "contoso", BodyHash: "h-e2", Ticket: step.Ticket{
		ID: "T-1", Event: "e2", Body: "It is nobody.known@contoso.example.", ReceivedAt: r.clock.Now(), Requester: step.Requester{Email: "dana@contoso.example"},
	}})
	require.NoError(t, err)
	r.pump(time.Minute)
	require.Len(t, r.all(), 1)
	require.Equal(t, flow.Approving, r.run().State)
	require.Equal(t, "u-priya", r.run().Plan.Lines[0].Object.ID)
}
