package sim_test

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func ref(id string) object {
	return object{"@odata.id": "https://graph.microsoft.com/v1.0/directoryObjects/" + id}
}

func TestMembershipsOfAUser(t *testing.T) {
	t.Parallel()
	r := newRig(t, "")
	var names []any
	got := r.graph("GET", "users/"+priya+"/memberOf/microsoft.graph.group?$select=id,displayName,groupTypes,assignedLicenses", nil)
	names = append(names, values(t, got, "displayName")...)
	next, more := got.body["@odata.nextLink"].(string)
	require.True(t, more, "six groups are two pages")
	names = append(names, values(t, r.graph("GET", next[len(r.url+"/graph/v1.0/"):], nil), "displayName")...)
	require.ElementsMatch(t, []any{"Sales-UK", "Forecast", "Deal Desk", "Everyone-London", "All Sales", "Launch Team"}, names)

	require.Equal(t, []any{"#microsoft.graph.directoryRole"}, values(t, r.graph("GET", "users/"+ada+"/memberOf", nil), "@odata.type"))
	require.Equal(t, []any{"User Administrator"}, values(t, r.graph("GET", "users/"+ada+"/memberOf/graph.directoryRole?$select=id,displayName", nil), "displayName"))
	require.Contains(t, values(t, r.graph("GET", "groups/"+salesUK+"/members", nil), "id"), priya)
	require.Equal(t, []any{"Forecast", "Deal Desk"}, values(t, r.graph("GET", "users/"+arlene+"/ownedObjects", nil), "displayName"))
}

func TestMembershipsReachThroughGroups(t *testing.T) {
	t.Parallel()
	r := newRig(t, "")
	require.Equal(t, 204, r.graph("POST", "groups/"+salesUK+"/members/$ref", ref(licenceGroup)).status)
	require.Equal(t, []any{"Licences-Engineering"}, values(t, r.graph("GET", "users/"+colin+"/memberOf", nil), "displayName"))
	require.ElementsMatch(t, []any{"Licences-Engineering", "Sales-UK"},
		values(t, r.graph("GET", "users/"+colin+"/transitiveMemberOf", nil), "displayName"))
}

func TestJoiningAndLeaving(t *testing.T) {
	t.Parallel()
	r := newRig(t, "")
	require.Equal(t, 204, r.graph("POST", "groups/"+salesUK+"/members/$ref", ref(dana)).status)
	require.True(t, r.lastEntry().Changed)
	require.Contains(t, refusal(t, r.graph("POST", "groups/"+salesUK+"/members/$ref", ref(dana)), 400, "Request_BadRequest"), "already exist")
	entry := r.lastEntry()
	require.True(t, entry.Applied && !entry.Changed, "it is as asked, and not by this call")

	require.Equal(t, 204, r.graph("DELETE", "groups/"+salesUK+"/members/"+dana+"/$ref", nil).status)
	require.True(t, r.lastEntry().Changed)
	refusal(t, r.graph("DELETE", "groups/"+salesUK+"/members/"+dana+"/$ref", nil), 404, "Request_ResourceNotFound")
	entry = r.lastEntry()
	require.True(t, entry.Applied && !entry.Changed)
	refusal(t, r.graph("POST", "groups/"+salesUK+"/members/$ref", ref("5a1e0000-0000-4000-8000-00000000ffff")), 404, "Request_ResourceNotFound")
	refusal(t, r.graph("POST", "groups/"+salesUK+"/members/$ref", object{"@odata.id": priya}), 400, "Request_BadRequest")
}

func TestGroupsThatGraphDoesNotChange(t *testing.T) {
	t.Parallel()
	r := newRig(t, "")
	for group, status := range map[string]int{
		dealDesk: 400, everyone: 400, allSales: 400, warehouse: 400, operators: 403, restricted: 403,
	} {
		require.Equal(t, status, r.graph("POST", "groups/"+group+"/members/$ref", ref(dana)).status, group)
		require.Equal(t, status, r.graph("DELETE", "groups/"+group+"/members/"+priya+"/$ref", nil).status, group)
	}
	greta := "5a1e0000-0000-4000-8000-000000000011"
	require.Contains(t, refusal(t, r.graph("DELETE", "groups/"+launch+"/owners/"+greta+"/$ref", nil), 400, "Request_BadRequest"), "at least one owner")
	require.Equal(t, 204, r.graph("POST", "groups/"+launch+"/owners/$ref", ref(arlene)).status)
	require.Equal(t, 204, r.graph("DELETE", "groups/"+launch+"/owners/"+greta+"/$ref", nil).status)
}

func TestDeletingAMemberWithoutRefDeletesTheUser(t *testing.T) {
	t.Parallel()
	r := newRig(t, "")
	require.Equal(t, 204, r.graph("DELETE", "groups/"+salesUK+"/members/"+priya, nil).status)
	require.Equal(t, "priya.nair@contoso.example", r.thing("deletedItems", "id", priya)["userPrincipalName"])
	require.NotContains(t, r.thing("groups", "id", salesUK)["members"], priya)

	r.door("POST", "/_sim/consents", object{"tenant": "contoso", "scopes": []string{"GroupMember.ReadWrite.All", "User.Read.All"}})
	r.token("https://graph.microsoft.com")
	refusal(t, r.graph("DELETE", "groups/"+salesUK+"/members/"+arlene, nil), 403, "Authorization_RequestDenied")
}

func assign(add, remove []string) object {
	adds, removes := []any{}, []any{}
	for _, sku := range add {
		adds = append(adds, object{"skuId": sku, "disabledPlans": []any{}})
	}
	for _, sku := range remove {
		removes = append(removes, sku)
	}
	return object{"addLicenses": adds, "removeLicenses": removes}
}

func TestAssigningLicences(t *testing.T) {
	t.Parallel()
	r := newRig(t, "")
	for name, one := range map[string]struct {
		who  string
		body object
		says string
	}{
		"no addLicenses":     {priya, object{"removeLicenses": []any{spb}}, "addLicenses"},
		"no removeLicenses":  {priya, object{"addLicenses": []any{}}, "removeLicenses"},
		"not held":           {priya, assign(nil, []string{visio}), "does not have a corresponding license"},
		"inherited":          {colin, assign(nil, []string{basic}), "inherited from a group membership"},
		"no location":        {tess, assign([]string{basic}, nil), "invalid usage location"},
		"unknown SKU":        {priya, assign([]string{priya}, nil), "does not correspond to a valid company License"},
		"two Exchange plans": {priya, assign([]string{plan2}, nil), "mutually exclusive"},
		"unknown plan":       {priya, object{"addLicenses": []any{object{"skuId": visio, "disabledPlans": []any{spb}}}, "removeLicenses": []any{}}, "service plans"},
		"both at once":       {priya, assign([]string{spb}, []string{spb}), "added and removed"},
	} {
		require.Contains(t, refusal(t, r.graph("POST", "users/"+one.who+"/assignLicense", one.body), 400, "Request_BadRequest"), one.says, name)
	}
	require.Equal(t, 200, r.graph("POST", "users/"+priya+"/assignLicense", assign([]string{spb}, nil)).status)
	require.False(t, r.lastEntry().Changed, "she holds it already")
	require.Equal(t, 200, r.graph("POST", "users/"+dana+"/assignLicense", assign([]string{visio}, nil)).status)
	require.Contains(t, refusal(t, r.graph("POST", "users/"+arlene+"/assignLicense", assign([]string{visio}, nil)), 400, "Request_BadRequest"),
		"does not have any available licenses")
	require.Equal(t, []any{"SPB", "VISIOCLIENT"}, values(t, r.graph("GET", "users/"+dana+"/licenseDetails", nil), "skuPartNumber"))
}

func TestLicenceGoneBeforeTheMailboxIsSharedDestroysIt(t *testing.T) {
	t.Parallel()
	r := newRig(t, "")
	require.Equal(t, 200, r.graph("POST", "users/"+priya+"/assignLicense", assign(nil, []string{spb})).status)
	require.Equal(t, true, r.thing("mailboxes", "upn", "priya.nair@contoso.example")["destroyed"])
	require.Equal(t, 404, r.exchange("Get-Mailbox", object{"Identity": "priya.nair@contoso.example"}).status)
	refusal(t, r.graph("GET", "users/"+priya+"/mailboxSettings", nil), 404, "MailboxNotEnabledForRESTAPI")

	require.Equal(t, 200, r.exchange("Set-Mailbox", object{"Identity": "arlene.cho@contoso.example", "Type": "Shared"}).status)
	require.Equal(t, "shared", r.graph("GET", "users/"+arlene+"/mailboxSettings?$select=userPurpose", nil).body["userPurpose"])
	require.Equal(t, 200, r.graph("POST", "users/"+arlene+"/assignLicense", assign(nil, []string{spb})).status)
	require.Nil(t, r.thing("mailboxes", "upn", "arlene.cho@contoso.example")["destroyed"])

	swap := r.graph("POST", "users/"+dana+"/assignLicense", assign([]string{plan2}, []string{spb}))
	require.Equal(t, 200, swap.status, swap.raw)
	require.Nil(t, r.thing("mailboxes", "upn", "dana.reyes@contoso.example")["destroyed"], "swapped in one call")
}

func TestLeavingALicensingGroupTakesTheLicence(t *testing.T) {
	t.Parallel()
	r := newRig(t, "")
	states := r.user(colin)["licenseAssignmentStates"].([]any)
	require.Len(t, states, 2)
	require.Equal(t, licenceGroup, at(t, states, 0, "assignedByGroup"))
	require.Nil(t, at(t, states, 1, "assignedByGroup"))
	used := r.thing("subscribedSkus", "skuId", basic)["consumedUnits"].(float64)

	require.Equal(t, 204, r.graph("DELETE", "groups/"+licenceGroup+"/members/"+colin+"/$ref", nil).status)
	require.Len(t, r.user(colin)["licenseAssignmentStates"], 1)
	require.InDelta(t, used-1, r.thing("subscribedSkus", "skuId", basic)["consumedUnits"], 0)
	require.Equal(t, true, r.thing("mailboxes", "upn", "colin.abara@contoso.example")["destroyed"])

	require.Equal(t, 204, r.graph("POST", "groups/"+licenceGroup+"/members/$ref", ref(colin)).status)
	require.InDelta(t, used, r.thing("subscribedSkus", "skuId", basic)["consumedUnits"], 0)
	box := r.thing("mailboxes", "upn", "colin.abara@contoso.example")
	require.Nil(t, box["destroyed"])
	require.NotEmpty(t, box["destroyedAt"], "what happened stays to be seen")

	require.Equal(t, 204, r.graph("POST", "groups/"+licenceGroup+"/members/$ref", ref(tess)).status)
	require.Equal(t, "ProhibitedInUsageLocationViolation", at(t, r.user(tess)["licenseAssignmentStates"], 0, "error"))
}
