package azure_test

import (
	"bytes"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// fault is what happens to a request on its way. It may hand the request on,
// once or twice, and answers or cuts the connection.
type fault struct {
	name   string
	writes bool // happens to those alone
	do     func(p *proxy, w http.ResponseWriter, r *http.Request, body []byte)
}

// proxy stands between the store and the table service's double.
type proxy struct {
	t      *testing.T
	behind *url.URL
	late   sync.WaitGroup // requests that were cut and go on

	mu     sync.Mutex
	random *rand.Rand
	next   []fault        // for the next writes, one each
	faults []fault        // of which one is drawn for every other request
	seen   map[string]int // how often each was drawn
	sizes  []int          // of the bodies
}

// newProxy returns the address at which the proxy takes the double's place.
func newProxy(t *testing.T, tables string, seed uint64, faults ...fault) (*proxy, string) {
	t.Helper()
	behind, err := url.Parse(tables)
	require.NoError(t, err)
	p := &proxy{t: t, behind: behind, random: rand.New(rand.NewPCG(seed, 0)), faults: faults, seen: map[string]int{}}
	server := httptest.NewServer(p)
	t.Cleanup(server.Close)
	t.Cleanup(p.late.Wait)
	return p, server.URL + behind.Path
}

func (p *proxy) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		cut(w)
		return
	}
	p.draw(r, len(body)).do(p, w, r, body)
}

// draw picks what happens to a request. Faults of writes leave reads alone, and
// making the table isn't what is tested.
func (p *proxy) draw(r *http.Request, size int) fault {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.sizes = append(p.sizes, size)
	if len(p.next) > 0 && strings.HasSuffix(r.URL.Path, "/$batch") {
		f := p.next[0]
		p.next = p.next[1:]
		return f
	}
	if len(p.faults) == 0 || strings.HasSuffix(r.URL.Path, "/Tables") {
		return fine()
	}
	f := p.faults[p.random.IntN(len(p.faults))]
	if f.writes && r.Method == http.MethodGet {
		return fine()
	}
	p.seen[f.name]++
	return f
}

// script says what happens to the next writes, after which all is fine.
func (p *proxy) script(faults ...fault) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.next = faults
}

// pass hands a request on and returns the answer, whole.
func (p *proxy) pass(r *http.Request, body []byte) *http.Response {
	request, err := http.NewRequest(r.Method, "http://"+p.behind.Host+r.URL.RequestURI(), bytes.NewReader(body))
	if err != nil {
		p.t.Error("proxy:", err)
		return nil
	}
	request.Header = r.Header.Clone()
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		p.t.Error("proxy:", err)
		return nil
	}
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		p.t.Error("proxy:", err)
	}
	_ = answer.Body.Close()
	answer.Body = io.NopCloser(bytes.NewReader(text))
	return answer
}

func reply(w http.ResponseWriter, answer *http.Response) {
	if answer == nil {
		cut(w)
		return
	}
	for name, values := range answer.Header {
		w.Header()[name] = values
	}
	w.WriteHeader(answer.StatusCode)
	_, _ = io.Copy(w, answer.Body)
}

// cut closes the connection without an answer.
func cut(http.ResponseWriter) { panic(http.ErrAbortHandler) }

func say(status int, code string) func(http.ResponseWriter) {
	return func(w http.ResponseWriter) {
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(status)
		_, _ = io.WriteString(w, `{"odata.error":{"code":"`+code+`","message":{"lang":"en-US","value":"Said by a proxy."}}}`)
	}
}

func fine() fault {
	return fault{"fine", false, func(p *proxy, w http.ResponseWriter, r *http.Request, body []byte) { reply(w, p.pass(r, body)) }}
}

func slow(wait time.Duration) fault {
	return fault{"slow", false, func(p *proxy, w http.ResponseWriter, r *http.Request, body []byte) {
		time.Sleep(wait)
		reply(w, p.pass(r, body))
	}}
}

// before answers without handing the request on, after hands it on first.
func before(name string, answer func(http.ResponseWriter)) fault {
	return fault{name + " before", false, func(_ *proxy, w http.ResponseWriter, _ *http.Request, _ []byte) { answer(w) }}
}

func after(name string, answer func(http.ResponseWriter)) fault {
	return fault{name + " after", false, func(p *proxy, w http.ResponseWriter, r *http.Request, body []byte) {
		p.pass(r, body)
		answer(w)
	}}
}

// onlyWrites leaves reads alone.
func onlyWrites(f fault) fault {
	f.writes = true
	return f
}

// twice is what some things in between do on their own: they send a request
// again, and the second answer is all that one hears.
func twice() fault {
	return fault{"twice", true, func(p *proxy, w http.ResponseWriter, r *http.Request, body []byte) {
		p.pass(r, body)
		reply(w, p.pass(r, body))
	}}
}

// late cuts the connection at once and hands the request on after a while, when
// its sender may have looked already.
func late(longest time.Duration) fault {
	return fault{"late", true, func(p *proxy, w http.ResponseWriter, r *http.Request, body []byte) {
		r = r.Clone(r.Context())
		p.late.Go(func() {
			time.Sleep(rand.N(longest))
			p.pass(r, body)
		})
		cut(w)
	}}
}

// torn loses the end of an answer, closing line and all.
func torn() fault {
	return fault{"torn", true, func(p *proxy, w http.ResponseWriter, r *http.Request, body []byte) {
		answer := p.pass(r, body)
		if answer == nil || answer.StatusCode != http.StatusAccepted {
			reply(w, answer)
			return
		}
		text, _ := io.ReadAll(answer.Body)
		answer.Body = io.NopCloser(bytes.NewReader(text[:p.upTo(len(text))]))
		answer.Header.Del("Content-Length")
		reply(w, answer)
	}}
}

func (p *proxy) upTo(n int) int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.random.IntN(n)
}
