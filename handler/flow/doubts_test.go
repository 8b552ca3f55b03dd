package flow_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"usher/handler/flow"
	"usher/steps/step"
)

// inDoubt is Priya's leaving, which one doubt hangs on.
func inDoubt(d step.Doubt) step.Reading {
	reading := offboard(leaver("Priya", "Nair"))
	reading.Doubts = []step.Doubt{d}
	return reading
}

// TestADoubtThatHolds asks, changes nothing, and lets go once the ticket is
// read without it.
func TestADoubtThatHolds(t *testing.T) {
	t.Parallel()
	for _, key := range []string{"action", "which_user", "last_day"} {
		r := newRig(t)
		doubt := step.Doubt{Key: key, Says: "Is that so?", Default: "nothing is done", Holds: true}
		r.readAs(map[string]step.Reading{"e1": inDoubt(doubt), "e2": inDoubt(doubt), "e3": offboard(leaver("Priya", "Nair"))})
		r.send("e1")
		r.pump(time.Minute)
		require.Equal(t, flow.Asking, r.run().State)
		require.Equal(t, []flow.Remark{{Key: key, Says: "Is that so?", Default: "nothing is done"}}, r.run().Plan.Questions)
		require.Empty(t, r.tenant.cards, "nobody can approve what nobody is sure of")
		require.Contains(t, r.tenant.notes[0].Text, "Is that so?\n   Without an answer by 7 December 2026, 09:00: nothing is done.")

		r.send("e2")
		r.pump(time.Minute)
		require.Equal(t, flow.Asking, r.run().State, "as doubtful as before")

		r.send("e3")
		r.pump(time.Minute)
		require.Equal(t, flow.Approving, r.run().State)
		require.Empty(t, r.run().Plan.Questions)
		require.True(t, r.tenant.enabled)
	}
}

// TestADoubtThatDoesNotHold stands in the plan beside the notes on the
// reading, and the cut goes on.
func TestADoubtThatDoesNotHold(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	reading := inDoubt(step.Doubt{Key: "wishes", About: "Priya Nair", Says: "Is that meant?", Default: "none of it is done"})
	reading.Notes = []string{"The rules alone have read."}
	r.says(reading)
	r.approve()
	plan := r.run().Plan
	require.Contains(t, plan.Questions, flow.Remark{Key: "wishes", Says: "Is that meant?", Default: "none of it is done"})
	require.Contains(t, plan.Warnings, flow.Remark{Key: "reading", Says: "The rules alone have read."})
	r.pump(time.Minute)
	require.False(t, r.tenant.enabled)
}

// TestADoubtAboutOneOfTwo holds that one.
func TestADoubtAboutOneOfTwo(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	reading := offboard(leaver("Priya", "Nair"), leaver("Marcus", "Webb"))
	reading.Doubts = []step.Doubt{{Key: "which_user", About: "Marcus Webb", Says: "Him, too?", Default: "nothing is done", Holds: true}}
	r.says(reading)
	r.send("e1")
	r.pump(time.Minute)
	page, err := r.Runs(t.Context(), flow.Filter{Ticket: "T-1"})
	require.NoError(t, err)
	states := map[flow.RunState]int{}
	for _, run := range page.Runs {
		states[run.State]++
	}
	require.Equal(t, map[flow.RunState]int{flow.Approving: 1, flow.Asking: 1}, states)
}

// TestADoubtIsPreviewed, and so is the advice of the document handed on.
func TestADoubtIsPreviewed(t *testing.T) {
	t.Parallel()
	r := newRig(t, func(r *rig) {
		r.doc.Instructions = []step.Instruction{{Says: "We say boomerang for a rehire.", Advice: true}, {Says: "Ask HR.", Rule: "hr"}}
	})
	advised := &adviceTaker{reading: inDoubt(step.Doubt{Key: "action", Says: "What is it?", Default: "nothing is done", Holds: true})}
	r.Reader = advised
	plans, err := r.Preview(t.Context(), "contoso", step.Ticket{ID: "T-1"})
	require.NoError(t, err)
	require.Len(t, plans, 1)
	require.Empty(t, plans[0].Lines)
	require.Equal(t, []flow.Remark{{Key: "action", Says: "What is it?", Default: "nothing is done"}}, plans[0].Questions)
	require.Equal(t, []string{"We say boomerang for a rehire."}, advised.heard)
}

// adviceTaker reads every ticket alike, and remembers the advice.
type adviceTaker struct {
	reading step.Reading
	heard   []string
}

func (a *adviceTaker) Read(ctx context.Context, _ step.Ticket) (step.Reading, error) {
	a.heard = step.AdviceOf(ctx)
	return a.reading, nil
}
