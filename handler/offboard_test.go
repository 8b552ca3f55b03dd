package main_test

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"usher/handler/flow"
)

func TestDemoEndsInSuccess(t *testing.T) {
	t.Parallel()
	out, err := exec.CommandContext(t.Context(), binary(), "demo", "offboard", "--yes").CombinedOutput()
	require.NoError(t, err, "%s", out)
	require.Contains(t, string(out), "\nSuccess · ")
	for line := range strings.Lines(string(out)) {
		if !strings.Contains(line, "http://") {
			require.LessOrEqual(t, utf8.RuneCountInString(strings.TrimSuffix(line, "\n")), 100, "too wide: %s", line)
		}
	}
}

func TestOffboardingInTwoProcesses(t *testing.T) {
	t.Parallel()
	s := newStage(t)

	status, body := s.call(http.MethodPost, s.app+"/api/intake/contoso", leaver("T-1"), "X-Usher-Signature", sign(leaver("T-1"), "wrong", time.Now()))
	require.Equal(t, http.StatusUnauthorized, status, body)
	require.Empty(t, s.runs("T-1"), "nothing is stored for a wrong signature")

	var group sync.WaitGroup
	for range 10 {
		group.Go(func() {
			status, body := s.webhook(leaver("T-1"))
			require.Equal(t, http.StatusAccepted, status, body)
		})
	}
	group.Wait()
	s.approve("T-1")
	v := s.await("T-1", 30*time.Second, finished)
	require.Equal(t, flow.StatusSuccess, *v.Status, "%+v", v.Lines)
	require.Len(t, s.runs("T-1"), 1, "one event makes one run")
	s.requireOnce()
	s.requireGone()
	s.requireOnPlan(v)
}

// requireOnPlan requires that every change in the tenant belongs to the plan,
// and that elsewhere there are only a run's own messages.
func (s *stage) requireOnPlan(v flow.RunView) {
	s.Helper()
	inTenant := 0
	for _, e := range s.changes() {
		switch e.System {
		case "graph", "exchange":
			inTenant++
			require.Equal(s, "contoso", e.Tenant)
		case "desk", "teams", "login":
		default:
			require.Fail(s, "a change nobody asked for", "%+v", e)
		}
	}
	machine := 0
	for _, l := range v.Lines {
		if l.Attempts > 0 && l.Step != "update-ticket" {
			machine++
		}
	}
	require.Equal(s, machine, inTenant, "as many changes as lines that were carried out")
}

// TestKilledAtTwelveMoments kills the app four times while it reads, plans and
// asks, and eight times while it carries the plan out.
func TestKilledAtTwelveMoments(t *testing.T) {
	t.Parallel()
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 0))
	s := newStage(t)
	die := func(most int) {
		time.Sleep(time.Duration(20+random.IntN(most)) * time.Millisecond)
		s.local.kill()
		s.startLocal()
	}
	s.tell("latency", map[string]int{"graph": 20, "exchange": 30, "desk": 10})
	s.send(leaver("T-1"))
	for range 4 {
		die(200)
	}
	s.await("T-1", 20*time.Second, approving)
	s.cardLink("contoso-arlene", s.runs("T-1")[0].ID)
	s.tell("latency", map[string]int{"graph": 40, "exchange": 60, "desk": 20})
	s.approve("T-1")
	midway := 0
	for range 8 {
		die(500)
		if s.runs("T-1")[0].State == flow.Running {
			midway++
		}
	}
	require.Positive(t, midway, "killed while the plan was carried out")
	from := time.Now()
	v := s.await("T-1", 30*time.Second, finished)
	t.Logf("killed %d times midway, finished %s after the last start", midway, time.Since(from).Round(time.Millisecond))
	require.Equal(t, flow.StatusSuccess, *v.Status, "%+v", v.Lines)
	s.requireOnce()
	s.requireGone()
}

func TestKilledWithTheWorldInside(t *testing.T) {
	t.Parallel()
	s := &stage{T: t, dir: t.TempDir()}
	begin := func() {
		s.local = start(t, "local", "--port", "0", "--sim-port", "0", "--data", filepath.Join(s.dir, "state"), "--webhook-secret", secret)
		words := strings.Fields(s.local.ready)
		s.app, s.sim = words[1], words[3]
	}
	begin()
	s.send(leaver("T-1"))
	s.tell("latency", map[string]int{"graph": 50, "exchange": 50})
	s.approve("T-1")
	time.Sleep(250 * time.Millisecond)
	s.local.kill()
	begin()
	require.Equal(t, flow.Running, s.runs("T-1")[0].State, "killed while the plan was carried out")
	v := s.await("T-1", 30*time.Second, finished)
	require.Equal(t, flow.StatusSuccess, *v.Status, "%+v", v.Lines)
	s.requireOnce()
	s.requireGone()
}

func TestThrottledCutOffAndLagging(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.tell("lag", map[string]int{"reads": 5})
	s.tell("faults", []map[string]any{
		{"system": "graph", "every": 3, "then": map[string]any{"status": 429, "retryAfter": 0.1}},
		{"changing": true, "every": 5, "then": map[string]any{"cut": true, "afterDoing": true}},
	})
	s.send(leaver("T-1"))
	s.approve("T-1")
	v := s.await("T-1", 2*time.Minute, finished)
	require.Equal(t, flow.StatusSuccess, *v.Status, "%+v", v.Lines)
	s.requireOnce()
	s.requireGone()
}

func TestAnswersThatLie(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name  string
		fault map[string]any
		want  flow.Status
	}{
		{"block", map[string]any{"system": "graph", "method": "PATCH", "body": "accountEnabled", "then": map[string]any{"status": 204}}, flow.StatusFailed},
		{"auto-reply", map[string]any{"system": "exchange", "cmdlet": "Set-MailboxAutoReplyConfiguration", "then": map[string]any{"status": 200}}, flow.StatusPartial},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			s := newStage(t)
			s.tell("faults", []map[string]any{c.fault})
			s.send(leaver("T-1"))
			s.approve("T-1")
			v := s.await("T-1", time.Minute, finished)
			require.Equal(t, c.want, *v.Status, "%+v", v.Lines)
		})
	}
}

func TestConsentTakenAway(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.tell("consents", map[string]any{"tenant": "contoso", "roles": []string{"Exchange Recipient Administrator"}, "scopes": []string{
		"User.Read.All", "User-PasswordProfile.ReadWrite.All", "User.RevokeSessions.All", "GroupMember.ReadWrite.All",
		"LicenseAssignment.ReadWrite.All", "Exchange.ManageAsApp",
	}})
	s.send(leaver("T-1"))
	v := s.await("T-1", 20*time.Second, approving)
	require.Contains(t, fmt.Sprint(v.Plan.Warnings), "User.EnableDisableAccount.All", "the approver knows before deciding")
	s.approve("T-1")
	v = s.await("T-1", time.Minute, finished)
	require.Equal(t, flow.StatusFailed, *v.Status)
	require.Equal(t, flow.Stopped, v.Lines[0].State)
	require.Contains(t, v.Lines[0].Reason, "User.EnableDisableAccount.All")
}

func TestGroupAddedBetweenApprovalAndStart(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.send(leaver("T-1"))
	s.await("T-1", 20*time.Second, approving)
	s.cardLink("contoso-arlene", s.runs("T-1")[0].ID)
	s.tell("latency", map[string]int{"graph": 400})
	s.approve("T-1")
	s.tell("world/contoso", map[string]any{"groups": []map[string]any{{
		"kind": "security", "displayName": "Board Papers", "members": []string{"5a1e0000-0000-4000-8000-0000000000a1"},
	}}})
	v := s.await("T-1", time.Minute, func(v flow.RunView) bool {
		open := 0
		for _, l := range v.Lines {
			if !l.State.Ended() && l.State != flow.Held && l.Step != "update-ticket" {
				open++
			}
		}
		return v.State == flow.Approving && open == 0 && len(v.Approvals) > 2
	})
	for _, l := range v.Lines {
		switch {
		case l.Object.Name == "Board Papers":
			require.Equal(t, flow.Held, l.State)
		case l.Step == "update-ticket":
			require.Equal(t, flow.Waiting, l.State)
		default:
			require.Equal(t, flow.Done, l.State, "%s %s", l.Step, l.Object.Name)
		}
	}
	hash := v.Approvals[len(v.Approvals)-1].Hash
	link := s.cardLink("contoso-bo", v.ID)
	status, page := s.decide(link, "approve", hash)
	require.Equal(t, http.StatusOK, status, page)
	v = s.await("T-1", time.Minute, finished)
	require.Equal(t, flow.StatusSuccess, *v.Status, "%+v", v.Lines)
	s.requireOnce()
}

func TestLinksThatDecideNothing(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.send(leaver("T-1"))
	s.send(strings.ReplaceAll(strings.ReplaceAll(leaver("T-2"), "Priya Nair", "Dana Reyes"), "dana.reyes@", "bo.lindqvist@"))
	v := s.await("T-1", 20*time.Second, approving)
	other := s.await("T-2", 20*time.Second, approving)
	link := s.cardLink("contoso-arlene", v.ID)

	for _, method := range []string{http.MethodGet, http.MethodHead, http.MethodOptions} {
		for range 5 {
			status, _ := s.call(method, link, nil, "Sec-Fetch-Site", "cross-site", "User-Agent", "SkypeUriPreview")
			require.Less(t, status, 300, method)
		}
	}
	altered := link[:len(link)-3] + "AAA"
	status, page := s.decide(altered, "approve", v.Plan.Hash)
	require.Equal(t, http.StatusNotFound, status, page)
	foreign := strings.Replace(link, v.ID, other.ID, 1)
	status, _ = s.decide(foreign, "approve", other.Plan.Hash)
	require.Equal(t, http.StatusNotFound, status, "another run's token")
	status, _ = s.decide(link, "approve", v.Plan.Hash, "Sec-Fetch-Site", "cross-site")
	require.Equal(t, http.StatusForbidden, status)
	status, _ = s.decide(link, "approve", v.Plan.Hash, "Origin", "https://evil.example")
	require.Equal(t, http.StatusForbidden, status)
	status, _ = s.decide(link, "approve", "some-other-hash")
	require.Equal(t, http.StatusConflict, status)
	user, _ := s.priya()
	require.Equal(t, true, user["accountEnabled"], "nothing has changed so far")

	status, _ = s.decide(link, "approve", v.Plan.Hash)
	require.Equal(t, http.StatusOK, status, "the link is still good")
	status, page = s.decide(link, "approve", v.Plan.Hash)
	require.Equal(t, http.StatusConflict, status)
	require.Contains(t, page, "Arlene Cho", "a used link shows the earlier decision")
}
