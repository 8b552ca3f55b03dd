package flow_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"usher/steps/step"
)

// owns is a world that owns these SKUs.
type owns struct {
	joinable
	parts []string
}

func (o owns) Open(ctx context.Context, c step.Customer) (*step.World, error) {
	w, err := o.joinable.Open(ctx, c)
	w.Licences = seats{parts: o.parts}
	return w, err
}

type seats struct {
	step.Licences
	parts []string
}

func (s seats) Seats(context.Context) ([]step.Seat, error) {
	var all []step.Seat
	for _, part := range s.parts {
		all = append(all, step.Seat{SKU: "s-" + part, Name: part, All: 9, Mail: true})
	}
	return all, nil
}

// TestLicencesAsPeopleSayThem resolves words against what the tenant owns, and
// asks where they fit more than one, or only by an old name.
func TestLicencesAsPeopleSayThem(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		says  string
		owned []string
		means string // empty: asked
	}{
		{"E3", []string{"SPE_E3", "ENTERPRISEPACK"}, ""},
		{"E3", []string{"SPE_E3", "SPB"}, "assign Microsoft 365 E3"},
		{"E3", []string{"ENTERPRISEPACK", "SPB"}, "assign Office 365 E3"},
		{"Office 365 E3", []string{"SPE_E3", "ENTERPRISEPACK"}, "assign Office 365 E3"},
		{"O365 Enterprise E3", []string{"SPE_E3", "ENTERPRISEPACK"}, "assign Office 365 E3"},
		{"SPE_E3", []string{"SPE_E3", "ENTERPRISEPACK"}, "assign Microsoft 365 E3"},
		{"Business Premium", []string{"SPB", "O365_BUSINESS_PREMIUM"}, "assign Microsoft 365 Business Premium"},
		{"M365 BP", []string{"SPB", "O365_BUSINESS_PREMIUM"}, "assign Microsoft 365 Business Premium"},
		{"Business Premium", []string{"O365_BUSINESS_PREMIUM"}, ""},
		{"Office 365 Business Premium", []string{"SPB", "O365_BUSINESS_PREMIUM"}, ""},
		{"Business Standard", []string{"SPB", "O365_BUSINESS_PREMIUM"}, "assign Microsoft 365 Business Standard"},
		{"basic license", []string{"O365_BUSINESS_ESSENTIALS", "EXCHANGESTANDARD"}, ""},
		{"basic license", []string{"O365_BUSINESS_ESSENTIALS", "SPB"}, "assign Microsoft 365 Business Basic"},
		{"F3", []string{"SPE_F1", "DESKLESSPACK"}, ""},
		{"F1", []string{"SPE_F1", "M365_F1"}, "assign Microsoft 365 F1"},
		{"Kiosk", []string{"EXCHANGEDESKLESS", "SPB"}, "assign Exchange Online Kiosk"},
		{"Plan 1", []string{"EXCHANGESTANDARD", "EXCHANGEENTERPRISE"}, "assign Exchange Online (Plan 1)"},
		{"Visio", []string{"VISIOCLIENT", "SPB"}, "assign Visio Plan 2"},
		{"Power BI Pro", []string{"POWER_BI_PRO", "SPB"}, "assign Power BI Pro"},
		{"G5", []string{"SPE_E5"}, ""},
	} {
		t.Run(c.says+" of "+step.Join(c.owned), func(t *testing.T) {
			t.Parallel()
			r := newRig(t, func(r *rig) { r.steps = joinerSteps() })
			r.joins("")
			r.Connector = owns{joinable{r.tenant}, c.owned}
			subject := sam()
			subject.Licenses = []string{c.says}
			r.says(step.Reading{Action: step.Onboard, Users: []step.Subject{subject}})
			p := r.preview()
			if c.means == "" {
				require.Len(t, p.Questions, 1)
				require.Equal(t, "license", p.Questions[0].Key)
				require.Contains(t, p.Questions[0].Says, c.says)
				return
			}
			require.Empty(t, p.Questions)
			require.Contains(t, lines(p), c.means)
		})
	}
}
