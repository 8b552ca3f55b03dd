package flow

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
)

// seal is a keyed MAC over the heads of all chains of events but that of the
// line that posts it, and over the run's own chain as it was then: whoever has
// the key can tell whether history was altered since.
func (f *Flow) seal(ctx context.Context, run Run, lines []Line, at Chain) (string, error) {
	key, err := f.ownKey(ctx, "seal")
	if err != nil {
		return "", err
	}
	heads := []string{run.ID, run.Plan.Hash, fmt.Sprintf("run=%d:%s", at.Len, at.Head)}
	for _, l := range lines {
		if !l.Last {
			heads = append(heads, l.ID+"="+l.Chain.Head)
		}
	}
	return hex.EncodeToString(mac(key, "seal\x00"+strings.Join(heads, "\n"))[:16]), nil
}

// ErrBrokenHistory says that a run's history isn't what was written.
var ErrBrokenHistory = errors.New("history was altered")

// Verify recomputes every chain of a run's history and the seal of its
// report.
func (f *Flow) Verify(ctx context.Context, id string) error {
	r, run, err := f.loadRun(ctx, id)
	if err != nil {
		return err
	}
	lines, err := f.lines(ctx, r, run)
	if err != nil {
		return err
	}
	posts, err := list[Line](ctx, f.Store, r.partition, r.postPrefix())
	if err != nil {
		return err
	}
	sealed := Chain{}
	if run.Report != nil {
		sealed = run.Report.Sealed
	}
	if err := f.verifyChain(ctx, r, chainOf("", 0), run.Chain, sealed); err != nil {
		return err
	}
	for _, l := range append(lines, posts...) {
		if err := f.verifyChain(ctx, r, chainOf(l.V.ID, l.V.Generation), l.V.Chain, Chain{}); err != nil {
			return err
		}
	}
	if run.Report == nil && run.State == Finished {
		return fmt.Errorf("%w: %s has finished, and its report is gone", ErrBrokenHistory, id)
	}
	if run.Report == nil {
		return nil
	}
	if run.Started.IsZero() {
		lines = nil // sealed before any of them began
	}
	seal, err := f.seal(ctx, run, plainLines(lines), sealed)
	if err != nil {
		return err
	}
	if run.Report.Seal != seal {
		return fmt.Errorf("%w: the seal of %s doesn't fit", ErrBrokenHistory, id)
	}
	return nil
}

// verifyChain recomputes a chain up to its head, and that it passes through
// the head that was sealed.
func (f *Flow) verifyChain(ctx context.Context, r ref, name string, want, sealed Chain) error {
	events, err := list[Event](ctx, f.Store, r.partition, r.historyPrefix()+name+"|")
	if err != nil {
		return err
	}
	head := ""
	for i, e := range events {
		if e.V.Prev != head || e.V.Hash != e.V.sum() {
			return fmt.Errorf("%w: event %d of %s %s", ErrBrokenHistory, i+1, r, name)
		}
		head = e.V.Hash
		if i+1 == sealed.Len && head != sealed.Head {
			return fmt.Errorf("%w: event %d of %s %s isn't the one that was sealed", ErrBrokenHistory, i+1, r, name)
		}
	}
	if head != want.Head || len(events) != want.Len || len(events) < sealed.Len {
		return fmt.Errorf("%w: %s %s ends early or late", ErrBrokenHistory, r, name)
	}
	return nil
}
