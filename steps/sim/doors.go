package sim

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

// doorsText is what GET / shows to the curious.
const doorsText = `The simulated world. Its systems:
  /graph/v1.0/…
  /exchange/adminapi/beta/{tenant}/InvokeCommand
  /login/{tenant}/oauth2/v2.0/token
  /desk/{customer}/tickets/…  /desk/{customer}/contacts/…
  /connectwise/{codebase}/apis/3.0/…  /connectwise/login/companyinfo/{company}
  /teams/{channel}
  /pwpush/p.json  /pwpush/api/v2/pushes.json  /pwpush/p/{token}
Its own doors:
  GET  /_sim/ledger   every request, what it did, secrets masked (?since=n for those after n)
  GET  /_sim/state    all that is so now
  PUT  /_sim/world/{customer}  replaces a tenant (PATCH merges by id or upn)
  POST /_sim/reset    back to the seed
  POST /_sim/faults   [{"system","method","path","body","cmdlet","changing","nth"|"every"|"share","times","then":{…}}]
  POST /_sim/lag      {"reads":k}
  POST /_sim/latency  {"graph":ms,…}
  POST /_sim/consents {"tenant","scopes":[],"roles":[]}
  POST /_sim/clock    {"set":RFC 3339} or {"advance":"15m"}; GET shows it
  POST /_sim/seed     {"seed":n}
  PUT  /_sim/secrets  {"desk":{customer:secret},"pwpush":token,"connectwise":"public:private"}
  POST /_sim/connectwise          {"codebase":"v2026_1/"}: an upgrade
  POST /_sim/connectwise/sign     a callback's body in, {"body","signature"} as ConnectWise would send it
  POST /_sim/pwpush   {"old":true}: a Password Pusher without API v2
`

// door answers at one of the world's own doors; the lock is held.
type door func(*http.Request) (any, error)

// wrong is a request to a door that asks for something that makes no sense.
type wrong struct{ says string }

func (w *wrong) Error() string { return w.says }

func wrongf(format string, args ...any) error { return &wrong{fmt.Sprintf(format, args...)} }

func (w *World) openDoors() *http.ServeMux {
	mux := http.NewServeMux()
	doors := map[string]door{
		"GET /_sim/ledger":       w.showLedger,
		"GET /_sim/state":        w.showState,
		"PUT /_sim/world/{of}":   w.putWorld,
		"PATCH /_sim/world/{of}": w.patchWorld,
		"POST /_sim/reset":       w.reset,
		"POST /_sim/faults":      w.setFaults,
		"POST /_sim/lag":         w.setLag,
		"POST /_sim/latency":     w.setLatency,
		"POST /_sim/consents":    w.setConsents,
		"GET /_sim/clock":        w.showClock,
		"POST /_sim/clock":       w.setClock,
		"POST /_sim/seed":        w.setSeed,
		"PUT /_sim/secrets":      w.setSecrets,
		"POST /_sim/pwpush":      w.setPusher,

		"POST /_sim/connectwise":      w.upgradePSA,
		"POST /_sim/connectwise/sign": w.signCallback,
	}
	for pattern, open := range doors {
		mux.HandleFunc(pattern, func(rw http.ResponseWriter, r *http.Request) { w.open(rw, r, open) })
	}
	mux.HandleFunc("GET /{$}", func(rw http.ResponseWriter, r *http.Request) {
		rw.Header().Set("Content-Type", "text/plain; charset=utf-8")
		if _, err := rw.Write([]byte(doorsText)); err != nil {
			w.log.DebugContext(r.Context(), "answer not delivered", "error", err)
		}
	})
	return mux
}

// open answers at one of the world's own doors.
func (w *World) open(rw http.ResponseWriter, r *http.Request, d door) {
	w.mu.Lock()
	body, err := d(r)
	w.mu.Unlock()
	if err == nil {
		err = w.synced()
	}
	a := answer{status: http.StatusOK, body: body}
	var misuse *wrong
	switch {
	case errors.As(err, &misuse):
		a = answer{status: http.StatusBadRequest, body: object{"error": misuse.says}}
	case err != nil:
		w.log.ErrorContext(r.Context(), "a door failed", "path", r.URL.Path, "error", err)
		a = answer{status: http.StatusInternalServerError, body: object{"error": err.Error()}}
	case body == nil:
		a.body = object{}
	}
	if err := a.write(rw); err != nil {
		w.log.DebugContext(r.Context(), "answer not delivered", "error", err)
	}
}

// read parses a door's body strictly.
func read(r *http.Request, into any) error {
	decoder := json.NewDecoder(io.LimitReader(r.Body, maxBody))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(into); err != nil {
		return wrongf("the body isn't as expected: %v", err)
	}
	return nil
}

// keep writes the settings to the journal.
func (w *World) keep() {
	if w.journal != nil {
		kept := w.settings
		w.journal.append(record{Settings: &kept}, true)
	}
}

func (w *World) showLedger(r *http.Request) (any, error) {
	since := 0
	if raw, ok := strings.CutPrefix(r.URL.RawQuery, "since="); ok {
		n, err := strconv.Atoi(raw)
		if err != nil || n < 0 {
			return nil, wrongf("since is a number of the ledger, not %q", raw)
		}
		since = n
	}
	return slices.Clone(w.ledger[min(since, len(w.ledger)):]), nil
}

func (w *World) reset(*http.Request) (any, error) {
	if err := w.begin(); err != nil {
		return nil, err
	}
	if w.journal == nil {
		return nil, nil
	}
	kept := w.settings
	return nil, w.journal.restart(record{Settings: &kept})
}

func (w *World) setFaults(r *http.Request) (any, error) {
	rules := []rule{}
	if err := read(r, &rules); err != nil {
		return nil, err
	}
	for i, r := range rules {
		if _, known := w.systems[r.System]; r.System != "" && !known {
			return nil, wrongf("rule %d: there is no system %q", i, r.System)
		}
	}
	faults, err := compileFaults(rules, w.settings.Seed)
	if err != nil {
		return nil, wrongf("%v", err)
	}
	w.settings.Faults, w.faults = rules, faults
	w.keep()
	return nil, nil
}

func (w *World) setLag(r *http.Request) (any, error) {
	var asked struct{ Reads int }
	if err := read(r, &asked); err != nil {
		return nil, err
	}
	if asked.Reads < 0 {
		return nil, wrongf("reads can't be negative")
	}
	w.settings.Lag = asked.Reads
	if asked.Reads == 0 {
		w.replica = replica{}
	}
	w.keep()
	return nil, nil
}

func (w *World) setLatency(r *http.Request) (any, error) {
	asked := map[string]int{}
	if err := read(r, &asked); err != nil {
		return nil, err
	}
	for name, ms := range asked {
		if _, known := w.systems[name]; !known || ms < 0 {
			return nil, wrongf("latency is given in ms for the systems of this world, not %q: %d", name, ms)
		}
	}
	w.settings.Latency = asked
	w.keep()
	return nil, nil
}

func (w *World) setConsents(r *http.Request) (any, error) {
	var asked struct {
		Tenant        string
		Scopes, Roles []string
	}
	if err := read(r, &asked); err != nil {
		return nil, err
	}
	tenant, known := w.tenant(asked.Tenant)
	if !known {
		return nil, wrongf("no tenant is called %q", asked.Tenant)
	}
	// A new map: the journal may still hold the old settings.
	consents := map[string]consent{tenant: {asked.Scopes, asked.Roles}}
	for name, held := range w.settings.Consents {
		if name != tenant {
			consents[name] = held
		}
	}
	w.settings.Consents = consents
	w.keep()
	return nil, nil
}

func (w *World) showClock(*http.Request) (any, error) {
	return object{"now": w.clock().Format(time.RFC3339Nano), "offset": w.settings.Offset.String()}, nil
}

func (w *World) setClock(r *http.Request) (any, error) {
	var asked struct {
		Set     time.Time
		Advance string
	}
	if err := read(r, &asked); err != nil {
		return nil, err
	}
	if asked.Set.IsZero() == (asked.Advance == "") {
		return nil, wrongf("give either set or advance")
	}
	if asked.Advance != "" {
		by, err := time.ParseDuration(asked.Advance)
		if err != nil {
			return nil, wrongf("advance: %v", err)
		}
		w.settings.Offset += by
	} else {
		w.settings.Offset = asked.Set.Sub(w.now())
	}
	w.keep()
	return w.showClock(r)
}

func (w *World) setSeed(r *http.Request) (any, error) {
	var asked struct{ Seed uint64 }
	if err := read(r, &asked); err != nil {
		return nil, err
	}
	w.settings.Seed = asked.Seed
	w.keep()
	return nil, w.settle()
}

func (w *World) setSecrets(r *http.Request) (any, error) {
	var asked struct {
		Desk   map[string]string
		Pwpush string

		Connectwise string
	}
	if err := read(r, &asked); err != nil {
		return nil, err
	}
	secrets := map[string]signer{}
	for desk, held := range w.settings.Secrets {
		secrets[desk] = held
	}
	for desk, secret := range asked.Desk {
		signs, err := newSigner(secret)
		if err != nil {
			return nil, err
		}
		secrets[desk] = signs
	}
	w.settings.Secrets = secrets
	w.takeKey("pwpush", asked.Pwpush)
	w.takeKey("connectwise", asked.Connectwise)
	w.keep()
	return nil, nil
}
