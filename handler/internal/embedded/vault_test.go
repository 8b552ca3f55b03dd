package embedded_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"usher/handler/internal/embedded"
	"usher/steps/step"
)

const canary = "canary-7f3a9c"

// files returns what all files of a folder hold.
func files(t *testing.T, dir string) []byte {
	t.Helper()
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	var all []byte
	for _, entry := range entries {
		data, err := os.ReadFile(filepath.Join(dir, entry.Name()))
		require.NoError(t, err)
		all = append(all, data...)
	}
	return all
}

func TestVaultIsAFileOfItsOwn(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	vault := open(t, embedded.Options{Dir: dir}).Vault
	require.NoError(t, vault.Keep(t.Context(), "pax8", step.NewSecret(canary)))
	require.Equal(t, 1, bytes.Count(files(t, dir), []byte(canary)), "one copy, in one file")

	require.NoError(t, vault.Keep(t.Context(), "pax8", step.NewSecret("another")))
	require.NotContains(t, string(files(t, dir)), canary)

	require.NoError(t, vault.Keep(t.Context(), "handover", step.NewSecret(canary)))
	require.NoError(t, vault.Purge(t.Context(), "handover"))
	require.NotContains(t, string(files(t, dir)), canary, "purged, and left behind somewhere")
}

func TestVaultOutlivesTheEngineAndIsSharedBeside(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	first, err := embedded.Open(embedded.Options{Dir: dir})
	require.NoError(t, err)
	require.NoError(t, first.Vault.Keep(t.Context(), "a", step.NewSecret("one")))
	require.NoError(t, first.Close())

	second := open(t, embedded.Options{Dir: dir})
	secret, err := second.Vault.Secret(t.Context(), "a")
	require.NoError(t, err)
	require.Equal(t, "one", secret.Reveal())

	require.NoError(t, beside(t, dir).Vault.Keep(t.Context(), "b", step.NewSecret("two")))
	secret, err = second.Vault.Secret(t.Context(), "b")
	require.NoError(t, err)
	require.Equal(t, "two", secret.Reveal())
}

// TestVaultAfterACrash: a process that died while it wrote has left a file
// behind, whole or torn.
func TestVaultAfterACrash(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	vault := open(t, embedded.Options{Dir: dir}).Vault
	require.NoError(t, vault.Keep(t.Context(), "a", step.NewSecret("kept")))
	torn := []byte(`{"a":"kept","b":"` + canary)
	require.NoError(t, os.WriteFile(filepath.Join(dir, "secrets.json.new"), torn, 0o600))

	secret, err := vault.Secret(t.Context(), "a")
	require.NoError(t, err)
	require.Equal(t, "kept", secret.Reveal())
	require.NoError(t, vault.Purge(t.Context(), "b"))
	require.NotContains(t, string(files(t, dir)), canary)
}

func TestVaultNeverQuotesItsFile(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	vault := open(t, embedded.Options{Dir: dir}).Vault
	for _, text := range []string{`{"a":` + canary, `["` + canary + `"]`, canary} {
		require.NoError(t, os.WriteFile(filepath.Join(dir, "secrets.json"), []byte(text), 0o600))
		_, err := vault.Secret(t.Context(), "a")
		require.ErrorContains(t, err, "secrets.json")
		require.NotContains(t, err.Error(), canary)
		require.Error(t, vault.Keep(t.Context(), "b", step.NewSecret("x")), "what can't be read isn't overwritten")
	}
}
