package house

import (
	"go/ast"
	"slices"
	"strings"
)

// NoInit finds init functions: what happens before main is invisible.
func NoInit(tree *Tree) []Breach {
	var found []Breach
	for _, file := range tree.Go {
		for _, decl := range file.AST.Decls {
			function, ok := decl.(*ast.FuncDecl)
			if !ok || function.Recv != nil || function.Name.Name != "init" {
				continue
			}
			found = append(found, Breach{
				At:    file.At(function),
				Wrong: "an init function runs before anybody asked for it",
				Do:    "make it a function that main or a constructor calls",
			})
		}
	}
	return found
}

// clockFiles may read the machine's clock, each for a reason.
func clockFiles() map[string]string {
	return map[string]string{
		"handler/internal/embedded/clock.go": "is the clock of one machine",
		"handler/internal/azure/clock.go":    "is the clock on Azure",
		"steps/sim/sim.go":                   "takes the machine's where its owner hands in no clock",
	}
}

// Clock finds code that reads the machine's clock instead of the one that it
// was handed. Tests and the ground may: they measure. time.Until is left to
// everybody, because a context's deadline is the machine's time. The engine
// room may hand time.Now on, and not call it.
func Clock(tree *Tree) []Breach {
	var found []Breach
	for _, file := range tree.Go {
		_, allowed := clockFiles()[file.Path]
		if allowed || file.Test || inGround(file) {
			continue
		}
		selectors(file, "time", "time", func(name string, at ast.Node) {
			if name != "Now" && name != "Since" || file.Folder == "handler" && !called(file, at) {
				return
			}
			found = append(found, Breach{
				At:    file.At(at),
				Wrong: "time." + name + " reads the machine's clock, which no test can set",
				Do:    "take a now func() time.Time, or list the file with its reason in infra/house/code.go",
			})
		})
	}
	return found
}

// called tells whether a file calls a function where it names it.
func called(file *GoFile, function ast.Node) bool {
	found := false
	ast.Inspect(file.AST, func(node ast.Node) bool {
		call, ok := node.(*ast.CallExpr)
		found = found || ok && ast.Node(call.Fun) == function
		return !found
	})
	return found
}

// Environment finds code that reads the environment anywhere but in
// handler/config.go, tests and the ground.
func Environment(tree *Tree) []Breach {
	reads := []string{"Getenv", "LookupEnv", "Environ", "ExpandEnv"}
	var found []Breach
	for _, file := range tree.Go {
		if file.Path == "handler/config.go" || file.Test || inGround(file) {
			continue
		}
		selectors(file, "os", "os", func(name string, at ast.Node) {
			if !slices.Contains(reads, name) {
				return
			}
			found = append(found, Breach{
				At:    file.At(at),
				Wrong: "os." + name + " reads a setting where nobody looks for it",
				Do:    "read it in handler/config.go and hand it in",
			})
		})
	}
	return found
}

// PackageNames finds packages whose name says nothing about what is in them.
func PackageNames(tree *Tree) []Breach {
	// A reader of tickets is a model in the word's own sense; models are not.
	empty := []string{"util", "utils", "common", "models", "helper", "helpers", "types", "misc", "base"}
	var found []Breach
	seen := map[string]bool{}
	for _, file := range tree.Go {
		name := strings.TrimSuffix(file.AST.Name.Name, "_test")
		if seen[file.Folder] || !slices.Contains(empty, name) {
			continue
		}
		seen[file.Folder] = true
		found = append(found, Breach{
			At:    file.Folder,
			Wrong: "package " + name + " is named after nothing",
			Do:    "name it after the one thing that it holds",
		})
	}
	return found
}

func inGround(file *GoFile) bool {
	return file.Folder == "infra" || strings.HasPrefix(file.Folder, "infra/")
}

// Skips finds tests that skip themselves without a word on what is missing
// and how to get it.
func Skips(tree *Tree) []Breach {
	var found []Breach
	for _, file := range tree.Go {
		if !file.Test {
			continue
		}
		ast.Inspect(file.AST, func(node ast.Node) bool {
			call, ok := node.(*ast.CallExpr)
			if !ok || len(call.Args) > 0 {
				return true
			}
			if name, ok := selects(call.Fun, "t"); ok && (name == "Skip" || name == "SkipNow") {
				found = append(found, Breach{
					At:    file.At(call),
					Wrong: "a test is skipped without a word",
					Do:    "say what is missing and how to set it up: t.Skip(\"USHER_… is unset: …\")",
				})
			}
			return true
		})
	}
	return found
}
