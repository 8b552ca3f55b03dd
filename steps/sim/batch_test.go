package sim_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
)

// responses are the answers of a $batch by id.
func responses(t *testing.T, got reply) map[string]object {
	t.Helper()
	require.Equal(t, 200, got.status, got.raw)
	byID := map[string]object{}
	for _, one := range got.body["responses"].([]any) {
		byID[one.(object)["id"].(string)] = one.(object)
	}
	return byID
}

func TestBatchItemsAreCallsOfTheirOwn(t *testing.T) {
	t.Parallel()
	r := newRig(t, "")
	r.door("POST", "/_sim/faults", []any{object{"path": "/users/" + dana + "$", "then": object{"status": 429, "retryAfter": 2.5}}})
	patch := func(id, who string, after ...string) object {
		return object{"id": id, "method": "PATCH", "url": "/users/" + who, "headers": object{"Content-Type": "application/json"},
			"body": object{"accountEnabled": false}, "dependsOn": after}
	}
	got := responses(t, r.graph("POST", "$batch", object{"requests": []any{
		object{"id": "1", "method": "GET", "url": "/users/" + priya + "?$select=id"},
		patch("2", dana), patch("3", priya, "2"), patch("4", arlene, "1"),
	}}))
	require.Equal(t, priya, at(t, got["1"], "body", "id"))
	require.InDelta(t, 429, got["2"]["status"], 0)
	require.Equal(t, "2.5", at(t, got["2"], "headers", "Retry-After"))
	require.InDelta(t, 424, got["3"]["status"], 0)
	require.InDelta(t, 204, got["4"]["status"], 0)
	require.Equal(t, true, r.user(priya)["accountEnabled"])

	entries := r.entries()[1:] // the first is the token's
	require.Len(t, entries, 5, "four items and the batch")
	require.Equal(t, 424, entries[2].Status)
	require.Equal(t, "/graph/v1.0/users/"+arlene, entries[3].Path)
	require.True(t, entries[3].Changed)
	require.Equal(t, "/graph/v1.0/$batch", entries[4].Path)
	require.False(t, entries[4].Changed)
}

func TestBatchesThatAreRefused(t *testing.T) {
	t.Parallel()
	r := newRig(t, "")
	get := func(id string) object { return object{"id": id, "method": "GET", "url": "/users"} }
	many := []any{}
	for i := range 21 {
		many = append(many, get(fmt.Sprint(i)))
	}
	for name, requests := range map[string][]any{
		"none": {}, "too many": many, "same id": {get("a"), get("A")}, "no id": {get("")},
		"absolute":        {object{"id": "1", "method": "GET", "url": "https://graph.microsoft.com/v1.0/users"}},
		"nested":          {object{"id": "1", "method": "POST", "url": "/$batch"}},
		"no content type": {object{"id": "1", "method": "POST", "url": "/users", "body": object{}}},
		"unknown before":  {object{"id": "1", "method": "GET", "url": "/users", "dependsOn": []any{"2"}}},
	} {
		require.Equal(t, 400, r.graph("POST", "$batch", object{"requests": requests}).status, name)
	}
}

func TestACutItemCutsTheBatch(t *testing.T) {
	t.Parallel()
	r := newRig(t, "")
	r.door("POST", "/_sim/faults", []any{object{"path": "revoke", "then": object{"cut": true, "afterDoing": true}}})
	_, err := r.tryGraph("POST", "$batch", object{"requests": []any{
		object{"id": "1", "method": "POST", "url": "/users/" + priya + "/revokeSignInSessions"},
		object{"id": "2", "method": "POST", "url": "/users/" + dana + "/revokeSignInSessions"},
	}})
	require.Error(t, err)
	entries := r.entries()[1:]
	require.Len(t, entries, 2)
	require.True(t, entries[0].Changed)
	require.Zero(t, entries[0].Status)
	require.Zero(t, entries[1].Status)
	require.NotEqual(t, r.user(priya)["signInSessionsValidFromDateTime"], r.user(dana)["signInSessionsValidFromDateTime"])
}
