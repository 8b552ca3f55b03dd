package main_test

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"usher/handler/flow"
)

// onConnectWise puts Contoso on a ConnectWise desk, by its document.
func (s *stage) onConnectWise() {
	s.Helper()
	sample, err := os.ReadFile(filepath.Join("customer", "samples", "contoso.yaml"))
	require.NoError(s, err)
	desk := regexp.MustCompile(`(?s)desk:\n.*?\nmode:`)
	document := desk.ReplaceAllString(string(sample), "desk:\n  kind: connectwise\n  url: sim:/connectwise\n  secret: desk-contoso\n  company: contoso\n  status:\n    success: Completed\n\ntickets:\n  types: [Onboarding]\n\nmode:")
	file := filepath.Join(s.dir, "contoso.yaml")
	require.NoError(s, os.WriteFile(file, []byte(document), 0o600))
	out, err := exec.CommandContext(s.Context(), binary(), "customer", "apply", file, "--data", filepath.Join(s.dir, "state")).CombinedOutput()
	require.NoError(s, err, "%s", out)
	time.Sleep(1200 * time.Millisecond) // a running local sees it within a second
}

// psa calls the simulated ConnectWise as a technician's own integration does.
func (s *stage) psa(method, path string, body, into any) {
	s.Helper()
	status, answer := s.call(method, s.sim+"/connectwise/v2025_1/apis/3.0"+path, body,
		"Authorization", "Basic "+base64.StdEncoding.EncodeToString([]byte("usher+desk:desk")), "clientId", "5a1e0000-0000-4000-8000-00000000c11e")
	require.Less(s, status, 300, answer)
	if into != nil {
		require.NoError(s, json.Unmarshal([]byte(answer), into))
	}
}

// callback signs a callback about a ticket as ConnectWise does.
func (s *stage) callback(id int) (body, signature string) {
	s.Helper()
	status, answer := s.call(http.MethodPost, s.sim+"/_sim/connectwise/sign", map[string]any{"ID": id, "Action": "added"})
	require.Equal(s, http.StatusOK, status, answer)
	var signed struct{ Body, Signature string }
	require.NoError(s, json.Unmarshal([]byte(answer), &signed))
	return signed.Body, signed.Signature
}

func (s *stage) sendCallback(body, signature string) int {
	s.Helper()
	status, _ := s.call(http.MethodPost, s.app+"/api/intake/contoso?recordId=1&action=added", body, "x-content-signature", signature)
	return status
}

func TestConnectWiseTicketToContactLicenceAndNote(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.onConnectWise()
	s.setClock("2026-11-23T10:00:00Z")
	var made struct{ ID int }
	s.psa(http.MethodPost, "/service/tickets", map[string]any{
		"summary": "New starter: Sam Okoro", "company": map[string]any{"identifier": "contoso"}, "type": map[string]any{"name": "Onboarding"},
		"initialDescription": "Sam Okoro joins us.\nStart date: Tuesday 24 November 2026\nDepartment: Sales\nManager: Arlene Cho\nLicence: Business Premium\nGroups: Sales-UK, Deal Desk",
	}, &made)
	body, signature := s.callback(made.ID)

	require.Equal(t, http.StatusUnauthorized, s.sendCallback(body, "AAAA"+signature[4:]), "a wrong signature")
	var again map[string]any
	require.NoError(t, json.Unmarshal([]byte(body), &again))
	reencoded, err := json.MarshalIndent(again, "", " ")
	require.NoError(t, err)
	require.Equal(t, http.StatusUnauthorized, s.sendCallback(string(reencoded), signature), "the same, encoded otherwise")
	foreign := strings.Replace(body, s.sim, "http://127.0.0.1:9", 1)
	require.Equal(t, http.StatusUnauthorized, s.sendCallback(foreign, signature), "a key from a foreign host")
	for range 5 {
		require.Equal(t, http.StatusAccepted, s.sendCallback(body, signature))
	}

	id := fmt.Sprint(made.ID)
	v := s.await(id, 20*time.Second, approving)
	require.Len(t, s.runs(id), 1, "replayed five times")
	status, page := s.decide(s.cardLink("contoso-arlene", v.ID), "approve", v.Plan.Hash)
	require.Equal(t, http.StatusOK, status, page)
	v = s.await(id, 30*time.Second, finished)
	require.Equal(t, flow.StatusSuccess, *v.Status, "%+v", v.Lines)
	require.Equal(t, http.StatusAccepted, s.sendCallback(body, signature), "replayed after the end")
	s.requireJoined()
	s.requireOnce()

	s.psa(http.MethodPost, "/service/tickets", map[string]any{
		"summary": "Printer", "company": map[string]any{"identifier": "contoso"}, "type": map[string]any{"name": "Hardware"}, "initialDescription": "Priya Nair leaves today.",
	}, &made)
	require.Equal(t, http.StatusAccepted, s.sendCallback(s.callback(made.ID)))
	time.Sleep(time.Second)
	require.Empty(t, s.runs(fmt.Sprint(made.ID)), "a type that the document doesn't pick")

	var notes []struct{ Text string }
	s.psa(http.MethodGet, "/service/tickets/"+id+"/allNotes?pageSize=100", nil, &notes)
	all := fmt.Sprint(notes)
	require.Contains(t, all, "Usher planned this")
	require.Contains(t, all, "Success:")
	require.NotContains(t, all, "/api/approve/", "a note never carries a link")
	var contacts []struct{ FirstName, LastName string }
	s.psa(http.MethodGet, "/company/contacts?pageSize=100", nil, &contacts)
	require.Contains(t, fmt.Sprint(contacts), "{Sam Okoro}")
}
