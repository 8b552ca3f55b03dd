package flow

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"usher/steps/step"
)

// loadRun reads a run, or ErrNoRun.
func (f *Flow) loadRun(ctx context.Context, id string) (ref, Run, error) {
	r, err := parseRef(id)
	if err != nil || r.number == 0 {
		return r, Run{}, ErrNoRun
	}
	run, err := get[Run](ctx, f.Store, r.partition, r.runKey())
	if errors.Is(err, ErrNoRow) {
		return r, Run{}, ErrNoRun
	}
	return r, run.V, err
}

// Run returns a run as a whole.
func (f *Flow) Run(ctx context.Context, id string) (RunView, error) {
	r, run, err := f.loadRun(ctx, id)
	if err != nil {
		return RunView{}, err
	}
	ctx = about(ctx, run, "")
	lines, err := f.lines(ctx, r, run)
	if err != nil {
		return RunView{}, err
	}
	rounds, err := f.rounds(ctx, r)
	if err != nil {
		return RunView{}, err
	}
	events, err := list[Event](ctx, f.Store, r.partition, r.historyPrefix())
	if err != nil {
		return RunView{}, err
	}
	view := RunView{
		RunHead: headOf(run), Person: run.Request.Person.Name, Plan: planView(run, plainLines(lines)),
		Lines: []LineView{}, Approvals: approvalViews(rounds), Events: []Event{}, Report: run.Report,
	}
	for _, l := range lines {
		view.Lines = append(view.Lines, lineView(l.V))
	}
	for _, e := range events {
		view.Events = append(view.Events, e.V)
	}
	slices.SortStableFunc(view.Events, func(a, b Event) int { return a.At.Compare(b.At) })
	return view, nil
}

func headOf(run Run) RunHead {
	h := RunHead{ID: run.ID, Customer: run.Customer, Ticket: run.Ticket.ID, Action: run.Action, State: run.State, Due: moment(run.Due)}
	if run.Status != "" {
		h.Status = &run.Status
	}
	return h
}

// moment is null in JSON where a time isn't set.
func moment(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}

func planView(run Run, lines []Line) PlanView {
	v := PlanView{
		Hash: run.Plan.Hash, Action: run.Action, Person: run.Request.Person.Name, Due: moment(run.Due),
		Lines: []PlanLine{}, Questions: remarks(run.Plan.Questions), Warnings: orEmpty(run.Plan.Warnings), Terms: run.Terms,
	}
	for _, l := range lines {
		v.Lines = append(v.Lines, planLine(l))
	}
	return v
}

func orEmpty[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

func planLine(l Line) PlanLine {
	after := slices.Concat(l.Needs, l.After)
	slices.SortFunc(after, func(a, b string) int { return number(a) - number(b) })
	return PlanLine{
		ID: l.ID, Step: l.Step, Title: l.Title, Part: l.Part, Object: l.Object, Says: l.Says, Now: l.Now, Then: l.Then,
		Irreversible: l.Irreversible, After: orEmpty(after), Hash: l.Hash, Due: moment(l.Due), State: l.State, Reason: l.Reason,
	}
}

func lineView(l Line) LineView {
	v := LineView{
		ID: l.ID, Step: l.Step, Object: l.Object, State: l.State, Attempts: l.Attempts, Waits: l.Waits,
		Found: l.Found, ReadBack: l.ReadBack, Reason: l.Reason, Waiting: l.Waiting, Due: moment(l.Due),
	}
	if !l.Began.IsZero() && !l.Ended.IsZero() {
		v.Seconds = l.Ended.Sub(l.Began).Seconds()
	}
	return v
}

func approvalViews(rounds []kept[Round]) []ApprovalView {
	views := []ApprovalView{}
	for _, r := range rounds {
		for i, a := range r.V.Approvers {
			if a.Name == "" {
				continue
			}
			v := ApprovalView{Stage: r.V.N, Purpose: r.V.Purpose, State: r.V.State, Approver: a.Name, Hash: r.V.Hash, Expires: r.V.Expires}
			for _, d := range r.V.Decisions {
				if d.Approver == i {
					v.Decision, v.At, v.Comment, v.Proof = string(d.Verdict), &d.At, d.Comment, d.Proof
				}
			}
			views = append(views, v)
		}
	}
	return views
}

// asked is what an approver sees of a question.
func (f *Flow) asked(ctx context.Context, a asking) (Asked, error) {
	lines, err := f.lines(ctx, a.ref, a.run.V)
	if err != nil {
		return Asked{}, err
	}
	run, round := a.run.V, a.round.V
	v := Asked{
		Run: run.ID, Customer: a.customer.Name, Zone: a.customer.TimeZone, Approver: round.Approvers[a.claim.approver].Name,
		Purpose: round.Purpose, Hash: round.Hash, Ticket: run.Ticket, Action: run.Action, Person: run.Request.Person, Due: run.Due,
		Questions: remarks(run.Plan.Questions), Warnings: run.Plan.Warnings, Terms: run.Terms, Expires: round.Expires, Proof: a.proof, State: round.State, Ended: run.Status,
	}
	for _, l := range lines {
		if slices.Contains(round.Hashes, l.V.Hash) {
			v.Lines = append(v.Lines, planLine(l.V))
		}
	}
	for _, d := range round.Decisions {
		v.Decisions = append(v.Decisions, DecisionView{Approver: round.Approvers[d.Approver].Name, Verdict: d.Verdict, At: d.At, Comment: d.Comment})
	}
	v.Sisters, err = f.sisters(ctx, a)
	return v, err
}

func (f *Flow) sisters(ctx context.Context, a asking) ([]Sister, error) {
	runs, err := f.runsOf(ctx, a.ref.partition)
	if err != nil {
		return nil, err
	}
	var sisters []Sister
	for _, run := range runs {
		if run.V.ID != a.run.V.ID {
			sisters = append(sisters, Sister{Run: run.V.ID, Action: run.V.Action, Person: orElse(run.V.Request.Person.Name, nameOf(run.V.Subject)), State: run.V.State})
		}
	}
	return sisters, nil
}

// Runs lists runs, newest first, 50 a page.
func (f *Flow) Runs(ctx context.Context, filter Filter) (Page, error) {
	keys := []string{filter.Customer}
	if filter.Customer == "" {
		var err error
		if keys, err = f.Customers.Keys(ctx); err != nil {
			return Page{}, err
		}
	}
	page := Page{Runs: []RunHead{}}
	var found []listed
	for _, key := range keys {
		runs, err := f.listRuns(ctx, key, filter)
		if err != nil {
			return page, err
		}
		found = append(found, runs...)
	}
	slices.SortFunc(found, func(a, b listed) int { return strings.Compare(a.key, b.key) })
	for _, l := range found {
		if len(page.Runs) == pageSize {
			page.Next = found[pageSize-1].key
			break
		}
		page.Runs = append(page.Runs, l.head)
	}
	return page, nil
}

const pageSize = 50

type listed struct {
	key  string
	head RunHead
}

// listRuns reads one customer's runs after the filter's mark, up to one more
// than a page.
func (f *Flow) listRuns(ctx context.Context, customer string, filter Filter) ([]listed, error) {
	var found []listed
	for after := filter.After; ; {
		rows, err := f.Store.List(ctx, listPartition(customer), "", after, pageSize)
		if err != nil {
			return nil, err
		}
		for _, row := range rows {
			after = row.Key
			l, err := decode[RunHead](row)
			if err != nil {
				return nil, err
			}
			_, run, err := f.loadRun(ctx, l.V.ID)
			if errors.Is(err, ErrNoRun) {
				continue // its listing came first, and the run was never made
			}
			if err != nil {
				return nil, err
			}
			if filter.matches(run) {
				found = append(found, listed{row.Key, headOf(run)})
			}
		}
		if len(rows) < pageSize || len(found) > pageSize {
			return found, nil
		}
	}
}

func (x Filter) matches(run Run) bool {
	return (x.Ticket == "" || x.Ticket == run.Ticket.ID) &&
		(x.Status == "" || x.Status == string(run.Status) || x.Status == string(run.State))
}

// Preview plans a ticket and stores nothing.
func (f *Flow) Preview(ctx context.Context, customer string, ticket step.Ticket) ([]PlanView, error) {
	ctx = step.WithTags(ctx, step.Tags{Customer: customer, Ticket: ticket.ID})
	c, w, err := f.world(ctx, customer)
	if err != nil {
		return nil, err
	}
	reading, err := f.Reader.Read(step.WithAdvice(ctx, c), atHome(ticket, c))
	if err != nil {
		return nil, err
	}
	plans := []PlanView{}
	for _, want := range wanted(reading) {
		run := Run{Ticket: ticket, Action: want.Action, Subject: want, Missing: reading.Missing}
		run.askedBy(ticket.Requester.Email)
		run.remember(reading)
		c, terms, err := f.settle(c, run)
		if err != nil {
			return nil, err
		}
		run.Terms = terms
		p, err := f.sketch(ctx, c, w, run)
		if err != nil {
			return nil, err
		}
		run.Request, run.Due = p.request, p.request.Due
		run.Plan = Plan{Hash: p.hash, Questions: p.questions, Warnings: p.warnings}
		v := planView(run, p.lines)
		v.Person = orElse(v.Person, nameOf(want))
		plans = append(plans, v)
	}
	return plans, nil
}

// wanted lists whom a reading is about, each with an action.
func wanted(reading step.Reading) []step.Subject {
	subjects := slices.Clone(reading.Users)
	if len(subjects) == 0 {
		subjects = []step.Subject{{}}
	}
	for i := range subjects {
		if subjects[i].Action == "" {
			subjects[i].Action = reading.Action
		}
	}
	return slices.DeleteFunc(subjects, func(s step.Subject) bool { return s.Action == step.None })
}
