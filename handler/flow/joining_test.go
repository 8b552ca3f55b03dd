package flow_test

import (
	"context"
	"slices"
	"strings"

	"github.com/stretchr/testify/require"

	"usher/handler/customer"
	"usher/handler/flow"
	"usher/steps/step"
)

// joins puts the rig before a tenant that people can join, and its document's
// own sections in place, written as the customer writes them.
func (r *rig) joins(sections string) {
	r.t.Helper()
	r.document(sections)
	r.Connector = joinable{r.tenant}
	r.says(step.Reading{Action: step.Onboard, Users: []step.Subject{sam()}})
}

// sam is somebody who joins, as most tickets of the tests have it.
func sam() step.Subject {
	return step.Subject{
		FirstName: "Sam", LastName: "Okoro", Department: "Finance", JobTitle: "Clerk", EmployeeType: "Contractor",
		Manager: "Dana Reyes", StartOrLastDate: "2026-12-01",
	}
}

// document takes sections of a document that says little else.
func (r *rig) document(sections string) {
	r.t.Helper()
	const base = `name: Contoso
tenant: {id: 11111111-2222-4333-8444-555555555555, domains: contoso.example}
timezone: Europe/London
usage_location: GB
simulated: on
desk: {kind: webhook, url: "sim:/desk/contoso", secret: desk-contoso}
approval:
  approvers:
    - {name: Arlene Cho, email: arlene@contoso.example, id: 11111111-0000-4000-8000-000000000001, teams: {secret: teams-arlene}}
    - {name: Bo Lindqvist, email: bo@contoso.example, id: 11111111-0000-4000-8000-000000000002, teams: {secret: teams-bo}}
    - {name: Cy Young, email: cy@contoso.example, id: 11111111-0000-4000-8000-000000000003, teams: {secret: teams-cy}}
password: {share: link, base: "sim:/pwpush", sender: it@contoso.example}
`
	c, err := customer.Parse("contoso.yaml", []byte(base+sections))
	require.NoError(r.t, err)
	r.Set = customer.Set
	r.doc.Domains, r.doc.UsageLocation, r.doc.Onboarding, r.doc.Names, r.doc.Password, r.doc.Licences =
		c.Domains, c.UsageLocation, c.Onboarding, c.Names, c.Password, c.Licences
	r.doc.Profiles, r.doc.Rules, r.doc.Instructions, r.doc.Guards = c.Profiles, c.Rules, c.Instructions, c.Guards
	r.doc.Approval.Approvers = slices.Clone(r.doc.Approval.Approvers)
	if len(r.doc.Approval.Approvers) == 2 {
		r.doc.Approval.Approvers = append(r.doc.Approval.Approvers, step.Approver{
			Name: "Cy Young", Email: "cy@contoso.example", TenantID: "t1", ObjectID: "u-cy", Teams: "teams-cy",
		})
	}
}

// preview plans the ticket of a joiner, once.
func (r *rig) preview() flow.PlanView {
	r.t.Helper()
	plans, err := r.Preview(r.t.Context(), "contoso", step.Ticket{
		ID: "T-1", ReceivedAt: r.clock.Now(), Requester: step.Requester{Name: "Dana Reyes", Email: "dana@contoso.example"},
	})
	require.NoError(r.t, err)
	require.Len(r.t, plans, 1)
	return plans[0]
}

// lines names what a plan would change, such as "join Sales".
func lines(p flow.PlanView) []string {
	names := []string{}
	for _, l := range p.Lines {
		if l.Step != "close" {
			names = append(names, strings.TrimSpace(l.Step+" "+l.Object.Name))
		}
	}
	slices.Sort(names)
	return names
}

// warned are the sentences of a plan's warnings, together.
func warned(p flow.PlanView) string {
	var says []string
	for _, w := range p.Warnings {
		says = append(says, w.Says)
	}
	return strings.Join(says, "\n")
}

// joinable is a world in which addresses are free, a few groups are known and
// a few licences owned.
type joinable struct{ tenant *tenant }

func (j joinable) Open(context.Context, step.Customer) (*step.World, error) {
	w := j.tenant.world()
	w.Accounts, w.Directory, w.Licences = free{}, directory{}, owned{}
	return w, nil
}

type free struct{ step.Accounts }

func (free) Taken(context.Context, string) (string, error) { return "", nil }

type directory struct{}

func (directory) Groups(_ context.Context, words string) ([]step.Group, error) {
	switch words {
	case "Two of a name":
		return []step.Group{{ID: "g-1", Name: words}, {ID: "g-2", Name: words}}, nil
	case "Gone":
		return nil, nil
	case "Board":
		return []step.Group{{ID: "g-list", Name: words, Kind: step.Distribution}}, nil
	}
	return []step.Group{{ID: "g-" + words, Name: words}}, nil
}

type owned struct{ step.Licences }

func (owned) Seats(context.Context) ([]step.Seat, error) {
	return []step.Seat{{SKU: "s-spb", Name: "SPB", All: 9}, {SKU: "s-basic", Name: "O365_BUSINESS_ESSENTIALS", All: 9}}, nil
}

// joinerSteps stand for the real ones: what they want hangs on the request and
// on the document in the same way.
func joinerSteps() []step.Step {
	sentence := func(l step.Line, _ step.Finding) step.Sentence {
		return step.Sentence{Says: l.Step + " " + l.Object.Name}
	}
	needed := func(context.Context, *step.World, step.Line) (step.Finding, error) {
		return step.Finding{State: step.Needed}, nil
	}
	each := func(of func(step.Request, step.Customer) []string) func(context.Context, *step.World, step.Request, step.Customer) ([]step.Target, error) {
		return func(_ context.Context, _ *step.World, r step.Request, c step.Customer) ([]step.Target, error) {
			var targets []step.Target
			for _, name := range of(r, c) {
				targets = append(targets, step.Target{Object: step.Object{Type: "group", ID: name, Name: name}, Then: step.Values{"has": "true"}})
			}
			return targets, nil
		}
	}
	made := func(name string, of func(step.Request, step.Customer) []string) step.Step {
		return step.Step{
			Name: name, Title: name, Part: step.LicencesAndTeams, Check: needed, Plan: sentence, Each: each(of),
			Wanted: func(r step.Request, _ step.Customer) bool { return r.Joiner != nil },
		}
	}
	return []step.Step{
		made("join", func(r step.Request, _ step.Customer) (names []string) {
			for _, g := range r.Joiner.Groups {
				names = append(names, g.Name)
			}
			return names
		}),
		made("assign", func(r step.Request, _ step.Customer) (names []string) {
			for _, l := range r.Joiner.Licences {
				names = append(names, l.Name)
			}
			return names
		}),
		made("contact", func(_ step.Request, c step.Customer) []string {
			return map[bool][]string{true: {"desk"}}[c.Onboarding.Contact]
		}),
		made("share", func(_ step.Request, c step.Customer) []string { return []string{c.Password.Share} }),
		made("name", func(r step.Request, _ step.Customer) []string { return []string{r.Person.UPN} }),
	}
}

// lostGuards is a world that finds everybody but the accounts that a document
// guards.
type lostGuards struct{ tenant *tenant }

func (l lostGuards) Open(context.Context, step.Customer) (*step.World, error) {
	w := l.tenant.world()
	w.Users = lostUsers{people(l)}
	return w, nil
}

type lostUsers struct{ people }

func (l lostUsers) Find(ctx context.Context, words string) ([]step.User, error) {
	if words == "away@contoso.example" {
		return nil, errAway
	}
	return l.people.Find(ctx, words)
}
