package flow

import (
	"context"
	"sync"
	"time"

	"usher/steps/step"
)

// alarms remembers which alarms this process has given, so that it gives each
// of them once.
type alarms struct {
	mu    sync.Mutex
	given map[string]time.Time // by run, the latest
}

// mostAlarms bounds what is remembered. Beyond it alarms may come twice.
const mostAlarms = 4096

// first tells whether the alarm of a run that fell due at a moment is new.
func (a *alarms) first(run string, due time.Time) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	if given, known := a.given[run]; known && !given.Before(due) {
		return false
	}
	if a.given == nil || len(a.given) >= mostAlarms {
		a.given = map[string]time.Time{}
	}
	a.given[run] = due
	return true
}

// alarm warns that a leaver's time comes and nobody has decided.
func (x *sweeping) alarm(ctx context.Context, run Run, rounds []kept[Round]) {
	asked, waiting := run.askedAt(rounds)
	if !waiting || run.Action != step.Offboard {
		return
	}
	due := alarmDue(run.Due, asked, x.now)
	if due.IsZero() || !x.f.alarms.first(run.ID, due) {
		return
	}
	x.f.Log.WarnContext(ctx, "approval overdue", "run", run.ID, "customer", run.Customer, "state", run.State, "asked", asked, "due", later(run.Due, asked))
}

// askedAt is when people were asked without whom the run can't start; false
// where it isn't people whom it waits for.
func (r Run) askedAt(rounds []kept[Round]) (time.Time, bool) {
	switch {
	case r.Cancelled || !r.Started.IsZero():
		return time.Time{}, false
	case r.State == Asking:
		return r.Answer.Add(-askedFor), true
	case r.State == Approving && len(rounds) > 0 && rounds[len(rounds)-1].V.State == RoundOpen:
		return rounds[len(rounds)-1].V.Opened, true
	}
	return time.Time{}, false
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// alarmDue is when the latest alarm fell due that has: two hours and half an
// hour before the leaver's time, and then. Where all of that had passed when
// people were asked, they get half an hour and two hours. Zero: none yet.
func alarmDue(due, asked, now time.Time) time.Time {
	marks := []time.Time{due.Add(-2 * time.Hour), due.Add(-30 * time.Minute), due}
	if !due.After(asked) {
		marks = []time.Time{asked.Add(30 * time.Minute), asked.Add(2 * time.Hour)}
	}
	var latest time.Time
	for _, mark := range marks {
		if mark.After(asked) && !mark.After(now) {
			latest = mark
		}
	}
	return latest
}
