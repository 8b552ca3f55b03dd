package steptest

import (
	"strings"
	"time"

	"github.com/stretchr/testify/require"

	"usher/steps/step"
)

// joining is the request for Nora Quist.
func (p *place) joining() step.Request {
	p.t.Helper()
	domain := p.customer.Domains[0]
	manager := p.person("arlene.cho@" + domain)
	upn := "nora.quist@" + domain
	return step.Request{
		Action:   step.Onboard,
		Customer: p.customer.Key,
		Ticket:   step.Ticket{ID: "4712", Subject: "Starter"},
		Person:   step.Person{UPN: upn, Name: "Nora Quist"},
		Joiner: &step.Joiner{
			GivenName: "Nora", Surname: "Quist", DisplayName: "Nora Quist", UPN: upn, MailNickname: "nora.quist",
			UsageLocation: "GB", Department: "Sales", JobTitle: "Account Manager", Company: "Contoso", Office: "London",
			MobilePhone: "+44 7700 900199", EmployeeType: "Employee", Tag: "usher-4712-1",
			Manager:    &manager,
			Licences:   p.wishes(),
			Groups:     p.groups(),
			PasswordTo: manager.UPN,
			FirstDay:   time.Date(2026, time.September, 7, 9, 0, 0, 0, time.UTC),
		},
	}
}

// wishes are one licence directly and one through a group.
func (p *place) wishes() []step.LicenceWish {
	p.t.Helper()
	return []step.LicenceWish{
		{SKU: p.sku("SPB"), Name: "Microsoft 365 Business Premium", Mail: true},
		{SKU: p.sku("O365_BUSINESS_ESSENTIALS"), Name: "Microsoft 365 Business Basic", Group: p.group("Licences-Engineering"), Mail: true},
	}
}

// tenant is what these tests read of the tenant's state.
type tenant struct {
	Groups []struct {
		ID         string         `json:"id"`
		Name       string         `json:"displayName"`
		Mail       string         `json:"mail"`
		Kind       step.GroupKind `json:"kind"`
		Rule       string         `json:"membershipRule"`
		Synced     bool           `json:"onPremisesSyncEnabled"`
		Role       bool           `json:"isAssignableToRole"`
		Restricted bool           `json:"isManagementRestricted"`
	} `json:"groups"`
	SKUs []struct {
		ID   string `json:"skuId"`
		Name string `json:"skuPartNumber"`
	} `json:"subscribedSkus"`
}

func (p *place) tenant() tenant {
	p.t.Helper()
	var state struct {
		Tenants map[string]tenant `json:"tenants"`
	}
	p.door("GET", "/state", nil, &state)
	return state.Tenants[p.customer.Key]
}

// groups are all groups of the tenant, as the request names them.
func (p *place) groups() []step.Group {
	p.t.Helper()
	var all []step.Group
	for _, g := range p.tenant().Groups {
		all = append(all, step.Group{
			ID: g.ID, Name: g.Name, Mail: g.Mail, Kind: g.Kind,
			Dynamic: g.Rule != "", Synced: g.Synced, Role: g.Role, Restricted: g.Restricted,
		})
	}
	return all
}

func (p *place) group(name string) string {
	p.t.Helper()
	for _, g := range p.tenant().Groups {
		if g.Name == name {
			return g.ID
		}
	}
	require.FailNow(p.t, "no group in the world is called "+name)
	return ""
}

func (p *place) sku(part string) string {
	p.t.Helper()
	for _, s := range p.tenant().SKUs {
		if s.Name == part {
			return strings.ToLower(s.ID)
		}
	}
	require.FailNow(p.t, "the tenant owns no "+part)
	return ""
}
