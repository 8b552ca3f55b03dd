package house

import (
	"go/ast"
	"go/token"
	"strconv"
)

// goFile returns a parsed file by its path, nil where there is none.
func goFile(tree *Tree, path string) *GoFile {
	for _, file := range tree.Go {
		if file.Path == path {
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
func importName(file *GoFile, path, usual string) string {
	for _, spec := range file.AST.Imports {
		if literal(spec.Path) != path {
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

// selectors calls visit for each use of package.name in a file, where the
// package is imported from path.
func selectors(file *GoFile, path, usual string, visit func(name string, at ast.Node)) {
	local := importName(file, path, usual)
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
