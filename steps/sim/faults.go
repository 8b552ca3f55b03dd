package sim

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"regexp"
	"strings"
)

// rule is one entry of POST /_sim/faults. An absent condition fits every call.
type rule struct {
	System   string `json:"system,omitempty"`   // graph, exchange …
	Method   string `json:"method,omitempty"`   // regular expression
	Path     string `json:"path,omitempty"`     // regular expression, on the path as in the ledger
	Body     string `json:"body,omitempty"`     // regular expression, on the raw body
	Cmdlet   string `json:"cmdlet,omitempty"`   // regular expression
	Changing *bool  `json:"changing,omitempty"` // the world's own judgement of the call
	// At most one of these says whose turn it is among the calls that fit:
	// the nth only (with times, the nth and those after it), every nth, or a
	// share of them by chance. Without one it is every call.
	Nth   int     `json:"nth,omitempty"`
	Every int     `json:"every,omitempty"`
	Share float64 `json:"share,omitempty"`
	// Times is how often the rule acts at most; 0 is without end.
	Times int  `json:"times,omitempty"`
	Then  then `json:"then"`
}

// then is what a fault rule does. A status, or a cut, without AfterDoing means
// that the call isn't done at all; a delay alone does it late. With AfterDoing
// it is done first, and the delay comes after it.
type then struct {
	Status     int             `json:"status,omitempty"`
	RetryAfter json.RawMessage `json:"retryAfter,omitempty"` // seconds, or any text; sent as Retry-After
	Body       json.RawMessage `json:"body,omitempty"`       // a JSON string is sent as plain text
	DelayMs    int             `json:"delayMs,omitempty"`
	AfterDoing bool            `json:"afterDoing,omitempty"`
	Cut        bool            `json:"cut,omitempty"`
}

// does tells whether the call is carried out.
func (t *then) does() bool { return t == nil || t.AfterDoing || t.Status == 0 && !t.Cut }

func (t *then) cuts() bool { return t != nil && t.Cut }

// answer puts the rule's answer in place of the real one.
func (t *then) answer(sys system, c *call, real answer) answer {
	if t == nil || t.Cut || t.Status == 0 && t.Body == nil && t.RetryAfter == nil {
		return real
	}
	a := real
	if t.Status != 0 {
		a = answer{status: t.Status}
		if !a.ok() {
			a = sys.fail(c, t.Status)
		}
	}
	if t.Body != nil {
		a.body = t.Body
		var plain string
		if json.Unmarshal(t.Body, &plain) == nil {
			a.body = []byte(plain)
		}
	}
	if t.RetryAfter != nil {
		header := map[string]string{"Retry-After": strings.Trim(string(t.RetryAfter), `"`)}
		for name, value := range a.header {
			header[name] = value
		}
		a.header = header
	}
	return a
}

// fault is a rule at work. Its counters begin anew when the rules are set and
// when the world starts.
type fault struct {
	rule
	method, path, body, cmdlet *regexp.Regexp
	chance                     *rand.Rand
	fitted, acted              int
}

// turn counts a call against every rule that fits and returns what the first
// of those whose turn it is wants, or nil.
func turn(faults []*fault, c *call, changing bool) *then {
	var acting *fault
	for _, f := range faults {
		if !f.fits(c, changing) {
			continue
		}
		f.fitted++
		if f.due() && acting == nil {
			acting = f
		}
	}
	if acting == nil {
		return nil
	}
	acting.acted++
	return &acting.Then
}

// due tells whether it is the rule's turn at the call just counted. Chance is
// asked each time, so that a seed gives the same turns whatever else acts.
func (f *fault) due() bool {
	switch {
	case f.Nth > 0:
		return f.fitted >= f.Nth && f.fitted < f.Nth+max(f.Times, 1)
	case f.Every > 0 && f.fitted%f.Every != 0:
		return false
	case f.Share > 0 && f.chance.Float64() >= f.Share:
		return false
	}
	return f.Times == 0 || f.acted < f.Times
}

func (f *fault) fits(c *call, changing bool) bool {
	// The envelope of a $batch isn't one of the calls, unless a rule means it.
	if c.envelope() && !strings.Contains(f.Path, "batch") {
		return false
	}
	return (f.System == "" || f.System == c.system) &&
		(f.Changing == nil || *f.Changing == changing) &&
		(f.method == nil || f.method.MatchString(c.method)) &&
		(f.path == nil || f.path.MatchString(c.path)) &&
		(f.body == nil || f.body.Match(c.body)) &&
		(f.cmdlet == nil || f.cmdlet.MatchString(c.cmdlet))
}

// compileFaults checks the rules and makes them ready.
func compileFaults(rules []rule, seed uint64) ([]*fault, error) {
	var faults []*fault
	for i, r := range rules {
		f := &fault{rule: r, chance: rand.New(rand.NewPCG(seed, uint64(i)))}
		if err := f.compile(); err != nil {
			return nil, fmt.Errorf("rule %d: %w", i, err)
		}
		faults = append(faults, f)
	}
	return faults, nil
}

func (f *fault) compile() error {
	pairs := []struct {
		source string
		target **regexp.Regexp
	}{{f.Method, &f.method}, {f.Path, &f.path}, {f.Body, &f.body}, {f.Cmdlet, &f.cmdlet}}
	for _, pair := range pairs {
		if pair.source == "" {
			continue
		}
		compiled, err := regexp.Compile(pair.source)
		if err != nil {
			return err
		}
		*pair.target = compiled
	}
	turns := 0
	for _, given := range []bool{f.Nth != 0, f.Every != 0, f.Share != 0} {
		if given {
			turns++
		}
	}
	empty, err := json.Marshal(f.Then)
	switch {
	case err != nil:
		return err
	case turns > 1:
		return errors.New("give only one of nth, every and share")
	case f.Nth < 0 || f.Every < 0 || f.Times < 0 || f.Share < 0 || f.Share > 1:
		return errors.New("nth, every and times count from 1, share lies between 0 and 1")
	case bytes.Equal(empty, []byte("{}")):
		return errors.New("then is empty")
	}
	return nil
}
