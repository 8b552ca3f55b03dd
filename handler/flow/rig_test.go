package flow_test

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/otel/trace"

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
	steps  []step.Step
	reads  func(step.Ticket) step.Reading
	away   error // why tenant and reader can't be reached
	log    *slog.Logger
	tracer trace.Tracer
	ended  ends

	life       life
	generation int  // of the process
	decided    bool // the approver has answered
	crashAgain int  // at which point after the first crash; 0: not again
}

// newRig makes a rig; each change puts the catalogue or anything else otherwise
// before the flow begins.
func newRig(t *testing.T, change ...func(*rig)) *rig {
	t.Helper()
	r := &rig{t: t, store: newMemory(), queue: &belt{}, clock: &clock{at: time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)}, tenant: newTenant(), steps: catalogue()}
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
	r.log = slog.New(slog.DiscardHandler)
	r.store.life = &r.life
	r.tenant.life = &r.life
	for _, c := range change {
		c(r)
	}
	r.Flow = r.flow("process-0")
	return r
}

// flow returns a handler on the same store and queue, which knows that all
// others are gone.
func (r *rig) flow(owner string) *flow.Flow {
	f := r.beside(owner)
	f.Void = func(o string) bool { return o != owner }
	return f
}

// beside returns a handler on the same store and queue, which works at the
// same time as others.
func (r *rig) beside(owner string) *flow.Flow {
	return flow.New(flow.Options{
		Store: r.store, Queue: r.queue, Vault: r.store, Clock: r.clock, Reader: r, Customers: r, Connector: r,
		Catalogue: r.steps, PublicURL: "http://usher.example", Owner: owner,
		Log: r.log, Tracer: r.tracer, Ended: r.ended.add,
	})
}

// ends are the ends of runs that were told.
type ends struct {
	mu   sync.Mutex
	told []flow.RunEnd
}

func (e *ends) add(_ context.Context, end flow.RunEnd) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.told = append(e.told, end)
}

func (r *rig) Read(_ context.Context, ticket step.Ticket) (step.Reading, error) {
	return r.reads(ticket), r.away
}

func (r *rig) Customer(_ context.Context, key string) (step.Customer, error) {
	if key != r.doc.Key {
		return step.Customer{}, step.ErrNotFound
	}
	return r.doc, nil
}

func (r *rig) Keys(context.Context) ([]string, error) { return []string{r.doc.Key}, nil }

func (r *rig) Open(context.Context, step.Customer) (*step.World, error) {
	return r.tenant.world(), r.away
}

// send brings an event to the intake, which must take it.
func (r *rig) send(event string, change ...func(*step.Ticket)) flow.Receipt {
	r.t.Helper()
	receipt, err := r.arrive(event, change...)
	require.NoError(r.t, err)
	return receipt
}

func (r *rig) arrive(event string, change ...func(*step.Ticket)) (flow.Receipt, error) {
	ticket := step.Ticket{
		ID: "T-1", Event: event, Subject: "Leaver", Body: "Priya Nair leaves", ReceivedAt: r.clock.Now(),
		Requester: step.Requester{Name: "Dana Reyes", Email: "dana@contoso.example"},
	}
	for _, c := range change {
		c(&ticket)
	}
	return r.Intake(r.t.Context(), flow.Arrival{Customer: "contoso", BodyHash: "h-" + event, Ticket: ticket})
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
	sent  []delivery // ever
	lose  bool       // pretends that sending failed
}

func (b *belt) Send(_ context.Context, queue string, m flow.Message, at time.Time) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.lose {
		return errors.New("queue is away")
	}
	b.waits, b.sent = append(b.waits, delivery{queue, m, at}), append(b.sent, delivery{queue, m, at})
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
