package sim

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// Entry is one line of the ledger: one request, or one item of a $batch.
type Entry struct {
	N      int       `json:"n"`
	At     time.Time `json:"at"`     // the world's clock
	System string    `json:"system"` // graph, exchange, login, desk, teams
	Tenant string    `json:"tenant"` // short name
	Method string    `json:"method"`
	Path   string    `json:"path"` // with the system's prefix, without the query
	Cmdlet string    `json:"cmdlet"`
	Query  string    `json:"query"`
	// Body is the request's body, parsed where it is JSON, secrets masked.
	Body any `json:"body"`
	// Status is what was answered; 0 where the connection was cut.
	Status int `json:"status"`
	// Applied says that the world did what was asked, or found it done; of a
	// read, that it was answered.
	Applied bool `json:"applied"`
	// Changed says that something became different because of this call.
	Changed bool `json:"changed"`
}

// record enters a call in the ledger and in the journal. Only what changed
// something has to be on disk before the answer leaves.
func (w *World) record(c *call, a answer, cut, applied bool, changes []change) {
	status := a.status
	if cut {
		status = 0
	}
	entry := Entry{
		N: len(w.ledger) + 1, At: w.clock(), System: c.system, Tenant: c.tenant, Method: c.method,
		Path: c.path, Cmdlet: c.cmdlet, Query: shownQuery(c.query), Body: shownBody(c.header, c.body),
		Status: status, Applied: applied, Changed: len(changes) > 0,
	}
	w.ledger = append(w.ledger, entry)
	w.log.Debug("request", "n", entry.N, "system", entry.System, "tenant", entry.Tenant, "method", entry.Method,
		"path", entry.Path, "cmdlet", entry.Cmdlet, "status", entry.Status, "changed", entry.Changed)
	if w.journal != nil {
		w.journal.append(record{Entry: &entry, Changes: changes}, len(changes) > 0)
	}
}

// synced waits until all changes made so far are on disk.
func (w *World) synced() error {
	if w.journal == nil {
		return nil
	}
	return w.journal.sync()
}

// shownQuery is a query as people read it.
func shownQuery(raw string) string {
	decoded, err := url.QueryUnescape(raw)
	if err != nil {
		decoded = raw
	}
	return strings.TrimPrefix(maskText("?"+decoded), "?")
}

func shownBody(header http.Header, body []byte) any {
	if len(body) == 0 {
		return nil
	}
	var parsed any
	if json.Unmarshal(body, &parsed) == nil {
		return mask(parsed)
	}
	if strings.HasPrefix(header.Get("Content-Type"), formType) {
		form, err := url.ParseQuery(string(body))
		if err == nil {
			return shownForm(form)
		}
	}
	return loose.ReplaceAllString(maskText(string(body)), "${1}"+masked)
}

const formType = "application/x-www-form-urlencoded"

func shownForm(form url.Values) string {
	for name := range form {
		if secretName(name) {
			form.Set(name, masked)
		}
	}
	shown, err := url.QueryUnescape(form.Encode())
	if err != nil {
		return masked
	}
	return maskText(shown)
}
