package connectwise_test

import (
	"bytes"
	"context"
	"encoding/base64"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"usher/steps/internal/connectwise"
	"usher/steps/internal/wire"
	"usher/steps/step"
)

const (
	canaryKeys = `{"companyId":"msp","publicKey":"Canary-pub","privateKey":"Canary-priv","clientId":"Canary-client"}`
	api        = "/cw/v2025_1/apis/3.0"
	info       = "GET /cw/login/companyinfo/msp"
	asCompany  = `"company":{"id":250,"identifier":"contoso"}`
	ticket1    = `200{"id":1,"summary":"S","board":{"id":7,"name":"Help"},"status":{"id":70,"name":"New"},` + asCompany + `}`
)

// heard is one request as it arrived.
type heard struct {
	line  string
	query url.Values
	body  string
}

// fake is a ConnectWise that answers by method and path, and writes down what
// it hears. Of several answers the last stays.
type fake struct {
	t       *testing.T
	desk    *connectwise.Desk
	logs    bytes.Buffer
	mu      sync.Mutex
	answers map[string][]string
	calls   []heard
}

func newFake(t *testing.T, company string, answers map[string][]string) *fake {
	t.Helper()
	made := &fake{t: t, answers: map[string][]string{info: {`200{"Codebase":"v2025_1/"}`}}}
	for line, given := range answers {
		made.answers[line] = given
	}
	server := httptest.NewServer(made)
	t.Cleanup(server.Close)
	origin, err := url.Parse(server.URL)
	require.NoError(t, err)
	rules := wire.Rules{Only: origin}
	transport := rules.Transport()
	t.Cleanup(transport.CloseIdleConnections)
	clock := wire.NewClock(time.Now)
	clock.Sleep = func(context.Context, time.Duration) error { return nil }
	made.desk = connectwise.New(server.URL+"/cw/", company, secret(canaryKeys), &wire.Client{
		Name: "ConnectWise", Origin: origin, Rules: rules, Base: transport, Gate: wire.NewGate(1, 0, 0), Clock: clock,
		Log: slog.New(slog.NewTextHandler(&made.logs, &slog.HandlerOptions{Level: slog.LevelDebug})),
	})
	return made
}

func secret(text string) func(context.Context) (step.Secret, error) {
	return func(context.Context) (step.Secret, error) {
		if text == "" {
			return step.Secret{}, step.ErrNotFound
		}
		return step.NewSecret(text), nil
	}
}

func (f *fake) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	line := r.Method + " " + r.URL.EscapedPath()
	basic := "Basic " + base64.StdEncoding.EncodeToString([]byte("msp+Canary-pub:Canary-priv"))
	if r.Header.Get("Authorization") != basic || r.Header.Get("clientId") != "Canary-client" ||
		r.Header.Get("Accept") != "application/vnd.connectwise.com+json; version=2025.1" {
		f.t.Errorf("%s came without its headers: %v", line, r.Header)
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.calls = append(f.calls, heard{line, r.URL.Query(), string(body)})
	given := f.answers[line]
	if len(given) == 0 {
		given = []string{`404{"code":"NotFound","message":"Record not found","errors":null}`}
	}
	if len(given) > 1 {
		f.answers[line] = given[1:]
	}
	status, err := strconv.Atoi(given[0][:3])
	if err != nil {
		panic("the test's answer begins with no status: " + given[0])
	}
	if link, more := strings.CutPrefix(given[0][3:], "+"); more {
		w.Header().Set("Link", `<https://x/?page=2>; rel="next", <https://x/?page=9>; rel="last"`)
		given = []string{given[0][:3] + link}
	}
	w.Header().Set("Retry-After", "1")
	w.WriteHeader(status)
	io.WriteString(w, strings.ReplaceAll(given[0][3:], "ECHO", "Canary-priv "+basic+" Canary-client"))
}

// lines lists what was heard, from the API's path on.
func (f *fake) lines() []string {
	lines := []string{}
	for _, call := range f.calls {
		lines = append(lines, strings.Replace(call.line, api, "", 1))
	}
	return lines
}

func TestTheAddressOfTheAPI(t *testing.T) {
	t.Parallel()
	for given, want := range map[string]string{
		"https://na.myconnectwise.net":                   "https://api-na.myconnectwise.net",
		"https://api-eu.myconnectwise.net/v4_6_release/": "https://api-eu.myconnectwise.net",
		"https://AUS.myconnectwise.net/v2025_1/apis/3.0": "https://api-aus.myconnectwise.net",
		"https://staging.connectwisedev.com":             "https://api-staging.connectwisedev.com",
		"https://psa.msp.example/v4_6_release/apis/3.0/": "https://psa.msp.example",
		"https://na.myconnectwise.net.evil.example":      "https://na.myconnectwise.net.evil.example",
		"http://127.0.0.1:7080/connectwise":              "http://127.0.0.1:7080/connectwise",
	} {
		address, err := url.Parse(given)
		require.NoError(t, err)
		require.Equal(t, want, strings.ToLower(connectwise.Base(address).String()))
	}
}

func TestTheAddressIsAskedForAgainAfterAnUpgrade(t *testing.T) {
	t.Parallel()
	fake := newFake(t, "250", map[string][]string{
		info:                                {`200{"Codebase":"v2025_1/"}`, `200{"Codebase":"v2025_2/"}`},
		"GET " + api + "/service/tickets/1": {ticket1, "404<html>not here</html>"},
		"GET /cw/v2025_2/apis/3.0/service/tickets/1": {ticket1},
	})
	for range 3 {
		status, err := fake.desk.Status(t.Context(), "1")
		require.NoError(t, err)
		require.Equal(t, "New", status)
	}
	require.Equal(t, []string{
		info, "GET /service/tickets/1", "GET /service/tickets/1", info,
		"GET /cw/v2025_2/apis/3.0/service/tickets/1", "GET /cw/v2025_2/apis/3.0/service/tickets/1",
	}, fake.lines())
}

func TestRefusalsInWordsAndWithoutKeys(t *testing.T) {
	t.Parallel()
	at := "GET " + api + "/service/tickets/1"
	for says, answers := range map[string]map[string][]string{
		"refused Usher's keys. Check":     {at: {"404<html>ECHO</html>"}},
		"refused Usher's keys":            {at: {`401{"code":"Unauthorized","message":"ECHO"}`}},
		"host begins with api-":           {at: {`400{"code":"Security","message":"SSL is required. ECHO","errors":null}`}},
		"doesn't allow this":              {at: {`403{"code":"Forbidden","message":"ECHO"}`}},
		"doesn't know the provider's":     {info: {"200null"}},
		"doesn't know the provider's com": {info: {`200{"Codebase":"../../evil/"}`}},
	} {
		fake := newFake(t, "250", answers)
		_, err := fake.desk.Status(t.Context(), "1")
		var stop *step.Stop
		require.ErrorAs(t, err, &stop, says)
		require.Contains(t, stop.Says, says)
		require.NotContains(t, err.Error()+fake.logs.String(), "anary")
		require.NotContains(t, err.Error(), base64.StdEncoding.EncodeToString([]byte("msp+Canary-pub:Canary-priv")))
	}
	fake := newFake(t, "250", map[string][]string{at: {`400{"code":"Odd","message":"ECHO","errors":[{"message":"field x ECHO"}]}`}})
	_, err := fake.desk.Status(t.Context(), "1")
	require.ErrorContains(t, err, "field x")
	require.NotContains(t, err.Error(), "anary")
}

func TestKeysThatAreNotStoredAsTheyShouldBe(t *testing.T) {
	t.Parallel()
	for _, stored := range []string{"", "Canary", `{"companyId":"msp","privateKey":"Canary"}`, `["Canary"]`} {
		desk := connectwise.New("https://api-na.myconnectwise.net", "250", secret(stored), http.DefaultTransport)
		_, err := desk.Status(t.Context(), "1")
		var stop *step.Stop
		require.ErrorAs(t, err, &stop)
		require.NotErrorIs(t, err, step.ErrNotFound)
		require.NotContains(t, err.Error(), "Canary")
	}
}

func TestThrottlingAndLostAnswers(t *testing.T) {
	t.Parallel()
	notes := "POST " + api + "/service/tickets/1/notes"
	busy := `429{"error":"ConnectWiseAPI","message":"Too many requests. Please try again in 30 seconds."}`
	fake := newFake(t, "250", map[string][]string{"GET " + api + "/service/tickets/1": {busy, ticket1}, notes: {busy, "201{}"}})
	require.NoError(t, fake.desk.AddNote(t.Context(), "1", step.Note{Text: "x"}))
	require.Len(t, fake.calls, 5)

	fake = newFake(t, "250", map[string][]string{"GET " + api + "/service/tickets/1": {ticket1}, notes: {"500{}"}})
	var unknown *step.Unknown
	require.ErrorAs(t, fake.desk.AddNote(t.Context(), "1", step.Note{Text: "x"}), &unknown)
	require.Len(t, fake.calls, 3, "made at most once")
}

func TestTheKeyOfCallbacks(t *testing.T) {
	t.Parallel()
	base, err := url.Parse("https://api-na.myconnectwise.net")
	require.NoError(t, err)
	for address, fine := range map[string]bool{
		"https://api-na.myconnectwise.net/keys/1?x=2": true, "https://na.myconnectwise.net/keys": true, "https://API-NA.myconnectwise.net:443/keys": true,
		"http://api-na.myconnectwise.net/keys": false, "https://api-eu.myconnectwise.net/keys": false, "https://api-na.myconnectwise.net.evil.example/": false,
		"https://api-na.myconnectwise.net:8443/": false, "https://u@api-na.myconnectwise.net/": false, "//api-na.myconnectwise.net/keys": false,
		"https://evil.example/api-na.myconnectwise.net": false, "https://api-na.myconnectwise.net\\@evil.example/": false, "": false, "%": false,
	} {
		_, err := connectwise.KeyAt(base, address)
		require.Equal(t, fine, err == nil, address)
	}
	answers := []string{`{"signing_key":"k"}`, `"{\"signing_key\":\"k\"}"`, `{"signing_key":""}`, "Canary", `{"key":"Canary"}`}
	for i, answer := range answers {
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, answer) }))
		t.Cleanup(server.Close)
		at, err := url.Parse(server.URL)
		require.NoError(t, err)
		key, err := connectwise.SigningKey(t.Context(), at, http.DefaultTransport)
		require.Equal(t, i < 2, err == nil, answer)
		if err == nil {
			require.Equal(t, "k", key.Reveal())
			continue
		}
		require.NotContains(t, err.Error(), "Canary")
	}
}
