package offboard_test

import (
	"testing"

	"usher/steps/offboard"
	"usher/steps/step"
	"usher/steps/steptest"
)

func TestLeaveGroup(t *testing.T) {
	t.Parallel()
	steptest.Contract(t, offboard.LeaveGroup,
		steptest.Case{
			Name:   "security",
			Object: "Sales-UK",
			Says:   "Take Priya Nair out of the group Sales-UK",
			Saw:    "Priya Nair is a member.",
		},
		steptest.Case{
			Name:   "Microsoft 365",
			Object: "Forecast",
			Says:   "Take Priya Nair out of the group Forecast",
		},
		steptest.Case{
			Name:   "distribution",
			Object: "Deal Desk",
			Says:   "Take Priya Nair out of the group Deal Desk",
		},
		steptest.Case{
			Name:   "mail-enabled security",
			Object: "Everyone-London",
			Says:   "Take Priya Nair out of the group Everyone-London",
		},
		steptest.Case{
			Name:   "follows a rule",
			Object: "All Sales",
			NoLine: true,
		},
		steptest.Case{
			Name:   "with licences",
			Person: inherits,
			Object: "Licences-Engineering",
			NoLine: true,
		},
		steptest.Case{
			Name:   "from Active Directory",
			Person: synced,
			Object: "Warehouse-AD",
			Found:  step.ByHand,
			Saw:    "Warehouse-AD comes from Active Directory: take the leaver out of the group there.",
		},
		steptest.Case{
			Name:   "gives roles",
			Person: "rafe.dunning@contoso.example",
			Object: "Tier-1 Operators",
			Found:  step.ByHand,
			Saw:    "Tier-1 Operators gives roles in Entra: a Privileged Role Administrator has to take the leaver out.",
		},
		steptest.Case{
			Name:   "in a restricted unit",
			Person: "arlene.cho@contoso.example",
			Object: "Executive Floor",
			Found:  step.ByHand,
			Saw:    "Executive Floor is in a restricted administrative unit: an administrator of that unit has to take the leaver out.",
		},
		steptest.Case{
			Name:     "protected by name",
			Document: func(c *step.Customer) { c.Offboarding.ProtectedGroups = []string{"Forecast"} },
			Object:   "Forecast",
			Found:    step.ByHand,
			Saw:      "Forecast is protected in the customer's document: whoever answers for the group decides, and takes the leaver out by hand.",
		},
		steptest.Case{
			Name: "protected by id",
			Document: func(c *step.Customer) {
				c.Offboarding.ProtectedGroups = []string{"5a1e0000-0000-4000-8000-000000000101"}
			},
			Object: "Sales-UK",
			Found:  step.ByHand,
			Saw:    "Sales-UK is protected in the customer's document: whoever answers for the group decides, and takes the leaver out by hand.",
		},
	)
}
