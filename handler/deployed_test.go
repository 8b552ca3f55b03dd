package main_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"usher/handler/flow"
)

func asItIs(document string) string { return document }

// unasked is a document by which nobody is asked for anything: no approval, and
// no heir of the mailbox.
func unasked(document string) string {
	return strings.NewReplacer("required: on", "required: off", "delegate: manager", "delegate: nobody",
		"Please write to {manager} instead.", "Please write to info@contoso.example instead.").Replace(document)
}

// TestDeployedOffboarding runs the whole line as it is packaged, and counts
// what a run costs.
func TestDeployedOffboarding(t *testing.T) {
	t.Parallel()
	s := newDeployed(t, 1, asItIs)
	status, body := s.call(http.MethodPost, s.app+"/api/intake/contoso", leaver("T-1"), "X-Usher-Signature", sign(leaver("T-1"), "wrong", time.Now()))
	require.Equal(t, http.StatusUnauthorized, status, body)
	before := s.host.tables.counted()
	s.send(leaver("T-1"))
	s.approve("T-1")
	v := s.await("T-1", time.Minute, finished)
	require.Equal(t, flow.StatusSuccess, *v.Status, "%+v", v.Lines)
	s.requireOnce()
	s.requireGone()
	s.requireOnPlan(v)
	s.host.requireObedience()

	after := s.host.tables.counted()
	t.Logf("a run of %d lines: %d messages, %d table reads (the test's own looks among them), %d transactions, executions %v",
		len(v.Lines), len(s.host.sent()), after["GET"]-before["GET"], after["POST"]-before["POST"], s.host.executions())
	out, err := s.host.run("customer", "show", "--run", v.ID, "--verify")
	require.NoError(t, err, out)
	require.Contains(t, out, "every chain whole; the seal "+v.Report.Seal+" fits")
}

// TestDeployedOnboardingLeavesNoSecret searches everything that was ever
// written or sent for the password and its link.
func TestDeployedOnboardingLeavesNoSecret(t *testing.T) {
	t.Parallel()
	s := newDeployed(t, 1, func(document string) string {
		return strings.Replace(document, "when: 1 working day, 09:00", "when: 1 working day, 00:00", 1)
	})
	london, err := time.LoadLocation("Europe/London")
	require.NoError(t, err)
	now := time.Now().In(london)
	s.send(ticket("T-1", "e-1", "New starter: Sam Okoro", "Sam Okoro joins us.\nStart date: "+now.AddDate(0, 0, 1).Format("Monday 2 January 2006")+
		"\nDepartment: Sales\nManager: Arlene Cho\nLicence: Business Premium\nGroups: Sales-UK, Deal Desk", now.Format(time.RFC3339)))
	s.approve("T-1")
	v := s.await("T-1", 2*time.Minute, finished)
	require.Equal(t, flow.StatusSuccess, *v.Status, "%+v", v.Lines)
	s.requireJoined()
	s.requireOnce()
	s.host.requireObedience()

	link := s.mailedLink()
	_, ledger := s.call(http.MethodGet, s.sim+"/_sim/ledger", nil) // before the manager opens the link
	forms := formsOf(s, s.open(link), link)
	written := s.host.tables.written()
	require.Contains(t, string(written), "Sam Okoro", "the search sees what rows hold")
	s.requireNone(forms, "a table", written)
	sent := bytes.Join(s.host.sent(), nil)
	require.NotEmpty(t, sent)
	s.requireNone(forms, "a message", sent)
	s.requireNone(forms, "the log", []byte(s.said()))
	s.requireNotShown(forms, ledger)
	require.Empty(t, s.host.handover.Secrets(), "what one line handed to another was purged")
	secret := [][]byte{[]byte(secret), []byte("/teams/contoso-arlene")}
	s.requireNone(secret, "a table", written)
	s.requireNone(secret, "a message", sent)
	s.requireNone(secret, "the log", []byte(s.said()))
}

// TestDeployedKilledAtTwentyMoments kills the handler while it reads, plans
// and asks, and while it carries the plan out; every third death shuts the
// host itself down.
func TestDeployedKilledAtTwentyMoments(t *testing.T) {
	t.Parallel()
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 0))
	s := newDeployed(t, 1, asItIs)
	host := s.host.hosts[0]
	s.host.lockFor(5 * time.Second) // what a host that shut down had locked comes back sooner than after a minute
	die := func(most int) {
		time.Sleep(time.Duration(20+random.IntN(most)) * time.Millisecond)
		require.NoError(t, host.Kill())
		require.NoError(t, host.Ready(t.Context()))
	}
	s.tell("latency", map[string]int{"graph": 20, "exchange": 30, "desk": 10})
	s.send(leaver("T-1"))
	for range 6 {
		die(250)
	}
	s.await("T-1", time.Minute, approving)
	s.cardLink("contoso-arlene", s.runs("T-1")[0].ID)
	s.tell("latency", map[string]int{"graph": 40, "exchange": 60, "desk": 20})
	s.approve("T-1")
	midway := 0
	for range 14 {
		die(600)
		if s.runs("T-1")[0].State == flow.Running {
			midway++
		}
	}
	require.Positive(t, midway, "killed while the plan was carried out")
	from := time.Now()
	v := s.await("T-1", 3*time.Minute, finished)
	hosts, handlers := host.Starts()
	t.Logf("killed %d times midway, finished %s after the last start; %d hosts, %d handlers", midway, time.Since(from).Round(time.Millisecond), hosts, handlers)
	require.Equal(t, flow.StatusSuccess, *v.Status, "%+v", v.Lines)
	s.requireOnce()
	s.requireGone()
	require.Empty(t, host.Violations())
}

// TestDeployedTwoHandlersHundredRuns lets two instances work on the same
// tables and queues.
func TestDeployedTwoHandlersHundredRuns(t *testing.T) {
	t.Parallel()
	const many = 100
	s := newDeployed(t, 2, unasked)
	var users, mailboxes []map[string]any
	for i := range many {
		upn := fmt.Sprintf("leaver%03d@contoso.example", i)
		id := fmt.Sprintf("7e570000-0000-4000-8000-%012d", i)
		users = append(users, map[string]any{
			"id": id, "userPrincipalName": upn, "displayName": fmt.Sprintf("Leaver Number%03d", i), "givenName": "Leaver",
			"surname": fmt.Sprintf("Number%03d", i), "mail": upn, "accountEnabled": true, "usageLocation": "GB",
		})
		mailboxes = append(mailboxes, map[string]any{"upn": upn, "type": "user"})
	}
	s.tell("world/contoso", map[string]any{"users": users, "mailboxes": mailboxes})
	from := time.Now()
	var everybody sync.WaitGroup
	for i := range many {
		everybody.Go(func() {
			body, err := json.Marshal(map[string]any{
				"id": fmt.Sprintf("T-%d", i), "event": fmt.Sprint("e-", i), "subject": "Leaver",
				"body":        fmt.Sprintf("leaver%03d@contoso.example left today, please close the account right away. Nobody needs the mailbox.", i),
				"received_at": "2026-11-23T09:00:00Z", "requester": map[string]string{"name": "Dana Reyes", "email": "dana.reyes@contoso.example"},
			})
			if err != nil {
				t.Error(err)
				return
			}
			status, answer := s.webhook(string(body))
			for range 30 {
				if status != http.StatusServiceUnavailable {
					break
				}
				time.Sleep(time.Second) // as a desk does that is told to come again
				status, answer = s.webhook(string(body))
			}
			if status != http.StatusAccepted {
				t.Error(status, answer)
			}
		})
	}
	everybody.Wait()
	for i := range many {
		v := s.await(fmt.Sprintf("T-%d", i), 5*time.Minute, finished)
		require.Contains(t, []flow.Status{flow.StatusSuccess, flow.StatusFollowUp}, *v.Status, "%+v", v.Lines)
	}
	t.Logf("%d runs by two handlers in %s: executions %v", many, time.Since(from).Round(100*time.Millisecond), s.host.executions())
	s.requireOnce()
	blocked := 0
	for _, e := range s.changes() {
		if strings.Contains(fmt.Sprint(e.Body), "accountEnabled:false") {
			blocked++
		}
	}
	require.Equal(t, many, blocked)
	for i, host := range s.host.hosts {
		done := 0
		for _, one := range host.Invocations() {
			if one.Function == "execute" || one.Function == "cut" {
				done++
			}
		}
		require.Positive(t, done, "handler %d did its share", i)
	}
	s.host.requireObedience()
}
