package house

import (
	"go/ast"
	"go/token"
	"slices"
)

// writes finds where a file's functions write to package variables.
func writes(file *GoFile, variables []string) []Breach {
	var found []Breach
	for _, decl := range file.AST.Decls {
		function, ok := decl.(*ast.FuncDecl)
		if !ok || function.Body == nil {
			continue
		}
		own := localNames(function)
		for _, name := range written(function.Body) {
			if !slices.Contains(variables, name.Name) || own[name.Name] {
				continue
			}
			found = append(found, Breach{
				At:    file.At(name),
				Wrong: "package variable " + name.Name + " is written to",
				Do:    "make it a field of what owns it, or a value that a function makes",
			})
		}
	}
	return found
}

// written returns the names that a body assigns to, counts up, fills or
// empties.
func written(body *ast.BlockStmt) []*ast.Ident {
	var names []*ast.Ident
	add := func(target ast.Expr) {
		if name := root(target); name != nil {
			names = append(names, name)
		}
	}
	ast.Inspect(body, func(node ast.Node) bool {
		switch node := node.(type) {
		case *ast.AssignStmt:
			if node.Tok != token.DEFINE {
				for _, target := range node.Lhs {
					add(target)
				}
			}
		case *ast.IncDecStmt:
			add(node.X)
		case *ast.CallExpr:
			if called, ok := node.Fun.(*ast.Ident); ok && (called.Name == "delete" || called.Name == "clear") && len(node.Args) > 0 {
				add(node.Args[0])
			}
		}
		return true
	})
	return names
}

// root returns the variable that an expression such as a.b[c] is a part of.
func root(target ast.Expr) *ast.Ident {
	for {
		switch part := target.(type) {
		case *ast.Ident:
			return part
		case *ast.IndexExpr:
			target = part.X
		case *ast.SelectorExpr:
			target = part.X
		case *ast.StarExpr:
			target = part.X
		case *ast.ParenExpr:
			target = part.X
		default:
			return nil
		}
	}
}

// localNames returns every name that a function declares for itself, which
// hides a package variable of the same name.
func localNames(function *ast.FuncDecl) map[string]bool {
	names := map[string]bool{}
	ast.Inspect(function, func(node ast.Node) bool {
		switch node := node.(type) {
		case *ast.Field:
			for _, name := range node.Names {
				names[name.Name] = true
			}
		case *ast.ValueSpec:
			for _, name := range node.Names {
				names[name.Name] = true
			}
		case *ast.AssignStmt:
			addDefined(names, node)
		case *ast.RangeStmt:
			addIdent(names, node.Key)
			addIdent(names, node.Value)
		}
		return true
	})
	return names
}

func addDefined(names map[string]bool, node *ast.AssignStmt) {
	if node.Tok != token.DEFINE {
		return
	}
	for _, target := range node.Lhs {
		addIdent(names, target)
	}
}

func addIdent(names map[string]bool, target ast.Expr) {
	if name, ok := target.(*ast.Ident); ok {
		names[name.Name] = true
	}
}
