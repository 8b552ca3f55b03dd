package house

import (
	"go/ast"
	"go/token"
	"path"
	"strconv"
	"strings"
)

// goFile returns a parsed file by its path, nil where there is none.
func goFile(tree *Tree, name string) *GoFile {
	for _, file := range tree.Go {
		if file.Path == name {
			return file
		}
	}
	return nil
}

// importPaths returns what a file imports.
func importPaths(file *GoFile) []string {
	var paths []string
	for _, spec := range file.AST.Imports {
		paths = append(paths, literal(spec.Path))
	}
	return paths
}

// importName returns the name under which a file knows a package, empty where
// it doesn't import it.
func importName(file *GoFile, imported, usual string) string {
	for _, spec := range file.AST.Imports {
		if literal(spec.Path) != imported {
			continue
		}
		if spec.Name != nil {
			return spec.Name.Name
		}
		return usual
	}
	return ""
}

// stringLiterals returns the text of every string literal of a file, save its
// imports.
func stringLiterals(file *GoFile) []string {
	var texts []string
	ast.Inspect(file.AST, func(node ast.Node) bool {
		if _, ok := node.(*ast.ImportSpec); ok {
			return false
		}
		if lit, ok := node.(*ast.BasicLit); ok && lit.Kind == token.STRING {
			texts = append(texts, literal(lit))
		}
		return true
	})
	return texts
}

// constantsOf returns the text of every string constant of our own packages
// that a file names.
func constantsOf(tree *Tree, file *GoFile) []string {
	var texts []string
	for _, imported := range importPaths(file) {
		folder, ours := strings.CutPrefix(imported, module+"/")
		if !ours {
			continue
		}
		constants := stringConstants(tree, folder)
		selectors(file, imported, path.Base(folder), func(name string, _ ast.Node) {
			if text, found := constants[name]; found {
				texts = append(texts, text)
			}
		})
	}
	return texts
}

// stringConstants returns the constants of a folder whose value is a literal.
func stringConstants(tree *Tree, folder string) map[string]string {
	constants := map[string]string{}
	for _, file := range tree.Go {
		if file.Folder != folder || file.Test {
			continue
		}
		for _, decl := range file.AST.Decls {
			if group, ok := decl.(*ast.GenDecl); ok && group.Tok == token.CONST {
				addConstants(constants, group)
			}
		}
	}
	return constants
}

func addConstants(constants map[string]string, group *ast.GenDecl) {
	for _, one := range group.Specs {
		spec, ok := one.(*ast.ValueSpec)
		if !ok || len(spec.Values) != len(spec.Names) {
			continue
		}
		for i, name := range spec.Names {
			if lit, ok := spec.Values[i].(*ast.BasicLit); ok && lit.Kind == token.STRING {
				constants[name.Name] = literal(lit)
			}
		}
	}
}

// selectors calls visit for each use of package.name in a file, where the
// package is imported from that path and usually named usual.
func selectors(file *GoFile, imported, usual string, visit func(name string, at ast.Node)) {
	local := importName(file, imported, usual)
	if local == "" {
		return
	}
	ast.Inspect(file.AST, func(node ast.Node) bool {
		if name, ok := selects(node, local); ok {
			visit(name, node)
		}
		return true
	})
}

// selects returns the name behind the dot where node is local.Name.
func selects(node ast.Node, local string) (string, bool) {
	selector, ok := node.(*ast.SelectorExpr)
	if !ok {
		return "", false
	}
	left, ok := selector.X.(*ast.Ident)
	if !ok || left.Name != local {
		return "", false
	}
	return selector.Sel.Name, true
}

func literal(lit *ast.BasicLit) string {
	text, err := strconv.Unquote(lit.Value)
	if err != nil {
		return lit.Value // the parser has checked it
	}
	return text
}
