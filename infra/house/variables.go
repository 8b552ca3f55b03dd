package house

import (
	"go/ast"
	"go/token"
	"slices"
	"strings"
)

// Variables finds package variables other than step declarations, sentinel
// errors, embedded files and tables that are compiled once, and of those the
// ones that somebody writes to. Test files may declare flags, too.
func Variables(tree *Tree) []Breach {
	var found []Breach
	tables := map[string][]string{} // folder -> its package variables
	for _, file := range tree.Go {
		for _, spec := range packageVariables(file) {
			for i, name := range spec.Names {
				tables[file.Folder] = append(tables[file.Folder], name.Name)
				if !constantEnough(file, spec, i) {
					found = append(found, Breach{
						At:    file.At(name),
						Wrong: "package variable " + name.Name + " is shared by everybody and can change under them",
						Do:    "make it a constant, a function's result or a field",
					})
				}
			}
		}
	}
	for _, file := range tree.Go {
		found = append(found, writes(file, tables[file.Folder])...)
	}
	return found
}

// packageVariables returns a file's package variables, save embedded files
// and declarations of nothing but a type's promise (var _ X = …).
func packageVariables(file *GoFile) []*ast.ValueSpec {
	var specs []*ast.ValueSpec
	for _, decl := range file.AST.Decls {
		group, ok := decl.(*ast.GenDecl)
		if !ok || group.Tok != token.VAR || embeds(group.Doc) {
			continue
		}
		for _, one := range group.Specs {
			spec := one.(*ast.ValueSpec)
			if spec.Names[0].Name != "_" && !embeds(spec.Doc) {
				specs = append(specs, spec)
			}
		}
	}
	return specs
}

func embeds(doc *ast.CommentGroup) bool {
	return doc != nil && slices.ContainsFunc(doc.List, func(line *ast.Comment) bool {
		return strings.HasPrefix(line.Text, "//go:embed ")
	})
}

func constantEnough(file *GoFile, spec *ast.ValueSpec, i int) bool {
	if i >= len(spec.Values) {
		return false
	}
	switch value := spec.Values[i].(type) {
	case *ast.CompositeLit:
		return true // a step or a table; writes finds who changes it
	case *ast.CallExpr:
		sentinel := strings.HasPrefix(strings.ToLower(spec.Names[i].Name), "err")
		return sentinel || compiles(file, value)
	}
	return false
}

// compiles tells whether a call makes a table that is compiled once.
func compiles(file *GoFile, call *ast.CallExpr) bool {
	switch function := call.Fun.(type) {
	case *ast.Ident:
		// A function of ours, of something that stands there: a table.
		return function.Name != "make" && function.Name != "new" && len(call.Args) > 0
	case *ast.SelectorExpr:
		if _, table := function.X.(*ast.CompositeLit); table {
			return true // a table, put together with others
		}
		left, ok := function.X.(*ast.Ident)
		if !ok {
			return compiles(file, innermost(call))
		}
		switch name := left.Name + "." + function.Sel.Name; {
		case left.Name == "flag":
			return file.Test
		case name == "strings.NewReplacer" || name == "strings.Fields" || name == "slices.Concat":
			return true
		default:
			return strings.HasPrefix(function.Sel.Name, "Must")
		}
	}
	return false
}

// innermost returns the first call of a chain such as
// template.New("page").Funcs(funcs).
func innermost(call *ast.CallExpr) *ast.CallExpr {
	selector, ok := call.Fun.(*ast.SelectorExpr)
	if !ok {
		return &ast.CallExpr{Fun: &ast.BadExpr{}}
	}
	inner, ok := selector.X.(*ast.CallExpr)
	if !ok {
		return &ast.CallExpr{Fun: &ast.BadExpr{}}
	}
	return inner
}
