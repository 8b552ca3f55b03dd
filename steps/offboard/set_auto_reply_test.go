package offboard_test

import (
	"testing"

	"usher/steps/offboard"
	"usher/steps/step"
	"usher/steps/steptest"
)

func TestSetAutoReply(t *testing.T) {
	t.Parallel()
	gone := func(r *step.Request, _ func(string) step.Person) {
		r.Mailbox.AutoReply = "Priya has left. Please write to Arlene Cho & team <arlene.cho@contoso.example>."
	}
	steptest.Contract(t, offboard.SetAutoReply,
		steptest.Case{
			Name: "no reply yet",
			Ask:  gone,
			Says: "Answer mail to Priya Nair automatically: “Priya has left. Please write to Arlene Cho & team <arlene.cho@contoso.example>.”",
			Saw:  "There is no automatic reply.",
		},
		steptest.Case{
			Name:   "no mailbox",
			Person: blocked,
			Ask:    gone,
			Found:  step.Done,
			Saw:    "There is no mailbox.",
		},
	)
}
