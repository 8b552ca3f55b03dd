package customer_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"usher/handler/customer"
	"usher/steps/step"
)

func TestSamplesParse(t *testing.T) {
	t.Parallel()
	for _, sample := range customer.Samples() {
		c, err := customer.Parse("somewhere/"+sample.Key+".yaml", sample.YAML)
		require.NoError(t, err)
		require.Equal(t, sample.Key, c.Key)
		require.True(t, c.Simulated)
		require.Equal(t, step.Live, c.Mode)
		require.Equal(t, "sim:/desk/"+sample.Key, c.Desk.URL)
		require.Equal(t, "desk-"+sample.Key, c.Desk.Secret)
		require.True(t, c.Approval.Required)
		require.True(t, c.Approval.ByLink)
		require.Equal(t, 1, c.Approval.Need)
		require.Len(t, c.Approval.Approvers, 2)
	}
}

func TestContosoInFull(t *testing.T) {
	t.Parallel()
	c, err := customer.Parse("contoso.yaml", customer.Samples()[0].YAML)
	require.NoError(t, err)
	london, err := time.LoadLocation("Europe/London")
	require.NoError(t, err)
	tenant := "c0470000-0000-4000-8000-000000000001"
	require.Equal(t, step.Customer{
		Key: "contoso", Name: "Contoso", TenantID: tenant, Domains: []string{"contoso.example"},
		TimeZone: london, Language: "en", UsageLocation: "GB", Simulated: true, Mode: step.Live,
		Desk: step.DeskSettings{
			Kind: "webhook", URL: "sim:/desk/contoso", Secret: "desk-contoso",
			Status: map[string]string{
				"success": "resolved", "follow-up": "in progress", "partial": "in progress", "failed": "in progress",
			},
		},
		Approval: step.Approval{
			Required: true, Need: 1, Expires: 72 * time.Hour, ByLink: true,
			Approvers: []step.Approver{
				{Name: "Arlene Cho", Email: "arlene.cho@contoso.example", TenantID: tenant,
					ObjectID: "5a1e0000-0000-4000-8000-0000000000ac", Teams: "teams-contoso-arlene"},
				{Name: "Bo Lindqvist", Email: "bo.lindqvist@contoso.example", TenantID: tenant,
					ObjectID: "5a1e0000-0000-4000-8000-0000000000b1", Teams: "teams-contoso-bo"},
			},
		},
		Offboarding: step.Offboarding{
			BlockAccess: true, Devices: true, Licences: true, Groups: true, Contact: true, Ticket: true, Hour: 18,
			ProtectedGroups: []string{"Break Glass"},
			Mailbox: step.MailboxSettings{
				On: true, Convert: true, Delegate: "manager", Hide: true, SharedLimit: 50 << 30, ForwardDays: 30,
				AutoReply: "{name} has left {company}. Please write to {manager} instead.",
			},
		},
		Onboarding: step.Onboarding{
			CreateAccount: true, Licences: true, Groups: true, Contact: true, Ticket: true, LeadDays: 3, Hour: 9,
		},
		Transfer: step.Moving{Profile: true, Groups: true, Licences: true, Mailboxes: true, Contact: true, Ticket: true},
		Names:    step.Names{Format: "{first}.{last}", Collision: "number", Transliteration: "plain"},
		Licences: step.Licensing{
			System: "microsoft", Default: []string{"Microsoft 365 Business Premium"}, Buy: "never", Reduce: "never",
		},
		Password: step.Password{
			Share: "link", Base: "sim:/pwpush", Sender: "info@contoso.example", To: "manager", Length: 16, DaysAhead: 1, Hour: 9,
			Terms: step.LinkTerms{Days: 7, Views: 5, Retrieval: true},
		},
		Destinations: step.Destinations{ExternalDays: 30},
		Limits:       step.Limits{LeaversADay: 5},
	}, c)
}

// base is the least that a real customer's document needs.
const base = `name: Real
tenant: {id: 11111111-2222-4333-8444-555555555555, domains: real.example}
timezone: America/Chicago
usage_location: US
desk: {kind: webhook, url: "https://desk.example/api/", secret: desk-real}
approval: {required: off}
`

func TestWhatIsLeftOut(t *testing.T) {
	t.Parallel()
	c, err := customer.Parse("real.yml", []byte(base))
	require.NoError(t, err)
	require.Equal(t, step.Rehearsal, c.Mode, "a new customer rehearses")
	require.False(t, c.Simulated)
	require.False(t, c.Approval.ByLink, "a link alone decides only where the document says so")
	require.Equal(t, "en", c.Language)
	require.Equal(t, "https://desk.example/api", c.Desk.URL)
	require.True(t, c.Offboarding.BlockAccess)
	require.True(t, c.Offboarding.Mailbox.Convert)
	require.Empty(t, c.Offboarding.Mailbox.Delegate, "nobody gets a mailbox by default")
	require.Equal(t, []int{18, 0}, []int{c.Offboarding.Hour, c.Offboarding.Minute})
}

func TestSwitches(t *testing.T) {
	t.Parallel()
	c, err := customer.Parse("real.yaml", []byte(base+`
offboarding:
  time: 7:05
  block_access: off
  mailbox: off
  devices: no
  licences: false
  groups: "off"
  contact: Off
  ticket: yes
`))
	require.NoError(t, err)
	require.Equal(t, step.Offboarding{Ticket: true, Hour: 7, Minute: 5, Mailbox: step.MailboxSettings{
		Convert: true, Hide: true, SharedLimit: 50 << 30, ForwardDays: 30,
	}}, c.Offboarding)
}

func TestApprovals(t *testing.T) {
	t.Parallel()
	for need, want := range map[string]int{"any": 1, "all": 0, "ALL": 0, "2": 2, "1": 1} {
		document := strings.Replace(string(customer.Samples()[0].YAML), "need: any", "need: "+need, 1)
		c, err := customer.Parse("contoso.yaml", []byte(document))
		require.NoError(t, err, need)
		require.Equal(t, want, c.Approval.Need, need)
	}
	document := strings.Replace(string(customer.Samples()[0].YAML), "expires: 72h", "expires: 3d", 1)
	c, err := customer.Parse("contoso.yaml", []byte(document))
	require.NoError(t, err)
	require.Equal(t, 72*time.Hour, c.Approval.Expires)
}
