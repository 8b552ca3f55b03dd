package flow

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/sync/errgroup"

	"usher/steps/step"
)

// draftPlan is a plan before it is saved.
type draftPlan struct {
	resolved
	lines []Line
	hash  string
}

// sketch resolves a reading and plans it against the tenant as it is now.
func (f *Flow) sketch(ctx context.Context, c step.Customer, w *step.World, run Run) (draftPlan, error) {
	found, err := f.resolve(ctx, c, w, run, run.Terms)
	if err != nil {
		return draftPlan{}, err
	}
	found.doubted(run.Doubts, run.Notes)
	if found.stuck {
		return draftPlan{resolved: found}, nil
	}
	p, err := f.planLines(ctx, c, w, found.request)
	if err != nil {
		return draftPlan{}, err
	}
	p.request = found.request
	p.questions = found.questions
	p.warnings = append(found.warnings, p.warnings...)
	return p, nil
}

// resolve settles a run's reading and answers in the tenant, by the terms of
// the document. Once it has been approved, whom it is about is settled.
func (f *Flow) resolve(ctx context.Context, c step.Customer, w *step.World, run Run, terms Terms) (resolved, error) {
	r := &resolver{
		customer: c, world: w, now: f.Clock.Now(), ticket: run.Ticket, asked: run.Asked,
		subject: run.Subject, missing: run.Missing, answers: run.Answers, terms: terms,
	}
	if run.State != Planning && run.Request.Action != "" {
		r.fixed = &run.Request
	}
	found, err := resolve(ctx, r, run.Action)
	if err != nil || found.stuck {
		return found, err
	}
	return r.byTerms(run), nil
}

// planLines makes the lines of a resolved request, each looked at in the
// tenant. It is called again when a run starts, with the same request.
func (f *Flow) planLines(ctx context.Context, c step.Customer, w *step.World, request step.Request) (draftPlan, error) {
	targets, err := f.targets(ctx, c, w, request)
	if err != nil {
		return draftPlan{}, err
	}
	p := draftPlan{lines: make([]Line, len(targets))}
	looks, lookCtx := errgroup.WithContext(ctx)
	looks.SetLimit(8)
	for i, t := range targets {
		looks.Go(func() error {
			line, err := f.planLine(lookCtx, c, w, request, t)
			p.lines[i] = line
			return err
		})
	}
	if err := looks.Wait(); err != nil {
		return draftPlan{}, err
	}
	if err := f.guard(ctx, c, w, request, &p); err != nil {
		return draftPlan{}, err
	}
	f.number(p.lines)
	f.connect(p.lines, request)
	for _, l := range p.lines {
		if l.warning != "" {
			p.warnings = append(p.warnings, Remark{Key: l.Step, Says: l.warning})
		}
	}
	more, err := f.tenantWarnings(ctx, c, w, request, p.lines)
	p.warnings = append(p.warnings, more...)
	p.hash = planHash(p.lines, request, c.Version)
	return p, err
}

// aim is a target with its step.
type aim struct {
	step   step.Step
	target step.Target
}

func (f *Flow) targets(ctx context.Context, c step.Customer, w *step.World, request step.Request) ([]aim, error) {
	var aims []aim
	for _, s := range f.Catalogue {
		if !s.Wanted(request, c) {
			continue
		}
		if s.Each == nil {
			aims = append(aims, aim{s, step.Target{Object: f.only(s, request), Then: s.Then(request, c)}})
			continue
		}
		found, err := s.Each(ctx, w, request, c)
		var denied *step.Denied
		if errors.As(err, &denied) {
			return nil, &step.Stop{Says: f.refused(ctx, w, c, s, denied), Err: err}
		}
		if err != nil {
			return nil, fmt.Errorf("objects of %s: %w", s.Name, err)
		}
		for _, t := range found {
			aims = append(aims, aim{s, t})
		}
	}
	return aims, nil
}

// only is the object of a step that works on one: the ticket for a step that
// closes the run, the person for all others.
func (f *Flow) only(s step.Step, request step.Request) step.Object {
	if s.Last {
		return step.Object{Type: "ticket", ID: request.Ticket.ID, Name: request.Ticket.ID}
	}
	return request.Person.Object()
}

func (f *Flow) planLine(ctx context.Context, c step.Customer, w *step.World, request step.Request, a aim) (Line, error) {
	line := Line{
		Step: a.step.Name, Title: a.step.Title, Part: a.step.Part, Object: a.target.Object, Want: a.target.Then,
		Irreversible: a.step.Irreversible, Cut: a.step.Cut, Last: a.step.Last, State: Waiting,
	}
	if a.step.When != nil {
		if due := a.step.When(request, c); due.After(f.Clock.Now()) {
			line.Due = due
		}
	}
	seen := step.Line{Step: line.Step, Object: line.Object, Then: line.Want, Request: request}
	finding, err := a.step.Check(ctx, w, seen)
	var denied *step.Denied
	var stop *step.Stop
	switch {
	case errors.As(err, &denied):
		finding = step.Finding{State: step.ByHand, Saw: f.refused(ctx, w, c, a.step, denied)}
	case errors.As(err, &stop):
		finding = step.Finding{State: step.ByHand, Saw: stop.Says}
	case err != nil:
		return line, fmt.Errorf("look for %s: %w", a.step.Name, err)
	}
	line.describe(a.step, seen, finding)
	switch finding.State {
	case step.Done:
		line.State, line.ReadBack, line.Facts = Done, alreadySo+finding.Saw, finding.Facts
	case step.ByHand:
		line.State, line.Reason = ByHand, finding.Saw
	}
	line.warning = finding.Warning
	return line, nil
}

// describe puts what was found into the line: what is so now, the sentence
// for the approver, and the hash that an approval is bound to.
func (l *Line) describe(s step.Step, seen step.Line, finding step.Finding) {
	l.Before, l.Found = finding.Before, finding.Saw
	seen.Before = finding.Before
	sentence := s.Plan(seen, finding)
	l.Says, l.Now, l.Then = sentence.Says, sentence.Now, sentence.Then
	l.Hash = l.sum()
}

// sum is the line's hash over structured values: the step, the object, what
// is wanted, what was found, and whether it can be undone.
func (l *Line) sum() string {
	data, err := json.Marshal(struct {
		Step, Type, ID string
		Then, Before   step.Values
		Irreversible   bool
	}{l.Step, l.Object.Type, l.Object.ID, l.Want, l.Before, l.Irreversible != ""})
	if err != nil {
		panic(err) // strings and booleans always marshal
	}
	return hashOf(string(data))
}

func planHash(lines []Line, request step.Request, version int) string {
	hashes := make([]string, 0, len(lines))
	for _, l := range lines {
		hashes = append(hashes, l.Hash)
	}
	slices.Sort(hashes)
	data, err := json.Marshal(request)
	if err != nil {
		panic(err) // a request is plain values
	}
	return hashOf(append(hashes, string(data), strconv.Itoa(version))...)
}

// number gives ids in the order in which people see lines: by part, within a
// part as in the catalogue.
func (f *Flow) number(lines []Line) {
	parts := step.Parts()
	slices.SortStableFunc(lines, func(a, b Line) int {
		if d := slices.Index(parts, a.Part) - slices.Index(parts, b.Part); d != 0 {
			return d
		}
		if d := f.order[a.Step] - f.order[b.Step]; d != 0 {
			return d
		}
		return strings.Compare(a.Object.Name, b.Object.Name)
	})
	for i := range lines {
		lines[i].ID = strconv.Itoa(i + 1)
	}
}

// connect draws the edges between lines: facts and the cut hard, order soft.
func (f *Flow) connect(lines []Line, request step.Request) {
	for i := range lines {
		lines[i].Needs, lines[i].After = nil, nil
		for j := range lines {
			if i != j {
				f.edge(&lines[i], &lines[j], request)
			}
		}
	}
}

// edge lets a line wait for an earlier one, where anything orders the two.
func (f *Flow) edge(later, earlier *Line, request step.Request) {
	l, e := f.steps[later.Step], f.steps[earlier.Step]
	gives := func(fact step.Fact) bool { return slices.Contains(e.Gives, fact) }
	switch {
	case slices.ContainsFunc(l.Needs, gives), l.Visible && e.Cut:
		later.Needs = append(later.Needs, earlier.ID)
	case slices.Contains(l.After, e.Name), l.Last && !e.Last, f.takesTurns(later, earlier, request):
		later.After = append(later.After, earlier.ID)
	}
}

// takesTurns tells whether both write to one object, such as a mailbox, and
// the other one comes first.
func (f *Flow) takesTurns(later, earlier *Line, request step.Request) bool {
	l, e := f.steps[later.Step], f.steps[earlier.Step]
	if l.Writes == nil || e.Writes == nil {
		return false
	}
	if f.order[later.Step] < f.order[earlier.Step] || later.Step == earlier.Step && number(later.ID) < number(earlier.ID) {
		return false
	}
	object := func(s step.Step, x *Line) string {
		return s.Writes(step.Line{Step: x.Step, Object: x.Object, Then: x.Want, Request: request})
	}
	return object(l, later) == object(e, earlier)
}

func number(id string) int {
	n, _ := strconv.Atoi(id)
	return n
}
