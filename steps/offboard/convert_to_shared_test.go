package offboard_test

import (
	"testing"

	"usher/steps/offboard"
	"usher/steps/step"
	"usher/steps/steptest"
)

func TestConvertToShared(t *testing.T) {
	t.Parallel()
	convert := func(r *step.Request, _ func(string) step.Person) { r.Mailbox.Convert = true }
	const says = "Convert the mailbox of Priya Nair to a shared mailbox"
	steptest.Contract(t, offboard.ConvertToShared,
		steptest.Case{
			Name: "a user's mailbox",
			Ask:  convert,
			Says: says,
			Saw:  "It is a user mailbox.",
		},
		steptest.Case{
			Name:    "too large to be without a licence",
			Person:  large,
			Ask:     convert,
			Says:    "Convert the mailbox of Greta Voss to a shared mailbox",
			Warning: "The licence must stay after the conversion: the mailbox is 57.0 GB large, over the 50.0 GB of a shared mailbox without a licence.",
		},
		steptest.Case{
			Name:     "too large for the customer's document",
			Document: func(c *step.Customer) { c.Offboarding.Mailbox.SharedLimit = 2 << 30 },
			Ask:      convert,
			Says:     says,
			Warning:  "The licence must stay after the conversion: the mailbox is 4.1 GB large, over the 2.0 GB of a shared mailbox without a licence.",
		},
		steptest.Case{
			Name:    "on hold and with an archive",
			Person:  onHold,
			Tenant:  archive,
			Ask:     convert,
			Says:    "Convert the mailbox of Hugh Penrose to a shared mailbox",
			Warning: "The licence must stay after the conversion: the mailbox is on hold and has an archive.",
		},
		steptest.Case{
			Name:   "shared already",
			Tenant: mailboxShared,
			Ask:    convert,
			Found:  step.Done,
			Saw:    "It is a shared mailbox.",
		},
		steptest.Case{
			Name:   "no mailbox",
			Person: blocked,
			Ask:    convert,
			Found:  step.Done,
			Saw:    "There is no mailbox.",
		},
	)
}
