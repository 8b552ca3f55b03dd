package check_test

import (
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestTerraformStage changes what the whole process sees of the environment,
// so it runs alone.
func TestTerraformStage(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("tofu is a shell script here, which Windows doesn't run: run this test elsewhere")
	}
	cases := []struct {
		name, config string
		fails        string // what the tool fails at; "none" where there is no tool
		says, err    string
	}{
		{name: "all is well"},
		{
			name: "no tool", fails: "none",
			says: "left out: the deployment in infra/*.tf, since neither tofu nor terraform is here: opentofu.org/docs/intro/install\n",
		},
		{name: "out of form", fails: "fmt", err: "tofu fmt -check -diff -recursive in infra: exit status 1; run it without -check"},
		{
			name: "no provider", fails: "init",
			says: "left out: the deployment in infra/*.tf, since the provider can't be fetched: tofu init -backend=false -input=false in infra: exit status 1 (infra/README.md says how to check it all the same)\n",
		},
		{name: "a provider of one's own", fails: "init", config: "provider_installation { dev_overrides {} }"},
		{
			name: "a configuration without one", fails: "init", config: "plugin_cache_dir = \"cache\"",
			says: "left out: the deployment in infra/*.tf, since the provider can't be fetched: tofu init -backend=false -input=false in infra: exit status 1 (infra/README.md says how to check it all the same)\n",
		},
		{name: "against the schema", fails: "validate", err: "tofu validate in infra: exit status 1; mend what it names"},
		{name: "a failing test", fails: "test", err: "tofu test in infra: exit status 1; mend what it names"},
	}
	for _, one := range cases {
		t.Run(one.name, func(t *testing.T) {
			root, tools := t.TempDir(), t.TempDir()
			require.NoError(t, os.Mkdir(filepath.Join(root, "infra"), 0o750))
			if one.fails != "none" {
				script := "#!/bin/sh\n[ \"$1\" != '" + one.fails + "' ]\n"
				require.NoError(t, os.WriteFile(filepath.Join(tools, "tofu"), []byte(script), 0o700))
			}
			t.Setenv("PATH", tools)
			config := filepath.Join(tools, "cli.tfrc")
			require.NoError(t, os.WriteFile(config, []byte(one.config), 0o600))
			t.Setenv("TF_CLI_CONFIG_FILE", config)

			always, err := runStage(t, root, "terraform")

			require.Equal(t, one.says, always)
			if one.err == "" {
				require.NoError(t, err)
				return
			}
			require.EqualError(t, err, one.err)
		})
	}
}
