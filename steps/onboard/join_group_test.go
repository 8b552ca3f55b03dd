package onboard_test

import (
	"testing"

	"usher/steps/onboard"
	"usher/steps/step"
	"usher/steps/steptest"
)

func TestJoinGroup(t *testing.T) {
	t.Parallel()
	steptest.Joining(t, onboard.JoinGroup,
		steptest.Case{
			Name:    "security",
			Object:  "Sales-UK",
			Earlier: made(),
			Says:    "Add Nora Quist to the group Sales-UK",
			Saw:     "Nora Quist is no member.",
		},
		steptest.Case{
			Name:    "Microsoft 365",
			Object:  "Forecast",
			Earlier: made(),
			Says:    "Add Nora Quist to the group Forecast",
		},
		steptest.Case{
			Name:    "distribution",
			Object:  "Deal Desk",
			Earlier: licensed(),
			Says:    "Add Nora Quist to the group Deal Desk",
		},
		steptest.Case{
			Name:    "mail-enabled security",
			Object:  "Everyone-London",
			Earlier: licensed(),
			Says:    "Add Nora Quist to the group Everyone-London",
		},
		steptest.Case{
			Name:    "distribution, before there is a mailbox",
			Object:  "Deal Desk",
			Earlier: made(),
			Waits:   "Exchange has no mailbox for Nora Quist yet",
		},
		steptest.Case{
			Name:    "a member already",
			Ask:     only("Sales-UK"),
			Earlier: append(made(), onboard.JoinGroup),
			Early:   true,
			Found:   step.Done,
			Saw:     "Nora Quist is a member.",
		},
		steptest.Case{
			Name:   "brings a licence that is asked for",
			Object: "Licences-Engineering",
			NoLine: true,
		},
		steptest.Case{
			Name:   "follows a rule",
			Object: "All Sales",
			Found:  step.ByHand,
			Saw:    "All Sales follows a rule, and nobody can be added: see that the joiner's profile fits the rule.",
		},
		steptest.Case{
			Name:   "from Active Directory",
			Object: "Warehouse-AD",
			Found:  step.ByHand,
			Saw:    "Warehouse-AD comes from Active Directory: add the joiner to the group there.",
		},
		steptest.Case{
			Name:   "gives roles",
			Object: "Tier-1 Operators",
			Found:  step.ByHand,
			Saw:    "Tier-1 Operators gives roles in Entra: a Privileged Role Administrator has to add the joiner.",
		},
		steptest.Case{
			Name:   "in a restricted unit",
			Object: "Executive Floor",
			Found:  step.ByHand,
			Saw:    "Executive Floor is in a restricted administrative unit: an administrator of that unit has to add the joiner.",
		},
		steptest.Case{
			Name:     "protected by name",
			Document: func(c *step.Customer) { c.Offboarding.ProtectedGroups = []string{"Forecast"} },
			Object:   "Forecast",
			Found:    step.ByHand,
			Saw:      "Forecast is protected in the customer's document: whoever answers for the group decides, and adds the joiner by hand.",
		},
	)
}

// only leaves one group of those asked for.
func only(name string) func(*step.Request, func(string) step.Person) {
	return func(r *step.Request, _ func(string) step.Person) {
		for _, group := range r.Joiner.Groups {
			if group.Name == name {
				r.Joiner.Groups = []step.Group{group}
				return
			}
		}
	}
}
