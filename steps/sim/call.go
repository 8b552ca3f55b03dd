package sim

import (
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strings"
)

// maxBody is how much of a request the world reads.
const maxBody = 4 << 20

// system is one of the outside systems that the world plays.
type system struct {
	// identify fills in what the ledger and the fault rules want to know of a
	// call: tenant and cmdlet. The lock is held.
	identify func(*call)
	// changing is the world's judgement whether a call asks for a change.
	changing func(*call) bool
	// do carries a call out and answers it. The lock is held; what a call
	// changed is taken back where it answers an error.
	do func(*call) answer
	// fail is the answer in this system's shape for a status that a fault
	// rule asks for.
	fail func(c *call, status int) answer
	// items takes a $batch apart; nil where the system has none.
	items func(*call) ([]item, *answer)
}

// systems are all systems by the first segment of their paths.
func systems() map[string]system {
	return map[string]system{
		"graph":    graphSystem(),
		"exchange": exchangeSystem(),
		"login":    loginSystem(),
		"desk":     deskSystem(),
		"teams":    teamsSystem(),
		"pwpush":   pwpushSystem(),

		"connectwise": connectwiseSystem(),
	}
}

// call is one request, or one item of a $batch, on its way through the world.
type call struct {
	world    *World
	system   string
	tenant   string // short name; "" where the call doesn't say
	cmdlet   string
	method   string
	path     string   // as asked, unescaped, with the system's prefix
	segments []string // of the path below the prefix, unescaped one by one
	query    string   // raw
	header   http.Header
	body     []byte
	base     string // scheme and host under which the world was reached

	// While it is being done:
	draft  *draft
	glance *glance
	token  *token
}

// answer is what a call is answered.
type answer struct {
	status int
	header map[string]string
	body   any // written as JSON; nil for none, []byte as it is
	// already marks an error that says that the state is as asked already.
	already bool
}

func (a answer) ok() bool { return a.status >= 200 && a.status < 300 }

// newCall takes a request apart.
func (w *World) newCall(r *http.Request) (*call, error) {
	body, err := io.ReadAll(io.LimitReader(r.Body, maxBody))
	if err != nil {
		return nil, err
	}
	scheme := "http"
	if r.TLS != nil {
		scheme = "https"
	}
	c := &call{
		world: w, method: r.Method, header: r.Header, body: body,
		base: scheme + "://" + r.Host, query: r.URL.RawQuery,
	}
	return c, c.aim(r.URL)
}

// aim points a call at a path.
func (c *call) aim(u *url.URL) error {
	c.path, c.query = u.Path, u.RawQuery
	c.segments = nil
	for escaped := range strings.SplitSeq(strings.Trim(u.EscapedPath(), "/"), "/") {
		segment, err := url.PathUnescape(escaped)
		if err != nil {
			return err
		}
		c.segments = append(c.segments, segment)
	}
	c.system, c.segments = c.segments[0], c.segments[1:]
	return nil
}

// json reads the body into an object; nil where it is none.
func (c *call) json() object {
	var o object
	if json.Unmarshal(c.body, &o) != nil {
		return nil
	}
	return o
}

// get returns a thing of the call's tenant as it is now.
func (c *call) get(sort kind, id string) object {
	return c.world.store.get(key{c.tenant, sort, id})
}

// write sends an answer.
func (a answer) write(w http.ResponseWriter) error {
	for name, value := range a.header {
		w.Header().Set(name, value)
	}
	raw, kind, err := a.bytes()
	if err != nil {
		return err
	}
	if len(raw) > 0 && w.Header().Get("Content-Type") == "" {
		w.Header().Set("Content-Type", kind)
	}
	w.WriteHeader(a.status)
	_, err = w.Write(raw)
	return err
}

func (a answer) bytes() (raw []byte, contentType string, err error) {
	switch body := a.body.(type) {
	case nil:
		return nil, "", nil
	case []byte:
		return body, http.DetectContentType(body), nil
	default:
		raw, err = json.Marshal(body)
		return raw, "application/json; charset=utf-8", err
	}
}
