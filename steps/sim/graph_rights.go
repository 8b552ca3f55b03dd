package sim

import "strings"

// privilegedRole is the Entra role without which an app can't touch how
// privileged people sign in.
const privilegedRole = "Privileged Authentication Administrator"

// rights is the one table of who may do what in Graph: for each call, or each
// property of a user, the sets of application permissions of which one must be
// held in full. It is stricter than Microsoft in that it knows only these.
// Source: learn.microsoft.com/graph/permissions-reference and the permission
// section of each call's page
var rights = map[string][]string{
	"user.read":            {"User.Read.All", "User.ReadWrite.All", "Directory.Read.All"},
	"user.create":          {"User.ReadWrite.All"},
	"user.delete":          {"User.ReadWrite.All", "User.DeleteRestore.All"},
	"user.profile":         {"User.ReadWrite.All"},
	"user.accountEnabled":  {"User.ReadWrite.All", "User.EnableDisableAccount.All with User.Read.All"},
	"user.passwordProfile": {"User-PasswordProfile.ReadWrite.All"},
	"user.phones":          {"User.ReadWrite.All", "User-Phone.ReadWrite.All"},
	"user.otherMails":      {"User.ReadWrite.All", "User-Mail.ReadWrite.All"},
	"user.revoke":          {"User.RevokeSessions.All", "User.ReadWrite.All"},
	"user.manager":         {"User.ReadWrite.All"},
	"user.patch":           {}, // judged property by property

	"licence.assign": {"LicenseAssignment.ReadWrite.All", "User.ReadWrite.All"},
	"licence.read": {"LicenseAssignment.Read.All", "LicenseAssignment.ReadWrite.All", "Organization.Read.All",
		"Directory.Read.All"},
	"licence.details": {"LicenseAssignment.Read.All", "LicenseAssignment.ReadWrite.All", "User.Read.All",
		"User.ReadWrite.All", "Directory.Read.All"},

	"group.read": {"GroupMember.Read.All", "GroupMember.ReadWrite.All", "Group.Read.All", "Group.ReadWrite.All",
		"Directory.Read.All"},
	"group.members":        {"GroupMember.ReadWrite.All", "Group.ReadWrite.All"},
	"group.owners":         {"Group.ReadWrite.All"},
	"group.roleAssignable": {"RoleManagement.ReadWrite.Directory"},
	"group.deleteMember":   {"GroupMember.ReadWrite.All with User.ReadWrite.All", "Group.ReadWrite.All with User.ReadWrite.All"},

	"mail.send":         {"Mail.Send"},
	"mailbox.read":      {"MailboxSettings.Read", "MailboxSettings.ReadWrite"},
	"mailbox.write":     {"MailboxSettings.ReadWrite"},
	"organization.read": {"Organization.Read.All", "Directory.Read.All"},
	"domain.read":       {"Domain.Read.All", "Directory.Read.All"},
}

// may tells whether the app holds one of a right's sets.
func (c *call) may(right string) bool {
	sets, known := rights[right]
	if !known {
		return false
	}
	for _, set := range sets {
		all := true
		for permission := range strings.SplitSeq(set, " with ") {
			all = all && c.granted(permission)
		}
		if all {
			return true
		}
	}
	return len(sets) == 0
}

// guarded tells whether a user is out of the app's reach where signing in is
// concerned.
// Source: learn.microsoft.com/graph/api/resources/users, "Who can perform sensitive actions"
func (c *call) guarded(user string) bool {
	return c.world.store.privileged(c.tenant, user) && !c.holds(privilegedRole)
}
