package sim_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestStateGoesRoundTrip(t *testing.T) {
	t.Parallel()
	r := newRig(t, "")
	require.Equal(t, 204, r.graph("PATCH", "users/"+priya, object{"passwordProfile": object{"password": "canary-Pa55word!"}}).status)
	require.Equal(t, 200, r.exchange("Set-Mailbox", object{"Identity": priyaUPN, "ForwardingSmtpAddress": "p@home.example", "Type": "Shared"}).status)
	require.Equal(t, 204, r.graph("DELETE", "users/"+dana, nil).status)
	for _, method := range []string{"PUT", "PATCH"} {
		before := r.tenant("contoso")
		r.door(method, "/_sim/world/contoso", before)
		require.Equal(t, before, r.tenant("contoso"), method)
	}
	other := newRig(t, "")
	other.door("PUT", "/_sim/world/contoso", r.tenant("contoso"))
	require.Equal(t, r.tenant("contoso"), other.tenant("contoso"))
}

func TestTheStateHasItsShape(t *testing.T) {
	t.Parallel()
	r := newRig(t, "")
	state := r.door("GET", "/_sim/state", nil).body
	for name, want := range map[string]any{"tickets": []any{}, "contacts": []any{}, "cards": []any{}, "mails": []any{}, "links": []any{}} {
		require.Equal(t, want, state[name], name)
	}
	require.Len(t, state["tenants"], 2)
	group := r.thing("groups", "id", everyone)
	require.Equal(t, []any{"mail-enabled", "Everyone-London", true, true}, []any{group["kind"], group["displayName"], group["mailEnabled"], group["securityEnabled"]})
	require.Contains(t, group["members"], priya)
	for _, name := range []string{"upn", "type", "forwardTo", "autoReply", "fullAccess", "hidden"} {
		require.Contains(t, r.thing("mailboxes", "upn", priyaUPN), name)
	}
	require.Equal(t, object{"id": arlene}, r.user(priya)["manager"])
}

func TestPatchingTheWorld(t *testing.T) {
	t.Parallel()
	r := newRig(t, "")
	users := len(r.tenant("contoso")["users"].([]any))
	r.door("PATCH", "/_sim/world/contoso.example", object{
		"users": []any{
			object{"userPrincipalName": priyaUPN, "jobTitle": "Director", "password": "canary-Pa55word!"},
			object{"upn": "new.hire@contoso.example", "usageLocation": "GB", "manager": "arlene.cho@contoso.example", "assignedLicenses": []any{object{"skuId": spb}}},
		},
		"groups": []any{
			object{"kind": "distribution", "displayName": "Fresh List", "mail": "fresh@contoso.example", "members": []any{priyaUPN, dana}},
			object{"id": salesUK, "members": []any{dana}},
		},
		"mailboxes":      []any{object{"upn": arleneUPN, "sizeBytes": 99}},
		"subscribedSkus": []any{object{"skuId": visio, "consumedUnits": 2}},
	})
	require.Equal(t, "Director", r.user(priya)["jobTitle"])
	require.Equal(t, "Priya", r.user(priya)["givenName"], "what isn't given stays")
	require.Len(t, r.tenant("contoso")["users"], users+1)
	hire := r.thing("users", "userPrincipalName", "new.hire@contoso.example")
	require.NotEmpty(t, hire["id"])
	require.Equal(t, object{"id": arlene}, hire["manager"])
	require.Equal(t, "user", r.thing("mailboxes", "upn", "new.hire@contoso.example")["type"], "a licence brings a mailbox")
	require.Equal(t, []any{dana}, r.thing("groups", "id", salesUK)["members"], "given members replace")
	fresh := r.thing("groups", "displayName", "Fresh List")
	require.Equal(t, []any{priya, dana}, fresh["members"])
	require.Equal(t, "distribution", fresh["kind"])
	require.InDelta(t, 99, r.thing("mailboxes", "upn", arleneUPN)["sizeBytes"], 0)
	require.Contains(t, refusal(t, r.graph("POST", "users/"+arlene+"/assignLicense", assign([]string{visio}, nil)), 400, "Request_BadRequest"), "available licenses")
}

func TestWorldsThatAreRefusedChangeNothing(t *testing.T) {
	t.Parallel()
	r := newRig(t, "")
	before := r.tenant("contoso")
	for _, body := range []string{
		`{"people":[]}`, `{"users":[{"displayName":"No UPN"}]}`, `{"users":[{"userPrincipalName":"a@contoso.example","nickname":"A"}]}`,
		`{"users":[{"userPrincipalName":"a@contoso.example","manager":"nobody"}]}`, `{"groups":[{"displayName":"G","members":["nobody"]}]}`,
		`{"mailboxes":[{"upn":"a@contoso.example","type":"communal"}]}`, `{"subscribedSkus":[{"skuPartNumber":"NOTHING"}]}`, `[]`,
	} {
		for _, method := range []string{"PUT", "PATCH"} {
			got, err := r.do(method, "/_sim/world/contoso", nil, body)
			require.NoError(t, err)
			require.Equal(t, 400, got.status, body)
		}
	}
	require.Equal(t, before, r.tenant("contoso"))
	got, err := r.do("PATCH", "/_sim/world/nobody", nil, "{}")
	require.NoError(t, err)
	require.Equal(t, 400, got.status)
}

func TestPutMakesATenant(t *testing.T) {
	t.Parallel()
	r := newRig(t, "")
	r.door("PUT", "/_sim/world/tailspin", object{"users": []any{object{"userPrincipalName": "kim@tailspin.example"}}})
	r.who = "tailspin.example"
	require.Equal(t, []any{"kim@tailspin.example"}, values(t, r.graph("GET", "users", nil), "userPrincipalName"))
	r.door("PUT", "/_sim/world/tailspin", object{})
	require.Empty(t, values(t, r.graph("GET", "users", nil), "id"))
}

func TestTheClock(t *testing.T) {
	t.Parallel()
	r := newRig(t, "")
	require.Equal(t, object{"now": "2026-01-12T09:00:00.123456789Z", "offset": "0s"}, r.door("GET", "/_sim/clock", nil).body)
	require.Equal(t, "15m0s", r.door("POST", "/_sim/clock", object{"advance": "15m"}).body["offset"])
	r.now = r.now.Add(time.Minute)
	require.Equal(t, "2026-01-12T09:16:00.123456789Z", r.door("GET", "/_sim/clock", nil).body["now"])
	r.door("POST", "/_sim/clock", object{"set": "2026-03-01T00:00:00Z"})
	require.Equal(t, 200, r.graph("POST", "users/"+priya+"/revokeSignInSessions", nil).status)
	require.Equal(t, "2026-03-01T00:00:00.000Z", r.user(priya)["signInSessionsValidFromDateTime"])
	require.Equal(t, "2026-03-01T00:00:00Z", r.lastEntry().At.Format(time.RFC3339))
	r.door("POST", "/_sim/reset", nil)
	require.Equal(t, "0s", r.door("GET", "/_sim/clock", nil).body["offset"])
}

func TestResetBringsBackTheSeed(t *testing.T) {
	t.Parallel()
	r := newRig(t, "")
	seed := r.door("GET", "/_sim/state", nil).raw
	r.token(graphAudience)
	r.faults(object{"method": "GET", "then": object{"status": 500}})
	r.door("POST", "/_sim/lag", object{"reads": 3})
	r.grant([]string{"User.ReadWrite.All"})
	require.Equal(t, 204, r.block(false))
	r.post("dana", card("Action.OpenUrl", "http://x"))
	r.door("POST", "/_sim/reset", nil)
	require.JSONEq(t, seed, r.door("GET", "/_sim/state", nil).raw)
	require.Empty(t, r.entries())
	r.token(graphAudience)
	require.Equal(t, true, r.enabled())
	require.Equal(t, 200, r.graph("GET", "subscribedSkus", nil).status, "consents too")
}

func TestDoorsThatAreMisused(t *testing.T) {
	t.Parallel()
	r := newRig(t, "")
	for path, body := range map[string]string{
		"lag": `{"reads":-1}`, "latency": `{"pigeons":3}`, "consents": `{"tenant":"nobody"}`, "clock": `{}`, "seed": `{"sed":1}`,
		"clock ": `{"advance":"soon"}`, "lag ": `nonsense`,
	} {
		got, err := r.do("POST", "/_sim/"+strings.TrimSpace(path), nil, body)
		require.NoError(t, err)
		require.Equal(t, 400, got.status, path)
		require.NotEmpty(t, got.body["error"])
	}
	for path, status := range map[string]int{"/": 200, "/_sim/nothing": 404, "/nothing/at/all": 404} {
		got, err := r.do("GET", path, nil, "")
		require.NoError(t, err)
		require.Equal(t, status, got.status, path)
	}
}

func TestNoSecretLands(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	r := newRig(t, dir)
	r.door("PUT", "/_sim/secrets", object{"desk": object{"contoso": "canary-desk-secret"}})
	require.Equal(t, 204, r.graph("PATCH", "users/"+priya, object{"passwordProfile": object{"password": "canary-Pa55word!"}}).status)
	r.graph("POST", "users", object{"passwordProfile": object{"password": "canary-Pa55word!"}, "displayName": "X"})
	_, err := r.do("PATCH", "/graph/v1.0/users/x", map[string]string{"Content-Type": "application/json"}, `{"passwordProfile":{"password":"canary-Pa55word!"`)
	require.NoError(t, err)
	r.graph("POST", "$batch", object{"requests": []any{object{"id": "1", "method": "PATCH", "url": "/users/" + dana,
		"headers": object{"Content-Type": "application/json", "Authorization": "Bearer canary-token"}, "body": object{"passwordProfile": object{"password": "canary-Pa55word!"}}}}})
	r.post("dana", card("Action.OpenUrl", "http://127.0.0.1/api/approve/r?x=1&t=canary-link"))
	r.desk("POST", "/tickets/T/notes", "canary-desk-secret", object{"internal": true, "text": "see http://127.0.0.1/a?t=canary-link) now", "marker": "m"})

	ledger := r.door("GET", "/_sim/ledger", nil).raw
	require.NotContains(t, ledger, "canary")
	require.Contains(t, ledger, `t=[secret]`)
	require.Contains(t, ledger, `"password":"[secret]"`)
	state := r.door("GET", "/_sim/state", nil).raw
	require.NotContains(t, state, "canary-Pa55word")
	require.Contains(t, state, "canary-link", "cards and notes keep their text as posted")
	raw := journalOf(t, dir)
	for _, secret := range []string{"canary-Pa55word", "canary-desk-secret", "canary-client-secret", "canary-token", "canary-sig"} {
		require.NotContains(t, raw, secret)
	}
	var entries []object
	require.NoError(t, json.Unmarshal([]byte(ledger), &entries))
	for _, name := range []string{"n", "at", "system", "tenant", "method", "path", "cmdlet", "query", "body", "status", "applied", "changed"} {
		require.Contains(t, entries[0], name)
	}
	require.Equal(t, "client_id=app&client_secret=[secret]&grant_type=client_credentials&scope=https://graph.microsoft.com/.default", entries[0]["body"])
}

func TestOddRequestsAreAnswered(t *testing.T) {
	t.Parallel()
	r := newRig(t, "")
	for _, path := range []string{
		"/graph", "/graph/v1.0", "/graph/v1.0/", "/graph/beta/users", "/graph/v1.0//users", "/graph/v1.0/users/%2F",
		"/exchange", "/exchange/adminapi/beta//InvokeCommand", "/login", "/login/x", "/login//oauth2/v2.0/token", "/desk", "/desk/",
		"/desk/contoso", "/desk/contoso/tickets", "/desk/contoso/tickets/", "/desk/contoso/tickets/1/notes/2", "/teams", "/teams/", "/teams/a/b",
	} {
		for _, method := range []string{"GET", "POST", "DELETE"} {
			for _, body := range []string{"", "[]", "null", `{"requests":[{}]}`, "\x00"} {
				header := map[string]string{"Authorization": r.bearer(graphAudience), "Content-Type": "application/json", "X-Usher-Signature": sign("any", body)}
				got, err := r.do(method, path, header, body)
				require.NoError(t, err, path)
				require.GreaterOrEqual(t, got.status, 400, "%s %s %s", method, path, body)
				require.Less(t, got.status, 500, "%s %s %s", method, path, body)
			}
		}
	}
}
