package sim_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"usher/steps/sim"
)

const (
	contosoID  = "c0470000-0000-4000-8000-000000000001"
	fabrikamID = "fab00000-0000-4000-8000-000000000001"

	priya  = "5a1e0000-0000-4000-8000-0000000000a1"
	arlene = "5a1e0000-0000-4000-8000-0000000000ac"
	colin  = "5a1e0000-0000-4000-8000-0000000000c1"
	oskar  = "5a1e0000-0000-4000-8000-0000000000e1"
	ada    = "5a1e0000-0000-4000-8000-000000000013" // directory role
	rafe   = "5a1e0000-0000-4000-8000-000000000014" // role-assignable group
	tess   = "5a1e0000-0000-4000-8000-000000000017" // no usage location
	noel   = "5a1e0000-0000-4000-8000-000000000016" // blocked
	sam    = "5a1e0000-0000-4000-8000-0000000000f1"
	dana   = "5a1e0000-0000-4000-8000-0000000000d1"

	salesUK      = "5a1e0000-0000-4000-8000-000000000101"
	dealDesk     = "5a1e0000-0000-4000-8000-000000000103" // distribution
	everyone     = "5a1e0000-0000-4000-8000-000000000104" // mail-enabled
	allSales     = "5a1e0000-0000-4000-8000-000000000105" // dynamic
	warehouse    = "5a1e0000-0000-4000-8000-000000000106" // synced
	operators    = "5a1e0000-0000-4000-8000-000000000107" // role-assignable
	launch       = "5a1e0000-0000-4000-8000-000000000108"
	restricted   = "5a1e0000-0000-4000-8000-00000000010a"
	licenceGroup = "5a1e0000-0000-4000-8000-000000000201"

	spb   = "cbdc14ab-d96c-4c30-b9f4-6ada7cdc1d46"
	basic = "3b555118-da6a-4418-894f-7df1e2096870"
	plan2 = "19ec0d23-8335-4cbd-94ac-6050e30712fa"
	visio = "c5928f49-12ba-48f7-ada3-0d743a3601d5"
)

type object = map[string]any

// began is when the machine's clock stands in most tests.
func began() time.Time { return time.Date(2026, 1, 12, 9, 0, 0, 123_456_789, time.UTC) }

// rig is a world behind a server, with tokens for both resources.
type rig struct {
	t     *testing.T
	world *sim.World
	url   string
	now   time.Time
	bears map[string]string // token by audience
	who   string            // tenant id
	dir   string
}

func newRig(t *testing.T, dir string) *rig {
	t.Helper()
	r := &rig{t: t, now: began(), bears: map[string]string{}, who: contosoID, dir: dir}
	world, err := sim.Open(sim.Options{Dir: dir, Now: func() time.Time { return r.now }})
	require.NoError(t, err)
	server := httptest.NewServer(world)
	t.Cleanup(func() {
		server.Close()
		require.NoError(t, world.Close())
	})
	r.world, r.url = world, server.URL
	return r
}

// reply is what came back, parsed where it is JSON.
type reply struct {
	status int
	header http.Header
	raw    string
	body   object
}

func (r *rig) do(method, path string, header map[string]string, body string) (reply, error) {
	request, err := http.NewRequestWithContext(r.t.Context(), method, r.url+path, strings.NewReader(body))
	require.NoError(r.t, err)
	for name, value := range header {
		request.Header.Set(name, value)
	}
	response, err := http.DefaultTransport.RoundTrip(request)
	if err != nil {
		return reply{}, err
	}
	raw, err := io.ReadAll(response.Body)
	require.NoError(r.t, err)
	require.NoError(r.t, response.Body.Close())
	got := reply{status: response.StatusCode, header: response.Header, raw: string(raw)}
	if json.Unmarshal(raw, &got.body) != nil {
		got.body = nil
	}
	return got, nil
}

// token gets a fresh token and keeps it for later calls.
func (r *rig) token(audience string) string {
	form := url.Values{"grant_type": {"client_credentials"}, "client_id": {"app"}, "client_secret": {"canary-client-secret"}, "scope": {audience + "/.default"}}
	got, err := r.do("POST", "/login/"+r.who+"/oauth2/v2.0/token", map[string]string{"Content-Type": "application/x-www-form-urlencoded"}, form.Encode())
	require.NoError(r.t, err)
	require.Equal(r.t, 200, got.status, got.raw)
	r.bears[audience] = got.body["access_token"].(string)
	return r.bears[audience]
}

func (r *rig) bearer(audience string) string {
	if r.bears[audience] == "" {
		r.token(audience)
	}
	return "Bearer " + r.bears[audience]
}

// graph calls Graph; the path is below /v1.0 and may carry a query with spaces.
func (r *rig) graph(method, path string, body any) reply {
	r.t.Helper()
	got, err := r.tryGraph(method, path, body)
	require.NoError(r.t, err)
	return got
}

func (r *rig) tryGraph(method, path string, body any) (reply, error) {
	header := map[string]string{"Authorization": r.bearer("https://graph.microsoft.com")}
	text := ""
	if body != nil {
		header["Content-Type"] = "application/json"
		text = asJSON(r.t, body)
	}
	return r.do(method, "/graph/v1.0/"+strings.ReplaceAll(path, " ", "%20"), header, text)
}

// exchange runs a cmdlet.
func (r *rig) exchange(cmdlet string, parameters object) reply {
	r.t.Helper()
	return r.exchangeAt("/exchange/adminapi/beta/"+r.who+"/InvokeCommand", cmdlet, parameters, nil)
}

func (r *rig) exchangeAt(path, cmdlet string, parameters object, extra map[string]string) reply {
	r.t.Helper()
	header := map[string]string{"Authorization": r.bearer("https://outlook.office365.com"), "Content-Type": "application/json; charset=utf-8"}
	for name, value := range extra {
		header[name] = value
	}
	got, err := r.do("POST", path, header, asJSON(r.t, object{"CmdletInput": object{"CmdletName": cmdlet, "Parameters": parameters}}))
	require.NoError(r.t, err)
	return got
}

// door asks one of the world's own doors and insists on 200.
func (r *rig) door(method, path string, body any) reply {
	r.t.Helper()
	text := ""
	if body != nil {
		text = asJSON(r.t, body)
	}
	got, err := r.do(method, path, nil, text)
	require.NoError(r.t, err)
	require.Equal(r.t, 200, got.status, got.raw)
	return got
}

// entries reads the ledger.
func (r *rig) entries() []sim.Entry {
	r.t.Helper()
	var all []sim.Entry
	require.NoError(r.t, json.Unmarshal([]byte(r.door("GET", "/_sim/ledger", nil).raw), &all))
	return all
}

func (r *rig) lastEntry() sim.Entry {
	r.t.Helper()
	all := r.entries()
	require.NotEmpty(r.t, all)
	return all[len(all)-1]
}

// tenant reads one tenant's part of the state.
func (r *rig) tenant(name string) object {
	r.t.Helper()
	return at(r.t, r.door("GET", "/_sim/state", nil).body, "tenants", name).(object)
}

// thing finds an object of contoso's state by one of its values.
func (r *rig) thing(list, name, value string) object {
	r.t.Helper()
	for _, item := range r.tenant("contoso")[list].([]any) {
		if item.(object)[name] == value {
			return item.(object)
		}
	}
	require.Failf(r.t, "not in the state", "%s with %s %s", list, name, value)
	return nil
}

func (r *rig) user(id string) object { return r.thing("users", "id", id) }

// at walks down a JSON value by names and indices.
func at(t *testing.T, value any, path ...any) any {
	t.Helper()
	for _, step := range path {
		switch step := step.(type) {
		case string:
			in, ok := value.(object)
			require.Truef(t, ok, "no object at %v of %v in %v", step, path, value)
			value = in[step]
		case int:
			in, ok := value.([]any)
			require.Truef(t, ok && step < len(in), "no item %d of %v in %v", step, path, value)
			value = in[step]
		}
	}
	return value
}

// values lists one value of each object in a page.
func values(t *testing.T, got reply, name string) []any {
	t.Helper()
	require.Equal(t, 200, got.status, got.raw)
	all := []any{}
	for _, item := range got.body["value"].([]any) {
		all = append(all, item.(object)[name])
	}
	return all
}

func asJSON(t *testing.T, value any) string {
	t.Helper()
	var buffer bytes.Buffer
	encoder := json.NewEncoder(&buffer)
	encoder.SetEscapeHTML(false)
	require.NoError(t, encoder.Encode(value))
	return strings.TrimSpace(buffer.String())
}

// refusal insists on an error of Graph and returns its message.
func refusal(t *testing.T, got reply, status int, code string) string {
	t.Helper()
	require.Equal(t, status, got.status, got.raw)
	require.Equal(t, code, at(t, got.body, "error", "code"), got.raw)
	require.NotEmpty(t, at(t, got.body, "error", "innerError", "request-id"))
	require.NotEmpty(t, got.header.Get("request-id"))
	return fmt.Sprint(at(t, got.body, "error", "message"))
}

// deadline is a client that gives up after a while.
func deadline(after time.Duration) func(r *rig, method, path string, body any) error {
	return func(r *rig, method, path string, body any) error {
		ctx, cancel := context.WithTimeout(r.t.Context(), after)
		defer cancel()
		request, err := http.NewRequestWithContext(ctx, method, r.url+"/graph/v1.0/"+path, strings.NewReader(asJSON(r.t, body)))
		require.NoError(r.t, err)
		request.Header.Set("Authorization", r.bearer("https://graph.microsoft.com"))
		request.Header.Set("Content-Type", "application/json")
		response, err := http.DefaultTransport.RoundTrip(request)
		if err == nil {
			return response.Body.Close()
		}
		return err
	}
}
