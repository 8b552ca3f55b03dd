package customer

import (
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"usher/steps/step"
)

// document gathers what is wrong while its sections are read.
type document struct {
	file     string
	problems Problems
	warnings Problems
	sections []*section
}

func (d *document) wrong(line int, key, hint, format string, args ...any) {
	d.problems = append(d.problems, Problem{
		File: d.file, Line: max(line, 1), Key: key, Says: fmt.Sprintf(format, args...), Hint: hint,
	})
}

// risky notes what is allowed and yet hurts.
func (v value) risky(hint, format string, args ...any) {
	v.doc.warnings = append(v.doc.warnings, Problem{
		File: v.doc.file, Line: max(v.line, 1), Key: v.path, Says: fmt.Sprintf(format, args...), Hint: hint,
	})
}

// section is one mapping of the document. The keys that are asked for are
// the keys that it may have: nothing lists them twice.
type section struct {
	doc     *document
	path    string
	line    int
	entries map[string]value
	order   []string
	known   []string
}

// value is one node of the document and the path that leads to it.
type value struct {
	doc  *document
	path string
	line int // of the key, or of the item of a list
	node *yaml.Node
}

func (v value) wrong(hint, format string, args ...any) {
	v.doc.wrong(v.line, v.path, hint, format, args...)
}

// section reads the value as a mapping; anything else is a problem and reads
// as an empty one.
func (v value) section() *section {
	s := &section{doc: v.doc, path: v.path, line: v.line, entries: map[string]value{}}
	v.doc.sections = append(v.doc.sections, s)
	node := resolved(v.node)
	if node == nil || node.Kind != yaml.MappingNode {
		v.wrong("write its keys below it, indented", "is %s where keys are needed", kind(node))
		return s
	}
	for i := 0; i+1 < len(node.Content); i += 2 {
		s.add(node.Content[i], node.Content[i+1])
	}
	return s
}

func (s *section) add(key, node *yaml.Node) {
	path := s.pathOf(key.Value)
	if first, twice := s.entries[key.Value]; twice {
		s.doc.wrong(key.Line, path, "keep one of the two", "is there twice, first on line %d", first.line)
		return
	}
	s.entries[key.Value] = value{doc: s.doc, path: path, line: key.Line, node: node}
	s.order = append(s.order, key.Value)
}

func (s *section) pathOf(key string) string {
	if s.path == "" {
		return shown(key)
	}
	return s.path + "." + shown(key)
}

// get returns the value of a key that may be absent. A key without a value
// counts as absent.
func (s *section) get(key string) (value, bool) {
	s.known = append(s.known, key)
	v, there := s.entries[key]
	if !there || isEmpty(v.node) {
		return value{}, false
	}
	return v, true
}

// missing reports a key that must be there; what says what it is for, such
// as "the tenant's id".
func (s *section) missing(key, what string) {
	line := s.line
	if empty, written := s.entries[key]; written {
		line = empty.line
	}
	s.doc.wrong(line, s.pathOf(key), "add "+key+": with "+what, "is missing")
}

// strangers reports the keys that nobody asked for.
func (d *document) strangers() {
	for _, s := range d.sections {
		for _, key := range s.order {
			if !slices.Contains(s.known, key) {
				v := s.entries[key]
				v.wrong(d.placeFor(s, key), "is no key of this document")
			}
		}
	}
}

func (d *document) placeFor(s *section, key string) string {
	if near := nearest(key, s.known); near != "" {
		return "did you mean " + near + "?"
	}
	if home, found := homeOf(key, table(&step.Customer{})); found {
		return "it belongs " + home
	}
	if len(s.known) == 0 {
		return ""
	}
	return "possible are " + strings.Join(s.known, ", ")
}

// homeOf says where else in the document there is such a key.
func homeOf(key string, ks keys) (home string, found bool) {
	if ks.has(key) {
		return "at the top level", true
	}
	for _, k := range ks {
		if path, found := k.holder(key); found {
			return "under " + path, true
		}
	}
	return "", false
}

// resolved follows an alias to what it stands for.
func resolved(node *yaml.Node) *yaml.Node {
	if node != nil && node.Kind == yaml.AliasNode {
		return node.Alias
	}
	return node
}

func isEmpty(node *yaml.Node) bool {
	node = resolved(node)
	return node == nil || node.Kind == yaml.ScalarNode && node.ShortTag() == "!!null"
}

func kind(node *yaml.Node) string {
	switch {
	case isEmpty(node):
		return "empty"
	case node.Kind == yaml.MappingNode:
		return "a section"
	case node.Kind == yaml.SequenceNode:
		return "a list"
	default:
		return "a single value"
	}
}

// shown makes words of the document fit for one line of an error.
func shown(words string) string {
	const most = 60
	quoted := fmt.Sprintf("%q", words)
	quoted = quoted[1 : len(quoted)-1]
	if runes := []rune(quoted); len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return quoted
}

// find returns the value at a path, or, where the document doesn't go so far,
// the nearest above it, under the path that was asked for.
func (s *section) find(path string) value {
	found := value{doc: s.doc, path: path, line: s.line}
	for _, one := range s.doc.sections {
		for name, v := range one.entries {
			at := one.pathOf(name)
			if at == path || strings.HasPrefix(path, at+".") && v.line > found.line {
				found.line = v.line
			}
			if at == path {
				return found
			}
		}
	}
	return found
}
