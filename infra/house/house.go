// Package house holds the rules of this repository as functions that read the
// tree: who may import whom, what lies where, what no file may hold. The
// package's own tests run them on the real tree; each breach is one line that
// says what is wrong, where, and what to do.
package house

import "fmt"

// Breach is one place where the tree breaks a rule.
type Breach struct {
	At    string // a path, with its line where there is one, or a step's name
	Wrong string // what is wrong
	Do    string // what to do about it
}

// String returns the breach as one line.
func (b Breach) String() string { return fmt.Sprintf("%s: %s; %s", b.At, b.Wrong, b.Do) }

// place is a line of a file as editors and terminals make it a link.
func place(path string, line int) string { return fmt.Sprintf("%s:%d", path, line) }

// Rule is one rule that the whole tree keeps.
type Rule struct {
	Name  string
	Check func(*Tree) []Breach
}

// Rules returns every rule that the tree alone can answer. The rules of the
// catalogue need the steps themselves: see Catalogue.
func Rules() []Rule {
	return []Rule{
		{"syntax", Syntax},
		{"imports", Imports},
		{"top level", TopLevel},
		{"length", Length},
		{"doors", Doors},
		{"no init", NoInit},
		{"clock", Clock},
		{"environment", Environment},
		{"package variables", Variables},
		{"unfinished work", Unfinished},
		{"package names", PackageNames},
		{"machine paths", MachinePaths},
		{"scopes", Scopes},
		{"skips", Skips},
		{"settings", Settings},
		{"watching", Watching},
	}
}
