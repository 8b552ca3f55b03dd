package offboard_test

import (
	"testing"

	"usher/steps/offboard"
	"usher/steps/step"
	"usher/steps/steptest"
)

func TestHideFromAddressList(t *testing.T) {
	t.Parallel()
	steptest.Contract(t, offboard.HideFromAddressList,
		steptest.Case{
			Name: "shown",
			Says: "Hide the mailbox of Priya Nair from the address lists",
			Saw:  "The mailbox is shown in the address lists.",
		},
		steptest.Case{
			Name:   "hidden already",
			Tenant: `{"mailboxes":[{"upn":"priya.nair@contoso.example","hidden":true}]}`,
			Found:  step.Done,
			Saw:    "The mailbox is hidden from the address lists.",
		},
		steptest.Case{
			Name:   "from Active Directory",
			Person: synced,
			Found:  step.ByHand,
			Saw:    "The mailbox comes from Active Directory: set msExchHideFromAddressLists to TRUE on the account there.",
		},
		steptest.Case{
			Name:   "no mailbox",
			Person: blocked,
			Found:  step.Done,
			Saw:    "There is no mailbox.",
		},
	)
}
