package connect

import (
	"net/http"
	"net/url"
	"strings"
	"time"

	"usher/steps/internal/exchange"
	"usher/steps/internal/graph"
	"usher/steps/internal/teams"
	"usher/steps/internal/wire"
	"usher/steps/step"
)

// How many calls to each system may be under way for one tenant. Exchange
// refuses more than a few at once.
// Source: github.com/GreyCorbel/ExoHelper (concurrency errors); the figures
// are ours.
func newGates() gates {
	return gates{
		login:    wire.NewGate(4, 0, 0),
		graph:    wire.NewGate(64, graph.Changes, graph.Window),
		exchange: wire.NewGate(16, 0, 0),
		desk:     wire.NewGate(8, 0, 0),
		keys:     wire.NewGate(2, 0, 0),
		teams:    wire.NewGate(4, 0, 0),
		links:    wire.NewGate(4, 0, 0),
	}
}

// world puts a customer's World together.
func (t *tenant) world(customer step.Customer) (*step.World, error) {
	addresses := t.addresses()
	overGraph, err := graph.New(addresses.graph, t.graph(addresses))
	if err != nil {
		return nil, err
	}
	overExchange := exchange.New(addresses.exchange, t.id, t.exchange(addresses))
	desk, err := t.desk(customer.Desk)
	if err != nil {
		return nil, err
	}
	links, err := t.links(customer.Password)
	if err != nil {
		return nil, err
	}
	return &step.World{
		Access: access{t.tokens},
		Users:  overGraph.Users(), SignIn: overGraph.SignIn(), Groups: overGraph.Groups(), Licences: overGraph.Licences(),
		Lists: overExchange.Lists(), Mailboxes: overExchange.Mailboxes(),
		AutoReplies: overExchange.AutoReplies(), Delegates: overExchange.Delegates(), Shared: overExchange.Shared(),
		Accounts: accounts{overGraph.Accounts(), overExchange.Taken}, Directory: overGraph.Directory(), Mail: overGraph.Mail(),
		Desk: desk.notes, Contacts: desk.contacts, Tickets: desk.tickets,
		Links: links, Handover: t.handover(), Cards: t.cards(), Settle: t.settle(),
	}, nil
}

// settle is how a look is repeated before it is believed. The simulated world
// lags by a number of reads, so there is nothing to wait for.
func (t *tenant) settle() step.Settle {
	if t.rules.Only != nil {
		return step.Settle{Agree: 3, Times: 8, Every: 50 * time.Millisecond}
	}
	return step.Settle{Agree: 3, Times: 8, Every: 5 * time.Second}
}

// addresses are where a tenant's Microsoft 365 is.
type addresses struct{ graph, exchange string }

func (t *tenant) addresses() addresses {
	if t.rules.Only == nil {
		return addresses{graph: graph.Base, exchange: exchange.Base}
	}
	sim := strings.TrimRight(t.rules.Only.String(), "/")
	return addresses{graph: sim + "/graph/v1.0", exchange: sim + "/exchange"}
}

// client is what all clients of the tenant have in common.
func (t *tenant) client(name string, origin *url.URL, gate *wire.Gate) *wire.Client {
	return &wire.Client{
		Name: name, Origin: origin, Rules: t.rules, Base: t.base, Gate: gate, Clock: t.clock,
		Tracer: t.options.Tracer, Log: t.options.Log.With("tenant", t.id),
	}
}

// at is the client of an address that this package wrote itself.
func (t *tenant) at(name, address string, gate *wire.Gate) *wire.Client {
	origin, err := url.Parse(address)
	if err != nil {
		origin = &url.URL{} // reaches nothing
	}
	return t.client(name, origin, gate)
}

func (t *tenant) graph(a addresses) http.RoundTripper {
	client := t.at("Microsoft Graph", a.graph, t.gates.graph)
	client.Tokens, client.Scope = t.tokens, graph.Scope
	return client
}

func (t *tenant) exchange(a addresses) http.RoundTripper {
	client := t.at("Exchange Online", a.exchange, t.gates.exchange)
	client.Tokens, client.Scope = t.tokens, exchange.Scope
	client.Changing, client.Throttled = exchange.Changing, exchange.Throttled
	return client
}

func (t *tenant) cards() step.Cards {
	return teams.New(t.options.Secrets, func(origin *url.URL) http.RoundTripper {
		client := t.client("Teams", origin, t.gates.teams)
		client.Throttled = teams.Throttled
		return client
	})
}
