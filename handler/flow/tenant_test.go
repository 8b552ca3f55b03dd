package flow_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"usher/steps/step"
)

// tenant is a tenant so small that a test sees all of it: one account, some
// groups, a desk and channels. Faults are hooks.
type tenant struct {
	mu       sync.Mutex
	enabled  bool
	synced   bool // from an Active Directory
	groups   []string
	notes    []step.Note
	status   string
	cards    map[string][]step.Card
	changes  []string
	fault    func(change string) error // instead of doing
	lies     map[string]bool           // reports success without doing
	cutAfter map[string]bool           // does, and loses the answer
	life     *life
	where    string // of the changes at which a process may end
	settle   step.Settle
}

func newTenant() *tenant {
	return &tenant{
		enabled: true, groups: []string{"Forecast", "Sales-UK"}, cards: map[string][]step.Card{}, lies: map[string]bool{}, cutAfter: map[string]bool{},
		settle: step.Settle{Agree: 3, Times: 4, Every: time.Second},
	}
}

// change makes a change, unless a fault has it otherwise.
func (n *tenant) change(name string, do func()) error {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.fault != nil {
		if err := n.fault(name); err != nil {
			return err
		}
	}
	if n.lies[name] {
		return nil
	}
	if n.life.ends(n.where == "before a change") {
		return errDead
	}
	n.changes = append(n.changes, name)
	do()
	if n.life.ends(n.where == "after a change") {
		return errDead
	}
	if n.cutAfter[name] {
		delete(n.cutAfter, name)
		return &step.Unknown{Err: fmt.Errorf("%s: connection cut", name)}
	}
	return nil
}

func look[T any](n *tenant, see func() T) T {
	n.mu.Lock()
	defer n.mu.Unlock()
	return see()
}

func (n *tenant) world() *step.World {
	return &step.World{
		Users: people{n}, Groups: nobody{}, Access: granted{}, Desk: desk{n}, Cards: channels{n},
		Settle: n.settle,
	}
}

// the tenant travels to the fake steps through the desk, which every world has.
func of(w *step.World) *tenant { return w.Desk.(desk).tenant }

type people struct{ tenant *tenant }

func (p people) Find(_ context.Context, words string) ([]step.User, error) {
	switch {
	case words == "Nobody Known", strings.HasSuffix(words, "@msp.example"):
		return nil, nil
	case strings.HasPrefix(words, "dana"): // by any of her addresses
		return []step.User{{ID: "u-dana", UPN: "dana@contoso.example", Name: "Dana Reyes", Enabled: true}}, nil
	case strings.HasPrefix(words, "arlene"):
		return []step.User{{ID: "u-arlene", UPN: "arlene@contoso.example", Name: "Arlene Cho", Enabled: true}}, nil
	}
	return []step.User{{ID: "u-priya", UPN: "priya@contoso.example", Name: words, Surname: words, Enabled: true, Synced: p.tenant.synced}}, nil
}

func (people) Get(context.Context, string) (step.User, error) { return step.User{}, step.ErrNotFound }

func (people) Manager(context.Context, string) (step.User, error) {
	return step.User{}, step.ErrNotFound
}

type nobody struct{}

func (nobody) Of(context.Context, string) ([]step.Group, error) { return nil, nil }
func (nobody) Join(context.Context, string, string) error       { return nil }
func (nobody) Leave(context.Context, string, string) error      { return nil }

type granted struct{}

func (granted) Granted(context.Context, step.Resource) ([]string, error) { return nil, nil }

type desk struct{ tenant *tenant }

func (d desk) Notes(context.Context, string) ([]step.Note, error) {
	return look(d.tenant, func() []step.Note { return slices.Clone(d.tenant.notes) }), nil
}

func (d desk) AddNote(_ context.Context, _ string, note step.Note) error {
	return d.tenant.change("note "+note.Marker, func() { d.tenant.notes = append(d.tenant.notes, note) })
}

func (d desk) Status(context.Context, string) (string, error) {
	return look(d.tenant, func() string { return d.tenant.status }), nil
}

func (d desk) SetStatus(_ context.Context, _ string, status string) error {
	return d.tenant.change("status "+status, func() { d.tenant.status = status })
}

type channels struct{ tenant *tenant }

func (c channels) Post(_ context.Context, destination string, card step.Card) error {
	return c.tenant.change("card "+destination, func() { c.tenant.cards[destination] = append(c.tenant.cards[destination], card) })
}

// catalogue holds three steps in the order of the real ones: a cut, something
// visible for each group, and the closing note.
func catalogue() []step.Step {
	sentence := func(l step.Line, f step.Finding) step.Sentence {
		return step.Sentence{Says: l.Step + " " + l.Object.Name, Now: f.Saw, Then: "done"}
	}
	return []step.Step{
		{
			Name: "block", Title: "Block", Part: step.CutAccess, Cut: true, Gives: []step.Fact{step.SignInBlocked}, Plan: sentence,
			Wanted: func(_ step.Request, c step.Customer) bool { return c.Offboarding.BlockAccess },
			Then:   func(step.Request, step.Customer) step.Values { return step.Values{"enabled": "false"} },
			Check: func(_ context.Context, w *step.World, _ step.Line) (step.Finding, error) {
				if look(of(w), func() bool { return of(w).enabled }) {
					return step.Finding{State: step.Needed, Saw: "enabled", Before: step.Values{"enabled": "true"}}, nil
				}
				return step.Finding{State: step.Done, Saw: "blocked"}, nil
			},
			Do: func(_ context.Context, w *step.World, _ step.Line) error {
				return of(w).change("block", func() { of(w).enabled = false })
			},
		},
		{
			Name: "leave", Title: "Leave", Part: step.LicencesAndTeams, Visible: true, Plan: sentence,
			Wanted: func(step.Request, step.Customer) bool { return true },
			Each: func(_ context.Context, w *step.World, _ step.Request, _ step.Customer) ([]step.Target, error) {
				return look(of(w), func() []step.Target {
					var targets []step.Target
					for _, g := range of(w).groups {
						targets = append(targets, step.Target{Object: step.Object{Type: "group", ID: g, Name: g}, Then: step.Values{"member": "false"}})
					}
					return targets
				}), nil
			},
			Check: func(_ context.Context, w *step.World, l step.Line) (step.Finding, error) {
				if look(of(w), func() bool { return slices.Contains(of(w).groups, l.Object.ID) }) {
					return step.Finding{State: step.Needed, Saw: "member", Before: step.Values{"member": "true"}}, nil
				}
				return step.Finding{State: step.Done, Saw: "not a member"}, nil
			},
			Do: func(_ context.Context, w *step.World, l step.Line) error {
				return of(w).change("leave "+l.Object.ID, func() {
					of(w).groups = slices.DeleteFunc(of(w).groups, func(g string) bool { return g == l.Object.ID })
				})
			},
		},
		{
			Name: "close", Title: "Close ticket", Part: step.Records, Last: true, Plan: sentence,
			Wanted: func(_ step.Request, c step.Customer) bool { return c.Offboarding.Ticket },
			Then:   func(step.Request, step.Customer) step.Values { return step.Values{"note": "closing"} },
			Check: func(ctx context.Context, w *step.World, l step.Line) (step.Finding, error) {
				notes, err := w.Desk.Notes(ctx, "")
				for _, n := range notes {
					if n.Marker == l.Facts[step.ReportMarker] {
						return step.Finding{State: step.Done, Saw: "told"}, err
					}
				}
				return step.Finding{State: step.Needed, Saw: "not told"}, err
			},
			Do: func(ctx context.Context, w *step.World, l step.Line) error {
				return w.Desk.AddNote(ctx, "", step.Note{Internal: true, Text: l.Facts[step.ReportNote], Marker: l.Facts[step.ReportMarker]})
			},
		},
	}
}
