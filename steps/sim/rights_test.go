package sim_test

import (
	"encoding/base64"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

const (
	graphAudience    = "https://graph.microsoft.com"
	exchangeAudience = "https://outlook.office365.com"
)

// grant sets contoso's consents and gets new tokens.
func (r *rig) grant(scopes []string, roles ...string) {
	r.t.Helper()
	if roles == nil {
		roles = []string{}
	}
	r.door("POST", "/_sim/consents", object{"tenant": "contoso.example", "scopes": scopes, "roles": roles})
	r.token(graphAudience)
	r.token(exchangeAudience)
}

func TestEachCallNeedsItsPermission(t *testing.T) {
	t.Parallel()
	type call struct {
		method, path string
		body         any
	}
	get := func(path string) call { return call{"GET", path, nil} }
	patch := func(body object) call { return call{"PATCH", "users/" + priya, body} }
	block := patch(object{"accountEnabled": false})
	for name, one := range map[string]struct {
		call   call
		enough [][]string // each of these sets lets the call through
		little []string   // all of these together don't
	}{
		"read users":    {get("users"), [][]string{{"User.Read.All"}, {"Directory.Read.All"}}, []string{"Group.ReadWrite.All", "User.EnableDisableAccount.All"}},
		"block":         {block, [][]string{{"User.EnableDisableAccount.All", "User.Read.All"}, {"User.ReadWrite.All"}}, []string{"User.EnableDisableAccount.All", "User-PasswordProfile.ReadWrite.All"}},
		"block alone":   {block, nil, []string{"User.Read.All"}},
		"reset":         {patch(object{"passwordProfile": object{"password": "canary-Pa55word!"}}), [][]string{{"User-PasswordProfile.ReadWrite.All"}}, []string{"User.ReadWrite.All"}},
		"both":          {patch(object{"accountEnabled": false, "passwordProfile": object{"password": "canary-Pa55word!"}}), [][]string{{"User-PasswordProfile.ReadWrite.All", "User.ReadWrite.All"}}, []string{"User.ReadWrite.All"}},
		"profile":       {patch(object{"city": "Bath"}), [][]string{{"User.ReadWrite.All"}}, []string{"User.EnableDisableAccount.All", "User.Read.All"}},
		"revoke":        {call{"POST", "users/" + priya + "/revokeSignInSessions", nil}, [][]string{{"User.RevokeSessions.All"}, {"User.ReadWrite.All"}}, []string{"User.Read.All"}},
		"memberships":   {get("users/" + priya + "/memberOf"), [][]string{{"GroupMember.Read.All"}, {"GroupMember.ReadWrite.All"}, {"Group.Read.All"}}, []string{"User.ReadWrite.All"}},
		"leave a group": {call{"DELETE", "groups/" + salesUK + "/members/" + priya + "/$ref", nil}, [][]string{{"GroupMember.ReadWrite.All"}, {"Group.ReadWrite.All"}}, []string{"GroupMember.Read.All", "User.ReadWrite.All"}},
		"seats":         {get("subscribedSkus"), [][]string{{"LicenseAssignment.Read.All"}, {"LicenseAssignment.ReadWrite.All"}, {"Organization.Read.All"}}, []string{"User.ReadWrite.All"}},
		"licences":      {call{"POST", "users/" + priya + "/assignLicense", assign(nil, []string{spb})}, [][]string{{"LicenseAssignment.ReadWrite.All"}}, []string{"LicenseAssignment.Read.All", "User.Read.All"}},
		"settings":      {get("users/" + priya + "/mailboxSettings"), [][]string{{"MailboxSettings.Read"}}, []string{"User.ReadWrite.All"}},
		"organization":  {get("organization"), [][]string{{"Organization.Read.All"}}, []string{"User.ReadWrite.All"}},
		"domains":       {get("domains"), [][]string{{"Domain.Read.All"}}, []string{"Organization.Read.All"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t, "")
			r.grant(one.little)
			refusal(t, r.graph(one.call.method, one.call.path, one.call.body), 403, "Authorization_RequestDenied")
			require.False(t, r.lastEntry().Applied)
			for _, set := range one.enough {
				r.door("POST", "/_sim/reset", nil)
				r.grant(set)
				got := r.graph(one.call.method, one.call.path, one.call.body)
				require.Less(t, got.status, 300, got.raw)
			}
		})
	}
}

func TestPrivilegedTargetsNeedARole(t *testing.T) {
	t.Parallel()
	r := newRig(t, "")
	scopes := []string{"User.ReadWrite.All", "User-PasswordProfile.ReadWrite.All", "GroupMember.ReadWrite.All", "RoleManagement.ReadWrite.Directory"}
	r.grant(scopes)
	for _, who := range []string{ada, rafe} {
		refusal(t, r.graph("PATCH", "users/"+who, object{"accountEnabled": false}), 403, "Authorization_RequestDenied")
		require.Equal(t, 204, r.graph("PATCH", "users/"+who, object{"city": "Bath"}).status, "what isn't sensitive is open")
	}
	r.grant(scopes, "Privileged Authentication Administrator")
	for _, who := range []string{ada, rafe} {
		require.Equal(t, 204, r.graph("PATCH", "users/"+who, object{"accountEnabled": false}).status)
	}
	require.Equal(t, 204, r.graph("DELETE", "groups/"+operators+"/members/"+rafe+"/$ref", nil).status)
}

func TestConsentsCountAtOnceWhenTakenAndWithANewTokenWhenGiven(t *testing.T) {
	t.Parallel()
	r := newRig(t, "")
	r.token(graphAudience)
	consents := func(scopes ...string) {
		r.door("POST", "/_sim/consents", object{"tenant": contosoID, "scopes": scopes, "roles": []string{}})
	}
	consents("Organization.Read.All")
	require.Equal(t, 403, r.graph("GET", "users", nil).status, "taken away at once")
	r.token(graphAudience)
	consents("Organization.Read.All", "User.Read.All")
	require.Equal(t, 403, r.graph("GET", "users", nil).status, "the token is older than the consent")
	r.token(graphAudience)
	require.Equal(t, 200, r.graph("GET", "users", nil).status)
}

func TestTokens(t *testing.T) {
	t.Parallel()
	r := newRig(t, "")
	raw := r.token(graphAudience)
	parts := strings.Split(raw, ".")
	require.Len(t, parts, 3)
	payload, err := base64.RawURLEncoding.DecodeString(parts[1])
	require.NoError(t, err)
	var claims object
	require.NoError(t, json.Unmarshal(payload, &claims))
	require.Equal(t, graphAudience, claims["aud"])
	require.Equal(t, contosoID, claims["tid"])
	require.Contains(t, claims["roles"], "User-PasswordProfile.ReadWrite.All")
	require.NotContains(t, claims["roles"], "RoleManagement.ReadWrite.Directory")
	require.NotContains(t, claims["roles"], "Exchange.ManageAsApp")
	require.InDelta(t, 3600, claims["exp"].(float64)-claims["iat"].(float64), 0)

	invalid := func(why string) {
		refusal(t, r.graph("GET", "users", nil), 401, "InvalidAuthenticationToken")
		require.False(t, r.lastEntry().Applied, why)
	}
	r.bears[graphAudience] = raw[:len(raw)-2]
	invalid("garbled")
	r.bears[graphAudience] = r.token(exchangeAudience)
	invalid("wrong audience")
	r.token(graphAudience)
	r.now = r.now.Add(time.Hour)
	invalid("expired")
	r.door("POST", "/_sim/clock", object{"advance": "-2h"})
	invalid("tokens live by the machine's clock")
	got, err := r.do("GET", "/graph/v1.0/users", nil, "")
	require.NoError(t, err)
	require.Equal(t, 401, got.status)
}

func TestATokenOpensOneTenant(t *testing.T) {
	t.Parallel()
	r := newRig(t, "")
	r.who = "fabrikam.example"
	require.Equal(t, 404, r.graph("GET", "users/"+priya, nil).status, "fabrikam has no such user")
	require.Equal(t, "fabrikam", r.lastEntry().Tenant)
	r.token(exchangeAudience)
	r.who = contosoID
	got := r.exchange("Get-Mailbox", object{"Identity": "priya.nair@contoso.example"})
	require.Equal(t, 401, got.status)
	require.Equal(t, "contoso", r.lastEntry().Tenant)
}

func TestTokenRequestsThatAreRefused(t *testing.T) {
	t.Parallel()
	r := newRig(t, "")
	good := "grant_type=client_credentials&client_id=app&client_secret=canary-x&scope=" + graphAudience + "/.default"
	form := map[string]string{"Content-Type": "application/x-www-form-urlencoded"}
	for name, one := range map[string]struct {
		tenant, body string
		status       int
		code         string
	}{
		"tenant": {"nobody.example", good, 400, "invalid_request"},
		"grant":  {contosoID, strings.Replace(good, "client_credentials", "password", 1), 400, "unsupported_grant_type"},
		"client": {contosoID, strings.Replace(good, "client_id=app&", "", 1), 400, "invalid_request"},
		"secret": {contosoID, strings.Replace(good, "client_secret=canary-x&", "", 1), 401, "invalid_client"},
		"scope":  {contosoID, strings.Replace(good, "graph.microsoft.com", "elsewhere.example", 1), 400, "invalid_scope"},
	} {
		got, err := r.do("POST", "/login/"+one.tenant+"/oauth2/v2.0/token", form, one.body)
		require.NoError(t, err)
		require.Equal(t, one.status, got.status, name)
		require.Equal(t, one.code, got.body["error"], name)
		require.Contains(t, got.body["error_description"], "AADSTS", name)
	}
}
