package sim_test

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// enabled reads whether priya may sign in, as Graph shows it.
func (r *rig) enabled() any {
	r.t.Helper()
	return r.graph("GET", "users/"+priya+"?$select=accountEnabled", nil).body["accountEnabled"]
}

func TestAWriteIsShownLate(t *testing.T) {
	t.Parallel()
	r := newRig(t, "")
	r.door("POST", "/_sim/lag", object{"reads": 2})
	require.Equal(t, 204, r.block(false))
	require.Equal(t, false, r.user(priya)["accountEnabled"], "the state is the newest")
	require.Equal(t, []any{true, true, false, false}, []any{r.enabled(), r.enabled(), r.enabled(), r.enabled()})

	require.Equal(t, 204, r.block(true))
	require.Equal(t, false, r.enabled())
	require.Equal(t, 204, r.graph("PATCH", "users/"+priya, object{"city": "Bath"}).status)
	city := func() any { return r.graph("GET", "users/"+priya+"?$select=city", nil).body["city"] }
	require.Nil(t, city())
	require.Equal(t, []any{true, "Bath", "Bath"}, []any{r.enabled(), city(), city()}, "in order, each after its own two reads")

	require.Equal(t, 204, r.block(false))
	r.door("POST", "/_sim/lag", object{"reads": 0})
	require.Equal(t, false, r.enabled(), "lag 0 brings everything up to date")
}

func TestListsAreLateToo(t *testing.T) {
	t.Parallel()
	r := newRig(t, "")
	r.door("POST", "/_sim/lag", object{"reads": 1})
	require.Equal(t, 204, r.block(false))
	blocked := "users?$filter=accountEnabled eq false and department eq 'Sales'"
	require.Empty(t, values(t, r.graph("GET", blocked, nil), "id"))
	require.Equal(t, []any{priya}, values(t, r.graph("GET", blocked, nil), "id"))
}

func TestAFreshUserIsNotThereYetAndADeletedOneStillIs(t *testing.T) {
	t.Parallel()
	r := newRig(t, "")
	r.door("POST", "/_sim/lag", object{"reads": 1})
	made := r.graph("POST", "users", object{
		"accountEnabled": true, "displayName": "Nia Stone", "mailNickname": "nia.stone", "userPrincipalName": "nia.stone@contoso.example",
		"passwordProfile": object{"password": "canary-Pa55word!"},
	})
	require.Equal(t, 201, made.status, made.raw)
	id := made.body["id"].(string)
	refusal(t, r.graph("GET", "users/"+id, nil), 404, "Request_ResourceNotFound")
	require.Equal(t, 200, r.graph("GET", "users/nia.stone@contoso.example", nil).status)

	require.Equal(t, 204, r.graph("DELETE", "users/"+id, nil).status)
	require.Equal(t, 200, r.graph("GET", "users/"+id, nil).status)
	require.Equal(t, 404, r.graph("GET", "users/"+id, nil).status)
}

func TestMembershipsAndLicencesAreLateOnBothSides(t *testing.T) {
	t.Parallel()
	r := newRig(t, "")
	r.door("POST", "/_sim/lag", object{"reads": 2})
	require.Equal(t, 204, r.graph("DELETE", "groups/"+salesUK+"/members/"+sam+"/$ref", nil).status)
	members := func() []any { return values(t, r.graph("GET", "groups/"+salesUK+"/members", nil), "id") }
	groups := func() []any { return values(t, r.graph("GET", "users/"+sam+"/memberOf", nil), "displayName") }
	require.Contains(t, groups(), "Sales-UK")
	require.Contains(t, members(), sam, "a read on either side counts")
	require.NotContains(t, groups(), "Sales-UK")
	require.NotContains(t, members(), sam)

	require.Equal(t, 204, r.graph("POST", "groups/"+salesUK+"/members/$ref", ref(sam)).status)
	require.NotContains(t, members(), sam)
	require.NotContains(t, groups(), "Sales-UK")
	require.Contains(t, members(), sam)

	require.Equal(t, 200, r.graph("POST", "users/"+priya+"/assignLicense", assign(nil, []string{spb})).status)
	states := func() []any {
		return r.graph("GET", "users/"+priya+"?$select=licenseAssignmentStates", nil).body["licenseAssignmentStates"].([]any)
	}
	require.Equal(t, []int{1, 1, 0}, []int{len(states()), len(states()), len(states())})
}

func TestAManagerComesLateAndThenStays(t *testing.T) {
	t.Parallel()
	r := newRig(t, "")
	r.door("POST", "/_sim/lag", object{"reads": 2})
	require.Equal(t, 204, r.graph("PUT", "users/"+priya+"/manager/$ref", object{"@odata.id": "https://graph.microsoft.com/v1.0/users/5a1e0000-0000-4000-8000-0000000000b1"}).status)
	seen := func() any { return r.graph("GET", "users/"+priya+"/manager", nil).body["displayName"] }
	before := seen()
	require.NotEqual(t, "Bo Lindqvist", before)
	require.Equal(t, []any{before, "Bo Lindqvist", "Bo Lindqvist"}, []any{seen(), seen(), seen()}, "reading the manager alone is enough")
}
