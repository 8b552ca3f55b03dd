package steps_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"usher/steps"
	"usher/steps/step"
)

func TestScopesAreTheLeastForADocument(t *testing.T) {
	t.Parallel()
	everything := step.Offboarding{
		BlockAccess: true, Licences: true, Groups: true, Ticket: true,
		Mailbox: step.MailboxSettings{On: true, Convert: true, Hide: true},
	}
	cases := []struct {
		name string
		on   step.Offboarding
		want []string
	}{
		{"nothing", step.Offboarding{}, []string{
			"GroupMember.Read.All", "LicenseAssignment.Read.All", "User.Read.All",
		}},
		{"access only", step.Offboarding{BlockAccess: true}, []string{
			"GroupMember.Read.All", "LicenseAssignment.Read.All",
			"User-PasswordProfile.ReadWrite.All", "User.EnableDisableAccount.All", "User.Read.All", "User.RevokeSessions.All",
		}},
		{"groups only", step.Offboarding{Groups: true}, []string{
			"GroupMember.ReadWrite.All", "LicenseAssignment.Read.All", "User.Read.All",
			"Exchange.ManageAsApp with Exchange Recipient Administrator",
		}},
		{"everything", everything, []string{
			"GroupMember.ReadWrite.All", "LicenseAssignment.ReadWrite.All",
			"User-PasswordProfile.ReadWrite.All", "User.EnableDisableAccount.All", "User.Read.All", "User.RevokeSessions.All",
			"Exchange.ManageAsApp with Exchange Recipient Administrator",
		}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			permissions := steps.Scopes(step.Customer{Offboarding: c.on})
			for _, p := range permissions {
				require.NotEmpty(t, p.For, "%s has no reason", p.Permission)
			}
			require.Equal(t, c.want, named(permissions))
		})
	}
}

func TestScopesOfOnboardingAreTheLeastForADocument(t *testing.T) {
	t.Parallel()
	const exchange = "Exchange.ManageAsApp with Exchange Recipient Administrator"
	cases := []struct {
		name     string
		on       step.Onboarding
		password step.Password
		want     []string
	}{
		{"contact only", step.Onboarding{Contact: true}, step.Password{Share: "link"}, []string{
			"GroupMember.Read.All", "LicenseAssignment.Read.All", "User.Read.All",
		}},
		{"account without a password", step.Onboarding{CreateAccount: true}, step.Password{Share: "none"}, []string{
			"GroupMember.Read.All", "LicenseAssignment.Read.All", "User.ReadWrite.All", exchange,
		}},
		{"everything", step.Onboarding{CreateAccount: true, Licences: true, Groups: true, Contact: true, Ticket: true}, step.Password{Share: "link"}, []string{
			"GroupMember.ReadWrite.All", "LicenseAssignment.ReadWrite.All", "Mail.Send",
			"User-PasswordProfile.ReadWrite.All", "User.ReadWrite.All", exchange,
		}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, c.want, named(steps.Scopes(step.Customer{Onboarding: c.on, Password: c.password})))
		})
	}
}

// named names permissions, with the roles that they are of no use without.
func named(permissions []steps.Permission) []string {
	var names []string
	for _, p := range permissions {
		name := p.Permission
		if p.Role != "" {
			name += " with " + p.Role
		}
		names = append(names, name)
	}
	return names
}

func TestScopesNameWhatNeedsThem(t *testing.T) {
	t.Parallel()
	for _, p := range steps.Scopes(step.Customer{Offboarding: step.Offboarding{Groups: true}}) {
		if p.Permission == "GroupMember.ReadWrite.All" {
			require.Equal(t, []string{"planning: to list the groups of a person", "leave-group"}, p.For)
			return
		}
	}
	t.Fatal("GroupMember.ReadWrite.All isn't listed")
}
