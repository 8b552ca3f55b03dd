package connect_test

import (
	"bytes"
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"usher/steps/connect"
	"usher/steps/sim"
	"usher/steps/step"
)

const (
	contoso = "c0470000-0000-4000-8000-000000000001"
	priya   = "5a1e0000-0000-4000-8000-0000000000a1"
	arlene  = "5a1e0000-0000-4000-8000-0000000000ac"
	upn     = "priya.nair@contoso.example"
	manager = "arlene.cho@contoso.example"
	canary  = "Canary-desk-secret-1"
)

// place is a simulated world and contoso's World in it.
type place struct {
	t     *testing.T
	url   string
	logs  *bytes.Buffer
	made  *connect.Connector
	world *step.World
}

func newPlace(t *testing.T) *place {
	t.Helper()
	world, err := sim.Open(sim.Options{})
	require.NoError(t, err)
	server := httptest.NewServer(world)
	t.Cleanup(func() {
		server.Close()
		require.NoError(t, world.Close())
	})
	p := &place{t: t, url: server.URL, logs: &bytes.Buffer{}}
	p.made = connect.New(connect.Options{
		Sim: server.URL, Secrets: p.secret, Now: time.Now,
		Log: slog.New(slog.NewTextHandler(p.logs, &slog.HandlerOptions{Level: slog.LevelDebug})),
	})
	p.door(http.MethodPut, "/_sim/secrets", `{"desk":{"contoso":"`+canary+`"}}`)
	p.world = p.open(p.customer())
	return p
}

func (p *place) secret(_ context.Context, name string) (step.Secret, error) {
	switch name {
	case "desk-contoso":
		return step.NewSecret(canary), nil
	case "connectwise":
		return step.NewSecret(psaKeys), nil
	case "teams-dana":
		return step.NewSecret(p.url + "/teams/dana?sig=canary"), nil
	case "teams-elsewhere":
		return step.NewSecret("https://prod.example/canary?sig=canary"), nil
	}
	return step.Secret{}, step.ErrNotFound
}

func (p *place) customer() step.Customer {
	return step.Customer{
		Key: "contoso", TenantID: contoso, Simulated: true,
		Desk: step.DeskSettings{Kind: "webhook", URL: p.url + "/desk/contoso", Secret: "desk-contoso"},
	}
}

func (p *place) open(customer step.Customer) *step.World {
	p.t.Helper()
	world, err := p.made.Open(p.t.Context(), customer)
	require.NoError(p.t, err)
	return world
}

// door knocks at one of the simulated world's own doors.
func (p *place) door(method, path, body string) []byte {
	p.t.Helper()
	request, err := http.NewRequestWithContext(p.t.Context(), method, p.url+path, strings.NewReader(body))
	require.NoError(p.t, err)
	request.Header.Set("Content-Type", "application/json")
	response, err := http.DefaultClient.Do(request)
	require.NoError(p.t, err)
	defer response.Body.Close()
	var answer bytes.Buffer
	_, err = answer.ReadFrom(response.Body)
	require.NoError(p.t, err)
	require.Less(p.t, response.StatusCode, 300, "%s %s: %s", method, path, answer.String())
	return answer.Bytes()
}

// changes lists what the world was asked to change and did.
func (p *place) changes() []string {
	p.t.Helper()
	var entries []struct {
		Method, Path, Cmdlet string
		Changed              bool
	}
	require.NoError(p.t, json.Unmarshal(p.door(http.MethodGet, "/_sim/ledger", ""), &entries))
	var changes []string
	for _, entry := range entries {
		if entry.Changed {
			changes = append(changes, strings.TrimSpace(entry.Method+" "+entry.Path+" "+entry.Cmdlet))
		}
	}
	return changes
}
