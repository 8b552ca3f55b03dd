package flow_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"usher/handler/flow"
	"usher/steps/step"
)

// TestEndIsToldOnce ends runs in every way and looks at what is told of it.
func TestEndIsToldOnce(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		arrange func(*rig)
		verdict flow.Verdict
		status  flow.Status
		lines   int
		cut     string
		alarms  int
	}{
		"success":              {nil, flow.Approve, flow.StatusSuccess, 4, "yes", 0},
		"was so already":       {func(r *rig) { r.tenant.enabled = false }, flow.Approve, flow.StatusSuccess, 4, "yes", 0},
		"a group is left":      {func(r *rig) { r.tenant.lies["leave Forecast"] = true }, flow.Approve, flow.StatusPartial, 4, "yes", 0},
		"the block lies":       {func(r *rig) { r.tenant.lies["block"] = true }, flow.Approve, flow.StatusFailed, 4, "no", 2},
		"blocked by hand":      {func(r *rig) { found(0, step.Finding{State: step.ByHand, Saw: "protected"})(r) }, flow.Approve, flow.StatusFailed, 4, "no", 1},
		"rejected":             {nil, flow.Reject, flow.StatusRejected, 4, "", 0},
		"nobody decides":       {nil, "", flow.StatusExpired, 4, "no", 1},
		"rehearsal":            {func(r *rig) { r.doc.Mode = step.Rehearsal }, "", flow.StatusCancelled, 4, "", 0},
		"without the cut":      {func(r *rig) { r.doc.Offboarding.BlockAccess = false }, flow.Approve, flow.StatusSuccess, 3, "", 0},
		"can't be planned":     {func(r *rig) { r.steps[1].Each = stoppedEach }, "", flow.StatusFailed, 0, "no", 1},
		"cut not wanted":       {func(r *rig) { r.doc.Offboarding.BlockAccess = false; r.steps[1].Each = stoppedEach }, "", flow.StatusFailed, 0, "", 0},
		"nothing to do at all": {func(r *rig) { r.tenant.enabled, r.tenant.groups, r.doc.Offboarding.Ticket = false, nil, false }, "", flow.StatusSuccess, 1, "yes", 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r, log := logged(t)
			if c.arrange != nil {
				c.arrange(r)
			}
			r.Flow = r.flow("process-0")
			r.send("e1")
			r.pump(time.Minute)
			if c.verdict != "" {
				r.decide(c.verdict)
			}
			r.pump(time.Hour)
			if r.run().State != flow.Finished {
				r.waitUntil(r.clock.Now().Add(73 * time.Hour))
			}
			for range 3 {
				require.NoError(t, r.Sweep(t.Context()))
				r.pump(time.Minute)
			}
			want := flow.RunEnd{
				Run: r.run().ID, Customer: "contoso", Ticket: "T-1", Action: step.Offboard, Status: c.status, Lines: c.lines, Cut: c.cut,
			}
			require.Equal(t, []flow.RunEnd{want}, r.ended.told, "%v", r.states())
			finished := log.of("run finished")
			require.Len(t, finished, 1)
			for key, value := range map[string]any{
				"level": "INFO", "status": string(c.status), "action": "offboard", "cut": c.cut, "run": want.Run, "customer": "contoso", "ticket": "T-1",
			} {
				require.Equal(t, value, finished[0][key], key)
			}
			uncut := log.of("access not cut")
			require.Len(t, uncut, c.alarms)
			for _, record := range uncut {
				require.Equal(t, "ERROR", record["level"])
			}
		})
	}
}

// TestEndWithoutAnybodyToTell runs a flow that has no Ended.
func TestEndWithoutAnybodyToTell(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.Flow.Ended = nil
	r.approve()
	r.pump(time.Minute)
	require.Equal(t, flow.StatusSuccess, r.status())
	require.Empty(t, r.ended.told)
}

// TestEndIsToldOfARetriedRunAgain ends a run twice: it failed, and then it
// didn't.
func TestEndIsToldOfARetriedRunAgain(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.tenant.lies["block"] = true
	r.approve()
	r.pump(time.Hour)
	r.tenant.lies["block"] = false
	require.NoError(t, r.order("retry", "1"))
	r.pump(time.Hour)
	var cut []string
	for _, e := range r.ended.told {
		cut = append(cut, e.Cut)
	}
	require.Equal(t, []string{"no", "yes"}, cut)
}
