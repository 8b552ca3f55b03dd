package main_test

import (
	"bufio"
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"usher/handler/flow"
)

// binaryVar names the environment variable by which tests find the program.
const binaryVar = "USHER_TEST_BINARY"

// TestMain builds the program once for all tests of the package.
func TestMain(m *testing.M) { os.Exit(withProgram(m)) }

func withProgram(m *testing.M) int {
	dir, err := os.MkdirTemp("", "usher-handler-")
	if err != nil {
		panic(err)
	}
	// What can't be removed is in the folder for temporary files.
	defer func() { _ = os.RemoveAll(dir) }()
	path := filepath.Join(dir, "handler")
	if out, err := exec.Command("go", "build", "-o", path, ".").CombinedOutput(); err != nil {
		panic(fmt.Sprintf("build: %v: %s", err, out))
	}
	if err := os.Setenv(binaryVar, path); err != nil {
		panic(err)
	}
	if os.Getenv("USHER_TEST_TABLES") != "" {
		packageApp(path + "-app")
	}
	return m.Run()
}

// packageApp makes what is deployed, with the command that makes it.
func packageApp(dir string) {
	if out, err := exec.Command("go", "run", "../infra/package", "--out", dir).CombinedOutput(); err != nil {
		panic(fmt.Sprintf("package: %v: %s", err, out))
	}
}

func binary() string { return os.Getenv(binaryVar) }

// process is the program, running.
type process struct {
	cmd   *exec.Cmd
	ready string // the line it prints when it is ready
	log   *bytes.Buffer
}

// start runs the program and waits for its ready line.
func start(t *testing.T, args ...string) *process {
	t.Helper()
	return started(t, exec.Command(binary(), args...))
}

// started runs a command of the program and waits for its ready line.
func started(t *testing.T, cmd *exec.Cmd) *process {
	t.Helper()
	p := &process{cmd: cmd, log: &bytes.Buffer{}}
	p.cmd.Stderr = p.log
	out, err := p.cmd.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, p.cmd.Start())
	t.Cleanup(p.kill)
	p.ready, err = bufio.NewReader(out).ReadString('\n')
	require.NoError(t, err, "no ready line; the log says: %s", p.log)
	return p
}

// String is what the log says, requests apart.
func (p *process) String() string {
	var told []string
	for line := range strings.Lines(p.log.String()) {
		if !strings.Contains(line, "msg=request") {
			told = append(told, line)
		}
	}
	return strings.Join(told, "")
}

// kill is kill -9.
func (p *process) kill() {
	_ = p.cmd.Process.Kill()
	_ = p.cmd.Wait()
}

const secret = "the-test-secret"

// stage is a simulated world and an app, as processes of their own unless
// together is set, and what a test needs of both.
type stage struct {
	*testing.T
	dir   string
	sim   string
	app   string
	local *process
	host  *deployed // in the place of local
}

// said is what the app logged.
func (s *stage) said() string {
	if s.host != nil {
		return s.host.log()
	}
	return s.local.String()
}

func newStage(t *testing.T) *stage {
	t.Helper()
	s := &stage{T: t, dir: t.TempDir()}
	world := start(t, "sim", "--port", "0", "--data", filepath.Join(s.dir, "world"))
	s.sim = strings.Fields(world.ready)[1]
	s.startLocal()
	return s
}

func (s *stage) startLocal() {
	s.Helper()
	s.local = start(s.T, "local", "--port", "0", "--data", filepath.Join(s.dir, "state"), "--sim", s.sim, "--webhook-secret", secret)
	s.app = strings.Fields(s.local.ready)[1]
}

// call sends a request and returns status and body.
func (s *stage) call(method, address string, body any, header ...string) (int, string) {
	s.Helper()
	var text []byte
	switch b := body.(type) {
	case nil:
	case string:
		text = []byte(b)
	default:
		var err error
		text, err = json.Marshal(b)
		require.NoError(s, err)
	}
	req, err := http.NewRequestWithContext(s.Context(), method, address, bytes.NewReader(text))
	require.NoError(s, err)
	req.Header.Set("Content-Type", "application/json")
	if s.host != nil && strings.HasPrefix(req.URL.Path, "/api/runs") {
		req.Header.Set("X-MS-CLIENT-PRINCIPAL", operator())
	}
	for i := 0; i+1 < len(header); i += 2 {
		req.Header.Set(header[i], header[i+1])
	}
	resp, err := http.DefaultClient.Do(req)
	require.NoError(s, err)
	defer resp.Body.Close()
	answer, err := io.ReadAll(resp.Body)
	require.NoError(s, err)
	return resp.StatusCode, string(answer)
}

func (s *stage) get(address string, into any) {
	s.Helper()
	status, body := s.call(http.MethodGet, address, nil, "Accept", "application/json")
	for range 100 {
		if s.host == nil || status < http.StatusInternalServerError {
			break
		}
		time.Sleep(50 * time.Millisecond) // a host answers 500 for a handler that was just killed
		status, body = s.call(http.MethodGet, address, nil, "Accept", "application/json")
	}
	require.Equal(s, http.StatusOK, status, body)
	require.NoError(s, json.Unmarshal([]byte(body), into))
}

// sim's own doors.
func (s *stage) tell(door string, body any) {
	s.Helper()
	method := http.MethodPost
	if strings.HasPrefix(door, "world/") {
		method = http.MethodPatch
	}
	status, answer := s.call(method, s.sim+"/_sim/"+door, body)
	require.Less(s, status, 300, answer)
}

func sign(body, key string, at time.Time) string {
	stamp := fmt.Sprint(at.Unix())
	h := hmac.New(sha256.New, []byte(key))
	h.Write([]byte(stamp + "." + body))
	return "t=" + stamp + ",v1=" + hex.EncodeToString(h.Sum(nil))
}

// leaver is the event of a ticket about Priya Nair.
func leaver(ticket string) string {
	body, _ := json.Marshal(map[string]any{
		"id": ticket, "event": "event-" + ticket, "subject": "Priya Nair is leaving today",
		"body":        "Priya Nair's last day is today. Please close her account right away, turn her mailbox into a shared one and give it to her manager.",
		"received_at": "2026-11-23T09:00:00Z", "requester": map[string]string{"name": "Dana Reyes", "email": "dana.reyes@contoso.example"},
	})
	return string(body)
}

// webhook sends an event as the desk does.
func (s *stage) webhook(event string) (int, string) {
	s.Helper()
	return s.call(http.MethodPost, s.app+"/api/intake/contoso", event, "X-Usher-Signature", sign(event, secret, time.Now()))
}

// send is a webhook that must be taken.
func (s *stage) send(event string) {
	s.Helper()
	status, body := s.webhook(event)
	require.Equal(s, http.StatusAccepted, status, body)
}

func (s *stage) runs(ticket string) []flow.RunHead {
	s.Helper()
	var page flow.Page
	s.get(s.app+"/api/runs?ticket="+ticket, &page)
	return page.Runs
}

// await waits until a ticket's run is as wanted.
func (s *stage) await(ticket string, limit time.Duration, wanted func(flow.RunView) bool) flow.RunView {
	s.Helper()
	var v flow.RunView
	require.Eventually(s, func() bool {
		runs := s.runs(ticket)
		if len(runs) == 0 {
			return false
		}
		s.get(s.app+"/api/runs/"+runs[0].ID, &v)
		return wanted(v)
	}, limit, 30*time.Millisecond, "the run of %s is %s; lines: %+v; log: %s", ticket, &v.State, &v.Lines, lazily(s.said))
	return v
}

// lazily is a text for a message that is only made when a test fails.
type lazily func() string

func (l lazily) String() string { return l() }

func finished(v flow.RunView) bool { return v.State == flow.Finished }

func approving(v flow.RunView) bool { return v.State == flow.Approving }

// cardLink takes the newest link of a run from the cards of a channel.
func (s *stage) cardLink(channel, run string) string {
	s.Helper()
	var link string
	require.Eventually(s, func() bool {
		var state struct {
			Cards []struct {
				Channel string
				Body    json.RawMessage
			}
		}
		s.get(s.sim+"/_sim/state", &state)
		for _, card := range state.Cards {
			from := strings.Index(string(card.Body), "http://")
			for card.Channel == channel && from >= 0 {
				found, rest, _ := strings.Cut(string(card.Body)[from:], `"`)
				if strings.Contains(found, "/api/approve/"+run+"?t=") {
					link = found
				}
				next := strings.Index(rest, "http://")
				if next < 0 {
					break
				}
				from += len(found) + 1 + next
			}
		}
		return link != ""
	}, 10*time.Second, 30*time.Millisecond, "no card for %s in %s; log: %s", run, channel, lazily(s.said))
	// The app may have been started again on another port since.
	at, err := url.Parse(link)
	require.NoError(s, err)
	return s.app + at.Path + "?" + at.RawQuery
}

// decide posts the page's form.
func (s *stage) decide(link, decision, hash string, header ...string) (int, string) {
	s.Helper()
	form := url.Values{"decision": {decision}, "hash": {hash}}.Encode()
	return s.call(http.MethodPost, link, form, append([]string{"Content-Type", "application/x-www-form-urlencoded"}, header...)...)
}

// approve lets Arlene approve the plan of a ticket.
func (s *stage) approve(ticket string) flow.RunView {
	s.Helper()
	v := s.await(ticket, 20*time.Second, approving)
	status, page := s.decide(s.cardLink("contoso-arlene", v.ID), "approve", v.Plan.Hash)
	require.Equal(s, http.StatusOK, status, page)
	return v
}

// entry is one call in the world's ledger.
type entry struct {
	N                                    int
	System, Method, Path, Cmdlet, Tenant string
	Body                                 any
	Status                               int
	Applied, Changed                     bool
}

func (s *stage) changes() []entry {
	s.Helper()
	var all, changed []entry
	s.get(s.sim+"/_sim/ledger", &all)
	for _, e := range all {
		if e.Changed {
			changed = append(changed, e)
		}
	}
	return changed
}

// requireOnce requires that the tenant and the desk saw each change once.
// Cards are left out: one whose answer was lost is posted again with the same
// links.
func (s *stage) requireOnce() {
	s.Helper()
	seen := map[string]int{}
	for _, e := range s.changes() {
		if e.System != "teams" {
			seen[fmt.Sprintf("%s %s %s %s %v", e.System, e.Method, e.Path, e.Cmdlet, e.Body)]++
		}
	}
	for change, n := range seen {
		require.Equal(s, 1, n, "made %d times: %s", n, change)
	}
}

// priya is Priya Nair's account and mailbox as the world has them.
func (s *stage) priya() (user, mailbox map[string]any) {
	s.Helper()
	var state struct {
		Tenants map[string]struct{ Users, Mailboxes []map[string]any }
	}
	s.get(s.sim+"/_sim/state", &state)
	for _, u := range state.Tenants["contoso"].Users {
		if u["userPrincipalName"] == "priya.nair@contoso.example" {
			user = u
		}
	}
	for _, m := range state.Tenants["contoso"].Mailboxes {
		if m["upn"] == "priya.nair@contoso.example" {
			mailbox = m
		}
	}
	return user, mailbox
}

// requireGone requires that the leaver's access is gone and her mail is safe.
func (s *stage) requireGone() {
	s.Helper()
	user, mailbox := s.priya()
	require.Equal(s, false, user["accountEnabled"])
	require.Equal(s, "shared", mailbox["type"])
	require.Empty(s, user["assignedLicenses"])
}
