package onboard_test

import (
	"testing"

	"usher/steps/onboard"
	"usher/steps/step"
	"usher/steps/steptest"
)

func TestJoinLicenceGroup(t *testing.T) {
	t.Parallel()
	const says = "Add Nora Quist to the licensing group Licences-Engineering, which brings Microsoft 365 Business Basic"
	through := func(group string) func(*step.Request, func(string) step.Person) {
		return func(r *step.Request, _ func(string) step.Person) { r.Joiner.Licences[1].Group = group }
	}
	steptest.Joining(t, onboard.JoinLicenceGroup,
		steptest.Case{
			Name:    "a seat is free",
			Earlier: made(),
			Says:    says,
			Saw:     "Nora Quist is no member.",
			Moves:   []string{"lastUpdatedDateTime"},
			Stays:   []string{"mailboxes[Nora Quist]"},
		},
		steptest.Case{
			Name:    "a member already",
			Earlier: append(made(), onboard.JoinLicenceGroup),
			Early:   true,
			Found:   step.Done,
			Saw:     "Nora Quist is a member, and Microsoft 365 Business Basic is active.",
		},
		steptest.Case{
			Name:    "no seat is free",
			Tenant:  `{"subscribedSkus":[{"skuPartNumber":"O365_BUSINESS_ESSENTIALS","prepaidUnits":{"enabled":2}}]}`,
			Earlier: made(),
			Stops:   "Microsoft couldn't activate Microsoft 365 Business Basic for Nora Quist: no seat is free. Mend that, then retry this line.",
		},
		steptest.Case{
			Name:  "the group doesn't bring it",
			Ask:   through("5a1e0000-0000-4000-8000-000000000101"),
			Found: step.Needed,
			Earlier: append(made(), step.Step{
				Name: "join", Scopes: onboard.JoinGroup.Scopes, Each: onboard.JoinLicenceGroup.Each,
				Do: onboard.JoinLicenceGroup.Do, Check: onboard.JoinGroup.Check,
			}),
			Waits: "Microsoft hasn't activated Microsoft 365 Business Basic yet",
		},
		steptest.Case{
			Name:  "follows a rule",
			Ask:   through("5a1e0000-0000-4000-8000-000000000105"),
			Found: step.ByHand,
			Saw:   "All Sales follows a rule, and nobody can be added: see that the joiner's profile fits the rule.",
		},
		steptest.Case{
			Name:  "has an address",
			Ask:   through("5a1e0000-0000-4000-8000-000000000104"),
			Found: step.ByHand,
			Saw:   "Everyone-London has an address, so Exchange takes only members that have a mailbox, which this licence would bring: assign Microsoft 365 Business Basic directly by hand, or license by a security group.",
		},
		steptest.Case{
			Name:  "gone",
			Ask:   through("5a1e0000-0000-4000-8000-00000000dead"),
			Found: step.ByHand,
			Saw:   "The group that brings Microsoft 365 Business Basic isn't in the tenant any more: name another one in the customer's document, and assign the licence by hand.",
		},
	)
}
