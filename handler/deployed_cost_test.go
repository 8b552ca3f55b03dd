package main_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"usher/infra/fakehost"
)

// used is what a deployed Usher has used so far.
type used struct {
	messages, transactions, reads, vault, executions int
	seconds                                          float64
}

func (d *deployed) used() used {
	d.Helper()
	calls := d.tables.counted()
	u := used{messages: len(d.sent()), vault: len(d.settings.Calls()) + len(d.handover.Calls()), reads: calls[http.MethodGet]}
	for method, n := range calls {
		if method != http.MethodGet {
			u.transactions += n
		}
	}
	for _, host := range d.hosts {
		for _, one := range host.Invocations() {
			u.executions++
			u.seconds += one.Took.Seconds()
		}
	}
	return u
}

func (u used) since(before used) used {
	return used{
		u.messages - before.messages, u.transactions - before.transactions, u.reads - before.reads, u.vault - before.vault,
		u.executions - before.executions, u.seconds - before.seconds,
	}
}

// TestDeployedCosts counts what one run uses, watching it from the world's side
// alone, and prints the rows of the table in infra/README.md. The bounds are
// what the guide promises.
func TestDeployedCosts(t *testing.T) {
	t.Parallel()
	s := newDeployed(t, 1, asItIs)
	before := s.host.used()
	s.send(leaver("T-1"))
	require.Eventually(t, func() bool { return s.count("contoso-arlene") == 1 }, time.Minute, 20*time.Millisecond, "%s", lazily(s.said))
	link := s.cardLink("contoso-arlene", "r-"+s.runInCards())
	status, page := s.call(http.MethodGet, link, nil)
	require.Equal(t, http.StatusOK, status)
	hash := regexp.MustCompile(`name="hash" value="([^"]+)"`).FindStringSubmatch(page)
	require.Len(t, hash, 2, page)
	status, page = s.decide(link, "approve", hash[1])
	require.Equal(t, http.StatusOK, status, page)
	require.Eventually(t, func() bool { return s.notes("T-1") == 3 }, time.Minute, 50*time.Millisecond, "%s", lazily(s.said))
	time.Sleep(500 * time.Millisecond) // what comes after the closing note
	run := s.host.used().since(before)
	sweeps := s.host.executions()["sweep"]
	lines := len(s.await("T-1", 10*time.Second, finished).Lines)

	before = s.host.used()
	one, err := s.host.hosts[0].Fire(t.Context(), "sweep")
	require.NoError(t, err)
	require.Equal(t, fakehost.Succeeded, one.Outcome, one.Says)
	idle := s.host.used().since(before)

	t.Logf("\n| measured | a run of %d lines | one sweep, idle |\n| messages | %d | %d |\n| table write transactions | %d | %d |\n"+
		"| table reads | %d | %d |\n| Key Vault operations | %d | %d |\n| executions, and seconds of them | %d, %.1f | %d, %.2f |",
		lines, run.messages, idle.messages, run.transactions, idle.transactions, run.reads, idle.reads, run.vault, idle.vault,
		run.executions, run.seconds, idle.executions, idle.seconds)
	require.Less(t, run.messages, 3*lines)
	require.Less(t, run.transactions, 7*lines)
	require.Less(t, run.reads, 20*lines+15*sweeps, "a slow machine sweeps more often while the run is open")
	require.Less(t, run.vault, 20)
	require.Less(t, idle.reads, 5)
	require.Zero(t, idle.transactions)
}

// runInCards is the id of the one run that cards ask about, without its r-.
func (s *stage) runInCards() string {
	s.Helper()
	_, state := s.call(http.MethodGet, s.sim+"/_sim/state", nil)
	_, rest, found := strings.Cut(state, "/api/approve/r-")
	require.True(s, found)
	id, _, _ := strings.Cut(rest, "?")
	return id
}
