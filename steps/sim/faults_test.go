package sim_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func (r *rig) faults(rules ...object) {
	r.t.Helper()
	all := []any{}
	for _, rule := range rules {
		all = append(all, rule)
	}
	r.door("POST", "/_sim/faults", all)
}

// block blocks priya and returns the status, 0 where the connection was cut.
func (r *rig) block(enabled bool) int {
	r.t.Helper()
	got, err := r.tryGraph("PATCH", "users/"+priya, object{"accountEnabled": enabled})
	if err != nil {
		return 0
	}
	return got.status
}

func TestWhatAFaultDoes(t *testing.T) {
	t.Parallel()
	for name, one := range map[string]struct {
		then                   object
		status                 int
		applied, changed, done bool
	}{
		"answers without doing":  {object{"status": 503}, 503, false, false, false},
		"lies":                   {object{"status": 204}, 204, false, false, false},
		"does, then fails":       {object{"status": 504, "afterDoing": true}, 504, true, true, true},
		"cuts without doing":     {object{"cut": true}, 0, false, false, false},
		"cuts after doing":       {object{"cut": true, "afterDoing": true}, 0, true, true, true},
		"only delays":            {object{"delayMs": 1}, 204, true, true, true},
		"does, then delays":      {object{"delayMs": 1, "afterDoing": true}, 204, true, true, true},
		"delays, then refuses":   {object{"delayMs": 1, "status": 429}, 429, false, false, false},
		"only adds Retry-After":  {object{"retryAfter": 1}, 204, true, true, true},
		"only changes the body":  {object{"body": object{"odd": true}}, 204, true, true, true},
		"cuts instead of status": {object{"cut": true, "status": 500}, 0, false, false, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t, "")
			r.token(graphAudience)
			r.faults(object{"system": "graph", "method": "^PATCH$", "then": one.then})
			require.Equal(t, one.status, r.block(false))
			entry := r.lastEntry()
			require.Equal(t, []any{one.status, one.applied, one.changed}, []any{entry.Status, entry.Applied, entry.Changed})
			require.Equal(t, !one.done, r.user(priya)["accountEnabled"])
		})
	}
}

func TestWhatAFaultAnswers(t *testing.T) {
	t.Parallel()
	r := newRig(t, "")
	answer := func(then object) reply {
		r.faults(object{"system": "graph", "then": then})
		return r.graph("GET", "users/"+priya, nil)
	}
	got := answer(object{"status": 429, "retryAfter": 2.128})
	require.Equal(t, "2.128", got.header.Get("Retry-After"))
	refusal(t, got, 429, "TooManyRequests")
	require.Equal(t, "Wed, 21 Oct 2026 07:28:00 GMT", answer(object{"status": 503, "retryAfter": "Wed, 21 Oct 2026 07:28:00 GMT"}).header.Get("Retry-After"))
	require.Equal(t, "<html>busy</html>", answer(object{"status": 502, "body": "<html>busy</html>"}).raw)
	require.Equal(t, object{"value": "odd"}, answer(object{"status": 200, "body": object{"value": "odd"}}).body)

	r.faults(object{"system": "exchange", "then": object{"status": 429}})
	require.Contains(t, r.exchange("Get-Mailbox", object{}).raw, "maximum number of concurrent requests per tenant")
	r.faults(object{"system": "login", "then": object{"status": 503}})
	busy, err := r.do("POST", "/login/"+contosoID+"/oauth2/v2.0/token", nil, "x")
	require.NoError(t, err)
	require.Equal(t, 503, busy.status)
	r.faults()
	require.Equal(t, 200, r.graph("GET", "users/"+priya, nil).status, "an empty list clears")
}

func TestWhoseTurnItIs(t *testing.T) {
	t.Parallel()
	fails := object{"status": 500}
	for name, one := range map[string]struct {
		rule object
		want string // x where the call failed
	}{
		"always":           {object{}, "xxxxxxxx"},
		"twice":            {object{"times": 2}, "xx......"},
		"nth":              {object{"nth": 3}, "..x....."},
		"nth and after":    {object{"nth": 3, "times": 2}, "..xx...."},
		"every":            {object{"every": 3}, "..x..x.."},
		"every, once":      {object{"every": 3, "times": 1}, "..x....."},
		"path":             {object{"path": "/users/" + priya + "$"}, "xxxxxxxx"},
		"other path":       {object{"path": "^/users"}, "........"},
		"body":             {object{"body": `"accountEnabled": ?false`}, "xxxxxxxx"},
		"other system":     {object{"system": "exchange"}, "........"},
		"changing":         {object{"changing": true}, "xxxxxxxx"},
		"not changing":     {object{"changing": false}, "........"},
		"cmdlet":           {object{"cmdlet": "Mailbox"}, "........"},
		"a share, by seed": {object{"share": 0.5}, "..xxxxxx"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t, "")
			r.token(graphAudience)
			r.door("POST", "/_sim/seed", object{"seed": 7})
			one.rule["then"] = fails
			r.faults(one.rule)
			got := ""
			for range 8 {
				got += map[bool]string{true: "x", false: "."}[r.block(false) == 500]
			}
			require.Equal(t, one.want, got)
		})
	}
}

func TestEveryRuleCountsAndTheFirstActs(t *testing.T) {
	t.Parallel()
	r := newRig(t, "")
	r.token(graphAudience)
	r.faults(object{"method": "PATCH", "nth": 2, "then": object{"status": 502}}, object{"every": 2, "then": object{"status": 503}})
	var got []int
	for range 4 {
		got = append(got, r.block(false))
	}
	require.Equal(t, []int{204, 502, 204, 503}, got)
}

func TestWhatCountsAsChanging(t *testing.T) {
	t.Parallel()
	r := newRig(t, "")
	r.token(graphAudience)
	r.token(exchangeAudience)
	r.faults(object{"changing": true, "then": object{"status": 500}})
	require.Equal(t, 200, r.exchange("Get-Mailbox", object{}).status)
	require.Equal(t, 500, r.exchange("Set-Mailbox", object{"Identity": priyaUPN, "Type": "Shared"}).status)
	require.Equal(t, 500, r.graph("POST", "users/"+priya+"/revokeSignInSessions", nil).status)
	require.Equal(t, 500, r.post("dana", card("Action.OpenUrl", "http://x")).status)
	require.Equal(t, 200, r.desk("GET", "/tickets/T", "any", nil).status)
	r.token(graphAudience)
	inside := responses(t, r.graph("POST", "$batch", object{"requests": []any{object{"id": "1", "method": "POST", "url": "/users/" + priya + "/revokeSignInSessions"}}}))
	require.InDelta(t, 500, inside["1"]["status"], 0, "items count, not the batch")
}

func TestFaultsThatMakeNoSense(t *testing.T) {
	t.Parallel()
	r := newRig(t, "")
	for _, rules := range []string{
		`[{"then":{}}]`, `[{"path":"(","then":{"status":500}}]`, `[{"nth":1,"every":2,"then":{"status":500}}]`, `[{"than":{}}]`,
		`[{"share":2,"then":{"status":500}}]`, `[{"system":"grpah","then":{"status":500}}]`, `{}`,
	} {
		got, err := r.do("POST", "/_sim/faults", nil, rules)
		require.NoError(t, err)
		require.Equal(t, 400, got.status, rules)
	}
}

func TestADelayedRequestTakesEffectThoughItsClientLeft(t *testing.T) {
	t.Parallel()
	r := newRig(t, "")
	r.token(graphAudience)
	r.faults(object{"method": "PATCH", "then": object{"delayMs": 1000}})
	client := deadline(200 * time.Millisecond)
	require.Error(t, client(r, "PATCH", "users/"+priya, object{"accountEnabled": false}))
	require.Equal(t, true, r.user(priya)["accountEnabled"])
	require.Eventually(t, func() bool { return r.user(priya)["accountEnabled"] == false }, 10*time.Second, 10*time.Millisecond)

	r.faults()
	r.door("POST", "/_sim/latency", object{"graph": 1000})
	before := len(r.entries())
	require.Error(t, client(r, "PATCH", "users/"+priya, object{"accountEnabled": true}))
	r.door("POST", "/_sim/latency", object{})
	require.Equal(t, 200, r.graph("GET", "users/"+priya, nil).status)
	require.Len(t, r.entries(), before+1, "who leaves during the latency has asked for nothing")
}
