package wire_test

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"io"
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"usher/steps/internal/wire"
	"usher/steps/step"
)

const tenant = "c0470000-0000-4000-8000-000000000001"

// jwt makes an unsigned token.
func jwt(t *testing.T, tid, serial string, roles ...string) string {
	t.Helper()
	payload, err := json.Marshal(map[string]any{"tid": tid, "roles": roles, "uti": serial})
	require.NoError(t, err)
	return "eyJhbGciOiJub25lIn0." + base64.RawURLEncoding.EncodeToString(payload) + ".c2ln"
}

// mint hands out tokens and counts them.
type mint struct {
	t     *testing.T
	tid   string
	lasts time.Duration
	now   func() time.Time

	mu    sync.Mutex
	fresh []bool
}

func (m *mint) source(_ context.Context, _ string, fresh bool) (step.Secret, time.Time, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.fresh = append(m.fresh, fresh)
	token := jwt(m.t, m.tid, string(rune('a'+len(m.fresh))), "User.Read.All")
	return step.NewSecret(token), m.now().Add(m.lasts), nil
}

func TestATokenIsKeptUntilTwoMinutesBeforeItsEnd(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	clock := func() time.Time { return now }
	mint := &mint{t: t, tid: tenant, lasts: time.Hour, now: clock}
	tokens := wire.NewTokens(tenant, mint.source, clock)

	var together sync.WaitGroup
	for range 8 {
		together.Go(func() {
			token, err := tokens.For(t.Context(), "graph")
			require.NoError(t, err)
			require.Equal(t, []string{"User.Read.All"}, token.Roles)
		})
	}
	together.Wait()
	require.Len(t, mint.fresh, 1, "one fetch for everybody")

	now = now.Add(57 * time.Minute)
	_, err := tokens.For(t.Context(), "graph")
	require.NoError(t, err)
	require.Len(t, mint.fresh, 1)
	now = now.Add(time.Minute)
	_, err = tokens.For(t.Context(), "graph")
	require.NoError(t, err)
	require.Equal(t, []bool{false, false}, mint.fresh)
	_, err = tokens.For(t.Context(), "exchange")
	require.NoError(t, err)
	require.Len(t, mint.fresh, 3, "each scope has its own")
}

func TestATokenOfAnotherTenantIsNeverSent(t *testing.T) {
	t.Parallel()
	rig := newRig(t, func(http.ResponseWriter, *http.Request, int) {})
	mint := &mint{t: t, tid: "fab00000-0000-4000-8000-000000000001", lasts: time.Hour, now: time.Now}
	rig.client.Tokens = wire.NewTokens(tenant, mint.source, time.Now)
	for _, method := range []string{http.MethodGet, http.MethodPost} {
		_, _, err := rig.call(t, method, "")
		var stop *step.Stop
		require.ErrorAs(t, err, &stop)
	}
	require.Empty(t, rig.calls)
}

func TestARefusedTokenIsReplacedOnce(t *testing.T) {
	t.Parallel()
	rig := newRig(t, func(w http.ResponseWriter, _ *http.Request, _ int) { w.WriteHeader(http.StatusUnauthorized) })
	mint := &mint{t: t, tid: tenant, lasts: time.Hour, now: time.Now}
	rig.client.Tokens = wire.NewTokens(tenant, mint.source, time.Now)
	response, _, err := rig.call(t, http.MethodPost, "{}")
	require.NoError(t, err)
	require.Equal(t, http.StatusUnauthorized, response.StatusCode)
	require.Len(t, rig.calls, 2)
	require.NotEqual(t, rig.calls[0], rig.calls[1])
	require.Equal(t, []bool{false, true}, mint.fresh, "the second isn't taken from a cache")
}

func TestAfterAForbiddenCallTheNextTokenIsNew(t *testing.T) {
	t.Parallel()
	rig := newRig(t, func(w http.ResponseWriter, _ *http.Request, n int) {
		if n == 1 {
			w.WriteHeader(http.StatusForbidden)
		}
	})
	mint := &mint{t: t, tid: tenant, lasts: time.Hour, now: time.Now}
	rig.client.Tokens = wire.NewTokens(tenant, mint.source, time.Now)
	response, _, err := rig.call(t, http.MethodPatch, "{}")
	require.NoError(t, err)
	require.Equal(t, http.StatusForbidden, response.StatusCode)
	require.Len(t, rig.calls, 1, "it isn't made again by itself")
	_, _, err = rig.call(t, http.MethodPatch, "{}")
	require.NoError(t, err)
	require.Equal(t, []bool{false, true}, mint.fresh)
}

func TestATokenThatCantBeReadKeepsToItself(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"opaque-token-text", "a.b.c", "a." + base64.RawURLEncoding.EncodeToString([]byte("token-text")) + ".c"} {
		source := func(context.Context, string, bool) (step.Secret, time.Time, error) {
			return step.NewSecret(text), time.Now().Add(time.Hour), nil
		}
		_, err := wire.NewTokens(tenant, source, time.Now).For(t.Context(), "graph")
		require.Error(t, err)
		require.NotContains(t, err.Error(), text)
	}
	broken := func(context.Context, string, bool) (step.Secret, time.Time, error) {
		return step.Secret{}, time.Time{}, &step.Wait{For: time.Second, Why: "sign-in is slow"}
	}
	_, err := wire.NewTokens(tenant, broken, time.Now).For(t.Context(), "graph")
	var wait *step.Wait
	require.ErrorAs(t, err, &wait)
	require.NotErrorIs(t, err, io.EOF)
}
