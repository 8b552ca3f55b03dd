package main_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"usher/handler/flow"
	"usher/handler/internal/azure"
)

// TestDeployedQuarantine sends a message that can't succeed: it is put aside
// after ten deliveries, others keep their pace, and the commands find it.
func TestDeployedQuarantine(t *testing.T) {
	t.Parallel()
	s := newDeployed(t, 1, unasked)
	engine, err := azure.Open(azure.Options{
		Tables: s.host.env["USHER_TABLES"], Table: s.host.env["USHER_TABLE"], ServiceBus: s.host.bus, Dev: true,
		Queues: map[string]string{
			flow.AdvanceQueue: s.host.env["USHER_QUEUE_ADVANCE"], flow.CutQueue: s.host.env["USHER_QUEUE_CUT"], flow.ExecuteQueue: s.host.env["USHER_QUEUE_EXECUTE"],
		},
		Vault: s.host.settings.URL(), Handover: s.host.handover.URL(),
	})
	require.NoError(t, err)
	poison := flow.Message{Run: "r-0123456789abcdef-1", Line: "3", N: 1}
	require.NoError(t, engine.Queue.Send(t.Context(), flow.CutQueue, poison, engine.Clock.Now()))
	require.NoError(t, engine.Close(t.Context()))
	s.send(leaver("T-1"))
	v := s.await("T-1", time.Minute, finished)
	require.Equal(t, flow.StatusSuccess, *v.Status, "%+v", v.Lines)

	var list string
	require.Eventually(t, func() bool {
		list, err = s.host.run("quarantine", "list")
		return err == nil && strings.Contains(list, poison.Run)
	}, time.Minute, time.Second, "%s", lazily(s.said))
	deliveries := 0
	for _, one := range s.host.hosts[0].Invocations() {
		if strings.HasPrefix(one.MessageID, poison.Run) {
			deliveries = max(deliveries, one.Delivery)
		}
	}
	require.Equal(t, 10, deliveries)
	require.Contains(t, s.said(), `"msg":"message quarantined"`)

	id, _, _ := strings.Cut(strings.Split(list, "\n")[1], " ")
	out, err := s.host.run("quarantine", "retry", id)
	require.Error(t, err)
	require.Contains(t, out, "handler quarantine forget "+id)
	out, err = s.host.run("quarantine", "forget", id)
	require.NoError(t, err, out)
	out, err = s.host.run("quarantine", "list")
	require.NoError(t, err)
	require.Contains(t, out, "nothing is in quarantine")
}

// TestDeployedOutage takes the tables away while a run is planned, for longer than
// ten deliveries last at a second each: nothing is put aside, and the run goes
// on once they are back.
func TestDeployedOutage(t *testing.T) {
	t.Parallel()
	s := newDeployed(t, 1, asItIs)
	s.tell("latency", map[string]int{"graph": 100})
	s.send(leaver("T-1"))
	time.Sleep(100 * time.Millisecond)
	s.host.tables.away.Store(true)
	time.Sleep(20 * time.Second)
	s.host.tables.away.Store(false)
	s.await("T-1", time.Minute, approving)
	s.approve("T-1")
	v := s.await("T-1", time.Minute, finished)
	require.Equal(t, flow.StatusSuccess, *v.Status, "%+v", v.Lines)
	s.requireOnce()
	s.requireGone()
	list, err := s.host.run("quarantine", "list")
	require.NoError(t, err)
	require.Contains(t, list, "nothing is in quarantine")
}
