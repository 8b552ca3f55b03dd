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
	for name, test := range map[string]func(t *testing.T, vault flow.Vault){
		"a secret that was never kept": func(t *testing.T, vault flow.Vault) {
			gone(t, vault, "pax8-contoso")
			require.NoError(t, vault.Purge(t.Context(), "pax8-contoso"))
		},
		"a kept secret":                         keptWhole,
		"a secret that replaces another":        replaced,
		"a purged secret":                       purged,
		"many secrets at once":                  manySecrets,
		"a caller who has gone changes nothing": goneCaller,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(t, open(t))
		})
	}
}

func keep(t *testing.T, vault flow.Vault, name, text string) {
	t.Helper()
	require.NoError(t, vault.Keep(t.Context(), name, step.NewSecret(text)))
}

// kept compares without putting a secret into a failure.
func kept(t *testing.T, vault flow.Vault, name, text string) {
	t.Helper()
	secret, err := vault.Secret(t.Context(), name)
	require.NoError(t, err)
	require.True(t, secret.Reveal() == text, "%s isn't what was kept", name)
}

func gone(t *testing.T, vault flow.Vault, name string) {
	t.Helper()
	secret, err := vault.Secret(t.Context(), name)
	require.ErrorIs(t, err, step.ErrNotFound)
	require.True(t, secret.IsZero())
}

func keptWhole(t *testing.T, vault flow.Vault) {
	texts := map[string]string{
		"short":    "x",
		"odd":      " \"quoted\"\t'and' \\slashed\\ <&> Zoë 李 🔑\r\nsecond line\n",
		"long":     strings.Repeat("0123456789abcdef", 1024),
		"url":      "https://example.webhook.office.com/workflows/1?sig=a%2Fb&sv=1.0",
		"a-name-1": "one",
		"a-name-2": "two",
	}
	for name, text := range texts {
		keep(t, vault, name, text)
	}
	for name, text := range texts {
		kept(t, vault, name, text)
	}
	gone(t, vault, "a-name")
	gone(t, vault, "a-name-3")
}

func replaced(t *testing.T, vault flow.Vault) {
	keep(t, vault, "webhook-contoso", "first")
	keep(t, vault, "webhook-contoso", "second")
	kept(t, vault, "webhook-contoso", "second")
}

// purged keeps a secret again under the same name: a vault that only marks
// what was purged would refuse that.
func purged(t *testing.T, vault flow.Vault) {
	keep(t, vault, "handover-1", "first")
	keep(t, vault, "handover-2", "other")
	require.NoError(t, vault.Purge(t.Context(), "handover-1"))
	gone(t, vault, "handover-1")
	kept(t, vault, "handover-2", "other")
	require.NoError(t, vault.Purge(t.Context(), "handover-1"))
	keep(t, vault, "handover-1", "again")
	kept(t, vault, "handover-1", "again")
}

func manySecrets(t *testing.T, vault flow.Vault) {
	const many = 20
	var everybody sync.WaitGroup
	for i := range many {
		everybody.Go(func() {
			name := numbered("secret-", i)
			if err := vault.Keep(t.Context(), name, step.NewSecret(name)); err != nil {
				t.Error("keep:", err)
				return
			}
			if i%2 == 1 {
				return
			}
			if err := vault.Purge(t.Context(), name); err != nil {
				t.Error("purge:", err)
			}
		})
	}
	everybody.Wait()
	for i := range many {
		if i%2 == 1 {
			kept(t, vault, numbered("secret-", i), numbered("secret-", i))
		} else {
			gone(t, vault, numbered("secret-", i))
		}
	}
}

func goneCaller(t *testing.T, vault flow.Vault) {
	keep(t, vault, "a", "before")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	require.ErrorIs(t, vault.Keep(ctx, "a", step.NewSecret("after")), context.Canceled)
	require.ErrorIs(t, vault.Purge(ctx, "a"), context.Canceled)
	_, err := vault.Secret(ctx, "a")
	require.ErrorIs(t, err, context.Canceled)
	kept(t, vault, "a", "before")
}
