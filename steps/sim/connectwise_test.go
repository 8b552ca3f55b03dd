package sim_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/url"
	"testing"

	"github.com/stretchr/testify/require"
)

const psaClient = "5a1e0000-0000-4000-8000-00000000c11e"

// psa asks the simulated ConnectWise; the answer's list, if it is one, is
// under "list".
func (r *rig) psa(method, path string, body any) reply {
	r.t.Helper()
	return r.psaAs("usher+pub:canary-priv", psaClient, method, "/connectwise/v2025_1/apis/3.0"+path, body)
}

func (r *rig) psaAs(who, client, method, path string, body any) reply {
	r.t.Helper()
	header := map[string]string{"Authorization": "Basic " + base64.StdEncoding.EncodeToString([]byte(who)), "Content-Type": "application/json", "clientId": client}
	text := ""
	if body != nil {
		text = asJSON(r.t, body)
	}
	got, err := r.do(method, path, header, text)
	require.NoError(r.t, err)
	var list []any
	if json.Unmarshal([]byte(got.raw), &list) == nil {
		got.body = object{"list": list}
	}
	return got
}

func patch(path string, value any) []any {
	return []any{object{"op": "replace", "path": path, "value": value}}
}

func ticketOf(company string) object {
	return object{"summary": "Leaver", "company": object{"identifier": company}, "initialDescription": "Priya leaves."}
}

func TestConnectWiseTicketsAndTheirTraps(t *testing.T) {
	t.Parallel()
	r := newRig(t, "")
	require.Equal(t, 201, r.psa("POST", "/service/tickets", ticketOf("contoso")).status)
	ticket := r.psa("GET", "/service/tickets/5001", nil).body
	require.Equal(t, []any{"New", "contoso"}, []any{at(t, ticket, "status", "name"), at(t, ticket, "company", "identifier")})
	require.Equal(t, "Priya leaves.", at(t, r.psa("GET", "/service/tickets/5001/allNotes", nil).body, "list", 0, "text"))

	lying := r.psa("PATCH", "/service/tickets/5001", patch("status/name", "Completed"))
	require.Equal(t, 200, lying.status, "a path into a reference is answered 200 …")
	require.False(t, r.lastEntry().Changed, "… and does nothing")
	require.Equal(t, 200, r.psa("PATCH", "/service/tickets/5001", patch("status", object{"id": 504})).status)
	require.True(t, r.lastEntry().Changed)
	require.Equal(t, 200, r.psa("PATCH", "/service/tickets/5001", patch("status", object{"id": 504})).status)
	require.False(t, r.lastEntry().Changed)
	for _, wrong := range []any{patch("status", object{"id": 601}), patch("/summary", "x"), patch("Summary", "x"), object{"summary": "x"}} {
		require.Equal(t, 400, r.psa("PATCH", "/service/tickets/5001", wrong).status, "%v", wrong)
	}
	for _, wrong := range []object{{"text": "x"}, {"text": "x", "internalAnalysisFlag": true, "resolutionFlag": true}, {"internalAnalysisFlag": true}} {
		require.Equal(t, 400, r.psa("POST", "/service/tickets/5001/notes", wrong).status, "%v", wrong)
	}
	require.Equal(t, 201, r.psa("POST", "/service/tickets/5001/notes", object{"text": "Done.", "internalAnalysisFlag": true}).status)
	state := r.door("GET", "/_sim/state", nil).body
	require.Equal(t, []any{object{
		"desk": "contoso", "id": "5001", "status": "Completed",
		"notes": []any{object{"internal": false, "text": "Priya leaves."}, object{"internal": true, "text": "Done."}},
	}}, state["tickets"])

	moved := ticketOf("contoso")
	moved["recordType"] = "ProjectTicket"
	r.psa("POST", "/service/tickets", moved)
	require.Equal(t, 404, r.psa("GET", "/service/tickets/5002", nil).status)
	require.Equal(t, 200, r.psa("GET", "/project/tickets/5002", nil).status)
	require.Equal(t, 404, r.psa("GET", "/project/tickets/5001", nil).status)
}

func TestConnectWisePagesAndConditions(t *testing.T) {
	t.Parallel()
	r := newRig(t, "")
	for i := range 30 {
		company := []string{"contoso", "fabrikam"}[i%2]
		made := r.psa("POST", "/company/contacts", object{
			"firstName": fmt.Sprintf("N%d", i), "company": object{"identifier": company}, "communicationItems": []any{
				object{"type": object{"id": 1}, "value": fmt.Sprintf("n%d@contoso.example", i/2), "communicationType": "Email"}},
		})
		require.Equal(t, 201, made.status, made.raw)
	}
	first := r.psa("GET", "/company/contacts", nil)
	require.Len(t, first.body["list"], 25, "unless asked otherwise")
	require.Contains(t, first.header.Get("Link"), `rel="next"`)
	second := r.psa("GET", "/company/contacts?page=2", nil)
	require.Len(t, second.body["list"], 5)
	require.Empty(t, second.header.Get("Link"))
	require.Equal(t, 400, r.psa("GET", "/company/contacts?pageSize=1001", nil).status)
	query := url.Values{
		"conditions":      {"company/id=250"},
		"childConditions": {`communicationItems/value="n3@contoso.example" and communicationItems/communicationType="Email"`},
	}
	require.Len(t, r.psa("GET", "/company/contacts?"+query.Encode(), nil).body["list"], 1)
	for _, wrong := range []string{`firstName="x" or id>0`, `firstName="x`, `firstName`, `firstName='x'`} {
		require.Equal(t, 400, r.psa("GET", "/company/contacts?conditions="+url.QueryEscape(wrong), nil).status, wrong)
	}
	require.Equal(t, 400, r.psa("POST", "/company/contacts", object{"firstName": "Wolfeschlegelsteinhausenbergerdo", "company": object{"id": 250}}).status)
	require.Equal(t, 400, r.psa("POST", "/company/contacts", object{"firstName": "I", "company": object{"id": 250}, "email": "x@y"}).status)
	require.Equal(t, 200, r.psa("PATCH", "/company/contacts/701", patch("inactiveFlag", true)).status)
	require.Equal(t, false, at(t, r.door("GET", "/_sim/state", nil).body, "contacts", 0, "active"))
	require.Equal(t, 200, r.psa("PATCH", "/company/contacts/701", patch("company/identifier", "fabrikam")).status)
	require.False(t, r.lastEntry().Changed)
}

func TestConnectWiseLetsItsMembersInOnly(t *testing.T) {
	t.Parallel()
	r := newRig(t, t.TempDir())
	r.door("PUT", "/_sim/secrets", object{"connectwise": "pub:canary-priv"})
	const path = "/connectwise/v2025_1/apis/3.0/company/companies"
	require.Equal(t, 200, r.psaAs("usher+pub:canary-priv", psaClient, "GET", path, nil).status)
	require.Equal(t, 401, r.psaAs("usher+pub:other", psaClient, "GET", path, nil).status)
	require.Equal(t, 401, r.psaAs("usher+pub:canary-priv", "", "GET", path, nil).status)
	require.Equal(t, 404, r.psaAs("another+pub:canary-priv", psaClient, "GET", path, nil).status, "the cloud's word for wrong credentials")
	require.Nil(t, r.psaAs("usher+pub:canary-priv", psaClient, "GET", "/connectwise/v2024_1/apis/3.0/company/companies", nil).body, "not even JSON")
	require.Equal(t, "null", r.psaAs("", "", "GET", "/connectwise/login/companyinfo/another", nil).raw)
	r.door("POST", "/_sim/connectwise", object{"codebase": "v2026_1/"})
	require.Equal(t, "v2026_1/", r.psaAs("", "", "GET", "/connectwise/login/companyinfo/usher", nil).body["Codebase"])
	require.Equal(t, 404, r.psa("GET", "/company/companies", nil).status)
	require.NotContains(t, journalOf(t, r.dir)+r.door("GET", "/_sim/ledger", nil).raw, "canary")
	r.door("POST", "/_sim/faults", []any{object{"system": "connectwise", "then": object{"status": 429, "retryAfter": 30}}})
	require.Equal(t, "ConnectWiseAPI", r.psa("GET", "/company/companies", nil).body["error"])
}

func TestConnectWiseSurvivesARestart(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	r := newRig(t, dir)
	r.psa("POST", "/service/tickets", ticketOf("fabrikam"))
	require.NoError(t, r.world.Close())
	again := newRig(t, dir)
	require.Equal(t, 200, again.psa("GET", "/service/tickets/5001", nil).status)
	again.door("POST", "/_sim/reset", nil)
	require.Equal(t, 404, again.psa("GET", "/service/tickets/5001", nil).status)
	require.Len(t, again.psa("GET", "/company/companies", nil).body["list"], 2)
}

func TestACallbackIsCompletedAndSigned(t *testing.T) {
	t.Parallel()
	r := newRig(t, "")
	r.psa("POST", "/service/tickets", ticketOf("contoso"))
	signed := r.door("POST", "/_sim/connectwise/sign", object{"ID": 5001, "Action": "added"}).body
	var body object
	require.NoError(t, json.Unmarshal([]byte(signed["body"].(string)), &body))
	require.Equal(t, []any{5001.0, "added", "ticket", "usher"}, []any{body["ID"], body["Action"], body["Type"], body["CompanyId"]})
	require.Equal(t, r.url+"/connectwise/callback/key", at(t, body, "Metadata", "key_url"))
	require.Contains(t, body["Entity"], `"lastUpdated":"2026-01-12T09:00:00Z"`)
	key, err := r.do("GET", "/connectwise/callback/key", nil, "")
	require.NoError(t, err)
	require.Equal(t, hmacOf(key.body["signing_key"].(string), signed["body"].(string)), signed["signature"])
}

// hmacOf signs as the developer guide says.
func hmacOf(key, body string) string {
	sum := sha256.Sum256([]byte(key))
	mac := hmac.New(sha256.New, sum[:])
	mac.Write([]byte(body))
	return base64.StdEncoding.EncodeToString(mac.Sum(nil))
}
