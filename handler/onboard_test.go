package main_test

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"io/fs"
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

func TestOnboardingDemoEndsInSuccess(t *testing.T) {
	t.Parallel()
	out, err := exec.CommandContext(t.Context(), binary(), "demo", "onboard", "--yes").CombinedOutput()
	require.NoError(t, err, "%s", out)
	require.Contains(t, string(out), "\nSuccess · ")
}

// ticket is an event of the webhook desk.
func ticket(id, event, subject, body, at string) string {
	data, err := json.Marshal(map[string]any{
		"id": id, "event": event, "subject": subject, "body": body, "received_at": at,
		"requester": map[string]string{"name": "Dana Reyes", "email": "dana.reyes@contoso.example"},
	})
	if err != nil {
		panic(err) // plain strings
	}
	return string(data)
}

// joiner is the event of a ticket about Sam Okoro, who starts on the 24th.
func joiner(id string) string {
	return ticket(id, "e-"+id, "New starter: Sam Okoro",
		"Sam Okoro joins us.\nStart date: Tuesday 24 November 2026\nDepartment: Sales\nManager: Arlene Cho\nLicence: Business Premium\nGroups: Sales-UK, Deal Desk", "2026-11-23T09:30:00Z")
}

// world is what the simulated world shows of Contoso, its mails and links.
type worldState struct {
	Tenants map[string]struct {
		Users, Mailboxes []map[string]any
		Groups           []struct {
			DisplayName string
			Members     []string
		}
	}
	Contacts []map[string]any
	Mails    []struct {
		To            []string
		Subject, Body string
		At            time.Time
	}
	Links []struct{ ID string }
}

func (s *stage) world() worldState {
	s.Helper()
	var w worldState
	s.get(s.sim+"/_sim/state", &w)
	return w
}

// account is somebody's account in Contoso; nil if there is none.
func (w worldState) account(upn string) map[string]any {
	for _, u := range w.Tenants["contoso"].Users {
		if u["userPrincipalName"] == upn {
			return u
		}
	}
	return nil
}

func (w worldState) isMember(group, id string) bool {
	for _, g := range w.Tenants["contoso"].Groups {
		for _, m := range g.Members {
			if g.DisplayName == group && m == id {
				return true
			}
		}
	}
	return false
}

// setClock sets the world's clock, and waits until the app has noticed.
func (s *stage) setClock(at string) {
	s.Helper()
	s.tell("clock", map[string]string{"set": at})
	time.Sleep(time.Second)
}

// requireJoined requires one account with all that it was promised.
func (s *stage) requireJoined() {
	s.Helper()
	w := s.world()
	sam := w.account("sam.okoro@contoso.example")
	require.NotNil(s, sam)
	id, _ := sam["id"].(string)
	require.Equal(s, true, sam["accountEnabled"])
	require.Len(s, sam["assignedLicenses"], 1)
	require.True(s, w.isMember("Sales-UK", id))
	require.True(s, w.isMember("Deal Desk", id))
	named := 0
	for _, u := range w.Tenants["contoso"].Users {
		if u["displayName"] == "Sam Okoro" {
			named++
		}
	}
	require.Equal(s, 1, named, "one account")
}

func TestOnboardingLeavesNoSecret(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.setClock("2026-11-23T10:00:00Z")
	s.send(joiner("T-1"))
	s.approve("T-1")
	v := s.await("T-1", 30*time.Second, finished)
	require.Equal(t, flow.StatusSuccess, *v.Status, "%+v", v.Lines)
	s.requireJoined()
	s.requireOnce()

	link := s.mailedLink()
	_, ledger := s.call(http.MethodGet, s.sim+"/_sim/ledger", nil) // before the manager opens the link
	secret := s.open(link)
	s.local.kill()
	s.requireNowhere(secret, link, ledger)
}

// mailedLink is the one-time link in the one mail that was sent.
func (s *stage) mailedLink() string {
	s.Helper()
	mails := s.world().Mails
	require.Len(s, mails, 1)
	require.Equal(s, []string{"arlene.cho@contoso.example"}, mails[0].To)
	_, link, _ := strings.Cut(mails[0].Body, "http")
	return strings.FieldsFunc("http"+link, func(r rune) bool { return strings.ContainsRune(" \n\r\"<>)", r) })[0]
}

// open follows the one-time link to the password, as the manager does.
func (s *stage) open(link string) string {
	s.Helper()
	token := strings.TrimSuffix(link, "/r")
	_, body := s.call(http.MethodGet, strings.Replace(token, "/p/", "/api/v2/pushes/", 1)+".json", nil)
	var push struct{ Payload string }
	require.NoError(s, json.Unmarshal([]byte(body), &push), body)
	require.NotEmpty(s, push.Payload, body)
	return push.Payload
}

// formsOf are a password and its link in every form in which they could lie
// about.
func formsOf(s *stage, password, link string) [][]byte {
	s.Helper()
	var forms [][]byte
	for _, secret := range []string{password, link, filepath.Base(strings.TrimSuffix(link, "/r"))} {
		quoted, err := json.Marshal(secret)
		require.NoError(s, err)
		for _, form := range []string{
			secret, base64.StdEncoding.EncodeToString([]byte(secret)), base64.RawURLEncoding.EncodeToString([]byte(secret)),
			hex.EncodeToString([]byte(secret)), url.QueryEscape(secret), strings.Trim(string(quoted), `"`),
		} {
			forms = append(forms, []byte(form))
		}
	}
	return forms
}

// requireNone requires that none of the forms of a secret is in what was
// written somewhere.
func (s *stage) requireNone(forms [][]byte, where string, written []byte) {
	s.Helper()
	for _, form := range forms {
		require.False(s, bytes.Contains(written, form), "%s holds a secret", where)
	}
}

// requireNowhere searches every file that the app and the world have written,
// the log and the ticket, for a password and its link in any form.
func (s *stage) requireNowhere(password, link, ledger string) {
	s.Helper()
	forms := formsOf(s, password, link)
	require.NoError(s, filepath.WalkDir(filepath.Join(s.dir, "state"), func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		s.requireNone(forms, path, data)
		return err
	}))
	s.requireNone(forms, "the log", s.local.log.Bytes())
	s.requireNotShown(forms, ledger)
}

// requireNotShown searches what the world has seen.
func (s *stage) requireNotShown(forms [][]byte, ledger string) {
	s.Helper()
	var state struct {
		Tickets json.RawMessage
		Cards   json.RawMessage
	}
	s.get(s.sim+"/_sim/state", &state)
	s.requireNone(forms, "the ticket", state.Tickets)
	s.requireNone(forms, "a card", state.Cards)
	s.requireNone(forms, "the ledger", []byte(ledger))
}

func TestOnboardingKilledAndThrottled(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.setClock("2026-11-23T10:00:00Z")
	s.tell("lag", map[string]int{"reads": 5})
	s.tell("faults", []map[string]any{
		{"system": "graph", "every": 3, "then": map[string]any{"status": 429, "retryAfter": 0.1}},
		{"system": "graph", "changing": true, "every": 5, "then": map[string]any{"cut": true, "afterDoing": true}},
	})
	s.send(joiner("T-1"))
	s.approve("T-1")
	for range 6 {
		time.Sleep(300 * time.Millisecond)
		s.local.kill()
		s.startLocal()
	}
	v := s.await("T-1", 2*time.Minute, finished)
	for _, l := range v.Lines {
		if l.Step != "share-password" && l.Step != "make-password-link" { // nobody can look these up
			require.Contains(t, []flow.LineState{flow.Done, flow.Later}, l.State, "%s: %s; %v", l.Step, l.Reason, s.history(v, l.ID))
		}
	}
	s.requireJoined()
	for _, e := range s.changes() {
		if e.System == "graph" && e.Method == http.MethodPost && strings.HasSuffix(e.Path, "/users") {
			require.True(t, e.Applied)
		}
	}
}

// history is what happened to one line.
func (s *stage) history(v flow.RunView, line string) []string {
	var says []string
	for _, e := range v.Events {
		if e.Line == line {
			says = append(says, e.At.Format("05.000 ")+e.Kind+": "+e.Says)
		}
	}
	return says
}

func TestThreePeopleInOneTicket(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.setClock("2026-11-23T10:00:00Z")
	s.send(ticket("T-3", "e-1", "Changes in Sales", "Two people join us today: Sam Okoro and Lena Brandt, both with Business Premium and reporting to Arlene Cho.\nPriya Nair is leaving today, please disable her account right away.", "2026-11-23T09:30:00Z"))
	require.Eventually(t, func() bool {
		runs := s.runs("T-3")
		for _, r := range runs {
			if r.State != flow.Approving && r.State != flow.Asking {
				return false
			}
		}
		return len(runs) == 3
	}, 20*time.Second, 50*time.Millisecond, "%+v", s.runs("T-3"))
	links := map[string]string{}
	people := map[string]flow.RunView{}
	for _, run := range s.runs("T-3") {
		var v flow.RunView
		s.get(s.app+"/api/runs/"+run.ID, &v)
		people[v.Person], links[v.Person] = v, s.cardLink("contoso-arlene", v.ID)
	}
	require.Len(t, people, 3, "three runs, three plans")
	require.Equal(t, 1, s.count("contoso-arlene"), "one card lists them")
	require.Equal(t, 1, s.notes("T-3"), "one note lists them")

	status, page := s.decide(links["Lena Brandt"], "reject", people["Lena Brandt"].Plan.Hash)
	require.Equal(t, http.StatusOK, status, page)
	for _, name := range []string{"Sam Okoro", "Priya Nair"} {
		status, page := s.decide(links[name], "approve", people[name].Plan.Hash)
		require.Equal(t, http.StatusOK, status, page)
	}
	require.Eventually(t, func() bool {
		for _, run := range s.runs("T-3") {
			if run.State != flow.Finished {
				return false
			}
		}
		return true
	}, 30*time.Second, 50*time.Millisecond, "%s", lazily(s.said))
	w := s.world()
	require.NotNil(t, w.account("sam.okoro@contoso.example"))
	require.Nil(t, w.account("lena.brandt@contoso.example"), "rejected")
	require.Equal(t, false, w.account("priya.nair@contoso.example")["accountEnabled"])
}

// count counts the cards in a channel.
func (s *stage) count(channel string) int {
	s.Helper()
	var state struct{ Cards []struct{ Channel string } }
	s.get(s.sim+"/_sim/state", &state)
	n := 0
	for _, c := range state.Cards {
		if c.Channel == channel {
			n++
		}
	}
	return n
}

// notes counts the notes on a ticket.
func (s *stage) notes(ticket string) int {
	s.Helper()
	var state struct {
		Tickets []struct {
			ID    string
			Notes []json.RawMessage
		}
	}
	s.get(s.sim+"/_sim/state", &state)
	for _, t := range state.Tickets {
		if t.ID == ticket {
			return len(t.Notes)
		}
	}
	return 0
}

func TestMondayIsPreparedOnWednesday(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.setClock("2026-11-02T10:00:00Z")
	body := "Sam Okoro joins us. \nStart date: %s\nDepartment: Sales\nManager: Arlene Cho\nLicence: Business Premium\nGroups: Sales-UK, Deal Desk"
	s.send(ticket("T-4", "e-1", "New starter: Sam Okoro", strings.Replace(body, "%s", "Monday 9 November 2026", 1), "2026-11-02T09:30:00Z"))
	s.approve("T-4")
	v := s.await("T-4", 20*time.Second, func(v flow.RunView) bool { return v.State == flow.Scheduled })
	require.True(t, v.Due.Equal(time.Date(2026, 11, 4, 9, 0, 0, 0, time.UTC)), "%s", v.Due)

	s.send(ticket("T-4", "e-2", "New starter: Sam Okoro", strings.Replace(body, "%s", "Monday 16 November 2026", 1), "2026-11-02T11:00:00Z"))
	s.await("T-4", 20*time.Second, approving)
	s.approveAgain("T-4")
	s.await("T-4", 20*time.Second, func(v flow.RunView) bool { return v.State == flow.Scheduled })

	s.tell("clock", map[string]string{"set": "2026-11-11T08:59:00Z"})
	time.Sleep(1500 * time.Millisecond)
	require.Nil(t, s.world().account("sam.okoro@contoso.example"), "not before 09:00")
	s.tell("clock", map[string]string{"set": "2026-11-11T09:00:01Z"})
	v = s.await("T-4", 30*time.Second, finished)
	require.Equal(t, flow.StatusSuccess, *v.Status, "%+v", v.Lines)
	require.Empty(t, s.world().Mails, "the password isn't shared weeks early")
	s.tell("clock", map[string]string{"set": "2026-11-13T09:00:01Z"})
	require.Eventually(t, func() bool { return len(s.world().Mails) == 1 }, 30*time.Second, 100*time.Millisecond)
	require.Equal(t, "2026-11-13T09:00", s.world().Mails[0].At.UTC().Format("2006-01-02T15:04"))
	s.requireJoined()
}

// approveAgain approves the newest question of a ticket's run.
func (s *stage) approveAgain(id string) {
	s.Helper()
	v := s.await(id, 20*time.Second, func(v flow.RunView) bool { return v.State == flow.Approving && len(v.Approvals) > 2 })
	var status int
	require.Eventually(s, func() bool {
		status, _ = s.decide(s.cardLink("contoso-arlene", v.ID), "approve", v.Plan.Hash)
		return status == http.StatusOK
	}, 20*time.Second, 100*time.Millisecond, "status %d", status)
}
