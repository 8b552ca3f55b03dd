package flow_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"usher/handler/flow"
	"usher/steps/step"
)

// rig is a flow with everything it needs in memory and in the hands of the
// test: messages are delivered one by one, in the order of their times, and
// the clock moves only when a message lies ahead.
type rig struct {
	*flow.Flow
	t      *testing.T
	store  *memory
	queue  *belt
	clock  *clock
	tenant *tenant
	doc    step.Customer
	reads  func(step.Ticket) step.Reading

	life       life
	generation int  // of the process
	decided    bool // the approver has answered
	crashAgain int  // at which point after the first crash; 0: not again
}

func newRig(t *testing.T) *rig {
	t.Helper()
	r := &rig{t: t, store: newMemory(), queue: &belt{}, clock: &clock{at: time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)}, tenant: newTenant()}
	r.doc = step.Customer{
		Key: "contoso", Version: 1, Name: "Contoso", TenantID: "t1", TimeZone: time.UTC, Mode: step.Live,
		Desk: step.DeskSettings{Kind: "webhook", Secret: "desk-contoso", Status: map[string]string{"success": "resolved"}},
		Approval: step.Approval{Required: true, Need: 1, Expires: 72 * time.Hour, ByLink: true, Approvers: []step.Approver{
			{Name: "Arlene Cho", Email: "arlene@contoso.example", TenantID: "t1", ObjectID: "u-arlene", Teams: "teams-arlene"},
			{Name: "Bo Lindqvist", Email: "bo@contoso.example", TenantID: "t1", ObjectID: "u-bo", Teams: "teams-bo"},
		}},
		Offboarding: step.Offboarding{BlockAccess: true, Ticket: true, Hour: 18},
	}
	r.reads = func(ticket step.Ticket) step.Reading {
		return step.Reading{ID: ticket.ID, Action: step.Offboard, Users: []step.Subject{{FirstName: "Priya", LastName: "Nair", Urgent: true}}}
	}
	r.store.life = &r.life
	r.tenant.life = &r.life
	r.Flow = r.flow("process-0")
	return r
}

// flow returns another handler on the same store and queue.
func (r *rig) flow(owner string) *flow.Flow {
	return flow.New(flow.Options{
		Store: r.store, Queue: r.queue, Vault: r.store, Clock: r.clock, Reader: r, Customers: r, Connector: r,
		Catalogue: catalogue(), PublicURL: "http://usher.example", Owner: owner,
		Void: func(o string) bool { return o != owner }, Log: slog.New(slog.DiscardHandler),
	})
}

func (r *rig) Read(_ context.Context, ticket step.Ticket) (step.Reading, error) {
	return r.reads(ticket), nil
}

func (r *rig) Customer(_ context.Context, key string) (step.Customer, error) {
	if key != r.doc.Key {
		return step.Customer{}, step.ErrNotFound
	}
	return r.doc, nil
}

func (r *rig) Keys(context.Context) ([]string, error) { return []string{r.doc.Key}, nil }

func (r *rig) Open(context.Context, step.Customer) (*step.World, error) { return r.tenant.world(), nil }

// send brings an event to the intake, which must take it.
func (r *rig) send(event string) flow.Receipt {
	r.t.Helper()
	receipt, err := r.arrive(event)
	require.NoError(r.t, err)
	return receipt
}

func (r *rig) arrive(event string) (flow.Receipt, error) {
	return r.Intake(r.t.Context(), flow.Arrival{Customer: "contoso", BodyHash: "h-" + event, Ticket: step.Ticket{
		ID: "T-1", Event: event, Subject: "Leaver", Body: "Priya Nair leaves", ReceivedAt: r.clock.Now(),
		Requester: step.Requester{Name: "Dana Reyes", Email: "dana@contoso.example"},
	}})
}

// pump delivers messages until none is due within the time given.
func (r *rig) pump(ahead time.Duration) {
	r.t.Helper()
	end := r.clock.Now().Add(ahead)
	for n := 0; ; n++ {
		require.Less(r.t, n, 5000, "messages never end")
		d, ok := r.queue.next(end)
		if !ok {
			return
		}
		r.clock.reach(d.at)
		err := r.handle(r.Flow, d)
		if r.life.dead {
			return
		}
		require.NoError(r.t, err)
	}
}

func (r *rig) handle(f *flow.Flow, d delivery) error {
	ctx, cancel := context.WithTimeout(r.t.Context(), 90*time.Second)
	defer cancel()
	if d.queue == flow.AdvanceQueue {
		return f.Advance(ctx, d.message)
	}
	return f.Execute(ctx, d.message)
}

// run returns the ticket's newest run.
func (r *rig) run() flow.RunView {
	r.t.Helper()
	page, err := r.Runs(r.t.Context(), flow.Filter{Ticket: "T-1"})
	require.NoError(r.t, err)
	require.NotEmpty(r.t, page.Runs)
	v, err := r.Run(r.t.Context(), page.Runs[0].ID)
	require.NoError(r.t, err)
	return v
}

// token takes the newest token from a channel's newest card.
func (r *rig) token(channel string) string {
	r.t.Helper()
	cards := r.tenant.cards[channel]
	require.NotEmpty(r.t, cards, "no card in %s", channel)
	_, token, _ := strings.Cut(cards[len(cards)-1].Links[0].URL.Reveal(), "?t=")
	return token
}

// decide decides the open question as Arlene.
func (r *rig) decide(verdict flow.Verdict) {
	r.t.Helper()
	require.NoError(r.t, r.answer(verdict))
}

func (r *rig) answer(verdict flow.Verdict) error {
	v := r.run()
	asked, err := r.Ask(r.t.Context(), v.ID, r.token("teams-arlene"), nil)
	if err != nil {
		return err
	}
	_, err = r.Decide(r.t.Context(), v.ID, r.token("teams-arlene"), flow.Answer{Verdict: verdict, Hash: asked.Hash, From: "192.0.2.1"})
	return err
}

func (r *rig) states() map[string]flow.LineState {
	states := map[string]flow.LineState{}
	for _, l := range r.run().Lines {
		states[l.Step+orName(l)] = l.State
	}
	return states
}

func orName(l flow.LineView) string {
	if l.Object.Type == "group" {
		return " " + l.Object.Name
	}
	return ""
}

// delivery is a message on its way.
type delivery struct {
	queue   string
	message flow.Message
	at      time.Time
}

// belt is a queue that the test empties by hand.
type belt struct {
	mu    sync.Mutex
	waits []delivery
	lose  bool // pretends that sending failed
}

func (b *belt) Send(_ context.Context, queue string, m flow.Message, at time.Time) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.lose {
		return errors.New("queue is away")
	}
	b.waits = append(b.waits, delivery{queue, m, at})
	return nil
}

func (b *belt) next(end time.Time) (delivery, bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	first := -1
	for i, d := range b.waits {
		if !d.at.After(end) && (first < 0 || d.at.Before(b.waits[first].at)) {
			first = i
		}
	}
	if first < 0 {
		return delivery{}, false
	}
	d := b.waits[first]
	b.waits = slices.Delete(b.waits, first, first+1)
	return d, true
}

// clock stands still unless it is moved.
type clock struct {
	mu sync.Mutex
	at time.Time
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *clock) reach(at time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if at.After(c.at) {
		c.at = at
	}
}

func (c *clock) Sleep(ctx context.Context, d time.Duration) error {
	c.reach(c.Now().Add(d))
	return ctx.Err()
}

// memory is a store and a vault.
type memory struct {
	mu      sync.Mutex
	rows    map[string]map[string]flow.Row
	secrets map[string]step.Secret
	version int
	life    *life
	where   string // of the commits at which a process may end
}

func newMemory() *memory {
	return &memory{rows: map[string]map[string]flow.Row{}, secrets: map[string]step.Secret{"desk-contoso": step.NewSecret("s")}}
}

func (m *memory) Get(_ context.Context, partition, key string) (flow.Row, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	row, ok := m.rows[partition][key]
	if !ok {
		return flow.Row{}, flow.ErrNoRow
	}
	return row, nil
}

func (m *memory) List(_ context.Context, partition, prefix, after string, limit int) ([]flow.Row, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	var rows []flow.Row
	for key, row := range m.rows[partition] {
		if strings.HasPrefix(key, prefix) && key > after {
			rows = append(rows, row)
		}
	}
	slices.SortFunc(rows, func(a, b flow.Row) int { return strings.Compare(a.Key, b.Key) })
	return rows[:min(limit, len(rows))], nil
}

func (m *memory) Commit(_ context.Context, partition string, changes ...flow.Change) (err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.life.ends(m.where == "before saving") {
		return errDead
	}
	defer func() {
		if err == nil && m.life.ends(m.where == "after saving") {
			err = errDead
		}
	}()
	if len(changes) > flow.MaxChanges {
		return fmt.Errorf("%d changes in one commit", len(changes))
	}
	p := m.rows[partition]
	if p == nil {
		p = map[string]flow.Row{}
		m.rows[partition] = p
	}
	seen := map[string]bool{}
	for _, c := range changes {
		if seen[c.Key] {
			return fmt.Errorf("key %s twice in one commit", c.Key)
		}
		seen[c.Key] = true
		row, exists := p[c.Key]
		stale := c.Version != "" && row.Version != c.Version
		if c.Do == flow.Insert && exists || c.Do == flow.Replace && (!exists || stale) || c.Do == flow.Delete && stale {
			return flow.ErrConflict
		}
	}
	for _, c := range changes {
		m.version++
		if c.Do == flow.Delete {
			delete(p, c.Key)
			continue
		}
		p[c.Key] = flow.Row{Key: c.Key, Data: slices.Clone(c.Data), Version: fmt.Sprint(m.version)}
	}
	return nil
}

func (m *memory) Secret(_ context.Context, name string) (step.Secret, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	s, ok := m.secrets[name]
	if !ok {
		return s, step.ErrNotFound
	}
	return s, nil
}

func (m *memory) Keep(_ context.Context, name string, s step.Secret) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.secrets[name] = s
	return nil
}

func (m *memory) Purge(_ context.Context, name string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.secrets, name)
	return nil
}
