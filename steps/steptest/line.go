package steptest

import (
	"context"
	"maps"
	"time"

	"github.com/stretchr/testify/require"

	"usher/steps/step"
)

// request is what the ticket of the case asks for.
func (p *place) request(c Case) step.Request {
	p.t.Helper()
	if c.joins {
		r := p.joining()
		if c.Ask != nil {
			c.Ask(&r, p.person)
		}
		return r
	}
	upn := c.Person
	if upn == "" {
		upn = "priya.nair@contoso.example"
	}
	r := step.Request{
		Action:   step.Offboard,
		Customer: p.customer.Key,
		Ticket:   step.Ticket{ID: "4711", Subject: "Leaver"},
		Person:   p.person(upn),
	}
	if c.Ask != nil {
		c.Ask(&r, p.person)
	}
	return r
}

// person finds somebody in the world's own state, for which nobody's consent
// is needed.
func (p *place) person(upn string) step.Person {
	p.t.Helper()
	var state struct {
		Tenants map[string]struct {
			Users []struct {
				ID     string `json:"id"`
				UPN    string `json:"userPrincipalName"`
				Name   string `json:"displayName"`
				Synced bool   `json:"onPremisesSyncEnabled"`
			} `json:"users"`
		} `json:"tenants"`
	}
	p.door("GET", "/state", nil, &state)
	for _, user := range state.Tenants[p.customer.Key].Users {
		if user.UPN == upn {
			return step.Person{ID: user.ID, UPN: user.UPN, Name: user.Name, Synced: user.Synced}
		}
	}
	require.FailNow(p.t, "nobody in the world is "+upn)
	return step.Person{}
}

// targets are the objects of the step, as the engine finds them.
func (p *place) targets(ctx context.Context, s step.Step, r step.Request) ([]step.Target, error) {
	if s.Each != nil {
		return s.Each(ctx, p.world, r, p.customer)
	}
	return []step.Target{{Object: r.Person.Object(), Then: s.Then(r, p.customer)}}, nil
}

// plan makes the line of the case; ok is false where there is none.
func (p *place) plan(s step.Step, c Case) (line step.Line, ok bool, err error) {
	p.t.Helper()
	r := p.request(c)
	if !s.Wanted(r, p.customer) {
		return step.Line{}, false, nil
	}
	targets, err := p.targets(p.t.Context(), s, r)
	if err != nil {
		return step.Line{}, false, err
	}
	requireUnique(p, targets)
	for _, target := range targets {
		if c.Object == "" || c.Object == target.Object.Name {
			p.hears(target)
			return step.Line{Step: s.Name, Object: target.Object, Then: target.Then, Request: r}, true, nil
		}
	}
	return step.Line{}, false, nil
}

// requireUnique holds that step and object id tell the lines of a plan apart.
func requireUnique(p *place, targets []step.Target) {
	p.t.Helper()
	seen := map[string]bool{}
	for _, target := range targets {
		require.NotEmpty(p.t, target.Object.ID)
		require.False(p.t, seen[target.Object.ID], "two lines about %s", target.Object.ID)
		seen[target.Object.ID] = true
	}
}

// begin turns a planned line into one that is about to be done: earlier lines
// have run by then, and a while has passed.
func (p *place) begin(line step.Line, found step.Finding, c Case) step.Line {
	p.t.Helper()
	p.merge(c.Meanwhile)
	facts := maps.Clone(line.Facts)
	if facts == nil {
		facts = map[step.Fact]string{}
	}
	if !c.Early {
		maps.Copy(facts, p.runEarlier(c))
	}
	maps.Copy(facts, c.Facts)
	line.Before, line.Began, line.Facts = found.Before, p.time(), facts
	p.before = len(p.ledger())
	return line
}

// runEarlier carries out the earlier lines of the case and returns the facts
// that they give. They have their own permissions.
func (p *place) runEarlier(c Case) map[step.Fact]string {
	p.t.Helper()
	facts := map[step.Fact]string{}
	for _, s := range c.Earlier {
		p.consent(grants(s.Scopes))
		world := p.connect()
		r := p.request(c)
		targets, err := s.Each(p.t.Context(), world, r, p.customer)
		require.NoError(p.t, err)
		for _, target := range targets {
			line := step.Line{Step: s.Name, Object: target.Object, Then: target.Then, Request: r, Facts: facts, Began: p.time()}
			require.NoError(p.t, s.Do(p.t.Context(), world, line), s.Name)
			found, err := s.Check(p.t.Context(), world, line)
			require.NoError(p.t, err, s.Name)
			require.Equal(p.t, step.Done, found.State, "%s: %s", s.Name, found.Saw)
			maps.Copy(facts, found.Facts)
		}
		p.pass(time.Minute)
	}
	p.consent(p.held)
	return facts
}
