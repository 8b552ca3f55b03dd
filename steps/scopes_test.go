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
			var got []string
			for _, p := range steps.Scopes(step.Customer{Offboarding: c.on}) {
				require.NotEmpty(t, p.For, "%s has no reason", p.Permission)
				name := p.Permission
				if p.Role != "" {
					name += " with " + p.Role
				}
				got = append(got, name)
			}
			require.Equal(t, c.want, got)
		})
	}
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
