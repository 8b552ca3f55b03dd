package main_test

import (
	"bytes"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"maps"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"usher/infra/doubles"
	"usher/infra/doubles/keyvault"
	"usher/infra/fakehost"
)

// deployed is Usher as on Azure: the packaged app under fake Functions hosts,
// rows on Azurite, messages on the Service Bus double, secrets in Key Vault
// doubles, and a simulated world for the customer.
type deployed struct {
	*testing.T
	root     string // of the packaged app
	env      map[string]string
	bus      string // of the Service Bus double
	tables   *tap
	settings *keyvault.Server
	handover *keyvault.Server
	hosts    []*fakehost.Host
}

// newDeployed starts a world and so many instances of the app, and applies
// Contoso's document after a change. Settings come on top of the usual ones.
func newDeployed(t *testing.T, instances int, change func(document string) string, settings ...map[string]string) *stage {
	t.Helper()
	d := &deployed{
		T: t, root: filepath.Join(binary()+"-app", "functionapp"), tables: newTap(t, doubles.Tables(t)), bus: doubles.ServiceBus(t),
		settings: keyvault.Start(keyvault.Options{PurgeProtection: true}), handover: keyvault.Start(keyvault.Options{}),
	}
	t.Cleanup(d.settings.Close)
	t.Cleanup(d.handover.Close)
	s := &stage{T: t, dir: t.TempDir(), host: d}
	world := start(t, "sim", "--port", "0", "--data", filepath.Join(s.dir, "world"))
	s.sim = strings.Fields(world.ready)[1]
	status, answer := s.call(http.MethodPut, s.sim+"/_sim/secrets", map[string]any{"desk": map[string]string{"contoso": secret}})
	require.Less(t, status, 300, answer)
	d.furnish(s)
	for _, more := range settings {
		maps.Copy(d.env, more)
	}
	d.apply(change)
	port := freePort(t)
	s.app = fmt.Sprintf("http://127.0.0.1:%d", port)
	d.env["USHER_PUBLIC_URL"] = s.app
	storage := fakehost.NewStorage()
	for range instances {
		d.begin(storage, port)
		port = 0 // the first has the public one
	}
	return s
}

// furnish makes the settings and fills the vault.
func (d *deployed) furnish(s *stage) {
	d.Helper()
	suffix := strings.ToLower(rand.Text()[:8])
	trusted := filepath.Join(s.dir, "trusted.pem")
	require.NoError(d, os.WriteFile(trusted, append(d.settings.Certificate(), d.handover.Certificate()...), 0o600))
	d.env = map[string]string{
		"USHER_ENGINE": "azure", "USHER_SIGN_IN": "entra", "USHER_TENANT": "00000000-0000-4000-8000-00000000000b", "USHER_DEV": "1", "USHER_SIM": s.sim,
		"USHER_TABLES": d.tables.URL, "USHER_TABLE": "usher" + suffix,
		"ServiceBusConnection__fullyQualifiedNamespace": d.bus,
		"USHER_QUEUE_ADVANCE":                           "advance-" + suffix,
		"USHER_QUEUE_CUT":                               "cut-" + suffix,
		"USHER_QUEUE_EXECUTE":                           "execute-" + suffix,
		"USHER_VAULT":                                   d.settings.URL(),
		"USHER_HANDOVER_VAULT":                          d.handover.URL(),
		"SSL_CERT_FILE":                                 trusted,
	}
	for name, value := range map[string]string{
		"desk-contoso":         secret,
		"teams-contoso-arlene": s.sim + "/teams/contoso-arlene",
		"teams-contoso-bo":     s.sim + "/teams/contoso-bo",
	} {
		body, err := json.Marshal(map[string]string{"value": value})
		require.NoError(d, err)
		r, err := http.NewRequestWithContext(d.Context(), http.MethodPut, d.settings.URL()+"/secrets/"+name+"?api-version=7.4", bytes.NewReader(body))
		require.NoError(d, err)
		r.Header.Set("Authorization", "Bearer test")
		r.Header.Set("Content-Type", "application/json")
		answer, err := d.settings.Client().Do(r)
		require.NoError(d, err)
		require.NoError(d, answer.Body.Close())
		require.Equal(d, http.StatusOK, answer.StatusCode)
	}
}

// apply makes Contoso's document the one in force, with the command that a
// technician uses.
func (d *deployed) apply(change func(string) string) {
	d.Helper()
	document, err := os.ReadFile(filepath.Join("customer", "samples", "contoso.yaml"))
	require.NoError(d, err)
	file := filepath.Join(d.TempDir(), "contoso.yaml")
	require.NoError(d, os.WriteFile(file, []byte(change(string(document))), 0o600))
	out, err := d.run("customer", "apply", file)
	require.NoError(d, err, "%s", out)
	require.Contains(d, out, "version 1 is in force")
}

// run carries out a command of the packaged handler on the deployed Usher.
func (d *deployed) run(args ...string) (string, error) {
	cmd := exec.CommandContext(d.Context(), filepath.Join(d.root, "handler"), args...)
	for name, value := range d.env {
		cmd.Env = append(cmd.Env, name+"="+value)
	}
	out, err := cmd.CombinedOutput()
	return string(out), err
}

// begin starts one instance, with a disk of its own.
func (d *deployed) begin(storage *fakehost.Storage, port int) {
	d.Helper()
	env := maps.Clone(d.env)
	env["TMPDIR"] = d.TempDir()
	host, err := fakehost.Start(d.Context(), fakehost.Options{
		Root: d.root, Env: env, ServiceBus: d.bus, Port: port, Storage: storage,
		TimerEvery: 2 * time.Second, StartAgain: 100 * time.Millisecond,
	})
	require.NoError(d, err)
	d.hosts = append(d.hosts, host)
	d.Cleanup(host.Lose)
	require.NoError(d, host.Ready(d.Context()))
}

// log is what the handlers and hosts said.
func (d *deployed) log() string {
	var b strings.Builder
	for i, host := range d.hosts {
		for _, line := range host.Output() {
			if !strings.Contains(line.Text, `"msg":"request"`) {
				fmt.Fprintf(&b, "\n%d %s %s", i, line.From, line.Text)
			}
		}
	}
	return b.String()
}

// requireObedience requires that no handler did what the host forbids, and
// that nothing was logged as an error.
func (d *deployed) requireObedience() {
	d.Helper()
	for _, host := range d.hosts {
		require.Empty(d, host.Violations())
		for _, line := range host.Output() {
			require.NotEqual(d, "stderr", line.From, line.Text)
		}
	}
}

// queues are the names of this app's queues.
func (d *deployed) queues() []string {
	return []string{d.env["USHER_QUEUE_ADVANCE"], d.env["USHER_QUEUE_CUT"], d.env["USHER_QUEUE_EXECUTE"]}
}

// sent are all messages that were ever sent to this app's queues.
func (d *deployed) sent() [][]byte {
	d.Helper()
	var all [][]byte
	for _, queue := range d.queues() {
		all = append(all, doubles.Sent(d.T, queue)...)
	}
	return all
}

// lockFor sets how long a delivered message stays locked.
func (d *deployed) lockFor(span time.Duration) {
	d.Helper()
	ms := int(span.Milliseconds())
	for _, queue := range d.queues() {
		doubles.Change(d.T, queue, doubles.Settings{LockMs: &ms})
	}
}

// executions counts the calls of functions by name.
func (d *deployed) executions() map[string]int {
	count := map[string]int{}
	for _, host := range d.hosts {
		for _, one := range host.Invocations() {
			count[one.Function]++
		}
	}
	return count
}

// operator is how Entra sign-in introduces a technician to the doors.
func operator() string {
	return base64.StdEncoding.EncodeToString([]byte(`{"claims":[
		{"typ":"oid","val":"00000000-0000-4000-8000-00000000000a"},{"typ":"tid","val":"00000000-0000-4000-8000-00000000000b"},
		{"typ":"roles","val":"Usher.Operator"}]}`))
}

func freePort(t *testing.T) int {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	port := l.Addr().(*net.TCPAddr).Port
	require.NoError(t, l.Close())
	return port
}

// tap is a proxy that remembers and counts what goes to the tables.
type tap struct {
	URL  string
	away atomic.Bool // the service answers 503 to everything

	mu     sync.Mutex
	bodies []byte
	calls  map[string]int // by method
}

func newTap(t *testing.T, address string) *tap {
	t.Helper()
	to, err := url.Parse(address)
	require.NoError(t, err)
	p := &tap{calls: map[string]int{}}
	proxy := &httputil.ReverseProxy{ErrorLog: log.New(io.Discard, "", 0), Rewrite: func(r *httputil.ProxyRequest) {
		r.Out.URL.Scheme, r.Out.URL.Host, r.Out.Host = to.Scheme, to.Host, to.Host
	}}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if p.away.Load() {
			w.WriteHeader(http.StatusServiceUnavailable)
			return
		}
		body, err := io.ReadAll(r.Body)
		if err != nil {
			return // the caller has gone
		}
		p.mu.Lock()
		p.bodies = append(p.bodies, body...)
		p.calls[r.Method]++
		p.mu.Unlock()
		r.Body = io.NopCloser(bytes.NewReader(body))
		proxy.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	p.URL = server.URL + to.Path
	return p
}

var encoded = regexp.MustCompile(`[A-Za-z0-9+/]{40,}={0,2}`)

// written is everything that was ever sent to be saved, as it was sent and
// decoded.
func (p *tap) written() []byte {
	p.mu.Lock()
	defer p.mu.Unlock()
	all := bytes.Clone(p.bodies)
	for _, text := range encoded.FindAll(p.bodies, -1) {
		if plain, err := base64.StdEncoding.DecodeString(string(text)); err == nil {
			all = append(append(all, '\n'), plain...)
		}
	}
	return all
}

func (p *tap) counted() map[string]int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return maps.Clone(p.calls)
}
