// Package steps is the catalogue: every step that Usher knows, in order, and
// the permissions that they need.
package steps

import (
	"usher/steps/offboard"
	"usher/steps/onboard"
	"usher/steps/records"
	"usher/steps/step"
)

// Catalogue returns every step in the order in which people see the lines of
// a plan. Lines run in the order of their facts; where that leaves a choice,
// nothing may depend on it.
func Catalogue() []step.Step {
	return []step.Step{
		offboard.BlockSignIn,
		offboard.ResetPassword,
		offboard.RevokeSessions,
		offboard.SetAutoReply,
		offboard.SetForwarding,
		offboard.GrantFullAccess,
		offboard.HideFromAddressList,
		offboard.ConvertToShared,
		offboard.LeaveGroup,
		offboard.LeaveLicenceGroup,
		offboard.RemoveLicences,
		onboard.CreateAccount,
		onboard.SetManager,
		onboard.AssignLicences,
		onboard.JoinLicenceGroup,
		onboard.JoinGroup,
		onboard.GrantSharedMailbox,
		onboard.IssuePassword,
		onboard.MakePasswordLink,
		onboard.SharePassword,
		onboard.CheckDayOne,
		records.CreateContact,
		records.DeactivateContact,
		records.UpdateTicket,
	}
}
