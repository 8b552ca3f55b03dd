package generate_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"usher/handler/customer"
	"usher/infra/dev/generate"
	"usher/infra/house"
	"usher/steps"
)

// TestWriteMendsWhatStaleFinds begins with a lint file without rules and a
// list of names that lacks the catalogue's.
func TestWriteMendsWhatStaleFinds(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	known := filepath.Join(root, filepath.FromSlash(house.KnownFile))
	require.NoError(t, os.MkdirAll(filepath.Dir(known), 0o750))
	require.NoError(t, os.WriteFile(known, []byte("old-step\n"), 0o600))
	config, err := os.ReadFile(filepath.Join("..", "..", "..", house.LintFile))
	require.NoError(t, err)
	bare := bytes.ReplaceAll(config, []byte("- pkg: usher/"), []byte("- pkg: gone/"))
	require.NoError(t, os.WriteFile(filepath.Join(root, house.LintFile), bare, 0o600))

	stale, err := generate.Stale(t.Context(), root)
	require.NoError(t, err)
	require.Equal(t, []string{
		house.LintFile, house.KnownFile, generate.CatalogueFile, customer.ReferenceFile, customer.SchemaFile,
	}, stale)

	var out bytes.Buffer
	require.NoError(t, generate.Write(t.Context(), root, &out))
	require.Equal(t, `wrote .golangci.yaml
wrote infra/house/steps.txt
wrote steps/CATALOGUE.md
wrote handler/customer/REFERENCE.md
wrote handler/customer/document.schema.json
`, out.String())

	stale, err = generate.Stale(t.Context(), root)
	require.NoError(t, err)
	require.Empty(t, stale)
	names, err := os.ReadFile(known)
	require.NoError(t, err)
	require.Equal(t, house.KnownText([]string{"old-step"}, steps.Catalogue()), string(names))
}

func TestCatalogueSaysWhatAStepNeeds(t *testing.T) {
	t.Parallel()
	written, err := os.ReadFile(filepath.Join("..", "..", "..", generate.CatalogueFile))
	require.NoError(t, err)
	for _, line := range []string{
		"| `revoke-sessions` | Revoke sessions | the end of `block-sign-in`, the end of `reset-password` |",
		"| Office 365 Exchange Online | `Exchange.ManageAsApp` | Exchange Recipient Administrator | set-auto-reply,",
	} {
		require.Contains(t, string(written), line)
	}
}
