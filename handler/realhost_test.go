package main_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"usher/handler/flow"
)

// realHost starts the production Functions host on the packaged app, less the
// doors of queues, whose extension isn't to be had outside of Azure.
func (d *deployed) realHost() string {
	d.Helper()
	script := os.Getenv("USHER_FUNCTIONS_HOST")
	if script == "" {
		d.Skip("USHER_FUNCTIONS_HOST is unset: name a program that runs the real Functions host as PROGRAM APP_ROOT PORT, with Azurite's blobs on port 10000")
	}
	root := filepath.Join(d.TempDir(), "app")
	require.NoError(d, os.CopyFS(root, os.DirFS(d.root)))
	require.NoError(d, os.Chmod(filepath.Join(root, "handler"), 0o755))
	for _, queue := range []string{"advance", "cut", "execute"} {
		require.NoError(d, os.RemoveAll(filepath.Join(root, queue)))
	}
	file := filepath.Join(root, "host.json")
	text, err := os.ReadFile(file)
	require.NoError(d, err)
	var settings map[string]any
	require.NoError(d, json.Unmarshal(text, &settings))
	delete(settings, "extensionBundle")
	text, err = json.Marshal(settings)
	require.NoError(d, err)
	require.NoError(d, os.WriteFile(file, text, 0o600))

	port := freePort(d.T)
	cmd := exec.Command(script, root, fmt.Sprint(port))
	cmd.Env = append(os.Environ(), "TMPDIR="+d.TempDir())
	for name, value := range d.env {
		cmd.Env = append(cmd.Env, name+"="+value)
	}
	var said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &said, &said
	require.NoError(d, cmd.Start())
	d.Cleanup(func() {
		_ = cmd.Process.Signal(os.Interrupt)
		_ = cmd.Wait()
		if d.Failed() {
			d.Log(said.String())
		}
	})
	address := fmt.Sprintf("http://127.0.0.1:%d", port)
	require.Eventually(d, func() bool {
		answer, err := http.Get(address + "/api/runs")
		if err != nil {
			return false
		}
		defer answer.Body.Close()
		return answer.StatusCode == http.StatusUnauthorized // our own answer, not the host's
	}, 3*time.Minute, 200*time.Millisecond, "%s", lazily(said.String))
	return address
}

// TestDeployedOnTheRealHost sends people and desks through the production
// host; the queues are served by a fake one beside it, on the same rows.
func TestDeployedOnTheRealHost(t *testing.T) {
	t.Parallel()
	s := newDeployed(t, 1, asItIs)
	s.app = s.host.realHost()

	status, body := s.call(http.MethodPost, s.app+"/api/intake/contoso", leaver("T-1"), "X-Usher-Signature", sign(leaver("T-1"), "wrong", time.Now()))
	require.Equal(t, http.StatusUnauthorized, status, body)
	s.send(leaver("T-1"))
	changed := strings.Replace(leaver("T-1"), "right away", "tomorrow", 1)
	status, body = s.webhook(changed)
	require.Equal(t, http.StatusConflict, status, body)

	v := s.await("T-1", time.Minute, approving)
	link := s.cardLink("contoso-arlene", v.ID)
	status, page := s.call(http.MethodGet, link, nil)
	require.Equal(t, http.StatusOK, status)
	require.Contains(t, page, "Priya Nair")
	status, _ = s.call(http.MethodHead, link, nil)
	require.Equal(t, http.StatusOK, status)
	status, _ = s.call(http.MethodGet, link+"x", nil)
	require.Equal(t, http.StatusNotFound, status)
	status, _ = s.decide(link, "approve", v.Plan.Hash, "Origin", "https://evil.example")
	require.Equal(t, http.StatusForbidden, status)
	s.tell("latency", map[string]int{"graph": 150, "exchange": 150})
	status, page = s.decide(link, "approve", v.Plan.Hash)
	require.Equal(t, http.StatusOK, status, page)

	require.Positive(t, s.streamed(v.ID), "events come as they happen, not at the end")
	v = s.await("T-1", time.Minute, finished)
	require.Equal(t, flow.StatusSuccess, *v.Status, "%+v", v.Lines)
	status, _ = s.decide(link, "approve", v.Plan.Hash)
	require.Equal(t, http.StatusConflict, status, "used")
	status, _ = s.call(http.MethodGet, s.app+"/api/runs/r-0000000000000000-1", nil)
	require.Equal(t, http.StatusNotFound, status)
	status, _ = s.call(http.MethodPost, s.app+"/api/runs/"+v.ID+"/retry", map[string]string{"reason": "x"})
	require.Equal(t, http.StatusConflict, status)
	status, _ = s.call(http.MethodDelete, s.app+"/api/runs/"+v.ID, nil)
	require.Contains(t, []int{http.StatusNotFound, http.StatusMethodNotAllowed}, status, "the host's own answer")
	s.requireOnce()
	s.requireGone()
}

// streamed follows a run's events and counts those that came while it wasn't
// over yet.
func (s *stage) streamed(run string) (early int) {
	s.Helper()
	r, err := http.NewRequestWithContext(s.Context(), http.MethodGet, s.app+"/api/runs/"+run+"/events", nil)
	require.NoError(s, err)
	r.Header.Set("X-MS-CLIENT-PRINCIPAL", operator())
	answer, err := http.DefaultClient.Do(r)
	require.NoError(s, err)
	defer answer.Body.Close()
	require.Equal(s, "text/event-stream", answer.Header.Get("Content-Type"))
	lines := bufio.NewScanner(answer.Body)
	for lines.Scan() {
		if !strings.HasPrefix(lines.Text(), "data:") {
			continue
		}
		if runs := s.runs("T-1"); runs[0].State != flow.Finished {
			early++
			continue
		}
		return early
	}
	return early
}
