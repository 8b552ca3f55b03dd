package azure_test

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"usher/handler/flow"
	"usher/handler/internal/azure"
	"usher/infra/doubles"
)

var (
	trials = flag.Int("trials", 500, "commits among faults; 5000 for the long form")
	seed   = flag.Uint64("seed", uint64(time.Now().UnixNano()), "of the faults")
)

// allFaults are those after which a conflict that is told is a conflict.
func allFaults() []fault {
	faults := []fault{twice(), torn(), slow(20 * time.Millisecond), late(30 * time.Millisecond)}
	for name, answer := range map[string]func(http.ResponseWriter){
		"cut": cut,
		"500": say(http.StatusInternalServerError, "InternalError"),
		"503": say(http.StatusServiceUnavailable, "ServerBusy"),
	} {
		faults = append(faults, before(name, answer), after(name, answer))
	}
	faults = append(faults,
		onlyWrites(after("409", say(http.StatusConflict, "EntityAlreadyExists"))),
		onlyWrites(after("412", say(http.StatusPreconditionFailed, "UpdateConditionNotSatisfied"))))
	for range 2 * len(faults) { // most of what is sent arrives
		faults = append(faults, fine())
	}
	return faults
}

// tally is a row that many count up: in all, and each for themselves, so that
// each knows afterwards whether a commit of theirs was made.
type tally struct {
	Total int
	By    map[string]int
}

// TestNothingIsLostOrDoneTwice has several processes count in one row among
// all kinds of faults. Each commit that was answered was made once; none that
// was told as a conflict was made; and what nobody could tell is all or none.
func TestNothingIsLostOrDoneTwice(t *testing.T) {
	t.Parallel()
	tables := doubles.Tables(t)
	t.Logf("seed %d: repeat with -seed %d", *seed, *seed)
	p, url := newProxy(t, tables, *seed, allFaults()...)
	table := "t" + random()
	direct := open(t, azure.Options{Tables: tables, Table: table}).Store
	start, err := json.Marshal(tally{By: map[string]int{}})
	require.NoError(t, err)
	require.NoError(t, direct.Commit(t.Context(), "p", flow.Change{Do: flow.Insert, Key: "tally", Data: start}))

	const workers = 8
	var everybody sync.WaitGroup
	var told [workers]int
	var unknown atomic.Int64
	for w := range workers {
		store := open(t, azure.Options{Tables: url, Table: table}).Store
		everybody.Go(func() {
			c := counter{t: t, store: store, sure: direct, name: fmt.Sprint("w", w), unknown: &unknown}
			for told[w] < *trials/workers && !t.Failed() {
				told[w] = c.count(told[w])
			}
		})
	}
	everybody.Wait()
	p.late.Wait()
	got := readTally(t, direct)
	sum := 0
	for w := range workers {
		require.Equal(t, told[w], got.By[fmt.Sprint("w", w)], "worker %d", w)
		sum += told[w]
	}
	require.Equal(t, sum, got.Total)
	rows, err := direct.List(t.Context(), "p", "step|", "", 10_000)
	require.NoError(t, err)
	require.Len(t, rows, sum, "a step for each count")
	t.Logf("%d commits, %d of them with an end that nobody could tell; faults: %v", sum, unknown.Load(), p.seen)
}

// counter is one process that counts.
type counter struct {
	t       *testing.T
	store   flow.Store // through the faults
	sure    flow.Store // past them
	name    string
	unknown *atomic.Int64
}

// count adds one to the tally, and a step that says so; every third time the
// tally alone, whose next save by others overwrites it. It returns how often
// this process has counted by now.
func (c counter) count(before int) int {
	row, err := c.sure.Get(c.t.Context(), "p", "tally")
	if err != nil {
		c.t.Error("read the tally:", err)
		return before
	}
	var tally tally
	if err := json.Unmarshal(row.Data, &tally); err != nil {
		c.t.Error("read the tally:", err)
		return before
	}
	if tally.By[c.name] != before {
		c.t.Errorf("%s was told of %d commits, the tally says %d", c.name, before, tally.By[c.name])
		return before
	}
	tally.Total++
	tally.By[c.name]++
	data, err := json.Marshal(tally)
	if err != nil {
		c.t.Error(err)
		return before
	}
	changes := []flow.Change{
		{Do: flow.Replace, Key: "tally", Data: data, Version: row.Version},
		{Do: flow.Put, Key: fmt.Sprintf("step|%s|%06d", c.name, before), Data: []byte(`{}`)},
		{Do: flow.Delete, Key: "none"},
	}
	err = c.store.Commit(c.t.Context(), "p", changes...)
	switch {
	case err == nil:
		return before + 1
	case errors.Is(err, flow.ErrConflict):
		return before
	}
	c.unknown.Add(1)
	time.Sleep(2 * time.Second) // until what is late has come, on a busy machine, too
	return readTally(c.t, c.sure).By[c.name]
}

func readTally(t *testing.T, store flow.Store) tally {
	t.Helper()
	row, err := store.Get(t.Context(), "p", "tally")
	if err != nil {
		t.Error("read the tally:", err)
		return tally{}
	}
	var found tally
	if err := json.Unmarshal(row.Data, &found); err != nil {
		t.Error("read the tally:", err)
	}
	return found
}
