package flow

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
)

// seal is a keyed MAC over the heads of all chains of events but that of the
// line that posts it: whoever has the key can tell whether history was
// altered since.
func (f *Flow) seal(ctx context.Context, run Run, lines []Line) (string, error) {
	key, err := f.ownKey(ctx, "seal")
	if err != nil {
		return "", err
	}
	heads := []string{run.ID, run.Plan.Hash}
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
	if err := f.verifyChain(ctx, r, "", run.Chain); err != nil {
		return err
	}
	for _, l := range lines {
		if err := f.verifyChain(ctx, r, l.V.ID, l.V.Chain); err != nil {
			return err
		}
	}
	seal, err := f.seal(ctx, run, plainLines(lines))
	if err != nil {
		return err
	}
	if run.Report != nil && run.Report.Seal != "" && run.Report.Seal != seal {
		return fmt.Errorf("%w: the seal of %s doesn't fit its lines", ErrBrokenHistory, id)
	}
	return nil
}

func (f *Flow) verifyChain(ctx context.Context, r ref, line string, want Chain) error {
	events, err := list[Event](ctx, f.Store, r.partition, r.historyPrefix()+chainOf(line)+"|")
	if err != nil {
		return err
	}
	head := ""
	for i, e := range events {
		if e.V.Prev != head || e.V.Hash != e.V.sum() {
			return fmt.Errorf("%w: event %d of %s %s", ErrBrokenHistory, i+1, r, chainOf(line))
		}
		head = e.V.Hash
	}
	if head != want.Head || len(events) != want.Len {
		return fmt.Errorf("%w: %s %s ends early or late", ErrBrokenHistory, r, chainOf(line))
	}
	return nil
}
