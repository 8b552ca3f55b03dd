package flow_test

import (
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"strings"
	"testing"
	"time"
	"usher/handler/flow"

	"github.com/stretchr/testify/require"
)

// TestNoRowHoldsASecret looks for the links' tokens, the desk's secret and
// Usher's own keys in every row that is saved on the way, and in every
// message.
func TestNoRowHoldsASecret(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	var saved strings.Builder
	r.store.seen = func(c flow.Change) { fmt.Fprintf(&saved, "%s %s\n", c.Key, c.Data) }
	r.send("e1")
	r.pump(time.Minute)
	r.tenant.groups = append(r.tenant.groups, "Board")
	plan := r.token("teams-arlene")
	r.decide(flow.Approve)
	r.pump(time.Minute)
	amendment := r.token("teams-bo")
	r.decide(flow.Approve)
	r.pump(time.Minute)
	require.Equal(t, flow.StatusSuccess, r.status())

	secrets := map[string]string{"the plan's token": plan, "the amendment's token": amendment}
	for _, token := range []string{plan, amendment} {
		secrets["signature of "+token] = token[strings.LastIndex(token, ".")+1:]
	}
	for name, secret := range r.store.secrets {
		secrets[name] = secret.Reveal()
	}
	require.Len(t, secrets, 7, "the desk's secret and two keys are in the vault")
	text := saved.String() + fmt.Sprint(r.queue.sent)
	require.Contains(t, text, "usher-seal-", "keys are named")
	for name, secret := range secrets {
		for _, form := range []string{secret, base64.StdEncoding.EncodeToString([]byte(secret)), base64.RawURLEncoding.EncodeToString([]byte(secret)), hex.EncodeToString([]byte(secret))} {
			require.NotContains(t, text, form, "%s", name)
		}
	}
}
