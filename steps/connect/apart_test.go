package connect_test

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
	"github.com/Azure/azure-sdk-for-go/sdk/azidentity"
	"github.com/stretchr/testify/require"

	"usher/steps/connect"
	"usher/steps/step"
)

const realTenant = "11111111-2222-4333-8444-555555555555"

// credential hands out a token that names this tenant, or an error.
type credential struct {
	tid string
	err error
}

func (c credential) GetToken(context.Context, policy.TokenRequestOptions) (azcore.AccessToken, error) {
	payload, err := json.Marshal(map[string]any{"tid": c.tid, "roles": []string{"User.Read.All"}})
	if err != nil {
		return azcore.AccessToken{}, err
	}
	token := "eyJhbGciOiJub25lIn0." + base64.RawURLEncoding.EncodeToString(payload) + ".c2ln"
	return azcore.AccessToken{Token: token, ExpiresOn: time.Now().Add(time.Hour)}, c.err
}

// real are options for real customers beside a simulated world.
func (p *place) real(from credential, allowed ...string) connect.Options {
	return connect.Options{
		Sim: p.url, Secrets: p.secret, Now: time.Now, AllowedHosts: allowed,
		Credential: func(string) (azcore.TokenCredential, error) { return from, nil },
	}
}

func realCustomer(desk string) step.Customer {
	return step.Customer{
		Key: "litware", TenantID: realTenant,
		Desk: step.DeskSettings{Kind: "webhook", URL: desk, Secret: "desk-contoso"},
	}
}

func TestOpenSaysWhatIsMissing(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	changed := func(change func(*step.Customer)) step.Customer {
		customer := p.customer()
		change(&customer)
		return customer
	}
	bare := connect.Options{Secrets: p.secret, Now: time.Now}
	for contains, one := range map[string]struct {
		options  connect.Options
		customer step.Customer
	}{
		"no simulated world":         {bare, p.customer()},
		"no credential":              {bare, realCustomer("https://desk.example")},
		"without a clock":            {connect.Options{Sim: p.url}, p.customer()},
		"isn't a GUID":               {p.real(credential{}), changed(func(c *step.Customer) { c.TenantID = "contoso" })},
		`no kind "pigeon"`:           {p.real(credential{}), changed(func(c *step.Customer) { c.Desk.Kind = "pigeon" })},
		"isn't a URL":                {p.real(credential{}), changed(func(c *step.Customer) { c.Desk.URL = "desk" })},
		"simulated world only":       {p.real(credential{}), changed(func(c *step.Customer) { c.Desk.URL = "https://desk.example" })},
		"only https":                 {p.real(credential{}), realCustomer("http://desk.example")},
		"address of the simulated w": {connect.Options{Sim: "http://sim.example", Secrets: p.secret, Now: time.Now}, p.customer()},
		`":" isn't a URL`:            {connect.Options{Sim: ":", Secrets: p.secret, Now: time.Now}, p.customer()},
	} {
		_, err := connect.New(one.options).Open(t.Context(), one.customer)
		require.ErrorContains(t, err, contains)
		require.ErrorContains(t, err, "open "+one.customer.Key)
	}
}

func TestARealCustomerNeverReachesTheSimulatedWorld(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	host := strings.TrimPrefix(p.url, "http://")
	made := connect.New(p.real(credential{tid: realTenant}, host, "127.0.0.1", "localhost"))
	_, port, _ := strings.Cut(host, ":")
	for _, desk := range []string{p.url + "/desk/contoso", "http://localhost:" + port + "/desk/contoso"} {
		_, err := made.Open(t.Context(), realCustomer(desk))
		require.ErrorContains(t, err, "never reaches the simulated world")
	}
	world, err := made.Open(t.Context(), realCustomer("https://desk.example"))
	require.NoError(t, err)
	var stop *step.Stop
	require.ErrorAs(t, world.Cards.Post(t.Context(), "teams-dana", step.Card{Title: "x"}), &stop)
	var heard []any
	require.NoError(t, json.Unmarshal(p.door("GET", "/_sim/ledger", ""), &heard))
	require.Empty(t, heard)
	require.Equal(t, step.Settle{Agree: 3, Times: 8, Every: 5 * time.Second}, world.Settle)
}

func TestAnAllowedDeskMayBeOnThisNetwork(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	desk := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, `{"status":"open"}`) }))
	t.Cleanup(desk.Close)
	made := connect.New(p.real(credential{}, strings.TrimPrefix(desk.URL, "http://")))
	world, err := made.Open(t.Context(), realCustomer(desk.URL))
	require.NoError(t, err)
	status, err := world.Desk.Status(t.Context(), "T-1")
	require.NoError(t, err)
	require.Equal(t, "open", status)
}

func TestTheTokenOfARealTenantSaysWhatIsGranted(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	granted := func(from credential) ([]string, error) {
		world, err := connect.New(p.real(from)).Open(t.Context(), realCustomer("https://desk.example"))
		require.NoError(t, err)
		return world.Access.Granted(t.Context(), step.Graph)
	}
	roles, err := granted(credential{tid: realTenant})
	require.NoError(t, err)
	require.Equal(t, []string{"User.Read.All"}, roles)

	var stop *step.Stop
	_, err = granted(credential{tid: contoso})
	require.ErrorAs(t, err, &stop)
	require.Contains(t, stop.Says, "another tenant")

	_, err = granted(credential{err: refusedWith(401)})
	require.ErrorAs(t, err, &stop)
	require.Contains(t, stop.Says, "can't sign in")
	require.NotContains(t, err.Error(), "canary")

	var wait *step.Wait
	for _, later := range []error{refusedWith(503), refusedWith(429), &azidentity.AuthenticationFailedError{}} {
		_, err = granted(credential{err: later})
		require.ErrorAs(t, err, &wait)
	}
}

func refusedWith(status int) error {
	return &azidentity.AuthenticationFailedError{RawResponse: &http.Response{
		StatusCode: status, Body: io.NopCloser(strings.NewReader("AADSTS7000215: Invalid client secret; client_secret=canary")),
		Request: &http.Request{Method: http.MethodPost, URL: &url.URL{Scheme: "https", Host: "login.microsoftonline.com"}},
	}}
}

func TestASimulatedTenantThatIsNotThere(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	customer := p.customer()
	customer.TenantID = realTenant
	_, err := p.open(customer).Users.Get(t.Context(), priya)
	var stop *step.Stop
	require.ErrorAs(t, err, &stop)
	require.ErrorContains(t, err, "AADSTS90002")
}
