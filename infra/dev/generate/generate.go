// Package generate makes the files that are derived from others: it writes
// them, and tells which of those in the tree are stale.
package generate

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"usher/handler/customer"
	"usher/infra/house"
	"usher/steps"
)

// output is one generated file.
type output struct {
	path string
	make func(*house.Tree) (string, error)
}

func outputs() []output {
	return []output{
		{house.LintFile, func(tree *house.Tree) (string, error) {
			return house.WithDepguard(tree.Texts[house.LintFile])
		}},
		{house.KnownFile, func(tree *house.Tree) (string, error) {
			return house.KnownText(house.Known(tree), steps.Catalogue()), nil
		}},
		{CatalogueFile, func(*house.Tree) (string, error) { return catalogue(steps.Catalogue()), nil }},
		{customer.ReferenceFile, func(*house.Tree) (string, error) { return customer.Reference(), nil }},
		{customer.SchemaFile, func(*house.Tree) (string, error) {
			schema, err := customer.Schema()
			return string(schema), err
		}},
	}
}

// Stale returns the paths of the generated files that aren't what they would
// be if they were written now.
func Stale(ctx context.Context, root string) ([]string, error) {
	var paths []string
	err := each(ctx, root, func(path, _ string) error {
		paths = append(paths, path)
		return nil
	})
	return paths, err
}

// Write writes the generated files that are stale, and names each on out.
func Write(ctx context.Context, root string, out io.Writer) error {
	return each(ctx, root, func(path, text string) error {
		fmt.Fprintln(out, "wrote", path)
		if err := os.MkdirAll(filepath.Dir(filepath.Join(root, filepath.FromSlash(path))), 0o755); err != nil {
			return err
		}
		return os.WriteFile(filepath.Join(root, filepath.FromSlash(path)), []byte(text), 0o644)
	})
}

// each calls do for every stale file with what it should say.
func each(ctx context.Context, root string, do func(path, text string) error) error {
	tree, err := house.Open(ctx, root)
	if err != nil {
		return err
	}
	for _, one := range outputs() {
		text, err := one.make(tree)
		if err != nil {
			return fmt.Errorf("generate %s: %w", one.path, err)
		}
		if text == tree.Texts[one.path] {
			continue
		}
		if err := do(one.path, text); err != nil {
			return fmt.Errorf("generate %s: %w", one.path, err)
		}
	}
	return nil
}
