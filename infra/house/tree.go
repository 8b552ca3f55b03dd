package house

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"slices"
	"strings"
	"unicode/utf8"
)

// Tree is the repository as the rules see it.
type Tree struct {
	Paths []string          // every file, with slashes, sorted
	Texts map[string]string // their contents; files that aren't text are absent
	Go    []*GoFile

	broken []Breach
}

// GoFile is one parsed Go file.
type GoFile struct {
	Path   string
	Folder string // "." at the top
	Test   bool
	AST    *ast.File
	set    *token.FileSet
}

// At returns the place of a node as path:line.
func (f *GoFile) At(node ast.Node) string {
	return place(f.Path, f.set.Position(node.Pos()).Line)
}

// Read reads the named files of a tree. A Go file that can't be parsed is a
// breach of Syntax, and no other rule sees it.
func Read(files fs.FS, paths []string) (*Tree, error) {
	tree := &Tree{Paths: slices.Sorted(slices.Values(paths)), Texts: map[string]string{}}
	for _, name := range tree.Paths {
		if err := tree.add(files, name); err != nil {
			return nil, fmt.Errorf("read the tree: %w", err)
		}
	}
	return tree, nil
}

func (t *Tree) add(files fs.FS, name string) error {
	text, err := fs.ReadFile(files, name)
	if err != nil {
		return err
	}
	if utf8.Valid(text) {
		t.Texts[name] = string(text)
	}
	if path.Ext(name) != ".go" || inTestdata(name) {
		return nil
	}
	set := token.NewFileSet()
	parsed, err := parser.ParseFile(set, name, text, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		first, _, _ := strings.Cut(strings.TrimPrefix(err.Error(), name+":"), "\n")
		t.broken = append(t.broken, Breach{At: name + ":" + first, Wrong: "it isn't Go", Do: "mend it first; no other rule has looked at it"})
		return nil
	}
	t.Go = append(t.Go, &GoFile{
		Path:   name,
		Folder: path.Dir(name),
		Test:   strings.HasSuffix(name, "_test.go"),
		AST:    parsed,
		set:    set,
	})
	return nil
}

// Has tells whether the tree holds this file.
func (t *Tree) Has(name string) bool {
	_, found := slices.BinarySearch(t.Paths, name)
	return found
}

// nested tells whether a folder belongs to a module of its own, which the
// import table says nothing about.
func (t *Tree) nested(folder string) bool {
	for ; folder != "."; folder = path.Dir(folder) {
		if t.Has(folder + "/go.mod") {
			return true
		}
	}
	return false
}

func inTestdata(name string) bool {
	return slices.Contains(strings.Split(name, "/"), "testdata")
}

// Syntax finds the Go files that don't parse.
func Syntax(tree *Tree) []Breach { return tree.broken }
