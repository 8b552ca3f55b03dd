package onboard_test

import (
	"testing"

	"usher/steps/onboard"
	"usher/steps/step"
	"usher/steps/steptest"
)

func TestAssignLicences(t *testing.T) {
	t.Parallel()
	const says = "Assign Microsoft 365 Business Premium to Nora Quist, which takes 1 seat"
	steptest.Joining(t, onboard.AssignLicences,
		steptest.Case{
			Name:    "a seat is free",
			Earlier: made(),
			Moves:   []string{"lastUpdatedDateTime"},
			Stays:   []string{"mailboxes[Nora Quist]"}, // kept by Exchange for 30 days
			Says:    says,
			Saw:     "Not assigned yet: Microsoft 365 Business Premium.",
		},
		steptest.Case{
			Name:    "assigned already",
			Earlier: licensed(),
			Early:   true,
			Found:   step.Done,
			Saw:     "Microsoft 365 Business Premium is assigned and active.",
		},
		steptest.Case{
			Name:    "no seat is free",
			Tenant:  `{"subscribedSkus":[{"skuPartNumber":"SPB","prepaidUnits":{"enabled":11}}]}`,
			Earlier: made(),
			Stops:   "No seat of Microsoft 365 Business Premium is free: 11 of 11 are in use. Nothing was assigned. Buy a seat or free one, then retry this line.",
		},
		steptest.Case{
			Name: "no subscription of it",
			Ask: func(r *step.Request, _ func(string) step.Person) {
				r.Joiner.Licences = []step.LicenceWish{{SKU: "0c266dff-15dd-4b49-8397-2bb16070ed52", Name: "Microsoft 365 Audio Conferencing"}}
			},
			Earlier: made(),
			Stops:   "The tenant has no subscription of Microsoft 365 Audio Conferencing. Nothing was assigned. Buy a seat or free one, then retry this line.",
		},
		steptest.Case{
			Name:   "only through a group",
			Ask:    func(r *step.Request, _ func(string) step.Person) { r.Joiner.Licences = r.Joiner.Licences[1:] },
			NoLine: true,
		},
	)
}
