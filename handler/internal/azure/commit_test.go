package azure_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"usher/handler/flow"
	"usher/handler/internal/azure"
	"usher/infra/doubles"
)

// through opens a store behind a proxy, and the same one past it.
func through(t *testing.T, faults ...fault) (p *proxy, store, direct flow.Store) {
	t.Helper()
	tables, table := doubles.Tables(t), "t"+random()
	p, url := newProxy(t, tables, 1, faults...)
	return p, open(t, azure.Options{Tables: url, Table: table}).Store, open(t, azure.Options{Tables: tables, Table: table}).Store
}

func commit(t *testing.T, store flow.Store, changes ...flow.Change) {
	t.Helper()
	require.NoError(t, store.Commit(t.Context(), "p", changes...))
}

func insert(key, data string) flow.Change {
	return flow.Change{Do: flow.Insert, Key: key, Data: []byte(data)}
}

func replace(key, data, version string) flow.Change {
	return flow.Change{Do: flow.Replace, Key: key, Data: []byte(data), Version: version}
}

func remove(key, version string) flow.Change {
	return flow.Change{Do: flow.Delete, Key: key, Version: version}
}

func row(t *testing.T, store flow.Store, key string) flow.Row {
	t.Helper()
	found, err := store.Get(t.Context(), "p", key)
	require.NoError(t, err)
	return found
}

// oneFault are the faults that a commit survives, whatever it holds.
func oneFault() map[string][]fault {
	busy, broken := say(http.StatusServiceUnavailable, "ServerBusy"), say(http.StatusInternalServerError, "OperationTimedOut")
	throttled := say(http.StatusTooManyRequests, "TooManyRequests")
	empty := func(w http.ResponseWriter) { w.WriteHeader(http.StatusAccepted) }
	return map[string][]fault{
		"cut before":               {before("", cut)},
		"cut after":                {after("", cut)},
		"cut after, then before":   {after("", cut), before("", cut), before("", cut)},
		"cut again and again":      {after("", cut), after("", cut), after("", cut), after("", cut), after("", cut)},
		"busy":                     {before("", busy), before("", busy), before("", busy)},
		"throttled":                {before("", throttled)},
		"busy, and yet done":       {after("", busy)},
		"broken, and yet done":     {after("", broken)},
		"sent twice":               {twice()},
		"told of a conflict":       {after("", say(http.StatusConflict, "EntityAlreadyExists"))},
		"told of a wrong version":  {after("", say(http.StatusPreconditionFailed, "UpdateConditionNotSatisfied"))},
		"told that it isn't there": {after("", say(http.StatusNotFound, "ResourceNotFound"))},
		"an answer without parts":  {after("", empty)},
		"half an answer":           {torn()},
		"slow":                     {slow(200 * time.Millisecond)},
	}
}

// TestACommitWhoseAnswerIsLost is neither told as a conflict nor made twice,
// whatever its changes are.
func TestACommitWhoseAnswerIsLost(t *testing.T) {
	t.Parallel()
	for name, faults := range oneFault() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p, store, direct := through(t)
			for kind, change := range map[string]func(old flow.Row) flow.Change{
				"insert":            func(flow.Row) flow.Change { return insert("new", `2`) },
				"replace":           func(old flow.Row) flow.Change { return replace("old", `2`, old.Version) },
				"replace whatever":  func(flow.Row) flow.Change { return replace("old", `2`, "") },
				"put":               func(flow.Row) flow.Change { return flow.Change{Do: flow.Put, Key: "old", Data: []byte(`2`)} },
				"delete":            func(old flow.Row) flow.Change { return remove("old", old.Version) },
				"delete whatever":   func(flow.Row) flow.Change { return remove("old", "") },
				"delete of nothing": func(flow.Row) flow.Change { return remove("none", "") },
			} {
				commit(t, direct, remove("new", ""), flow.Change{Do: flow.Put, Key: "old", Data: []byte(`1`)})
				c := change(row(t, direct, "old"))
				p.script(faults...)
				require.NoError(t, store.Commit(t.Context(), "p", c), kind)
				p.script()
				found, err := direct.Get(t.Context(), "p", c.Key)
				if c.Do == flow.Delete {
					require.ErrorIs(t, err, flow.ErrNoRow, kind)
					continue
				}
				require.NoError(t, err, kind)
				require.Equal(t, `2`, string(found.Data), kind)
			}
			rows, err := direct.List(t.Context(), "p", "", "", 100)
			require.NoError(t, err)
			require.LessOrEqual(t, len(rows), 2, "nothing is left behind")
		})
	}
}

// TestAConflictStaysAConflict meets the same faults on the way to one.
func TestAConflictStaysAConflict(t *testing.T) {
	t.Parallel()
	for name, faults := range oneFault() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p, store, direct := through(t)
			commit(t, direct, insert("a", `1`))
			old := row(t, direct, "a").Version
			commit(t, direct, replace("a", `2`, old))
			for kind, c := range map[string]flow.Change{
				"insert": insert("a", `9`), "replace": replace("a", `9`, old), "delete": remove("a", old),
				"replace nothing": replace("none", `9`, ""), "delete nothing": remove("none", old),
			} {
				p.script(faults...)
				require.ErrorIs(t, store.Commit(t.Context(), "p", c), flow.ErrConflict, kind)
				p.script(faults...)
				require.ErrorIs(t, store.Commit(t.Context(), "p", insert("b", `9`), c), flow.ErrConflict, kind)
			}
			require.Equal(t, `2`, string(row(t, direct, "a").Data))
			_, err := direct.Get(t.Context(), "p", "b")
			require.ErrorIs(t, err, flow.ErrNoRow)
		})
	}
}

// TestOthersGoOnWhileACommitIsInDoubt has somebody else save over it before it
// can look.
func TestOthersGoOnWhileACommitIsInDoubt(t *testing.T) {
	t.Parallel()
	p, store, direct := through(t)
	commit(t, direct, insert("a", `0`))
	others := fault{"others", true, func(p *proxy, w http.ResponseWriter, r *http.Request, body []byte) {
		p.pass(r, body)
		for n := range 5 {
			found, err := direct.Get(t.Context(), "p", "a")
			if err == nil {
				err = direct.Commit(t.Context(), "p", replace("a", fmt.Sprint("other", n), found.Version))
			}
			if err != nil {
				t.Error("others:", err)
			}
		}
		cut(w)
	}}
	p.script(others)
	require.NoError(t, store.Commit(t.Context(), "p", replace("a", `1`, row(t, direct, "a").Version)))
	require.Equal(t, `other4`, string(row(t, direct, "a").Data), "and nobody's save is lost")
}

// TestNobodyCanTell gives up, and says neither yes nor conflict.
func TestNobodyCanTell(t *testing.T) {
	t.Parallel()
	_, store, direct := through(t, before("cut", cut))
	begin := time.Now()
	err := store.Commit(t.Context(), "p", insert("a", `1`))
	require.Error(t, err)
	require.NotErrorIs(t, err, flow.ErrConflict)
	require.Less(t, time.Since(begin), 30*time.Second, "it is bounded")
	_, err = store.Get(t.Context(), "p", "a")
	require.Error(t, err)
	require.NotErrorIs(t, err, flow.ErrNoRow)
	_, err = store.List(t.Context(), "p", "", "", 10)
	require.Error(t, err)
	_, err = direct.Get(t.Context(), "p", "a")
	require.ErrorIs(t, err, flow.ErrNoRow)
}

// TestACallerGoesInTheMidst of a service that doesn't answer.
func TestACallerGoesInTheMidst(t *testing.T) {
	t.Parallel()
	_, store, _ := through(t, slow(2*time.Second))
	for name, call := range map[string]func(context.Context) error{
		"commit": func(ctx context.Context) error { return store.Commit(ctx, "p", insert("a", `1`)) },
		"get":    func(ctx context.Context) error { _, err := store.Get(ctx, "p", "a"); return err },
		"list":   func(ctx context.Context) error { _, err := store.List(ctx, "p", "", "", 1); return err },
	} {
		ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
		begin := time.Now()
		require.ErrorIs(t, call(ctx), context.DeadlineExceeded, name)
		require.Less(t, time.Since(begin), time.Second, name)
		cancel()
	}
}

// TestTheTableIsMadeOnFirstUse by many at once.
func TestTheTableIsMadeOnFirstUse(t *testing.T) {
	t.Parallel()
	store := open(t, azure.Options{Tables: doubles.Tables(t)}).Store
	_, err := store.Get(t.Context(), "p", "a")
	require.ErrorIs(t, err, flow.ErrNoRow)
	rows, err := store.List(t.Context(), "p", "", "", 10)
	require.NoError(t, err)
	require.Empty(t, rows)
	var many sync.WaitGroup
	for n := range 16 {
		many.Go(func() {
			if err := store.Commit(t.Context(), "p", insert(fmt.Sprint("k", n), `1`)); err != nil {
				t.Error("commit:", err)
			}
		})
	}
	many.Wait()
	rows, err = store.List(t.Context(), "p", "", "", 100)
	require.NoError(t, err)
	require.Len(t, rows, 16)
}

// TestTheLargestCommitFits in what Table Storage takes: 4 MiB of request, and
// entities of 1 MiB. The emulator checks the second alone.
func TestTheLargestCommitFits(t *testing.T) {
	t.Parallel()
	p, store, _ := through(t)
	var few, many []flow.Change
	for n := range 4 {
		few = append(few, insert(fmt.Sprint("k", n), strings.Repeat("<", min(flow.MaxRow, flow.MaxCommit/4-2))))
	}
	name := strings.Repeat("|", flow.MaxName)
	for n := range flow.MaxChanges {
		key := fmt.Sprintf("%05d%s", n, name[5:])
		many = append(many, insert(key, strings.Repeat("<", flow.MaxCommit/flow.MaxChanges-flow.MaxName)))
	}
	require.NoError(t, store.Commit(t.Context(), "p", few...))
	require.NoError(t, store.Commit(t.Context(), name, many...))
	largest := slices.Max(p.sizes)
	require.Less(t, largest, 4<<20)
	require.Greater(t, largest, 3<<20, "the largest commits were seen")
}

// TestListReadsNoMoreThanItsRange asks for keys and gets no other row on the
// way.
func TestListAsksForARangeOfKeys(t *testing.T) {
	t.Parallel()
	var filters []string
	watch := fault{"watch", false, func(p *proxy, w http.ResponseWriter, r *http.Request, body []byte) {
		filters = append(filters, r.URL.Query().Get("$filter")+" top "+r.URL.Query().Get("$top"))
		reply(w, p.pass(r, body))
	}}
	_, store, direct := through(t, watch)
	commit(t, direct, insert("a|1", `1`))
	for _, after := range []string{"", "a|0"} {
		rows, err := store.List(t.Context(), "p", "a|", after, 7)
		require.NoError(t, err)
		require.Len(t, rows, 1)
	}
	require.Equal(t, []string{
		"PartitionKey eq 'p' and RowKey ge 'a|' and RowKey lt 'a|~' top 7",
		"PartitionKey eq 'p' and RowKey gt 'a|0' and RowKey lt 'a|~' top 7",
	}, filters)
}

// TestErrorsDontRepeatTheData though the service's answer does.
func TestErrorsDontRepeatTheData(t *testing.T) {
	t.Parallel()
	const canary = "canary-4b1f"
	body, err := json.Marshal(map[string]any{"odata.error": map[string]any{"code": "InvalidInput", "message": map[string]string{"value": canary}}})
	require.NoError(t, err)
	p, store, _ := through(t)
	p.script(before("", func(w http.ResponseWriter) {
		w.WriteHeader(http.StatusBadRequest)
		_, _ = w.Write(body)
	}))
	err = store.Commit(t.Context(), "p", insert("a", canary))
	require.ErrorContains(t, err, "400 Bad Request InvalidInput")
	require.NotContains(t, err.Error(), canary)
}
