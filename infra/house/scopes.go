package house

import (
	"go/ast"
	"reflect"
	"slices"

	"usher/steps/step"
)

// Scopes holds each step to naming its permissions if its code touches a part
// of the World that is Microsoft's. It follows the functions of the step's own
// package.
func Scopes(tree *Tree) []Breach {
	var found []Breach
	packages := map[string]map[string]*ast.FuncDecl{}
	for _, file := range tree.Go {
		if !file.Test && isWork(file.Folder) {
			addFunctions(packages, file)
		}
	}
	for _, file := range tree.Go {
		if file.Test || !isWork(file.Folder) {
			continue
		}
		for _, declared := range stepLiterals(file) {
			part := touched(declared.literal, packages[file.Folder], map[string]bool{})
			if part == "" || hasKey(declared.literal, "Scopes") {
				continue
			}
			found = append(found, Breach{
				At:    file.At(declared.name),
				Wrong: declared.name.Name + " uses World." + part + " and names no Scopes",
				Do:    "list the least permissions that its calls need",
			})
		}
	}
	return found
}

// isMicrosofts tells whether a part of the World belongs to the tenant. All do
// but these, which are others' systems or need no permission of their own.
func isMicrosofts(part string) bool {
	if slices.Contains([]string{"Access", "Desk", "Contacts", "Tickets", "Seller", "Links", "Handover", "Cards", "Settle"}, part) {
		return false
	}
	_, found := reflect.TypeFor[step.World]().FieldByName(part)
	return found
}

func isWork(folder string) bool {
	room, ok := roomOf(folder)
	return ok && slices.Contains(room.In, "steps/onboard")
}

func addFunctions(packages map[string]map[string]*ast.FuncDecl, file *GoFile) {
	if packages[file.Folder] == nil {
		packages[file.Folder] = map[string]*ast.FuncDecl{}
	}
	for _, decl := range file.AST.Decls {
		if function, ok := decl.(*ast.FuncDecl); ok && function.Recv == nil {
			packages[file.Folder][function.Name.Name] = function
		}
	}
}

type declaredStep struct {
	name    *ast.Ident
	literal *ast.CompositeLit
}

// stepLiterals returns the package variables that are a step.Step literal.
func stepLiterals(file *GoFile) []declaredStep {
	var steps []declaredStep
	local := importName(file, module+"/steps/step", "step")
	for _, spec := range packageVariables(file) {
		for i, value := range spec.Values {
			lit, ok := value.(*ast.CompositeLit)
			if !ok {
				continue
			}
			if name, ok := selects(lit.Type, local); ok && name == "Step" {
				steps = append(steps, declaredStep{spec.Names[i], lit})
			}
		}
	}
	return steps
}

func hasKey(lit *ast.CompositeLit, key string) bool {
	return slices.ContainsFunc(lit.Elts, func(element ast.Expr) bool {
		pair, ok := element.(*ast.KeyValueExpr)
		if !ok {
			return false
		}
		name, ok := pair.Key.(*ast.Ident)
		return ok && name.Name == key
	})
}

// touched returns the first of Microsoft's parts of the World that a node, or
// a function of its package that it names, selects; empty if there is none.
func touched(node ast.Node, functions map[string]*ast.FuncDecl, seen map[string]bool) string {
	part := ""
	ast.Inspect(node, func(node ast.Node) bool {
		if part != "" {
			return false
		}
		switch node := node.(type) {
		case *ast.SelectorExpr:
			if part = calledPart(node); part != "" {
				return false
			}
		case *ast.Ident:
			if function := functions[node.Name]; function != nil && !seen[node.Name] {
				seen[node.Name] = true
				part = touched(function, functions, seen)
			}
		}
		return true
	})
	return part
}

// calledPart returns Users for world.Users.Get: a part of the World is an
// interface on which a method is called.
func calledPart(method *ast.SelectorExpr) string {
	part, ok := method.X.(*ast.SelectorExpr)
	if !ok || !isMicrosofts(part.Sel.Name) {
		return ""
	}
	if _, ok := part.X.(*ast.Ident); !ok {
		return ""
	}
	return part.Sel.Name
}
