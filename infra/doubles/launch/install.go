package launch

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
)

// What is installed, pinned so that a new release never breaks a tree that
// passed. Azurite 3.36 and later don't run on Node 20.
const (
	azuriteVersion = "3.35.0"
	rheaVersion    = "3.0.5"
)

func pinned() map[string]string {
	return map[string]string{"azurite": azuriteVersion, "rhea": rheaVersion}
}

// install puts the packages into a folder, if they aren't there. It fills
// another folder first, so that a folder is whole or not there, even where two
// checks run at once or one is stopped.
func install(ctx context.Context, npm, folder string, out io.Writer) error {
	if installed(folder) {
		return nil
	}
	if err := os.MkdirAll(filepath.Dir(folder), 0o755); err != nil {
		return fmt.Errorf("install Node's packages: %w", err)
	}
	fresh, err := os.MkdirTemp(filepath.Dir(folder), "npm-")
	if err != nil {
		return fmt.Errorf("install Node's packages: %w", err)
	}
	// After the renaming there is nothing left to remove.
	defer func() { _ = os.RemoveAll(fresh) }()
	args := []string{"install", "--prefix", fresh, "--no-audit", "--no-fund", "--no-package-lock", "--ignore-scripts"}
	for name, version := range pinned() {
		args = append(args, name+"@"+version)
	}
	program := exec.CommandContext(ctx, npm, args...)
	program.Dir, program.Stdout, program.Stderr = fresh, out, out
	if err := program.Run(); err != nil {
		return fmt.Errorf("npm install: %w; it needs npm's registry once", err)
	}
	if err := os.RemoveAll(folder); err != nil {
		return fmt.Errorf("install Node's packages: %w", err)
	}
	if err := os.Rename(fresh, folder); err != nil && !installed(folder) {
		return fmt.Errorf("install Node's packages: %w", err)
	}
	return nil
}

// installed tells whether a folder holds the packages in their versions.
func installed(folder string) bool {
	for name, version := range pinned() {
		text, err := os.ReadFile(filepath.Join(folder, "node_modules", name, "package.json"))
		if err != nil {
			return false
		}
		var found struct{ Version string }
		if json.Unmarshal(text, &found) != nil || found.Version != version {
			return false
		}
	}
	return true
}
