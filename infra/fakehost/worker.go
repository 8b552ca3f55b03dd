package fakehost

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/google/uuid"
)

// worker is one process of the handler.
type worker struct {
	port    int
	command *exec.Cmd
	client  *http.Client
	exited  chan struct{} // closed once the process is gone
	renewed chan struct{} // closed once somebody wants another in its place

	mu     sync.Mutex
	ending end
}

// end is why a worker's process ended.
type end int

const (
	byItself end = iota
	byKill       // the test's
	byTimeout
	byStop
)

// startWorker starts the handler as the host does: in the app's root, with the
// app's settings and the port to listen on. It ends with ctx at the latest.
func startWorker(ctx context.Context, a *app, r *record) (*worker, error) {
	port, err := freePort()
	if err != nil {
		return nil, err
	}
	w := &worker{port: port, exited: make(chan struct{}), renewed: make(chan struct{})}
	transport := &http.Transport{DisableCompression: true, MaxIdleConnsPerHost: 64}
	w.client = &http.Client{Transport: transport}
	w.command = exec.CommandContext(ctx, executable(a), arguments(a)...)
	w.command.Dir = a.root
	if folder := a.file.CustomHandler.Description.WorkingDirectory; folder != "" {
		w.command.Dir = filepath.Join(a.root, folder)
	}
	w.command.Env = environment(a, port)
	w.command.SysProcAttr = attributes()
	w.command.WaitDelay = time.Second
	out, complaints := &lines{record: r, from: "stdout"}, &lines{record: r, from: "stderr"}
	w.command.Stdout, w.command.Stderr = out, complaints
	if err := w.command.Start(); err != nil {
		return nil, fmt.Errorf("start the handler: %w", err)
	}
	go func() {
		defer close(w.exited)
		// How it ended is asked of ProcessState.
		_ = w.command.Wait()
		out.flush()
		complaints.flush()
		transport.CloseIdleConnections()
	}()
	return w, nil
}

// executable is host.json's, beside it unless it says where.
func executable(a *app) string {
	path := a.file.CustomHandler.Description.DefaultExecutablePath
	if filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(a.root, path)
}

func arguments(a *app) []string {
	var all []string
	for _, one := range a.file.CustomHandler.Description.Arguments {
		all = append(all, placeholder.ReplaceAllStringFunc(one, func(name string) string { return a.env[strings.Trim(name, "%")] }))
	}
	return all
}

func environment(a *app, port int) []string {
	id := uuid.NewString()
	all := []string{
		"FUNCTIONS_CUSTOMHANDLER_PORT=" + strconv.Itoa(port), "FUNCTIONS_CUSTOMHANDLER_WORKER_ID=" + id,
		"FUNCTIONS_HTTPWORKER_PORT=" + strconv.Itoa(port), "FUNCTIONS_HTTPWORKER_ID=" + id,
		"FUNCTIONS_APP_ROOT_PATH=" + a.root,
	}
	for name, value := range a.env {
		all = append(all, name+"="+value)
	}
	slices.Sort(all)
	return all
}

// freePort finds a port that nobody listens on at the moment.
func freePort() (int, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0") //nolint:noctx // it takes no time
	if err != nil {
		return 0, err
	}
	return listener.Addr().(*net.TCPAddr).Port, listener.Close()
}

func (w *worker) host() string { return net.JoinHostPort("127.0.0.1", strconv.Itoa(w.port)) }

// answers asks GET / every 25 ms until there is an answer, whatever it is.
func (w *worker) answers(ctx context.Context) bool {
	for {
		request, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+w.host()+"/", nil)
		if err != nil {
			return false
		}
		if answer, err := w.client.Do(request); err == nil {
			answer.Body.Close()
			return true
		}
		if w.gone() || !sleep(ctx, 25*time.Millisecond) {
			return false
		}
	}
}

// kill ends the process with SIGKILL. The first reason stands.
func (w *worker) kill(why end) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.ending != byItself {
		return
	}
	if !w.gone() {
		w.ending = why
		// It may have gone by itself meanwhile.
		_ = w.command.Process.Kill()
	}
	if why == byTimeout {
		w.ending = why
		close(w.renewed)
	}
}

func (w *worker) gone() bool {
	select {
	case <-w.exited:
		return true
	default:
		return false
	}
}

func (w *worker) why() end {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.ending
}

// says tells how the process ended: "exit status 2", "signal: killed".
func (w *worker) says() string {
	if state := w.command.ProcessState; state != nil {
		return state.String()
	}
	return "no exit status"
}

// wide tells whether the handler listens on an address that other machines
// reach: the host calls it on 127.0.0.1 only.
func (w *worker) wide() (address string, found bool) {
	all, err := net.InterfaceAddrs()
	if err != nil {
		return "", false
	}
	for _, one := range all {
		network, ok := one.(*net.IPNet)
		if !ok || network.IP.IsLoopback() || network.IP.IsLinkLocalUnicast() {
			continue
		}
		address := net.JoinHostPort(network.IP.String(), strconv.Itoa(w.port))
		connection, err := net.DialTimeout("tcp", address, 200*time.Millisecond) //nolint:noctx // it ends by itself
		if err == nil {
			_ = connection.Close()
			return address, true
		}
	}
	return "", false
}

// lines cuts what a process writes into lines.
type lines struct {
	record *record
	from   string
	rest   []byte
}

// Write takes a piece of output.
func (l *lines) Write(piece []byte) (int, error) {
	l.rest = append(l.rest, piece...)
	for {
		line, rest, found := bytes.Cut(l.rest, []byte("\n"))
		if !found {
			return len(piece), nil
		}
		l.say(line)
		l.rest = rest
	}
}

func (l *lines) flush() {
	if len(l.rest) > 0 {
		l.say(l.rest)
	}
}

// say logs a line as the host does.
func (l *lines) say(line []byte) {
	text, level := strings.TrimSuffix(string(line), "\r"), slog.LevelInfo
	if l.from == "stderr" {
		level = slog.LevelError
		if strings.Contains(strings.ToLower(text), "warn") {
			level = slog.LevelWarn
		}
	}
	l.record.line(l.from, level, text)
}
