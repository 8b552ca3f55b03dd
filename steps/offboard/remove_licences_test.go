package offboard_test

import (
	"testing"

	"usher/steps/offboard"
	"usher/steps/step"
	"usher/steps/steptest"
)

func TestRemoveLicences(t *testing.T) {
	t.Parallel()
	convert := func(r *step.Request, _ func(string) step.Person) { r.Mailbox.Convert = true }
	const says = "Remove Microsoft 365 Business Premium from Priya Nair, which frees 1 seat"
	steptest.Contract(t, offboard.RemoveLicences,
		steptest.Case{
			Name:      "once the mailbox is shared",
			Meanwhile: mailboxShared,
			Ask:       convert,
			Says:      says,
			Moves:     []string{"lastUpdatedDateTime"},
			Saw:       "Licences held directly: Microsoft 365 Business Premium.",
		},
		steptest.Case{
			Name:   "no mailbox",
			Person: blocked,
			Tenant: `{"users":[{"upn":"noel.ferris@contoso.example","usageLocation":"GB","assignedLicenses":[{"skuPartNumber":"VISIOCLIENT"}]}]}`,
			Says:   "Remove Visio Plan 2 from Noel Ferris, which frees 1 seat",
			Moves:  []string{"lastUpdatedDateTime"},
		},
		steptest.Case{
			Name:  "the mailbox isn't shared yet",
			Ask:   convert,
			Waits: "Exchange still says that priya.nair@contoso.example is a user mailbox",
		},
		steptest.Case{
			Name:  "nobody asked for the conversion",
			Found: step.ByHand,
			Saw:   "The licence stays: the mailbox would be lost with it. Convert it to a shared mailbox or keep its content elsewhere, then remove Microsoft 365 Business Premium by hand.",
		},
		steptest.Case{
			Name:     "the document leaves mailboxes alone",
			Document: func(c *step.Customer) { c.Offboarding.Mailbox.On = false },
			Ask:      convert,
			Found:    step.ByHand,
			Saw:      "The licence stays: the mailbox would be lost with it. Convert it to a shared mailbox or keep its content elsewhere, then remove Microsoft 365 Business Premium by hand.",
		},
		steptest.Case{
			Name:   "too large to be without a licence",
			Person: large,
			Ask:    convert,
			Found:  step.ByHand,
			Saw:    "The licence stays: the mailbox is 57.0 GB large, over the 50.0 GB of a shared mailbox without a licence, so it needs Exchange Online Plan 2. Keep a licence that includes it, or assign Plan 2 first and then remove Microsoft 365 Business Premium by hand.",
		},
		steptest.Case{
			Name:   "on hold and with an archive",
			Person: onHold,
			Tenant: archive,
			Ask:    convert,
			Found:  step.ByHand,
			Saw:    "The licence stays: the mailbox is on hold and has an archive, so it needs Exchange Online Plan 2. Keep a licence that includes it, or assign Plan 2 first and then remove Exchange Online (Plan 2) by hand.",
		},
		steptest.Case{
			Name:   "no licence of their own",
			Person: blocked,
			NoLine: true,
		},
	)
}
