package customer_test

import (
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"usher/handler/customer"
	"usher/steps/step"
)

func full(t *testing.T) step.Customer {
	t.Helper()
	document, err := os.ReadFile("testdata/full.yaml")
	require.NoError(t, err)
	c, warnings, err := customer.Inspect("full.yaml", document)
	require.NoError(t, err)
	require.Empty(t, warnings)
	return c
}

func TestOnlyLeavesTheModeARehearsal(t *testing.T) {
	t.Parallel()
	c := full(t)
	require.Equal(t, step.Rehearsal, c.Mode)
	require.Equal(t, step.Only{People: []string{"test.user@fullsails.example"}, Group: "Usher Pilot"}, c.Only)
}

func TestStagesAskEverybodyUntilTheyAreToldApart(t *testing.T) {
	t.Parallel()
	a := full(t).Approval
	require.Len(t, a.Stages, 2)
	require.Equal(t, []int{1, 1}, []int{a.Stages[0].Need, a.Stages[1].Need})
	require.Len(t, a.Approvers, 3)
	require.Zero(t, a.Need, "all of them")
	require.Equal(t, "99999999-2222-4333-8444-555555555555", a.Approvers[2].TenantID)
	require.Equal(t, "11111111-2222-4333-8444-555555555555", a.Fallback.TenantID)
	require.Equal(t, []time.Duration{4 * time.Hour, 24 * time.Hour}, a.Reminders)
	require.Equal(t, 30*time.Hour, a.EscalateAfter)
	require.True(t, a.UrgentCut)
}

func TestJoinersInFull(t *testing.T) {
	t.Parallel()
	c := full(t)
	require.Equal(t, step.Onboarding{
		CreateAccount: true, Licences: true, Groups: true, Ticket: true, LeadDays: 5, Hour: 8, Minute: 30, DefaultGroups: []string{"All Staff"},
	}, c.Onboarding)
	require.Equal(t, step.Names{Format: "{f}{last}", Domain: "fullsails.example", Collision: "ask", Transliteration: "german"}, c.Names)
	require.Equal(t, step.Licensing{
		System: "pax8", Company: "7f2c3a", Secret: "pax8-fullsails", Default: []string{"Office"}, Buy: "up to 3", Reduce: "ask",
		Bundles: map[string][]string{"Office": {"Microsoft 365 Business Premium", "Visio Plan 2"}},
	}, c.Licences)
	require.Equal(t, step.Password{
		Share: "link", Base: "https://pwpush.example", Secret: "pwpush-fullsails", Passphrase: "pwpush-passphrase",
		Sender: "it@fullsails.example", To: "requester", Length: 20, DaysAhead: 2, Hour: 10, Minute: 15, AccessPass: true,
		Terms: step.LinkTerms{Days: 3, Views: 2, Retrieval: true},
	}, c.Password)
	off := false
	require.Equal(t, []step.Profile{
		{
			Name: "contractor", When: map[string][]string{"employee_type": {"contractor", "freelancer"}},
			Licences: []string{"Microsoft 365 Business Basic"}, Groups: []string{"Contractors"}, Contact: &off, Share: "link", ExpiresDays: 180,
		},
		{Name: "warehouse", When: map[string][]string{"department": {"Warehouse"}}, GroupsOnly: true},
	}, c.Profiles)
}

func TestRestInFull(t *testing.T) {
	t.Parallel()
	c := full(t)
	require.Equal(t, map[string]step.Action{"New Starter": step.Onboard, "Leaver": step.Offboard}, c.Tickets.Process)
	require.Equal(t, []string{"New Starter", "Leaver"}, c.Tickets.Types)
	require.Equal(t, step.Destinations{ExternalDomains: []string{"partner.example"}, ExternalDays: 14}, c.Destinations)
	require.Equal(t, step.Limits{LeaversADay: 3, LeaversShare: 0.025, RetentionDays: 90}, c.Limits)
	require.Equal(t, "manager", c.Offboarding.OneDriveTo)
	require.True(t, c.Offboarding.Devices)
	require.True(t, c.Offboarding.WipeCompany)
	require.Equal(t, 60, c.Offboarding.Mailbox.ForwardDays)
	require.Len(t, c.Rules, 1)
	require.Len(t, c.Rules[0].When, 11)
	require.Equal(t, map[string]string{"offboarding.mailbox.delegate": "nobody", "names.collision": "number"}, c.Rules[0].Set)
	require.Equal(t, []string{"CRM Users"}, c.Rules[0].Groups)
	require.Equal(t, "sales", c.Instructions[0].Rule)
	require.True(t, c.Instructions[1].Advice)
}

func TestLeadTimes(t *testing.T) {
	t.Parallel()
	for written, want := range map[string][]int{
		"3":                              {3, 9, 0},
		"3d":                             {3, 9, 0},
		"1 working day":                  {1, 9, 0},
		"2 working days before at 17:45": {2, 17, 45},
		"0 days, 7:05":                   {0, 7, 5},
	} {
		c, err := customer.Parse("real.yaml", []byte(base+"onboarding: {lead: \""+written+"\"}\n"))
		require.NoError(t, err, written)
		require.Equal(t, want, []int{c.Onboarding.LeadDays, c.Onboarding.Hour, c.Onboarding.Minute}, written)
	}
	_, err := customer.Parse("real.yaml", []byte(base+"onboarding: {lead: 31}\n"))
	require.ErrorContains(t, err, `"31" is no number of working days`)
}

func TestWarnings(t *testing.T) {
	t.Parallel()
	sample := string(customer.Samples()[0].YAML)
	for _, c := range []struct{ document, want string }{
		{sample, ""},
		{
			strings.Replace(sample, "    convert: on", "    convert: off", 1),
			"contoso.yaml:48: offboarding.mailbox: the licence goes and the mailbox isn't shared before: Exchange deletes it after 30 days; turn mailbox and convert on, or licences off",
		},
		{
			strings.Replace(sample, "teams-contoso-bo", "teams-contoso-arlene", 1),
			"contoso.yaml:39: approval.approvers[1]: has the same Teams channel as Arlene Cho, and a link alone decides; give each approver a channel that only this person reads, or set identity: sign-in",
		},
		{
			strings.NewReplacer("teams-contoso-bo", "teams-contoso-arlene", "identity: link", "identity: sign-in").Replace(sample), "",
		},
		{
			strings.Replace(sample, "  block_access: on", "  block_access: off", 1),
			"contoso.yaml:47: offboarding.block_access: licences go while the leaver can still sign in; turn block_access on",
		},
		{
			base + "mode: live\n",
			"contoso.yaml:6: approval.required: plans run as soon as a ticket is read, and nobody has looked at them; turn required on, or set mode: rehearsal",
		},
		{
			strings.Replace(base, "kind: webhook", "kind: halopsa, company: 17", 1),
			`contoso.yaml:1: tickets: no ticket of this desk concerns Usher: there is no "all"; name boards, types or statuses under tickets:`,
		},
	} {
		_, warnings, err := customer.Inspect("contoso.yaml", []byte(c.document))
		require.NoError(t, err)
		require.Equal(t, c.want, warnings.Error())
	}
}

func TestReferenceNamesEveryKeyOnce(t *testing.T) {
	t.Parallel()
	reference := customer.Reference()
	require.Contains(t, reference, "| `lead` | working days and a time of day, such as \"3 working days, 09:00\" | `3 working days, 09:00` |")
	require.Contains(t, reference, "## `approval.stages[].approvers[]`")
	require.Equal(t, 1, strings.Count(reference, "## `offboarding.mailbox`\n"))
}
