package flow_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"usher/handler/flow"
	"usher/steps/step"
)

// TestLastDaysInTheCustomersZone reads a date alone as the document's time of
// day where the customer is, across the changes of daylight saving.
func TestLastDaysInTheCustomersZone(t *testing.T) {
	t.Parallel()
	london, err := time.LoadLocation("Europe/London")
	require.NoError(t, err)
	for _, c := range []struct {
		name, says   string
		hour, minute int
		want         string
	}{
		{"winter", "2026-12-04", 18, 0, "2026-12-04T18:00:00Z"},
		{"summer", "2027-06-04", 18, 0, "2027-06-04T17:00:00Z"},
		{"the day the clocks go forward", "2027-03-28", 18, 0, "2027-03-28T17:00:00Z"},
		{"an hour that isn't there that day is the one after", "2027-03-28", 1, 30, "2027-03-28T01:30:00Z"},
		{"the day the clocks go back", "2027-10-31", 18, 0, "2027-10-31T18:00:00Z"},
		{"a time that the ticket states", "2027-06-04T15:00", 18, 0, "2027-06-04T14:00:00Z"},
		{"a time with a zone of its own", "2027-06-04T15:00:00+02:00", 18, 0, "2027-06-04T13:00:00Z"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t)
			r.doc.TimeZone = london
			r.doc.Offboarding.Hour, r.doc.Offboarding.Minute = c.hour, c.minute
			r.reads = func(step.Ticket) step.Reading {
				return step.Reading{Action: step.Offboard, Users: []step.Subject{{FirstName: "Priya", LastName: "Nair", StartOrLastDate: c.says}}}
			}
			r.send("e1")
			r.pump(time.Minute)
			require.Equal(t, flow.Approving, r.run().State)
			require.Equal(t, c.want, r.run().Due.UTC().Format(time.RFC3339))
		})
	}
}
