package flow_test

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"usher/handler/flow"
	"usher/steps/step"
)

// rowsOf are the rows of the ticket, as somebody sees and alters them who has
// the key of the table.
func (r *rig) rowsOf() map[string]flow.Row {
	r.t.Helper()
	return r.store.rows[strings.Split(r.run().ID, "-")[1]]
}

// history lists the keys of all events of the run.
func (r *rig) history() []string {
	r.t.Helper()
	return slices.DeleteFunc(slices.Sorted(maps.Keys(r.rowsOf())), func(key string) bool { return !strings.Contains(key, "|hist|") })
}

// alter changes a row in place.
func alter[T any](r *rig, key string, change func(*T)) {
	r.t.Helper()
	row := r.rowsOf()[key]
	var v T
	require.NoError(r.t, json.Unmarshal(row.Data, &v))
	change(&v)
	data, err := json.Marshal(v)
	require.NoError(r.t, err)
	r.rowsOf()[key] = flow.Row{Key: key, Data: data, Version: row.Version}
}

// lastByte alters one byte of a text.
func lastByte(s *string) {
	if *s == "" {
		*s = "x"
		return
	}
	b := []byte(*s)
	b[len(b)-1] ^= 1
	*s = string(b)
}

func TestAlteredHistoryIsFound(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.approve()
	r.pump(time.Minute)
	id := r.run().ID
	require.NoError(t, r.Verify(t.Context(), id))
	require.Greater(t, len(r.history()), 20)
	for _, key := range r.history() {
		before := r.rowsOf()[key]
		for what, change := range map[string]func(*flow.Event){
			"time": func(e *flow.Event) { e.At = e.At.Add(time.Nanosecond) },
			"kind": func(e *flow.Event) { lastByte(&e.Kind) },
			"line": func(e *flow.Event) { lastByte(&e.Line) },
			"text": func(e *flow.Event) { lastByte(&e.Says) },
			"prev": func(e *flow.Event) { lastByte(&e.Prev) },
			"hash": func(e *flow.Event) { lastByte(&e.Hash) },
		} {
			alter(r, key, change)
			require.ErrorIs(t, r.Verify(t.Context(), id), flow.ErrBrokenHistory, "%s: another %s", key, what)
			r.rowsOf()[key] = before
		}
		delete(r.rowsOf(), key)
		require.ErrorIs(t, r.Verify(t.Context(), id), flow.ErrBrokenHistory, "%s is gone", key)
		r.rowsOf()[key] = before
	}
	require.NoError(t, r.Verify(t.Context(), id))
}

// TestHistoryWrittenAnew has somebody who knows how the chain is made write
// another approver into it, every hash made to fit: the seal doesn't.
func TestHistoryWrittenAnew(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		with   func(*rig)
		from   string
		become string
	}{
		{"who approved", (*rig).approve, "Arlene Cho", "Bo Lindqvist"},
		{"who rejected", func(r *rig) { r.send("e1"); r.pump(time.Minute); r.decide(flow.Reject) }, "Arlene Cho", "Bo Lindqvist"},
		{"who asked", (*rig).approve, "Dana Reyes", "Arlene Cho"},
		{"what was read back", (*rig).approve, "blocked", "blocked!"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t)
			c.with(r)
			r.pump(time.Minute)
			require.NoError(t, r.Verify(t.Context(), r.run().ID))
			sealed := forge(r, c.from, c.become)
			require.ErrorIs(t, r.Verify(t.Context(), r.run().ID), flow.ErrBrokenHistory)
			alter(r, "r001|run", func(run *flow.Run) { run.Report.Sealed.Head = sealed })
			require.ErrorIs(t, r.Verify(t.Context(), r.run().ID), flow.ErrBrokenHistory, "with a report that fits")
		})
	}
}

// forge writes other words into the whole history of a run, and makes all
// hashes and heads fit. It returns the head at the place that was sealed.
func forge(r *rig, from, become string) (sealed string) {
	heads := map[string]string{}
	at := fmt.Sprintf("r001|hist|run|%06d", r.run().Report.Sealed.Len)
	for _, key := range r.history() {
		chain := key[:strings.LastIndex(key, "|")]
		alter(r, key, func(e *flow.Event) {
			e.Says, e.Prev = strings.ReplaceAll(e.Says, from, become), heads[chain]
			sum := sha256.Sum256([]byte(strings.Join([]string{e.Prev, e.At.Format(time.RFC3339Nano), e.Kind, e.Line, e.Says}, "\x00")))
			e.Hash = hex.EncodeToString(sum[:])
			heads[chain] = e.Hash
			if key == at {
				sealed = e.Hash
			}
		})
	}
	alter(r, "r001|run", func(run *flow.Run) { run.Chain.Head = heads["r001|hist|run"] })
	for _, key := range slices.Collect(maps.Keys(r.rowsOf())) {
		if strings.Contains(key, "|line|") || strings.Contains(key, "|post|") {
			alter(r, key, func(l *flow.Line) {
				l.Chain.Head = heads["r001|hist|post-"+l.ID] + heads[fmt.Sprintf("r001|hist|line-%02d-%s", l.Generation, l.ID)]
			})
		}
	}
	return sealed
}

// TestTicketAndReportBearOneSeal adds to the history while the closing note
// can't be posted: the seal is that of the note.
func TestTicketAndReportBearOneSeal(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.approve()
	r.slow("note")
	r.pump(30 * time.Second)
	require.Empty(t, r.tenant.groups)
	r.send("e2")
	r.pump(0)
	r.tenant.fault = nil
	r.pump(time.Hour)
	require.Equal(t, flow.StatusSuccess, r.status())
	closing := slices.DeleteFunc(slices.Clone(r.tenant.notes), func(n step.Note) bool { return !strings.Contains(n.Marker, ":closing:") })
	require.Len(t, closing, 1)
	require.Contains(t, closing[0].Text, "Seal "+r.run().Report.Seal)
	require.NoError(t, r.Verify(t.Context(), r.run().ID))
}

// TestSkippedLineOfAnEarlierPlan skips a line, has the plan sent back and
// carries out the second one: the lines of both have a history of their own.
func TestSkippedLineOfAnEarlierPlan(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.send("e1")
	r.pump(time.Minute)
	require.NoError(t, r.order("skip", "2"))
	r.pump(time.Minute)
	r.decide(flow.SendBack)
	r.pump(time.Minute)
	r.decide(flow.Approve)
	r.pump(time.Minute)
	require.Equal(t, flow.StatusSuccess, r.status())
	require.NoError(t, r.Verify(t.Context(), r.run().ID))
}

func TestLineIsSkippedOnlyWhereItMatters(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.send("e1")
	r.pump(time.Minute)
	r.decide(flow.Reject)
	r.pump(time.Minute)
	require.ErrorIs(t, r.order("skip", "2"), flow.ErrWrongState)
	require.NoError(t, r.Verify(t.Context(), r.run().ID))
}

// TestRunThatWasNeverCarriedOutIsSealed ends runs in other ways: their seals
// stand on the ticket, too.
func TestRunThatWasNeverCarriedOutIsSealed(t *testing.T) {
	t.Parallel()
	for name, with := range map[string]func(*rig){
		"rejected":  func(r *rig) { r.send("e1"); r.pump(time.Minute); r.decide(flow.Reject) },
		"expired":   func(r *rig) { r.send("e1"); r.pump(time.Minute); r.waitUntil(r.clock.Now().Add(73 * time.Hour)) },
		"cancelled": func(r *rig) { r.send("e1"); r.pump(time.Minute); require.NoError(r.t, r.order("cancel", "")) },
		"rehearsed": func(r *rig) { r.doc.Mode = step.Rehearsal; r.send("e1") },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t)
			with(r)
			r.pump(time.Minute)
			seal := r.run().Report.Seal
			require.NotEmpty(t, seal)
			require.Contains(t, r.tenant.notes[len(r.tenant.notes)-1].Text, "Seal "+seal)
			require.NoError(t, r.Verify(t.Context(), r.run().ID))
			alter(r, "r001|run", func(run *flow.Run) { run.Report.Seal = "" })
			require.ErrorIs(t, r.Verify(t.Context(), r.run().ID), flow.ErrBrokenHistory)
		})
	}
}
