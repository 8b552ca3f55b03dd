package flow

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"usher/steps/step"
)

// Execute looks at one line of a plan, or at one card or note of a run, and
// carries it as far as it goes: look, claim, do, read back, save. It is
// harmless when called twice.
func (f *Flow) Execute(ctx context.Context, m Message) error {
	ctx = step.WithTags(ctx, step.Tags{Run: m.Run, Line: m.Line})
	t, err := f.turn(ctx, m)
	if err != nil {
		return err
	}
	ctx, end := t.span(ctx)
	err = t.visit(ctx)
	end(err)
	return err
}

// visit does what the message is for.
func (t *turn) visit(ctx context.Context) error {
	switch {
	case t.message.N < t.line.V.N, t.line.V.State == Held:
		return t.pay(ctx)
	case t.line.V.State == Later:
		return t.comeDue(ctx)
	case t.line.V.State.Ended():
		return errors.Join(t.pay(ctx), t.fanIn(ctx))
	}
	if t.line.V.Owner != "" && !t.f.Void(t.line.V.Owner) && t.f.Clock.Now().Before(t.line.V.Until) {
		return nil // somebody is at it
	}
	err := t.carry(ctx)
	if errors.Is(err, ErrConflict) {
		return nil // somebody else has taken it
	}
	return err
}

// turn is one visit to a line.
type turn struct {
	f        *Flow
	ref      ref
	message  Message
	run      Run
	line     kept[Line]
	lines    []kept[Line] // of the plan; none for a card or note
	step     step.Step
	customer step.Customer
	world    *step.World
	// unknown is set while nobody knows whether Do took effect.
	unknown bool
}

func (f *Flow) turn(ctx context.Context, m Message) (*turn, error) {
	r, err := parseRef(m.Run)
	if err != nil {
		return nil, err
	}
	run, err := get[Run](ctx, f.Store, r.partition, r.runKey())
	if err != nil {
		return nil, fmt.Errorf("run %s: %w", m.Run, err)
	}
	t := &turn{f: f, ref: r, message: m, run: run.V}
	if t.customer, t.world, err = f.world(ctx, run.V.Customer); err != nil {
		return nil, err
	}
	if isPost(m.Line) {
		if t.line, err = get[Line](ctx, f.Store, r.partition, r.postKey(m.Line)); err != nil {
			return nil, fmt.Errorf("post %s of %s: %w", m.Line, m.Run, err)
		}
		t.step, err = t.postStep(ctx)
		return t, err
	}
	if t.lines, err = f.lines(ctx, r, run.V); err != nil {
		return nil, err
	}
	i := slices.IndexFunc(t.lines, func(l kept[Line]) bool { return l.V.ID == m.Line })
	if i < 0 {
		return nil, fmt.Errorf("%w: %s of %s", ErrNoLine, m.Line, m.Run)
	}
	t.line = t.lines[i]
	s, known := f.steps[t.line.V.Step]
	if !known {
		return nil, fmt.Errorf("step %q of line %s of %s is unknown to this version", t.line.V.Step, m.Line, m.Run)
	}
	t.step = s
	return t, nil
}

// comeDue lets a line go that was put off, now that its time has come.
func (t *turn) comeDue(ctx context.Context) error {
	l := &t.line.V
	if l.N > t.message.N || t.run.Cancelled {
		return t.pay(ctx)
	}
	d := t.draft()
	l.N++
	next := l.Due
	if !l.Due.After(t.now()) {
		next = t.now()
		l.State = Waiting
	}
	d.send(t.queue(), Message{Run: t.run.ID, Line: l.ID, N: l.N}, next)
	save(d, &t.line)
	return d.commit(ctx)
}

// carry decides what the line needs next.
func (t *turn) carry(ctx context.Context) error {
	l := &t.line.V
	if l.First.IsZero() {
		l.First = t.now()
	}
	if l.State == Doing {
		return t.resume(ctx)
	}
	if l.Post == nil {
		if !t.mayRun() {
			return t.tellRun(ctx)
		}
		if l.Due.After(t.now()) {
			return t.postpone(ctx)
		}
		if blocker := t.blockedBy(); blocker != nil {
			return t.stop(ctx, fmt.Sprintf("Not done, because line %s (%s) wasn't: %s", blocker.ID, blocker.Title, orElse(blocker.Reason, string(blocker.State))), nil)
		}
	}
	if l.Last && l.Facts == nil {
		if err := t.report(ctx); err != nil {
			return err
		}
	}
	return t.look(ctx)
}

// tellRun lets the run know of a line that may no longer run because its
// customer has been put back to rehearsal, so that the run ends.
func (t *turn) tellRun(ctx context.Context) error {
	if t.customer.Mode == step.Live || t.run.Cancelled || t.run.State == Finished {
		return nil
	}
	d := t.draft()
	d.send(AdvanceQueue, Message{Run: t.run.ID, Line: t.line.V.ID, N: t.line.V.N}, t.now())
	return d.commit(ctx)
}

// mayRun tells whether run, document, approval and earlier lines let this
// line go.
func (t *turn) mayRun() bool {
	live := t.customer.Mode == step.Live && !t.customer.Paused || t.line.V.Last
	return live && t.run.lets(t.line.V, t.lines, t.now())
}

// blockedBy returns the line whose failure keeps this one from running. Parts
// of the cut that a person does by hand keep nobody waiting for good, once
// sign-in itself has been read back as blocked.
func (t *turn) blockedBy() *Line {
	blocked := t.f.signInBlocked(plainLines(t.lines))
	for i := range t.lines {
		e := &t.lines[i].V
		passes := e.Cut && e.State == ByHand && blocked
		if slices.Contains(t.line.V.Needs, e.ID) && e.State != Done && !passes {
			return e
		}
	}
	return nil
}

// look is the look before Do: already so, by hand, drifted, or to be done.
func (t *turn) look(ctx context.Context) error {
	l := &t.line.V
	finding, err := t.check(ctx)
	if err != nil {
		return t.trouble(ctx, err)
	}
	l.Surprise = 0
	switch {
	case finding.State == step.Done:
		return t.done(ctx, finding)
	case finding.State == step.ByHand:
		return t.byHand(ctx, finding.Saw)
	case l.Post == nil && !l.Cut && !l.Unsure && !finding.Before.Equal(l.Before):
		return t.holdDrifted(ctx, finding)
	case t.needsSecond():
		return t.hold(ctx, ForSecond, "It can't be undone, so it is asked a second time just before.")
	}
	return t.do(ctx, finding)
}

// needsSecond tells whether the document wants a second approval that hasn't
// been given.
func (t *turn) needsSecond() bool {
	l := t.line.V
	return l.Irreversible != "" && !l.Cut && t.customer.Approval.SecondForIrreversible && !slices.Contains(t.run.Second, l.Hash)
}

// do claims the line, which records the intent, and makes the change.
func (t *turn) do(ctx context.Context, finding step.Finding) error {
	l := &t.line.V
	if !t.timeLeft(ctx) {
		return t.park(ctx, 0, "out of time for this visit")
	}
	if l.Post == nil && l.Began.IsZero() {
		l.Before = finding.Before
	}
	unsure := l.Unsure
	if err := t.claim(ctx, finding.Saw); err != nil {
		return err
	}
	if t.run.Cancelled && !l.Last && l.Post == nil {
		l.Reason = "The run was cancelled before this was done."
		return t.end(ctx, Cancelled, "cancelled", l.Reason)
	}
	err := t.step.Do(ctx, t.world, t.stepLine())
	t.unknown = !refusedForSure(err)
	l.Unsure = unsure || t.unknown
	if t.step.Blind != "" {
		return t.blindly(ctx, err)
	}
	l.Claimed = err == nil
	var unknown *step.Unknown
	if err == nil || errors.As(err, &unknown) {
		return t.readBack(ctx)
	}
	if errors.Is(err, ErrAway) {
		l.Attempts-- // whatever was away, it wasn't the tenant that refused
	}
	return t.trouble(ctx, err)
}

// refusedForSure tells whether an error of Do proves that nothing was done.
func refusedForSure(err error) bool {
	var wait *step.Wait
	var stop *step.Stop
	var denied *step.Denied
	return errors.As(err, &wait) || errors.As(err, &stop) || errors.As(err, &denied)
}

// claim saves that this process is at the line, before anything is changed.
func (t *turn) claim(ctx context.Context, saw string) error {
	l := &t.line.V
	d := t.draft()
	l.State, l.Owner, l.Until = Doing, t.f.Owner, t.now().Add(claimFor)
	if l.Began.IsZero() {
		l.Began = t.now()
	}
	l.Attempts++
	l.Unsure = true
	l.Looks, l.Claimed, l.Waiting, l.Found = 0, false, "", orElse(saw, l.Found)
	if l.Attempts == 1 {
		d.noteLine(t.ref, l, "found", orElse(saw, l.Title))
	}
	d.noteLine(t.ref, l, "doing", t.doing())
	save(d, &t.line)
	if err := d.commit(ctx); err != nil {
		return err
	}
	return t.reread(ctx)
}

func (t *turn) doing() string {
	if t.line.V.Attempts > 1 {
		return fmt.Sprintf("Trying again: %s", orElse(t.line.V.Says, t.line.V.Title))
	}
	return orElse(t.line.V.Says, t.line.V.Title)
}

// reread takes over the version of the row just saved, unless somebody else
// has saved it since, and sees whether the run has been cancelled meanwhile.
func (t *turn) reread(ctx context.Context) error {
	line, err := get[Line](ctx, t.f.Store, t.ref.partition, t.line.Key)
	if err != nil {
		return err
	}
	if line.V.Owner != t.line.V.Owner || line.V.Chain != t.line.V.Chain {
		return ErrConflict
	}
	t.line.Version = line.Version
	run, err := get[Run](ctx, t.f.Store, t.ref.partition, t.ref.runKey())
	t.run.Cancelled = run.V.Cancelled
	return err
}

// resume goes on with a line that somebody left while it was being done:
// whether the change was made is unknown, so it is looked for first.
func (t *turn) resume(ctx context.Context) error {
	l := &t.line.V
	if t.step.Blind != "" && l.Post == nil {
		return t.stop(ctx, fmt.Sprintf("It isn't known whether this was done, and nobody can look it up: %s. Usher doesn't do it twice. To go on: find out, then retry or skip this line.", t.step.Blind), nil)
	}
	d := t.draft()
	if l.Owner != "" {
		d.noteLine(t.ref, l, "resumed", t.resuming())
	}
	l.Owner, l.Until, l.Waiting = t.f.Owner, t.now().Add(claimFor), ""
	save(d, &t.line)
	if err := d.commit(ctx); err != nil {
		return err
	}
	if err := t.reread(ctx); err != nil {
		return err
	}
	if t.step.Blind != "" {
		return t.do(ctx, step.Finding{})
	}
	t.unknown = true
	return t.readBack(ctx)
}

func (t *turn) resuming() string {
	if t.step.Blind != "" {
		return "Resumed: whether it was sent isn't known and can't be looked up, so it is sent again with the same links."
	}
	return "Resumed: whether it was done isn't known, so it is looked for first."
}

// stepLine is the line as its step sees it.
func (t *turn) stepLine() step.Line {
	l := t.line.V
	line := step.Line{
		Step: l.Step, Object: l.Object, Then: l.Want, Before: l.Before, Began: l.Began, Request: t.run.Request, Facts: map[step.Fact]string{},
	}
	for i := range t.lines {
		for fact, value := range t.lines[i].V.Facts {
			line.Facts[fact] = value
		}
	}
	for fact, value := range l.Facts {
		line.Facts[fact] = value
	}
	return line
}

func (t *turn) check(ctx context.Context) (step.Finding, error) {
	if t.step.Check == nil {
		return step.Finding{State: step.Needed}, nil
	}
	return t.step.Check(ctx, t.world, t.stepLine())
}

// timeLeft tells whether the door's deadline allows another call outside.
func (t *turn) timeLeft(ctx context.Context) bool {
	deadline, limited := ctx.Deadline()
	return !limited || time.Until(deadline) > callTime
}

func (t *turn) now() time.Time { return t.f.Clock.Now().UTC() }

// draft begins a commit that answers the message.
func (t *turn) draft() *draft {
	d := t.f.draft(t.ref.partition)
	d.paid(t.queue(), t.message)
	return d
}

// pay removes what was owed for a message that needs nothing done.
func (t *turn) pay(ctx context.Context) error {
	return t.f.pay(ctx, t.ref.partition, t.queue(), t.message)
}

func (t *turn) queue() string { return queueOf(t.line.V) }

func orElse(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}
