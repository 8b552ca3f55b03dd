package sim_test

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestUserShowsOnlyDefaultProperties(t *testing.T) {
	t.Parallel()
	r := newRig(t, "")
	got := r.graph("GET", "users/"+priya, nil)
	require.Equal(t, 200, got.status)
	delete(got.body, "@odata.context")
	require.Equal(t, object{
		"id": priya, "displayName": "Priya Nair", "givenName": "Priya", "surname": "Nair", "jobTitle": "Account Manager",
		"mail": "priya.nair@contoso.example", "userPrincipalName": "priya.nair@contoso.example", "officeLocation": "London",
		"mobilePhone": "+44 7700 900101", "preferredLanguage": nil, "businessPhones": []any{},
	}, got.body)
}

func TestUsersAreFound(t *testing.T) {
	t.Parallel()
	r := newRig(t, "")
	for filter, want := range map[string][]any{
		"userPrincipalName eq 'Priya.Nair@contoso.example'":                              {priya},
		"mail eq 'priya.nair@contoso.example'":                                           {priya},
		"proxyAddresses/any(p:p eq 'smtp:priya.nair@contoso.example')":                   {priya},
		"displayName eq 'Sam Carter'":                                                    {"5a1e0000-0000-4000-8000-0000000000f1", "5a1e0000-0000-4000-8000-0000000000f2"},
		"displayName eq 'Sam Carter' and department eq 'Finance'":                        {"5a1e0000-0000-4000-8000-0000000000f2"},
		"surname eq 'O''Neill'":                                                          {tess},
		"givenName eq 'Priya' or (givenName eq 'Arlene' and surname eq 'Cho')":           {priya, arlene},
		"startsWith(displayName,'pri') and userType eq 'Member'":                         {priya},
		"accountEnabled eq false and startswith(userPrincipalName, 'noel')":              {noel},
		"displayName eq 'Nobody'":                                                        {},
		"(givenName eq 'Nair' and surname eq 'Priya') or displayName eq 'Tess O''Neill'": {tess},
	} {
		require.Equal(t, want, values(t, r.graph("GET", "users?$filter="+filter, nil), "id"), filter)
	}
}

func TestQueriesThatAreNotSupportedAreRefused(t *testing.T) {
	t.Parallel()
	r := newRig(t, "")
	for _, query := range []string{
		"users?$search=%22displayName:x%22", "users?$orderby=displayName", "users?$skip=3", "users?$select=id,nickname",
		"users?$filter=displayName ne 'x'", "users?$filter=endsWith(mail,'x')", "users?$filter=officeLocation eq 'x'",
		"users?$filter=displayName eq 'x", "users?$filter=displayName eq x", "users?$filter=nickname eq 'x'",
		"users?$filter=not(displayName eq 'x')", "users?$filter=displayName eq 'x' displayName", "users?$filter=",
		"users?$filter=proxyAddresses eq 'x'", "users?$filter=displayName/any(p:p eq 'x')", "users?$filter=proxyAddresses/any(p:q eq 'x')",
		"users?$top=0", "users?$top=1000", "users?$count=true", "users?$expand=memberOf", "users?$skiptoken=!", "users?$skiptoken=bm9ib2R5",
		"users/" + priya + "?$filter=id eq 'x'", "subscribedSkus?$filter=skuPartNumber eq 'SPB'", "users/" + priya + "/frobnicate",
	} {
		require.Equal(t, 400, r.graph("GET", query, nil).status, query)
	}
	require.Equal(t, 405, r.graph("PUT", "users/"+priya, object{"city": "Bath"}).status)
}

func TestUsersComeInPages(t *testing.T) {
	t.Parallel()
	r := newRig(t, "")
	got := r.graph("GET", "users?$select=id&$top=999", nil)
	var seen []any
	pages := 0
	for ; ; pages++ {
		seen = append(seen, values(t, got, "id")...)
		next, more := got.body["@odata.nextLink"].(string)
		if !more {
			break
		}
		require.Regexp(t, "^"+r.url+"/graph/v1.0/users\\?", next)
		require.Contains(t, next, "select=id")
		got = r.graph("GET", next[len(r.url+"/graph/v1.0/"):], nil)
	}
	require.Len(t, seen, len(r.tenant("contoso")["users"].([]any)))
	require.Greater(t, pages, 2)
	require.Len(t, values(t, r.graph("GET", "users?$top=2", nil), "id"), 2)
}

func TestPeopleAroundAUser(t *testing.T) {
	t.Parallel()
	r := newRig(t, "")
	require.Equal(t, arlene, r.graph("GET", "users/"+priya+"/manager", nil).body["id"])
	expanded := r.graph("GET", "users/"+priya+"?$select=id&$expand=manager($select=id,displayName)", nil)
	require.Equal(t, object{"@odata.type": "#microsoft.graph.user", "id": arlene, "displayName": "Arlene Cho"}, expanded.body["manager"])
	refusal(t, r.graph("GET", "users/"+arlene+"/manager", nil), 404, "Request_ResourceNotFound")
	require.Contains(t, values(t, r.graph("GET", "users/"+arlene+"/directReports", nil), "id"), priya)
	guest := "lena.brook_partner.example%23EXT%23@contoso.onmicrosoft.example"
	require.Equal(t, "Guest", r.graph("GET", "users/"+guest+"?$select=userType", nil).body["userType"])
	refusal(t, r.graph("GET", "users/nobody@contoso.example", nil), 404, "Request_ResourceNotFound")
	require.Equal(t, 204, r.graph("PUT", "users/"+arlene+"/manager/$ref", object{"@odata.id": "https://graph.microsoft.com/v1.0/users/" + dana}).status)
	require.Equal(t, object{"id": dana}, r.user(arlene)["manager"])
	require.Equal(t, 204, r.graph("DELETE", "users/"+arlene+"/manager/$ref", nil).status)
	refusal(t, r.graph("DELETE", "users/"+arlene+"/manager/$ref", nil), 404, "Request_ResourceNotFound")
	require.True(t, r.lastEntry().Applied)
}

func TestBlockingResettingAndRevoking(t *testing.T) {
	t.Parallel()
	r := newRig(t, "")
	before := r.user(priya)
	require.Equal(t, 204, r.graph("PATCH", "users/"+priya, object{"accountEnabled": false}).status)
	first := r.lastEntry()
	require.True(t, first.Applied && first.Changed)
	require.Equal(t, 204, r.graph("PATCH", "users/"+priya, object{"accountEnabled": false}).status)
	second := r.lastEntry()
	require.True(t, second.Applied && !second.Changed, "found so already")

	reset := object{"passwordProfile": object{"password": "canary-Pa55word!", "forceChangePasswordNextSignIn": true}}
	require.Equal(t, 204, r.graph("PATCH", "users/"+priya, reset).status)
	after := r.user(priya)
	require.Equal(t, "2026-01-12T09:00:00.123Z", after["lastPasswordChangeDateTime"])
	require.Equal(t, before["signInSessionsValidFromDateTime"], after["signInSessionsValidFromDateTime"], "a reset revokes nothing")
	require.NotEmpty(t, after["passwordHash"])

	got := r.graph("POST", "users/"+priya+"/revokeSignInSessions", nil)
	require.Equal(t, true, got.body["value"])
	require.Equal(t, "2026-01-12T09:00:00.123Z", r.user(priya)["signInSessionsValidFromDateTime"])
	require.Equal(t, 204, r.graph("PATCH", "users/"+oskar, object{"accountEnabled": false}).status, "the cloud block of a synced user is taken")
}

func TestPatchesThatAreRefused(t *testing.T) {
	t.Parallel()
	r := newRig(t, "")
	for _, one := range []struct {
		who  string
		body object
		want int
		code string
	}{
		{priya, object{"nickname": "P"}, 400, "Request_BadRequest"},
		{priya, object{"assignedLicenses": []any{}}, 400, "Request_BadRequest"},
		{priya, object{"accountEnabled": "false"}, 400, "Request_BadRequest"},
		{priya, object{"accountEnabled": nil}, 400, "Request_BadRequest"},
		{priya, object{"usageLocation": nil}, 400, "Request_BadRequest"},
		{priya, object{"employeeHireDate": "tomorrow"}, 400, "Request_BadRequest"},
		{priya, object{"userPrincipalName": "dana.reyes@contoso.example"}, 400, "Request_BadRequest"},
		{priya, object{"userPrincipalName": "priya@elsewhere.example"}, 400, "Request_BadRequest"},
		{priya, object{"passwordProfile": object{"password": "short"}}, 400, "Request_BadRequest"},
		{priya, object{"passwordProfile": object{"newPassword": "x"}}, 400, "Request_BadRequest"},
		{priya, object{}, 400, "Request_BadRequest"},
		{oskar, object{"department": "Sales"}, 400, "Request_BadRequest"},
		{oskar, object{"passwordProfile": object{"password": "canary-Pa55word!"}}, 400, "Request_BadRequest"},
		{ada, object{"accountEnabled": false}, 403, "Authorization_RequestDenied"},
		{rafe, object{"passwordProfile": object{"password": "canary-Pa55word!"}}, 403, "Authorization_RequestDenied"},
	} {
		before := r.user(one.who)
		refusal(t, r.graph("PATCH", "users/"+one.who, one.body), one.want, one.code)
		require.Equal(t, before, r.user(one.who))
		entry := r.lastEntry()
		require.False(t, entry.Applied || entry.Changed)
	}
}

func TestCreatingDeletingRestoring(t *testing.T) {
	t.Parallel()
	r := newRig(t, "")
	full := func() object {
		return object{
			"accountEnabled": true, "displayName": "Nia Stone", "mailNickname": "nia.stone", "userPrincipalName": "nia.stone@contoso.example",
			"usageLocation": "GB", "passwordProfile": object{"password": "canary-Pa55word!", "forceChangePasswordNextSignIn": true},
		}
	}
	for name := range full() {
		lacking := full()
		delete(lacking, name)
		if name != "usageLocation" {
			refusal(t, r.graph("POST", "users", lacking), 400, "Request_BadRequest")
		}
	}
	made := r.graph("POST", "users", full())
	require.Equal(t, 201, made.status, made.raw)
	id := made.body["id"].(string)
	again := r.graph("POST", "users", full())
	refusal(t, again, 400, "Request_BadRequest")
	require.Equal(t, "ObjectConflict", at(t, again.body, "error", "details", 0, "code"))
	require.Equal(t, "userPrincipalName", at(t, again.body, "error", "details", 0, "target"))

	require.Equal(t, 200, r.graph("POST", "users/"+id+"/assignLicense", object{"addLicenses": []any{object{"skuId": spb}}, "removeLicenses": []any{}}).status)
	require.Equal(t, "user", r.thing("mailboxes", "upn", "nia.stone@contoso.example")["type"])
	used := r.thing("subscribedSkus", "skuId", spb)["consumedUnits"].(float64)

	require.Equal(t, 204, r.graph("DELETE", "users/"+id, nil).status)
	refusal(t, r.graph("GET", "users/"+id, nil), 404, "Request_ResourceNotFound")
	require.InDelta(t, used-1, r.thing("subscribedSkus", "skuId", spb)["consumedUnits"], 0)
	require.Equal(t, true, r.thing("mailboxes", "upn", "nia.stone@contoso.example")["destroyed"])
	require.Contains(t, values(t, r.graph("GET", "directory/deletedItems/microsoft.graph.user?$filter=displayName eq 'Nia Stone'", nil), "id"), id)
	require.Equal(t, 200, r.graph("POST", "directory/deletedItems/"+id+"/restore", nil).status)
	require.Equal(t, 200, r.graph("GET", "users/"+id, nil).status)
	refusal(t, r.graph("DELETE", "users/"+ada, nil), 403, "Authorization_RequestDenied")
}
