package main_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"usher/handler/customer"
	"usher/handler/flow"
	"usher/handler/internal/embedded"
	"usher/handler/read"
	"usher/steps"
	"usher/steps/connect"
	"usher/steps/sim"
	"usher/steps/step"
)

// theatre is Usher and its world in one process, with a clock that stands
// still unless it is moved: messages are delivered one by one.
type theatre struct {
	*testing.T
	flow   *flow.Flow
	sim    string
	doc    step.Customer
	clock  *stillClock
	queue  *belt
	events int
	notes  int // of the ticket, shown so far
}

const ticketID = "T-1"

func newTheatre(t *testing.T, document []byte, at time.Time) *theatre {
	t.Helper()
	th := &theatre{T: t, clock: &stillClock{at: at}, queue: &belt{}}
	world, err := sim.Open(sim.Options{Now: th.clock.Now})
	require.NoError(t, err)
	server := httptest.NewServer(world)
	t.Cleanup(func() { server.Close(); require.NoError(t, world.Close()) })
	th.sim = server.URL
	th.doc, err = customer.Parse("contoso.yaml", document)
	require.NoError(t, err)
	th.doc.Key, th.doc.Version = "contoso", 1
	engine, err := embedded.Open(embedded.Options{Dir: t.TempDir()})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, engine.Close()) })
	th.keepSecrets(engine.Vault)
	connector := connect.New(connect.Options{
		Sim: th.sim, Secrets: engine.Vault.Secret, Handover: connect.HandoverIn(engine.Vault), Now: th.clock.Now,
	})
	th.flow = flow.New(flow.Options{
		Store: engine.Store, Queue: th.queue, Vault: engine.Vault, Clock: th.clock, Reader: read.Rules{}, Customers: th, Connector: connector,
		Catalogue: steps.Catalogue(), Planning: steps.Planning(), PublicURL: "http://usher.example", Owner: "theatre",
		Set: customer.Set, Log: slog.New(slog.DiscardHandler),
	})
	return th
}

func (th *theatre) keepSecrets(vault *embedded.Vault) {
	const key = "conversation"
	require.NoError(th, vault.Keep(th.Context(), th.doc.Desk.Secret, step.NewSecret(key)))
	for _, a := range th.doc.Approval.Approvers {
		require.NoError(th, vault.Keep(th.Context(), a.Teams, step.NewSecret(th.sim+"/teams/"+strings.TrimPrefix(a.Teams, "teams-"))))
	}
	th.door(http.MethodPut, "secrets", fmt.Sprintf(`{"desk":{"contoso":%q}}`, key))
}

// Customer is the one that there is.
func (th *theatre) Customer(context.Context, string) (step.Customer, error) { return th.doc, nil }

// Keys lists it.
func (th *theatre) Keys(context.Context) ([]string, error) { return []string{"contoso"}, nil }

// door opens one of the world's own.
func (th *theatre) door(method, door, body string) string {
	th.Helper()
	request, err := http.NewRequestWithContext(th.Context(), method, th.sim+"/_sim/"+door, bytes.NewBufferString(body))
	require.NoError(th, err)
	request.Header.Set("Content-Type", "application/json")
	response, err := http.DefaultClient.Do(request)
	require.NoError(th, err)
	defer response.Body.Close()
	answer, err := io.ReadAll(response.Body)
	require.NoError(th, err)
	require.Less(th, response.StatusCode, http.StatusMultipleChoices, "%s", answer)
	return string(answer)
}

// write brings a message on the ticket to the intake.
func (th *theatre) write(subject, body string) {
	th.Helper()
	th.events++
	event := fmt.Sprintf("e%d", th.events)
	_, err := th.flow.Intake(th.Context(), flow.Arrival{Customer: "contoso", BodyHash: event, Ticket: step.Ticket{
		ID: ticketID, Event: event, Subject: subject, Body: body, ReceivedAt: th.clock.Now(),
		Requester: step.Requester{Name: "Dana Reyes", Email: "dana.reyes@contoso.example"},
	}})
	require.NoError(th, err)
	th.settle()
}

// settle lets everything happen that is due within the next minutes.
func (th *theatre) settle() {
	th.Helper()
	th.pump(10 * time.Minute)
	require.NoError(th, th.flow.Sweep(th.Context()))
	th.pump(0)
}

func (th *theatre) pump(ahead time.Duration) {
	th.Helper()
	for end := th.clock.Now().Add(ahead); ; {
		d, ok := th.queue.next(end)
		if !ok {
			return
		}
		th.clock.reach(d.at)
		carry := th.flow.Execute
		if d.queue == flow.AdvanceQueue {
			carry = th.flow.Advance
		}
		require.NoError(th, carry(th.Context(), d.message))
	}
}

// wait lets time pass, swept every hour.
func (th *theatre) wait(d time.Duration) {
	th.Helper()
	for end := th.clock.Now().Add(d); th.clock.Now().Before(end); {
		th.clock.reach(th.clock.Now().Add(time.Hour))
		require.NoError(th, th.flow.Sweep(th.Context()))
		th.pump(0)
	}
	th.settle()
}

// runs are the ticket's, the oldest first.
func (th *theatre) runs() []flow.RunView {
	th.Helper()
	page, err := th.flow.Runs(th.Context(), flow.Filter{Ticket: ticketID})
	require.NoError(th, err)
	var views []flow.RunView
	for _, head := range page.Runs {
		v, err := th.flow.Run(th.Context(), head.ID)
		require.NoError(th, err)
		views = append(views, v)
	}
	slices.SortFunc(views, func(a, b flow.RunView) int { return strings.Compare(a.ID, b.ID) })
	return views
}

var approvalLink = regexp.MustCompile(`/api/approve/([^?"]+)\?t=([^"\\]+)`)

// approve has somebody approve whatever is asked in their channel.
func (th *theatre) approve(channel string) {
	th.Helper()
	tokens := map[string]string{}
	for _, link := range approvalLink.FindAllStringSubmatch(th.cards(channel), -1) {
		tokens[link[1]] = link[2]
	}
	decided := 0
	for run, token := range tokens {
		asked, err := th.flow.Ask(th.Context(), run, token, nil)
		if err != nil {
			continue // decided before
		}
		_, err = th.flow.Decide(th.Context(), run, token, flow.Answer{Verdict: flow.Approve, Hash: asked.Hash, From: "192.0.2.1"})
		require.NoError(th, err)
		decided++
	}
	require.Positive(th, decided, "nothing to approve")
	th.settle()
}

// cards are the bodies of a channel's cards, the oldest first.
func (th *theatre) cards(channel string) string {
	th.Helper()
	var state struct {
		Cards []struct {
			Channel string
			Body    json.RawMessage
		}
	}
	require.NoError(th, json.Unmarshal([]byte(th.door(http.MethodGet, "state", "")), &state))
	var all strings.Builder
	for _, card := range state.Cards {
		if card.Channel == channel {
			all.Write(card.Body)
		}
	}
	return all.String()
}

// newNotes are the ticket's notes that haven't been shown yet.
func (th *theatre) newNotes() []step.Note {
	th.Helper()
	w, err := th.connected()
	require.NoError(th, err)
	notes, err := w.Desk.Notes(th.Context(), ticketID)
	require.NoError(th, err)
	fresh := notes[th.notes:]
	th.notes = len(notes)
	return fresh
}

func (th *theatre) connected() (*step.World, error) {
	return th.flow.Connector.Open(th.Context(), th.doc)
}

// stillClock stands still unless it is moved.
type stillClock struct {
	mu sync.Mutex
	at time.Time
}

// Now is the time that it shows.
func (c *stillClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *stillClock) reach(at time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if at.After(c.at) {
		c.at = at
	}
}

// Sleep moves the clock.
func (c *stillClock) Sleep(ctx context.Context, d time.Duration) error {
	c.reach(c.Now().Add(d))
	return ctx.Err()
}

// belt is a queue that the test empties by hand.
type belt struct {
	mu    sync.Mutex
	waits []onBelt
}

type onBelt struct {
	queue   string
	message flow.Message
	at      time.Time
}

// Send puts a message onto it.
func (b *belt) Send(_ context.Context, queue string, m flow.Message, at time.Time) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.waits = append(b.waits, onBelt{queue, m, at})
	return nil
}

func (b *belt) next(end time.Time) (onBelt, bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	first := -1
	for i, d := range b.waits {
		if !d.at.After(end) && (first < 0 || d.at.Before(b.waits[first].at)) {
			first = i
		}
	}
	if first < 0 {
		return onBelt{}, false
	}
	d := b.waits[first]
	b.waits = slices.Delete(b.waits, first, first+1)
	return d, true
}
