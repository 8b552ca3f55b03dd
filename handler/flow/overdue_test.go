package flow_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"usher/handler/flow"
	"usher/steps/step"
)

// TestLeaversTimeComesWithoutADecision lets time pass over an open question and
// looks at when it warns. The last day ends at 18:00; it is asked on the 23rd
// at 9:00 unless the case says otherwise.
func TestLeaversTimeComesWithoutADecision(t *testing.T) {
	t.Parallel()
	today := offboard(leaverOn("2026-11-23"))
	for name, c := range map[string]struct {
		reading step.Reading
		at      string // of day, when it is asked; empty: 09:00
		then    func(*rig)
		want    []string // times of the day
	}{
		"today at six":         {today, "", nil, []string{"16:00", "17:30", "18:00"}},
		"asked an hour before": {today, "17:00", nil, []string{"17:30", "18:00"}},
		"at once":              {offboard(leaver("Priya", "Nair")), "", nil, []string{"09:30", "11:00"}},
		"the day is past":      {offboard(leaverOn("2026-11-20")), "", nil, []string{"09:30", "11:00"}},
		"a week away":          {offboard(leaverOn("2026-11-30")), "", nil, nil},
		"nobody knows who":     {offboard(leaver("Nobody", "Known")), "", nil, []string{"09:30", "11:00"}},
		"somebody who comes":   {step.Reading{Action: step.Onboard, Users: []step.Subject{{FirstName: "Ada"}}}, "", nil, nil},
		"decided in time":      {today, "", func(r *rig) { r.decide(flow.Approve) }, nil},
		"cancelled":            {today, "", func(r *rig) { require.NoError(r.t, r.order("cancel", "")) }, nil},
		"paused all the while": {today, "", func(r *rig) { r.doc.Paused = true }, []string{"16:00", "17:30", "18:00"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r, log := logged(t)
			if c.at != "" {
				at, err := time.Parse("2006-01-02T15:04", "2026-11-23T"+c.at)
				require.NoError(t, err)
				r.clock.reach(at)
			}
			r.says(c.reading)
			r.send("e1")
			r.pump(0)
			if c.then != nil {
				c.then(r)
			}
			var got []string
			for r.clock.Now().Before(time.Date(2026, 11, 23, 20, 0, 0, 0, time.UTC)) {
				told := len(log.of("approval overdue"))
				r.clock.reach(r.clock.Now().Add(10 * time.Minute))
				require.NoError(t, r.Sweep(t.Context()))
				r.pump(0)
				if len(log.of("approval overdue")) > told {
					got = append(got, r.clock.Now().Format("15:04"))
				}
			}
			require.Equal(t, c.want, got)
			for _, record := range log.of("approval overdue") {
				require.Equal(t, "WARN", record["level"])
				require.Equal(t, "contoso", record["customer"])
				require.Equal(t, "T-1", record["ticket"])
				require.NotEmpty(t, record["run"])
			}
			require.LessOrEqual(t, len(log.of("approval overdue")), len(c.want))
		})
	}
}

// TestNewProcessWarnsOnce starts another process after two alarms have passed:
// it gives the latest, once.
func TestNewProcessWarnsOnce(t *testing.T) {
	t.Parallel()
	r, log := logged(t)
	r.says(offboard(leaverOn("2026-11-23")))
	r.send("e1")
	r.pump(0)
	r.clock.reach(time.Date(2026, 11, 23, 17, 45, 0, 0, time.UTC))
	r.wait(10 * time.Minute)
	require.Len(t, log.of("approval overdue"), 1)
}
