package customer_test

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"usher/handler/customer"
)

var update = flag.Bool("update", false, "write what is said of testdata/broken anew")

// TestBrokenDocuments reads twenty documents as people break them. said.txt
// beside each holds what they are told: line, key, and what was probably
// meant.
func TestBrokenDocuments(t *testing.T) {
	t.Parallel()
	folders := brokenDocuments(t)
	require.Len(t, folders, 20)
	for _, folder := range folders {
		t.Run(filepath.Base(folder), func(t *testing.T) {
			t.Parallel()
			document, err := os.ReadFile(filepath.Join(folder, "northwind.yaml"))
			require.NoError(t, err)

			_, warnings, err := customer.Inspect("northwind.yaml", document)
			var problems customer.Problems
			require.ErrorAs(t, err, &problems)
			for _, one := range problems {
				require.NotEmpty(t, one.Hint, one)
				require.True(t, one.Key != "" || strings.Contains(one.Says, "isn't YAML"), one)
			}
			said := problems.Error() + "\n"
			for _, one := range warnings {
				said += "warning: " + one.String() + "\n"
			}

			golden := filepath.Join(folder, "said.txt")
			if *update {
				require.NoError(t, os.WriteFile(golden, []byte(said), 0o600))
				return
			}
			want, err := os.ReadFile(golden)
			require.NoError(t, err)
			require.Equal(t, string(want), said)
		})
	}
}

func brokenDocuments(t *testing.T) []string {
	t.Helper()
	folders, err := filepath.Glob("testdata/broken/*")
	require.NoError(t, err)
	return folders
}
