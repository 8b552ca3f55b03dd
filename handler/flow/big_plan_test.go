package flow_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"usher/handler/flow"
	"usher/steps/step"
)

// TestPlanLongerThanACommit leaves 110 groups: behind a cut, whose end lets
// them all go at once, and without one, where the start does.
func TestPlanLongerThanACommit(t *testing.T) {
	t.Parallel()
	for name, cut := range map[string]bool{"behind a cut": true, "without a cut": false} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t)
			r.doc.Offboarding.BlockAccess = cut
			r.tenant.manyGroups(110)
			r.approve()
			r.pump(time.Minute)
			require.Equal(t, flow.StatusSuccess, r.status())
			require.Empty(t, r.tenant.groups)
			requireOnce(t, r)
			require.NoError(t, r.Verify(t.Context(), r.run().ID))
		})
	}
}

// TestLongPlanIsSentBack plans 110 groups a second time, beside the first.
func TestLongPlanIsSentBack(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.tenant.manyGroups(110)
	r.send("e1")
	r.pump(time.Minute)
	r.decide(flow.SendBack)
	r.pump(time.Minute)
	r.decide(flow.Approve)
	r.pump(time.Minute)
	require.Equal(t, flow.StatusSuccess, r.status())
	require.NoError(t, r.Verify(t.Context(), r.run().ID))
}

// TestManyPeopleInOneTicket names 26 people, far more than one commit makes
// runs of, in a ticket that is as long as a desk may send.
func TestManyPeopleInOneTicket(t *testing.T) {
	t.Parallel()
	for name, body := range map[string]string{"in few words": "They leave", "in 600 KiB": strings.Repeat("a", 600<<10), "in 600 KiB of brackets": strings.Repeat("<", 600<<10)} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t)
			leavers := offboard()
			for i := range 26 {
				leavers.Users = append(leavers.Users, leaver("Person", fmt.Sprint("Number", i)))
			}
			r.says(leavers)
			r.send("e1", func(t *step.Ticket) { t.Body = body })
			r.pump(time.Minute)
			people := map[string]bool{}
			for _, head := range r.all() {
				v, err := r.Run(t.Context(), head.ID)
				require.NoError(t, err)
				require.Equal(t, flow.Approving, v.State)
				people[v.Person] = true
			}
			require.Len(t, people, 26)
			require.Len(t, r.all(), 26)
			require.Len(t, r.send("e1", func(t *step.Ticket) { t.Body = body }).Runs, 26)
		})
	}
}

// TestLongTicketIsRead has a body of 600 KiB: as much as a row holds is kept,
// in whole characters, and an approver gets a part of it.
func TestLongTicketIsRead(t *testing.T) {
	t.Parallel()
	for _, letter := range []string{"a", "é", "李"} {
		r := newRig(t)
		read := ""
		r.reads = func(ticket step.Ticket) step.Reading {
			read = ticket.Body
			return offboard(leaver("Priya", "Nair"))
		}
		r.send("e1", func(t *step.Ticket) { t.Body = strings.Repeat(letter, 600<<10/len(letter)) })
		r.pump(time.Minute)
		require.Greater(t, len(read), 500<<10)
		require.NotContains(t, read, "\uFFFD")
		require.Contains(t, read, "cut here")
		asked, err := r.Ask(t.Context(), r.run().ID, r.token("teams-arlene"), nil)
		require.NoError(t, err)
		require.Less(t, len(asked.Ticket.Body), 40<<10)
		require.NotContains(t, asked.Ticket.Body, "\uFFFD")
		for key, row := range r.store.rows[strings.Split(r.run().ID, "-")[1]] {
			require.True(t, strings.HasPrefix(key, "event|") || len(row.Data) < 50<<10, "row %s has %d bytes", key, len(row.Data))
		}
		r.decide(flow.Approve)
		r.pump(time.Minute)
		require.Equal(t, flow.StatusSuccess, r.status())
	}
}
