package flow

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"usher/steps/step"
)

// maxBelieved is how often Do may claim success without the tenant showing
// it, before the line stops.
const maxBelieved = 2

// readBack looks until the tenant agrees that the change is there, or says
// so often that it isn't that it is made once more, or the line stops.
func (t *turn) readBack(ctx context.Context) error {
	l := &t.line.V
	settle := t.world.Settle
	for {
		finding, err := t.agreed(ctx, max(settle.Agree, 1))
		if err != nil {
			return t.trouble(ctx, err)
		}
		l.Surprise = 0
		switch finding.State {
		case step.Done:
			return t.done(ctx, finding)
		case step.ByHand:
			return t.byHand(ctx, finding.Saw)
		}
		l.Looks++
		if l.Looks >= max(settle.Times, 1) {
			return t.disbelieve(ctx, finding)
		}
		if !t.timeLeft(ctx) {
			return t.park(ctx, settle.Every, finding.Saw)
		}
		if err := t.f.Clock.Sleep(ctx, settle.Every); err != nil {
			return err
		}
	}
}

// agreed looks several times at once, since directories answer from replicas,
// and returns the worst of the answers.
func (t *turn) agreed(ctx context.Context, looks int) (step.Finding, error) {
	findings := make([]step.Finding, looks)
	group, lookCtx := errgroup.WithContext(ctx)
	for i := range findings {
		group.Go(func() error {
			var err error
			findings[i], err = t.check(lookCtx)
			return err
		})
	}
	if err := group.Wait(); err != nil {
		return step.Finding{}, err
	}
	for _, state := range []step.State{step.Needed, step.ByHand} {
		if i := slices.IndexFunc(findings, func(f step.Finding) bool { return f.State == state }); i >= 0 {
			return findings[i], nil
		}
	}
	return findings[0], nil
}

// disbelieve handles a change that can't be seen. If nobody claimed that it
// was made, it is made now; a claim is believed once more.
func (t *turn) disbelieve(ctx context.Context, finding step.Finding) error {
	l := &t.line.V
	if l.Claimed {
		l.Believed, l.Claimed = l.Believed+1, false
	}
	if l.Believed >= maxBelieved || l.Attempts > maxSurprises {
		tried := fmt.Sprintf("It was tried %s, and no answer came", count(l.Attempts, "time"))
		if l.Believed > 0 {
			tried = fmt.Sprintf("The call reported success %s", count(l.Believed, "time"))
		}
		return t.stop(ctx, fmt.Sprintf("%s, but the change can't be seen. What is seen: %s Nothing else was built on it. To go on: look at it in the admin center, then retry this line.",
			tried, sentence(finding.Saw)), nil)
	}
	return t.do(ctx, finding)
}

// blindly ends a change whose outcome can't be looked up.
func (t *turn) blindly(ctx context.Context, err error) error {
	switch {
	case err == nil:
		return t.done(ctx, step.Finding{State: step.Done, Saw: "sent; nobody can look up whether it arrived"})
	case refusedForSure(err):
		return t.trouble(ctx, err)
	case t.line.V.Post != nil && errors.Is(err, ErrAway):
		t.line.V.Attempts-- // a card may be posted again, with the same links
		return t.park(ctx, awayFor, portAway)
	case t.line.V.Post != nil && t.line.V.Attempts < maxSurprises:
		return t.park(ctx, backoff(t.line.V.Attempts), "sending failed")
	}
	return t.stop(ctx, "It isn't known whether this was sent, and nobody can look it up: "+t.step.Blind+". To go on: ask the receiver, then retry or skip.", err)
}

// awayFor is how long a line or a plan waits for a port that is away, and
// portAway why.
const (
	awayFor  = 30 * time.Second
	portAway = "a service that Usher stands on doesn't answer"
)

// trouble sorts an error into its three kinds: wait, stop, or a surprise that
// is tried again a fixed number of times.
func (t *turn) trouble(ctx context.Context, err error) error {
	if errors.Is(err, ErrConflict) || ctx.Err() != nil {
		return err
	}
	l := &t.line.V
	var wait *step.Wait
	var stop *step.Stop
	var denied *step.Denied
	switch {
	case errors.As(err, &wait):
		return t.patiently(ctx, wait)
	case errors.As(err, &denied):
		return t.stop(ctx, t.f.refused(ctx, t.world, t.customer, t.step, denied), err)
	case errors.As(err, &stop):
		return t.stop(ctx, stop.Says, err)
	case errors.Is(err, ErrAway):
		return t.park(ctx, awayFor, portAway)
	}
	l.Surprise++
	t.f.Log.WarnContext(ctx, "line failed", "run", t.run.ID, "line", l.ID, "step", l.Step, "try", l.Surprise, "error", err)
	if l.Surprise > maxSurprises {
		return t.stop(ctx, fmt.Sprintf("It failed %s for a reason that Usher doesn't know. To go on: see the log, then retry this line.", count(l.Surprise, "time")), err)
	}
	return t.park(ctx, backoff(l.Surprise), "it failed and is tried again")
}

// patiently waits for a slow other side, up to the step's patience.
func (t *turn) patiently(ctx context.Context, wait *step.Wait) error {
	patience := t.step.Patience
	if patience == 0 {
		patience = step.DefaultPatience
	}
	if t.now().Sub(t.line.V.First) > patience {
		return t.stop(ctx, fmt.Sprintf("It wasn't possible within %s: %s To go on: look at it in the admin center, then retry this line.", patience, sentence(wait.Why)), nil)
	}
	return t.park(ctx, stretched(wait.For, t.line.V.Waits), wait.Why)
}

// stretched makes waits longer that come again and again, so that a side that
// is away for a day isn't asked a thousand times: doubled with every second
// wait after the tenth, up to half an hour.
func stretched(wait time.Duration, waits int) time.Duration {
	const patientFrom, longest = 10, 30 * time.Minute
	wait = max(wait, 50*time.Millisecond)
	for n := patientFrom; n < waits && wait < longest; n += 2 {
		wait = min(2*wait, longest)
	}
	return wait
}

// sentence ends a text with a full stop.
func sentence(s string) string {
	if s == "" || strings.HasSuffix(s, ".") || strings.HasSuffix(s, "?") || strings.HasSuffix(s, "!") {
		return s
	}
	return s + "."
}
