package house_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v3"

	"usher/infra/house"
)

// TestTheLintFileIsFresh holds that the linter knows the tables as they are.
func TestTheLintFileIsFresh(t *testing.T) {
	t.Parallel()
	config, err := os.ReadFile(filepath.Join("..", "..", house.LintFile))
	require.NoError(t, err)
	fresh, err := house.WithDepguard(string(config))
	require.NoError(t, err)
	if fresh != string(config) {
		t.Errorf("%s: it doesn't say what the import table says; run go run ./infra/dev generate", house.LintFile)
	}
}

func TestWithDepguardReplacesWhatWasGenerated(t *testing.T) {
	t.Parallel()
	config, err := os.ReadFile(filepath.Join("..", "..", house.LintFile))
	require.NoError(t, err)
	fresh, err := house.WithDepguard(string(config))
	require.NoError(t, err)

	stale := strings.Replace(fresh, "usher/steps/step$", "usher/steps/gone$", 1)
	require.NotEqual(t, fresh, stale)
	again, err := house.WithDepguard(stale)
	require.NoError(t, err)
	require.Equal(t, fresh, again)

	_, err = house.WithDepguard("linters: {}\n")
	require.ErrorContains(t, err, "lacks the lines")
}

func TestDepguardSaysWhatTheTableSays(t *testing.T) {
	t.Parallel()
	config, err := os.ReadFile(filepath.Join("..", "..", house.LintFile))
	require.NoError(t, err)
	fresh, err := house.WithDepguard(string(config))
	require.NoError(t, err)

	var parsed struct {
		Linters struct {
			Settings struct {
				Depguard struct{ Rules map[string]rule }
			}
		}
	}
	require.NoError(t, yaml.Unmarshal([]byte(fresh), &parsed))
	rules := parsed.Linters.Settings.Depguard.Rules

	require.Equal(t, rule{
		Mode:  "lax",
		Files: []string{"${config-path}/steps/internal/*/*.go", "!${config-path}/steps/internal/wire/*.go", "!$test"},
		Allow: []string{"usher/steps/step$", "usher/steps/internal/wire$"},
		Deny:  []denied{{Pkg: "usher/", Desc: "a client knows one outside system and no other client"}},
	}, rules["steps-internal-all"])
	require.Equal(t, "strict", rules["steps-step"].Mode)
	require.Equal(t, []string{"$gostd"}, rules["steps-step"].Allow)
	require.Equal(t, []string{"usher/steps/step$", "usher/steps/sim"}, rules["steps-sim"].Allow)
	require.Equal(t, []string{"$all", "!${config-path}/steps/internal/graph/*.go", "!${config-path}/steps/connect/*.go"},
		rules["github-com-microsoftgraph"].Files)
	require.Equal(t, []string{"usher/handler/flow$", "usher/steps/step$", "usher/handler/flow/flowtest$", "usher/functions/"},
		rules["functions-all-tests"].Allow, "a door's test must be let into its own door")
	for _, room := range house.Rooms() {
		require.True(t, used(rules, room.Why), "no rule says: %s", room.Why)
	}
}

type rule struct {
	Mode  string `yaml:"list-mode"`
	Files []string
	Allow []string
	Deny  []denied
}

type denied struct{ Pkg, Desc string }

func used(rules map[string]rule, why string) bool {
	for _, one := range rules {
		if one.Deny[0].Desc == why {
			return true
		}
	}
	return false
}
