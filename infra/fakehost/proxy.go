package fakehost

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"
	"time"

	"github.com/google/uuid"
)

// serveHTTP is the way in from outside. While no host runs, the platform's
// front end answers.
func (h *Host) serveHTTP(w http.ResponseWriter, r *http.Request) {
	i, _ := h.now()
	if i == nil {
		http.Error(w, "The service is unavailable.", http.StatusServiceUnavailable)
		return
	}
	w.Header().Set("Server", "Kestrel")
	path := decodePath(r.URL.EscapedPath())
	if path == "/" {
		w.Header().Set("Content-Type", "text/html")
		// Whoever asked has gone away.
		_, _ = io.WriteString(w, "<title>Your Azure Function App is up and running.</title>")
		return
	}
	f := h.app.door(r.Method, path)
	if f == nil {
		w.WriteHeader(http.StatusNotFound)
		return
	}
	i.proxy(w, r, f, path)
}

// proxied is what came of a request to the handler.
type proxied struct {
	answer *http.Response
	err    error
	sent   int
}

// proxy hands a request to the handler and its answer back, both as they
// stream. A request that times out ends for the caller; the host goes on
// sending it, as long as it may.
func (i *instance) proxy(w http.ResponseWriter, r *http.Request, f *function, path string) {
	one := Invocation{Function: f.name, ID: uuid.NewString(), At: time.Now(), Outcome: Failed}
	defer func() {
		one.Took = time.Since(one.At)
		i.host.record.invocation(one)
	}()
	ctx, cancel := context.WithCancel(i.work)
	unwatch := context.AfterFunc(r.Context(), cancel)
	done := make(chan proxied, 1)
	go func() { done <- i.forward(ctx, r, f, one.ID, path) }()
	limit := time.Duration(i.host.app.file.FunctionTimeout)
	expired := make(chan struct{})
	timer := time.AfterFunc(limit, func() {
		i.overran(f, one.ID, limit)
		close(expired)
	})
	defer timer.Stop()
	select {
	case p := <-done:
		defer cancel()
		one.Sent = p.sent
		i.finish(w, p, &one, expired)
	case <-expired:
		unwatch()
		go abandon(done, cancel)
		one.Outcome = TimedOut
		w.WriteHeader(http.StatusInternalServerError)
	}
}

// abandon waits for an answer that nobody wants any more.
func abandon(done <-chan proxied, cancel context.CancelFunc) {
	defer cancel()
	if p := <-done; p.err == nil {
		p.answer.Body.Close()
	}
}

// finish passes an answer on.
func (i *instance) finish(w http.ResponseWriter, p proxied, one *Invocation, expired <-chan struct{}) {
	if p.err != nil {
		one.Says = p.err.Error()
		w.WriteHeader(http.StatusInternalServerError)
		return
	}
	defer p.answer.Body.Close()
	one.Status = p.answer.StatusCode
	err := pass(w, p.answer)
	if err == nil {
		one.Outcome = Succeeded
		return
	}
	one.Says = err.Error()
	select {
	case <-expired:
		one.Outcome = TimedOut
	default:
	}
	panic(http.ErrAbortHandler) // half an answer must not look like a whole one
}

func pass(w http.ResponseWriter, answer *http.Response) error {
	header := w.Header()
	header["Content-Type"] = nil // no guessing where the handler says nothing
	for name, values := range withoutHops(answer.Header) {
		header[name] = values
	}
	header.Set("Server", "Kestrel")
	w.WriteHeader(answer.StatusCode)
	control, piece := http.NewResponseController(w), make([]byte, 32<<10)
	for {
		n, err := answer.Body.Read(piece)
		if n > 0 {
			if _, err := w.Write(piece[:n]); err != nil {
				return err
			}
			if err := control.Flush(); err != nil {
				return err
			}
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

// The host sends a proxied request again where the connection fails before
// the answer's head has come: nine times, within less than two seconds, and
// to a new handler where there is one by then.
// Source: RetryProxyHandler.cs of Azure/azure-functions-host
const (
	mostSends    = 10
	firstPause   = 50 * time.Millisecond
	longestPause = 250 * time.Millisecond
)

// forward sends a request to the handler, again and again if it has to. A body
// can't be sent twice.
func (i *instance) forward(ctx context.Context, r *http.Request, f *function, id, path string) (p proxied) {
	if _, err := i.await(ctx); err != nil {
		return proxied{err: err}
	}
	body := &once{Reader: r.Body}
	pause := firstPause
	for send := 1; ; send++ {
		if body.consumed.Load() {
			p.err = errors.New("the body was sent already, and can't be again")
		} else {
			p.send(i.request(ctx, i.current(), r, id, path, body))
		}
		if p.err == nil || send == mostSends {
			return p
		}
		i.say(slog.LevelWarn, fmt.Sprintf("couldn't proxy a request to %s: %v; trying again in %s", f.name, p.err, pause))
		if !sleep(ctx, pause) {
			return p
		}
		pause = min(2*pause, longestPause)
	}
}

// send makes one try.
func (p *proxied) send(client *http.Client, request *http.Request, err error) {
	if err != nil {
		p.err = err
		return
	}
	// The transport itself, since a redirect is the caller's.
	p.answer, p.err = client.Transport.RoundTrip(request) //nolint:bodyclose // finish closes it
	var dial *net.OpError
	if p.err == nil || !errors.As(p.err, &dial) || dial.Op != "dial" {
		p.sent++
	}
}

// once is a body that tells whether it was read. It outlives the tries: the
// server closes what is beneath it.
type once struct {
	io.Reader
	consumed atomic.Bool
}

// Read reads on.
func (o *once) Read(piece []byte) (int, error) {
	o.consumed.Store(true)
	return o.Reader.Read(piece)
}

// request is what the handler gets: the path and query that came, the host's
// own address, and who came in headers.
func (i *instance) request(ctx context.Context, w *worker, r *http.Request, id, path string, body *once) (*http.Client, *http.Request, error) {
	request, err := http.NewRequestWithContext(ctx, r.Method, "http://"+w.host(), http.NoBody)
	if err != nil {
		return nil, nil, err
	}
	request.URL = &url.URL{
		Scheme: "http", Host: w.host(), Path: path, RawPath: encodePath(path), RawQuery: r.URL.RawQuery, ForceQuery: r.URL.ForceQuery,
	}
	if r.ContentLength != 0 {
		request.Body, request.ContentLength = io.NopCloser(body), r.ContentLength
	}
	request.Header = joined(withoutHops(r.Header))
	if r.UserAgent() == "" {
		request.Header.Set("User-Agent", "") // or Go sends its own
	}
	from, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return nil, nil, err
	}
	request.Header.Set("X-Forwarded-For", from)
	request.Header.Set("X-Forwarded-Host", r.Host)
	request.Header.Set("X-Forwarded-Proto", "http")
	request.Header.Set(versionHeader, version)
	request.Header.Set(invocationHeader, id)
	request.Header.Set(proxiedHeader, id)
	i.trace(request.Header)
	return w.client, request, nil
}

// withoutHops leaves out the headers that are about one connection. Those that
// Connection names go on, as they do through the real host.
func withoutHops(header http.Header) http.Header {
	result := header.Clone()
	for _, hop := range []string{"Connection", "Keep-Alive", "Proxy-Connection", "Transfer-Encoding", "Upgrade", "Te", "Trailer"} {
		result.Del(hop)
	}
	return result
}

// joined writes headers that came several times as one.
func joined(header http.Header) http.Header {
	for name, values := range header {
		between := ", "
		if name == "Cookie" {
			between = "; "
		}
		header[name] = []string{strings.Join(values, between)}
	}
	return header
}
