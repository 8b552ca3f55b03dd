package connect_test

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"usher/steps/step"
)

const psaKeys = `{"companyId":"usher","publicKey":"Canary-pub","privateKey":"Canary-priv","clientId":"5a1e0000-0000-4000-8000-00000000c11e"}`

// connectWise is contoso with its desk in the simulated ConnectWise.
func (p *place) connectWise(company string) step.Customer {
	customer := p.customer()
	customer.Desk = step.DeskSettings{Kind: "connectwise", URL: "sim:/connectwise", Secret: "connectwise", Company: company}
	return customer
}

// psa asks the simulated ConnectWise as its own people would.
func (p *place) psa(method, path, body string) map[string]any {
	p.t.Helper()
	request, err := http.NewRequestWithContext(p.t.Context(), method, p.url+"/connectwise/v2025_1/apis/3.0"+path, strings.NewReader(body))
	require.NoError(p.t, err)
	request.Header.Set("Authorization", "Basic "+base64.StdEncoding.EncodeToString([]byte("usher+Canary-pub:Canary-priv")))
	request.Header.Set("clientId", "5a1e0000-0000-4000-8000-00000000c11f")
	response, err := http.DefaultClient.Do(request)
	require.NoError(p.t, err)
	defer response.Body.Close()
	require.Less(p.t, response.StatusCode, 300)
	var answer map[string]any
	require.NoError(p.t, json.NewDecoder(response.Body).Decode(&answer))
	return answer
}

func TestTicketsOfTheSimulatedConnectWise(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	p.door("PUT", "/_sim/secrets", `{"connectwise":"Canary-pub:Canary-priv"}`)
	made := p.psa("POST", "/service/tickets", `{"summary":"Leaver: Priya","company":{"identifier":"contoso"},"type":{"name":"Leaver"},
		"initialDescription":"Priya leaves on Friday.","contactName":"Dana","contactEmailAddress":"dana@contoso.example","contact":{"id":9,"name":"Dana"}}`)
	require.InDelta(t, 5001, made["id"], 0)
	p.psa("POST", "/service/tickets", `{"summary":"Another","company":{"identifier":"fabrikam"}}`)
	for _, company := range []string{"contoso", "250"} {
		world := p.open(p.connectWise(company))
		ticket, err := world.Tickets.Read(t.Context(), "5001")
		require.NoError(t, err)
		require.Equal(t, step.Ticket{
			ID: "5001", Type: "Leaver", Board: "Service Desk", Status: "New", Subject: "Leaver: Priya", Body: "Priya leaves on Friday.", ReceivedAt: ticket.ReceivedAt,
			Requester: step.Requester{Name: "Dana", Email: "dana@contoso.example"},
		}, ticket)
		require.False(t, ticket.ReceivedAt.IsZero())
	}
	world := p.open(p.connectWise("contoso"))
	var stop *step.Stop
	for _, other := range []string{"5002", "5999"} {
		_, err := world.Tickets.Read(t.Context(), other)
		require.ErrorAs(t, err, &stop, "a ticket of another company, and one that isn't there")
	}
	note := step.Note{Internal: true, Text: "The plan.\nTwo lines.", Marker: "plan-1"}
	require.NoError(t, world.Desk.AddNote(t.Context(), "5001", note))
	notes, err := world.Desk.Notes(t.Context(), "5001")
	require.NoError(t, err)
	require.Equal(t, []step.Note{{Text: "Priya leaves on Friday."}, note}, notes)
	again, err := world.Tickets.Read(t.Context(), "5001")
	require.NoError(t, err)
	require.Equal(t, "Priya leaves on Friday.", again.Body, "our own notes aren't read")

	require.NoError(t, world.Desk.SetStatus(t.Context(), "5001", "completed"))
	status, err := world.Desk.Status(t.Context(), "5001")
	require.NoError(t, err)
	require.Equal(t, "Completed", status)
	require.ErrorAs(t, world.Desk.SetStatus(t.Context(), "5001", "Closed"), &stop, "it is inactive on this board")
	require.Contains(t, stop.Says, "it has New, In Progress, Waiting Customer, Completed")

	p.door("POST", "/_sim/connectwise", `{"codebase":"v2026_1/"}`)
	_, err = world.Desk.Status(t.Context(), "5001")
	require.NoError(t, err, "after an upgrade the address is asked for again")
	require.NotContains(t, p.logs.String()+string(p.door("GET", "/_sim/ledger", ""))+string(p.door("GET", "/_sim/state", "")), "anary")
	require.Contains(t, string(p.door("GET", "/_sim/state", "")), `{"desk":"contoso","id":"5001","notes":[{"internal":false,"text":"Priya leaves on Friday."}`)
}

func TestATicketThatWasMovedToAProject(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	p.psa("POST", "/service/tickets", `{"summary":"Joiner","company":{"id":250},"board":{"name":"Projects"},"recordType":"ProjectTicket","initialDescription":"Ida joins."}`)
	world := p.open(p.connectWise("contoso"))
	ticket, err := world.Tickets.Read(t.Context(), "5001")
	require.NoError(t, err)
	require.Equal(t, "Ida joins.", ticket.Body)
	require.NoError(t, world.Desk.AddNote(t.Context(), "5001", step.Note{Text: "Done.", Marker: "m"}))
	require.NoError(t, world.Desk.SetStatus(t.Context(), "5001", "Done"))
}

func TestContactsOfTheSimulatedConnectWise(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	world, other := p.open(p.connectWise("contoso")), p.open(p.connectWise("fabrikam"))
	long := step.Contact{FirstName: "Ida", LastName: strings.Repeat("Wolfeschlegel", 4), Email: "ida.berg@contoso.example", Active: true}
	require.NoError(t, world.Contacts.Create(t.Context(), long))
	require.NoError(t, other.Contacts.Create(t.Context(), step.Contact{FirstName: "Ida", LastName: "Berg", Email: "ida.berg@contoso.example", Active: true}))
	for _, asked := range [][3]string{{"IDA.berg@contoso.example", "", ""}, {"other@contoso.example", "ida", long.LastName}} {
		found, err := world.Contacts.Find(t.Context(), asked[0], asked[1], asked[2])
		require.NoError(t, err)
		require.Equal(t, []step.Contact{{ID: "701", FirstName: "Ida", LastName: long.LastName[:30], Email: long.Email, Active: true}}, found)
	}
	for _, odd := range []string{`x" or company/id>0 or firstName="`, `\" and company/id=251 and firstName="`, "nobody@contoso.example"} {
		found, err := world.Contacts.Find(t.Context(), odd, odd, odd)
		require.NoError(t, err)
		require.Empty(t, found)
	}
	require.NoError(t, world.Contacts.SetActive(t.Context(), "701", false))
	found, err := world.Contacts.Find(t.Context(), long.Email, "", "")
	require.NoError(t, err)
	require.False(t, found[0].Active)
	require.ErrorIs(t, world.Contacts.SetActive(t.Context(), "702", false), step.ErrNotFound, "another company's contact")
	require.Contains(t, string(p.door("GET", "/_sim/state", "")), `"active":false,"desk":"contoso","email":"ida.berg@contoso.example"`)
}

func TestConnectWiseThatCannotBeReached(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	_, err := p.made.Open(t.Context(), p.connectWise(""))
	require.ErrorContains(t, err, "company is missing")
	customer := p.connectWise("contoso")
	customer.Desk.Secret = "nowhere"
	_, err = p.open(customer).Desk.Status(t.Context(), "5001")
	var stop *step.Stop
	require.ErrorAs(t, err, &stop)
	p.door("PUT", "/_sim/secrets", `{"connectwise":"other:keys"}`)
	_, err = p.open(p.connectWise("contoso")).Desk.Status(t.Context(), "5001")
	require.ErrorAs(t, err, &stop)
	require.Contains(t, stop.Says, "refused Usher's keys")
	_, err = p.open(p.connectWise("nobody")).Desk.Status(t.Context(), "5001")
	require.ErrorAs(t, err, &stop)
}
