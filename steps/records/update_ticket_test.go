package records_test

import (
	"testing"

	"usher/steps/records"
	"usher/steps/step"
	"usher/steps/steptest"
)

func TestUpdateTicket(t *testing.T) {
	t.Parallel()
	const says = "Write the outcome on ticket 4711 and set its status accordingly"
	steptest.Contract(t, records.UpdateTicket,
		steptest.Case{
			Name: "with a status",
			Facts: map[step.Fact]string{
				step.ReportNote:   "Access is cut.",
				step.ReportMarker: "usher:run-1",
				step.ReportStatus: "resolved",
			},
			Says: says,
			Saw:  "The outcome isn't known yet.",
		},
		steptest.Case{
			Name: "without one",
			Facts: map[step.Fact]string{
				step.ReportNote:   "Access is cut.",
				step.ReportMarker: "usher:run-1",
			},
			Says: says,
		},
	)
}
