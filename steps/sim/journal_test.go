package sim_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"usher/steps/sim"
)

func journalOf(t *testing.T, dir string) string {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join(dir, "journal"))
	require.NoError(t, err)
	return string(raw)
}

// killed is what a kill leaves behind: a copy of the folder.
func killed(t *testing.T, dir string) string {
	t.Helper()
	left := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(left, "journal"), []byte(journalOf(t, dir)), 0o600))
	return left
}

func TestAWorldComesBackAfterAKill(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	r := newRig(t, dir)
	require.Equal(t, 204, r.block(false))
	require.Equal(t, 200, r.exchange("Set-Mailbox", object{"Identity": priyaUPN, "Type": "Shared"}).status)
	require.Equal(t, 204, r.graph("DELETE", "users/"+dana, nil).status)
	r.desk("POST", "/tickets/T/notes", "any", object{"internal": true, "text": "x", "marker": "m"})
	r.post("dana", card("Action.OpenUrl", "http://x"))
	r.door("PATCH", "/_sim/world/contoso", object{"groups": []any{object{"displayName": "Made", "members": []any{priya}}}})
	r.door("PUT", "/_sim/secrets", object{"desk": object{"contoso": "secret"}})
	r.door("POST", "/_sim/clock", object{"advance": "1h"})
	r.door("POST", "/_sim/faults", []any{object{"path": "/organization$", "then": object{"status": 418}}})
	r.door("POST", "/_sim/consents", object{"tenant": "contoso", "scopes": []string{"Organization.Read.All"}, "roles": []string{}})

	again := newRig(t, killed(t, dir))
	require.Equal(t, r.door("GET", "/_sim/state", nil).body, again.door("GET", "/_sim/state", nil).body)
	require.Equal(t, r.entries(), again.entries())
	require.Equal(t, "1h0m0s", again.door("GET", "/_sim/clock", nil).body["offset"])
	require.Equal(t, 401, again.desk("GET", "/tickets/T", "other", nil).status)
	again.bears = r.bears
	require.Equal(t, 418, again.graph("GET", "organization", nil).status)
	require.Equal(t, 403, again.graph("GET", "users", nil).status)

	again.door("POST", "/_sim/reset", nil)
	third := newRig(t, killed(t, again.dir))
	require.Empty(t, third.entries())
	require.Equal(t, true, third.user(priya)["accountEnabled"])
	require.Equal(t, 401, third.desk("GET", "/tickets/T", "other", nil).status)
}

func TestATornTailIsCutAndNeverMisread(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	r := newRig(t, dir)
	require.Equal(t, 204, r.block(false))
	whole := journalOf(t, dir)
	require.Equal(t, 200, r.graph("POST", "users/"+priya+"/revokeSignInSessions", nil).status)
	last := journalOf(t, dir)[len(whole):]
	revoked := r.user(priya)["signInSessionsValidFromDateTime"]
	for cut := 0; cut < len(last); cut += 37 {
		require.False(t, revokedAfter(t, whole+last[:cut], revoked), "cut at byte %d", cut)
	}
	require.True(t, revokedAfter(t, whole+last, revoked))
	other := strings.Replace(last, revoked.(string), "2020"+revoked.(string)[4:], 1)
	require.NotEqual(t, last, other)
	require.False(t, revokedAfter(t, whole+other, "2020"+revoked.(string)[4:]), "readable, but not what was written")
}

// revokedAfter opens a world on a journal and goes on with it.
func revokedAfter(t *testing.T, journal string, revoked any) bool {
	t.Helper()
	dir := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(dir, "journal"), []byte(journal), 0o600))
	r := newRig(t, dir)
	user := r.user(priya)
	require.Equal(t, false, user["accountEnabled"])
	require.Equal(t, 204, r.graph("PATCH", "users/"+arlene, object{"accountEnabled": false}).status)
	again := newRig(t, killed(t, dir))
	require.Equal(t, false, again.user(arlene)["accountEnabled"], "what came after a cut is read again")
	return user["signInSessionsValidFromDateTime"] == revoked
}

func TestAFolderIsHeldByOne(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	first, err := sim.Open(sim.Options{Dir: dir})
	require.NoError(t, err)
	_, err = sim.Open(sim.Options{Dir: dir})
	require.ErrorIs(t, err, sim.ErrHeld)
	require.NoError(t, first.Close())
	require.NoError(t, first.Close())
	second, err := sim.Open(sim.Options{Dir: dir})
	require.NoError(t, err)
	require.NoError(t, second.Close())
}

func TestManyAtOnceLoseNothing(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	r := newRig(t, dir)
	var all sync.WaitGroup
	for i := range 40 {
		all.Go(func() {
			got, err := r.do("POST", fmt.Sprintf("/desk/contoso/tickets/T-%d/notes", i%4), map[string]string{"X-Usher-Signature": sign("any", "")},
				fmt.Sprintf(`{"internal":true,"text":"note %d","marker":"m%d"}`, i, i))
			if err == nil && got.status != 201 {
				err = fmt.Errorf("status %d", got.status)
			}
			if err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	again := newRig(t, killed(t, dir))
	require.Len(t, again.entries(), 40)
	notes := 0
	for _, ticket := range again.door("GET", "/_sim/state", nil).body["tickets"].([]any) {
		notes += len(ticket.(object)["notes"].([]any))
	}
	require.Equal(t, 40, notes)
}

func TestNothingIsConfirmedThatIsNotOnDisk(t *testing.T) {
	t.Parallel()
	r := newRig(t, t.TempDir())
	require.Equal(t, 204, r.block(false))
	require.NoError(t, r.world.Close())
	require.Equal(t, 500, r.block(true), "the journal takes nothing any more")
	require.Equal(t, 500, r.graph("GET", "users/"+priya, nil).status, "and nothing is answered after that")
	again := newRig(t, r.dir)
	require.Equal(t, false, again.user(priya)["accountEnabled"])
}
