package check_test

import (
	"bytes"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"usher/infra/dev/check"
	"usher/infra/doubles/launch"
)

// TestDoublesStage changes what the whole process sees of the environment, so
// it runs alone.
func TestDoublesStage(t *testing.T) {
	cases := []struct {
		name, ci, set string
		says, fails   string
	}{
		{
			name: "no Node",
			says: "left out: what tests try on Azure's tables and Service Bus, since node and npm aren't here: install Node 18 or newer, from nodejs.org or the system's packages\n",
		},
		{
			name: "no Node in CI", ci: "true",
			fails: "node and npm aren't here: install Node 18 or newer, from nodejs.org or the system's packages; tests on Azure's doubles would be left out",
		},
		{
			name: "they run already", ci: "true", set: "127.0.0.1:9",
			says: "doubles: USHER_TEST_TABLES is set to 127.0.0.1:9, USHER_TEST_SERVICEBUS is set to 127.0.0.1:9\n",
		},
	}
	for _, one := range cases {
		t.Run(one.name, func(t *testing.T) {
			t.Setenv("PATH", t.TempDir())
			t.Setenv("CI", one.ci)
			t.Setenv(launch.TablesVariable, one.set)
			t.Setenv(launch.ServiceBusVariable, one.set)

			always, err := runStage(t, t.TempDir(), "doubles")

			require.Equal(t, one.says, always)
			if one.fails == "" {
				require.NoError(t, err)
				return
			}
			require.EqualError(t, err, one.fails)
		})
	}
}

// runStage runs one stage of the check of a tree and returns what it always
// says.
func runStage(t *testing.T, root, name string) (string, error) {
	t.Helper()
	stages := check.Stages(root)
	stage := stages[slices.Index(check.Names(stages), name)]
	var always bytes.Buffer
	err := stage.Run(t.Context(), check.Output{Always: &always, Detail: &always})
	if stage.End != nil {
		require.NoError(t, stage.End())
	}
	return always.String(), err
}
