package check

import (
	"context"
	"debug/buildinfo"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
)

// The linter, pinned so that a new release never breaks a tree that passed.
const (
	lintPackage = "github.com/golangci/golangci-lint/v2"
	lintVersion = "v2.15.0"
)

func lint(ctx context.Context, root string, out io.Writer) error {
	linter, err := installLinter(ctx, root, out)
	if err != nil {
		return err
	}
	// Two checks may run at once on one machine; the linter would refuse.
	if err := command(ctx, root, out, linter, "run", "--allow-parallel-runners", "./..."); err != nil {
		return fmt.Errorf("golangci-lint: %w; mend what it names, or list the exception with its reason in .golangci.yaml", err)
	}
	return nil
}

// installLinter returns the linter's path, after building it into .build/bin
// if it isn't there in the pinned version.
func installLinter(ctx context.Context, root string, out io.Writer) (string, error) {
	folder := filepath.Join(root, ".build", "bin")
	linter := filepath.Join(folder, "golangci-lint")
	if info, err := buildinfo.ReadFile(linter); err == nil && info.Main.Version == lintVersion {
		return linter, nil
	}
	install := exec.CommandContext(ctx, "go", "install", lintPackage+"/cmd/golangci-lint@"+lintVersion)
	install.Dir = root
	install.Env = append(os.Environ(), "GOBIN="+folder)
	install.Stdout, install.Stderr = out, out
	if err := install.Run(); err != nil {
		return "", fmt.Errorf("go install golangci-lint %s: %w; it needs the Go module proxy once", lintVersion, err)
	}
	return linter, nil
}
