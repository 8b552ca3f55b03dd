package flowtest

import (
	"context"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"usher/handler/flow"
	"usher/steps/step"
)

// Vault tests a flow.Vault. Each call of open must return an empty one.
func Vault(t *testing.T, open func(t *testing.T) flow.Vault) {
	t.Helper()
	for name, test := range map[string]func(c chest){
		"a secret that was never kept":           neverKept,
		"a kept secret":                          keptWhole,
		"a secret that replaces another":         replaced,
		"a purged secret":                        purged,
		"many secrets at once":                   manySecrets,
		"a caller who has gone changes nothing":  goneCaller,
		"names hold letters, digits and hyphens": secretNames,
		"a secret has 1 to 25,000 bytes":         secretSizes,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(chest{t, open(t)})
		})
	}
}

// chest is a vault in the hands of a test.
type chest struct {
	t     *testing.T
	vault flow.Vault
}

func (c chest) keep(name, text string) {
	c.t.Helper()
	require.NoError(c.t, c.vault.Keep(c.t.Context(), name, step.NewSecret(text)))
}

func (c chest) kept(name, text string) {
	c.t.Helper()
	secret, err := c.vault.Secret(c.t.Context(), name)
	require.NoError(c.t, err)
	require.Equal(c.t, text, secret.Reveal())
}

func (c chest) gone(name string) {
	c.t.Helper()
	secret, err := c.vault.Secret(c.t.Context(), name)
	require.ErrorIs(c.t, err, step.ErrNotFound)
	require.True(c.t, secret.IsZero())
}

func neverKept(c chest) {
	c.gone("pax8-contoso")
	require.NoError(c.t, c.vault.Purge(c.t.Context(), "pax8-contoso"))
}

func keptWhole(c chest) {
	texts := map[string]string{
		"short":    "x",
		"odd":      " \"quoted\"\t'and' \\slashed\\ <&> Zoë 李 🔑\r\nsecond line\n",
		"long":     strings.Repeat("0123456789abcdef", 1024),
		"url":      "https://example.webhook.office.com/workflows/1?sig=a%2Fb&sv=1.0",
		"a-name-1": "one",
		"a-name-2": "two",
	}
	for name, text := range texts {
		c.keep(name, text)
	}
	for name, text := range texts {
		c.kept(name, text)
	}
	c.gone("a-name")
	c.gone("a-name-3")
}

func replaced(c chest) {
	c.keep("webhook-contoso", "first")
	c.keep("webhook-contoso", "second")
	c.kept("webhook-contoso", "second")
}

// purged keeps a secret again under the same name: a vault that only marks
// what was purged would refuse that.
func purged(c chest) {
	c.keep("handover-1", "first")
	c.keep("handover-2", "other")
	require.NoError(c.t, c.vault.Purge(c.t.Context(), "handover-1"))
	c.gone("handover-1")
	c.kept("handover-2", "other")
	require.NoError(c.t, c.vault.Purge(c.t.Context(), "handover-1"))
	c.keep("handover-1", "again")
	c.kept("handover-1", "again")
}

func manySecrets(c chest) {
	const many = 20
	var everybody sync.WaitGroup
	for i := range many {
		everybody.Go(func() {
			name := numbered("secret-", i)
			if err := c.vault.Keep(c.t.Context(), name, step.NewSecret(name)); err != nil {
				c.t.Error("keep:", err)
				return
			}
			if i%2 == 1 {
				return
			}
			if err := c.vault.Purge(c.t.Context(), name); err != nil {
				c.t.Error("purge:", err)
			}
		})
	}
	everybody.Wait()
	for i := range many {
		if i%2 == 1 {
			c.kept(numbered("secret-", i), numbered("secret-", i))
		} else {
			c.gone(numbered("secret-", i))
		}
	}
}

func goneCaller(c chest) {
	c.keep("a", "before")
	ctx, cancel := context.WithCancel(c.t.Context())
	cancel()
	require.ErrorIs(c.t, c.vault.Keep(ctx, "a", step.NewSecret("after")), context.Canceled)
	require.ErrorIs(c.t, c.vault.Purge(ctx, "a"), context.Canceled)
	_, err := c.vault.Secret(ctx, "a")
	require.ErrorIs(c.t, err, context.Canceled)
	c.kept("a", "before")
}

func secretNames(c chest) {
	long := strings.Repeat("n", 127)
	for _, name := range []string{"a", "Z9-", "-", "0", long} {
		c.keep(name, "kept as "+name)
	}
	for _, name := range []string{"a", "Z9-", "-", "0", long} {
		c.kept(name, "kept as "+name)
	}
	for _, name := range []string{"", " ", "a b", "a_b", "a.b", "a/b", "a|b", "a%20b", "../a", "ä", long + "n"} {
		_, err := c.vault.Secret(c.t.Context(), name)
		require.Error(c.t, err, "%q", name)
		require.NotErrorIs(c.t, err, step.ErrNotFound, "%q", name)
		require.Error(c.t, c.vault.Keep(c.t.Context(), name, step.NewSecret("x")), "%q", name)
		require.Error(c.t, c.vault.Purge(c.t.Context(), name), "%q", name)
	}
}

func secretSizes(c chest) {
	c.keep("size", strings.Repeat("x", flow.MaxSecret))
	for _, text := range []string{"", strings.Repeat("y", flow.MaxSecret+1)} {
		err := c.vault.Keep(c.t.Context(), "size", step.NewSecret(text))
		require.Error(c.t, err)
		require.NotContains(c.t, err.Error(), "yyyy")
	}
	c.kept("size", strings.Repeat("x", flow.MaxSecret))
}
