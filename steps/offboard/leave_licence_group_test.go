package offboard_test

import (
	"testing"

	"usher/steps/offboard"
	"usher/steps/step"
	"usher/steps/steptest"
)

func TestLeaveLicenceGroup(t *testing.T) {
	t.Parallel()
	convert := func(r *step.Request, _ func(string) step.Person) { r.Mailbox.Convert = true }
	const group = "Licences-Engineering"
	const says = "Take Colin Abara out of the licensing group Licences-Engineering"
	steptest.Contract(t, offboard.LeaveLicenceGroup,
		steptest.Case{
			Name:      "once the mailbox is shared",
			Person:    inherits,
			Meanwhile: `{"mailboxes":[{"upn":"colin.abara@contoso.example","type":"shared"}]}`,
			Ask:       convert,
			Object:    group,
			Says:      says,
			Moves:     []string{"lastUpdatedDateTime"},
			Saw:       "Colin Abara is a member.",
		},
		steptest.Case{
			Name:   "brings no mailbox",
			Tenant: licensing("security", "VISIOCLIENT"),
			Object: "Drawing",
			Says:   "Take Priya Nair out of the licensing group Drawing",
			Moves:  []string{"lastUpdatedDateTime"},
		},
		steptest.Case{
			Name:   "mail-enabled",
			Tenant: licensing("mail-enabled", "VISIOCLIENT"),
			Object: "Drawing",
			Says:   "Take Priya Nair out of the licensing group Drawing",
			Moves:  []string{"lastUpdatedDateTime"},
		},
		steptest.Case{
			Name:   "the mailbox isn't shared yet",
			Person: inherits,
			Ask:    convert,
			Object: group,
			Waits:  "Exchange still says that colin.abara@contoso.example is a user mailbox",
		},
		steptest.Case{
			Name:   "nobody asked for the conversion",
			Person: inherits,
			Object: group,
			Found:  step.ByHand,
			Saw:    "The licence stays: the mailbox would be lost with it. Convert it to a shared mailbox or keep its content elsewhere, then take the leaver out of Licences-Engineering by hand.",
		},
		steptest.Case{
			Name:   "without licences",
			Object: "Sales-UK",
			NoLine: true,
		},
	)
}

// licensing adds Priya Nair to a new group whose members inherit a SKU.
func licensing(kind, sku string) string {
	const group = "5a1e0000-0000-4000-8000-0000000002f1"
	return `{
		"groups": [{
			"id": "` + group + `", "kind": "` + kind + `", "displayName": "Drawing", "mail": "drawing@contoso.example",
			"members": ["priya.nair@contoso.example"],
			"assignedLicenses": [{"skuPartNumber": "` + sku + `"}]
		}],
		"users": [{
			"userPrincipalName": "priya.nair@contoso.example",
			"licenseAssignmentStates": [
				{"skuPartNumber": "SPB"},
				{"skuPartNumber": "` + sku + `", "assignedByGroup": "` + group + `"}
			]
		}]
	}`
}
