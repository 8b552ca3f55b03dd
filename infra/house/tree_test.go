package house_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"usher/infra/house"
)

// TestTheTree holds the repository itself to every rule.
func TestTheTree(t *testing.T) {
	t.Parallel()
	tree, err := house.Open(t.Context(), filepath.Join("..", ".."))
	require.NoError(t, err)
	require.True(t, tree.Has("infra/house/tree_test.go"), "the tree doesn't hold this file, so that nothing was looked at")
	for _, rule := range house.Rules() {
		t.Run(rule.Name, func(t *testing.T) {
			t.Parallel()
			for _, breach := range rule.Check(tree) {
				t.Error(breach)
			}
		})
	}
}

func TestOpenTakesWhatGitWouldTrack(t *testing.T) {
	t.Parallel()
	root := write(t, files{
		".gitignore": "ignored/\n", "README.md": "", "new.go": "package top\n", "gone.go": "package top\n",
		"ignored/x.go": "not Go", ".build/out.go": "not Go",
	})
	git(t, root, "init", "--quiet")
	git(t, root, "add", "README.md", "gone.go")
	require.NoError(t, os.Remove(filepath.Join(root, "gone.go")))

	tree, err := house.Open(t.Context(), root)
	require.NoError(t, err)
	require.Equal(t, []string{".gitignore", "README.md", "new.go"}, tree.Paths)
}

func TestOpenWithoutGitTakesAllButWhatBuildsLeave(t *testing.T) {
	t.Parallel()
	root := write(t, files{"README.md": "", "steps/steps.go": "package steps\n", ".build/out.go": "not Go", ".usher/run": ""})

	tree, err := house.Open(t.Context(), root)
	require.NoError(t, err)
	require.Equal(t, []string{"README.md", "steps/steps.go"}, tree.Paths)
}

func write(t *testing.T, all files) string {
	t.Helper()
	root := t.TempDir()
	for name, text := range all {
		file := filepath.Join(root, filepath.FromSlash(name))
		require.NoError(t, os.MkdirAll(filepath.Dir(file), 0o750))
		require.NoError(t, os.WriteFile(file, []byte(text), 0o600))
	}
	return root
}

func git(t *testing.T, root string, args ...string) {
	t.Helper()
	command := exec.CommandContext(t.Context(), "git", args...)
	command.Dir = root
	out, err := command.CombinedOutput()
	require.NoError(t, err, "git %v: %s", args, out)
}
