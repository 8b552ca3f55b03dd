package sim_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// sign makes the desk's signature of a body.
func sign(secret, body string) string {
	mac := hmac.New(sha256.New, []byte(secret))
	fmt.Fprintf(mac, "%d.%s", 1768208400, body)
	return fmt.Sprintf("t=%d,v1=%s", 1768208400, hex.EncodeToString(mac.Sum(nil)))
}

func (r *rig) desk(method, path, secret string, body any) reply {
	r.t.Helper()
	text := ""
	if body != nil {
		text = asJSON(r.t, body)
	}
	got, err := r.do(method, "/desk/contoso"+path, map[string]string{"X-Usher-Signature": sign(secret, text), "Content-Type": "application/json"}, text)
	require.NoError(r.t, err)
	return got
}

func TestTheDesk(t *testing.T) {
	t.Parallel()
	r := newRig(t, "")
	require.Equal(t, object{"id": "T-1", "status": "open"}, r.desk("GET", "/tickets/T-1", "any", nil).body)
	require.Empty(t, r.door("GET", "/_sim/state", nil).body["tickets"], "looking makes nothing")

	note := object{"internal": true, "text": "Done.", "marker": "usher:1"}
	for range 2 {
		require.Equal(t, 201, r.desk("POST", "/tickets/T-1/notes", "any", note).status)
		require.True(t, r.lastEntry().Changed, "the same marker again is a second note")
	}
	notes := r.desk("GET", "/tickets/T-1/notes", "any", nil).body["notes"].([]any)
	require.Len(t, notes, 2)
	require.Equal(t, "usher:1", at(t, notes, 1, "marker"))

	require.Equal(t, 200, r.desk("PATCH", "/tickets/T-1", "any", object{"status": "closed"}).status)
	require.True(t, r.lastEntry().Changed)
	require.Equal(t, 200, r.desk("PATCH", "/tickets/T-1", "any", object{"status": "closed"}).status)
	require.False(t, r.lastEntry().Changed)

	made := r.desk("POST", "/contacts", "any", object{"email": "p@contoso.example", "firstName": "P", "lastName": "N"})
	require.Equal(t, 201, made.status)
	require.Equal(t, 200, r.desk("PATCH", "/contacts/"+made.body["id"].(string), "any", object{"active": false}).status)
	require.Equal(t, false, at(t, r.desk("GET", "/contacts?email=P@contoso.example", "any", nil).body, "contacts", 0, "active"))

	state := r.door("GET", "/_sim/state", nil).body
	require.Equal(t, []any{"contoso", "T-1", "closed"}, []any{at(t, state, "tickets", 0, "desk"), at(t, state, "tickets", 0, "id"), at(t, state, "tickets", 0, "status")})
	require.Equal(t, "contoso", at(t, state, "contacts", 0, "desk"))
}

func TestTheDeskRefuses(t *testing.T) {
	t.Parallel()
	r := newRig(t, "")
	for path, body := range map[string]object{
		"POST /tickets/T-1/notes": {"text": "no marker", "internal": true}, "PATCH /tickets/T-1": {"state": "closed"},
		"POST /contacts": {"email": "nobody"}, "PATCH /contacts/1": {"active": "no"}, "POST /contacts ": {"email": "a@b", "admin": true},
	} {
		method, path, _ := strings.Cut(strings.TrimSpace(path), " ")
		require.Equal(t, 400, r.desk(method, path, "any", body).status, path)
	}
	require.Equal(t, 404, r.desk("GET", "/nothing", "any", nil).status)
	require.Equal(t, 404, r.desk("PATCH", "/contacts/1", "any", object{"active": true}).status)
	require.Equal(t, 400, r.desk("GET", "/contacts", "any", nil).status)
}

func TestTheDeskChecksSignatures(t *testing.T) {
	t.Parallel()
	for _, secret := range []string{"short", strings.Repeat("long", 40)} {
		r := newRig(t, "")
		got, err := r.do("GET", "/desk/contoso/tickets/T-1", map[string]string{"X-Usher-Signature": "t=now,v1=x"}, "")
		require.NoError(t, err)
		require.Equal(t, 401, got.status, "the form counts even where the secret isn't known")

		r.door("PUT", "/_sim/secrets", object{"desk": object{"contoso": secret}})
		require.Equal(t, 200, r.desk("GET", "/tickets/T-1", secret, nil).status)
		require.Equal(t, 401, r.desk("GET", "/tickets/T-1", secret+"r", nil).status)
		require.Equal(t, 200, r.desk("PATCH", "/tickets/T-1", secret, object{"status": "x"}).status)
		r.door("POST", "/_sim/reset", nil)
		require.Equal(t, 401, r.desk("GET", "/tickets/T-1", "other", nil).status, "a reset keeps the secrets")
	}
}
