package sim_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func (r *rig) pusher(method, path, bearer string, body any) reply {
	r.t.Helper()
	header, text := map[string]string{"Content-Type": "application/json"}, ""
	if bearer != "" {
		header["Authorization"] = "Bearer " + bearer
	}
	if body != nil {
		text = asJSON(r.t, body)
	}
	got, err := r.do(method, "/pwpush"+path, header, text)
	require.NoError(r.t, err)
	return got
}

func (r *rig) links() []any { return r.door("GET", "/_sim/state", nil).body["links"].([]any) }

func TestPasswordPusherReplacesWhatIsOutOfRange(t *testing.T) {
	t.Parallel()
	r := newRig(t, "")
	made := r.pusher("POST", "/p.json", "", object{"password": object{"payload": "canary-1", "expire_after_days": 120, "expire_after_views": 0, "retrieval_step": false}})
	require.Equal(t, 201, made.status)
	require.Equal(t, []any{7.0, 5.0, false, true}, []any{made.body["expire_after_days"], made.body["expire_after_views"], made.body["retrieval_step"], made.body["deletable_by_viewer"]})
	require.Equal(t, 400, r.pusher("POST", "/api/v2/pushes.json", "", object{"password": object{"payload": "x"}}).status, "the wrapper is another in v2")
	require.Equal(t, 422, r.pusher("POST", "/api/v2/pushes", "", object{"push": object{"payload": ""}}).status)
	require.Equal(t, 200, r.pusher("GET", "/api/v2/version", "", nil).status)
	r.door("POST", "/_sim/pwpush", object{"old": true})
	require.Equal(t, `"{\"error\":\"not-found\"}"`, r.pusher("GET", "/api/v2/version", "", nil).raw)
	require.Equal(t, 404, r.pusher("POST", "/api/v2/pushes.json", "", object{"push": object{"payload": "x"}}).status)
	require.Len(t, r.links(), 1)
}

func TestEveryLookAtALinkIsAView(t *testing.T) {
	t.Parallel()
	r := newRig(t, "")
	made := r.pusher("POST", "/api/v2/pushes.json", "", object{"push": object{"payload": "canary-<1>", "expire_after_views": 3, "passphrase": "canary-2"}})
	token := made.body["url_token"].(string)
	require.Equal(t, r.url+"/pwpush/p/"+token+"/r", made.body["html_url"])
	require.Equal(t, "canary-2", made.body["passphrase"], "echoed in clear")
	for _, path := range []string{"/p/" + token + "/r", "/p/" + token + "/preview.json"} {
		require.Equal(t, 200, r.pusher("GET", path, "", nil).status)
	}
	require.InDelta(t, 0, at(t, r.links(), 0, "views"), 0)
	require.NotContains(t, r.pusher("GET", "/p/"+token, "", nil).raw, "canary")
	require.Contains(t, r.pusher("GET", "/p/"+token+"?passphrase=canary-2", "", nil).raw, "canary-&lt;1&gt;")
	require.Equal(t, "canary-<1>", r.pusher("GET", "/p/"+token+".json?passphrase=canary-2", "", nil).body["payload"])
	require.Equal(t, []any{3.0, true}, []any{at(t, r.links(), 0, "views"), at(t, r.links(), 0, "ended")})
	require.Nil(t, r.pusher("GET", "/api/v2/pushes/"+token+".json?passphrase=canary-2", "", nil).body["payload"])
}

func TestLinksAreEndedByTheirOwner(t *testing.T) {
	t.Parallel()
	r := newRig(t, "")
	r.door("PUT", "/_sim/secrets", object{"pwpush": "canary-token"})
	require.Equal(t, 401, r.pusher("POST", "/p.json", "wrong", object{"password": object{"payload": "x"}}).status)
	mine := r.pusher("POST", "/p.json", "canary-token", object{"password": object{"payload": "x", "deletable_by_viewer": false}}).body["url_token"].(string)
	require.Equal(t, 401, r.pusher("DELETE", "/p/"+mine+".json", "", nil).status)
	require.Equal(t, 200, r.pusher("DELETE", "/api/v2/pushes/"+mine, "canary-token", nil).status)
	require.Equal(t, 404, r.pusher("DELETE", "/api/v2/pushes/"+mine, "canary-token", nil).status)
	anybodys := r.pusher("POST", "/p.json", "", object{"password": object{"payload": "x"}}).body["url_token"].(string)
	require.Equal(t, 200, r.pusher("DELETE", "/p/"+anybodys+".json", "", nil).status)
	r.pusher("POST", "/p.json", "", object{"password": object{"payload": "x", "expire_after_days": 2}})
	require.Equal(t, false, at(t, r.links(), 2, "ended"))
	r.now = r.now.Add(48 * time.Hour)
	require.Equal(t, true, at(t, r.links(), 2, "ended"))
}

func TestWhatALinkHidesNeverReachesTheDisk(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	r := newRig(t, dir)
	r.door("PUT", "/_sim/secrets", object{"pwpush": "canary-token"})
	r.pusher("POST", "/p.json", "canary-token", object{"password": object{"payload": "canary-payload", "passphrase": "canary-phrase"}})
	require.NotContains(t, journalOf(t, dir)+r.door("GET", "/_sim/ledger", nil).raw+r.door("GET", "/_sim/state", nil).raw, "canary")
	require.NoError(t, r.world.Close())
	again := newRig(t, dir)
	require.Equal(t, true, at(t, again.links(), 0, "ended"))
	require.Equal(t, 401, again.pusher("POST", "/p.json", "wrong", object{"password": object{"payload": "x"}}).status, "the token is kept as a hash")
}
