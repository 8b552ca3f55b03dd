package house

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// Open reads the tree below root: what git tracks and what it would, and
// without git every file outside the folders that only builds and runs fill.
func Open(ctx context.Context, root string) (*Tree, error) {
	paths, err := list(ctx, root)
	if err != nil {
		return nil, fmt.Errorf("list %s: %w", root, err)
	}
	return Read(os.DirFS(root), paths)
}

// list walks the folders even where git knows the answer: go test sees what a
// test reads by itself, not what git reads for it, and would call yesterday's
// result fresh.
func list(ctx context.Context, root string) ([]string, error) {
	walked, err := walk(root)
	if err != nil {
		return nil, err
	}
	known, err := gitFiles(ctx, root)
	if err != nil {
		// No git, or no repository, as in an unpacked archive: nothing there
		// is ignored.
		return walked, nil //nolint:nilerr // the walk is the answer then
	}
	var paths []string
	for _, name := range walked {
		if known[name] {
			paths = append(paths, name)
		}
	}
	return paths, nil
}

func walk(root string) ([]string, error) {
	var paths []string
	err := fs.WalkDir(os.DirFS(root), ".", func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && (entry.Name() == ".git" || entry.Name() == ".build" || entry.Name() == ".usher"):
			return fs.SkipDir
		case entry.Type().IsRegular():
			paths = append(paths, name)
		}
		return nil
	})
	return paths, err
}

func gitFiles(ctx context.Context, root string) (map[string]bool, error) {
	git := exec.CommandContext(ctx, "git", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
	git.Dir = filepath.Clean(root)
	out, err := git.Output()
	if err != nil {
		return nil, fmt.Errorf("git ls-files: %w", err)
	}
	known := map[string]bool{}
	for name := range strings.SplitSeq(string(out), "\x00") {
		known[name] = true
	}
	return known, nil
}
