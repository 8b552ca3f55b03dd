package customer

import (
	"strings"

	"go.yaml.in/yaml/v3"
)

// form is what may stand behind a key. It holds where the value goes, so that
// one table serves reading, the schema and the reference.
type form interface {
	// read takes the value to where it belongs, or reports what is wrong.
	read(v value)
	// absent puts the presets of the keys below it in place.
	absent(d *document)
	// schema describes it in JSON Schema.
	schema() schema
	// words describes it for people, such as "on or off".
	words() string
	// below are the keys of the section that may stand there; nil if none may.
	below() keys
}

// single is one value, or a list of such.
type single struct {
	take  func(v value)
	what  string
	shape schema
}

func (f single) read(v value)     { f.take(v) }
func (f single) absent(*document) {}
func (f single) schema() schema   { return f.shape }
func (f single) words() string    { return f.what }
func (f single) below() keys      { return nil }

// group is a section with keys of its own.
type group struct {
	keys keys
	// check looks at keys together, once they are read; nil if there is
	// nothing to look at.
	check func(s *section)
}

func (f group) read(v value) {
	s := v.section()
	f.keys.read(s)
	if f.check != nil {
		f.check(s)
	}
}

func (f group) absent(d *document) { f.keys.absent(d) }
func (f group) schema() schema     { return f.keys.schema() }
func (f group) words() string      { return "a section" }
func (f group) below() keys        { return f.keys }

// choice is either a single value or a section that says more.
type choice struct {
	short single
	group group
}

func (f choice) read(v value) {
	if node := resolved(v.node); node.Kind == yaml.MappingNode {
		f.group.read(v)
		return
	}
	f.group.absent(v.doc)
	f.short.read(v)
}

func (f choice) absent(d *document) { f.group.absent(d) }
func (f choice) schema() schema     { return anyOf(f.short.schema(), f.group.schema()) }
func (f choice) words() string      { return f.short.words() + ", or a section" }
func (f choice) below() keys        { return f.group.keys }

// switched is a switch that may have options; options mean on.
func switched(on *bool, options keys) choice {
	return choice{short: toggle(on), group: group{keys: options, check: func(*section) { *on = true }}}
}

// many is a list of sections, or, where named is set, a section of them by
// name.
type many struct {
	item  func() keys
	take  func(v value)
	named bool
}

func (f many) read(v value)     { f.take(v) }
func (f many) absent(*document) {}
func (f many) below() keys      { return f.item() }

func (f many) schema() schema {
	if f.named {
		return schema{"type": "object", "additionalProperties": f.item().schema()}
	}
	return schema{"type": "array", "items": f.item().schema()}
}

func (f many) words() string {
	if f.named {
		return "sections by name"
	}
	return "a list of sections"
}

// listOf reads a list of sections. check, if it isn't nil, looks at each
// item.
func listOf[T any](into *[]T, table func(*T) keys, check func(item value, one T)) many {
	return many{
		item: func() keys { return table(new(T)) },
		take: func(v value) {
			for _, item := range v.list() {
				one := new(T)
				table(one).read(item.section())
				*into = append(*into, *one)
				if check != nil {
					check(item, *one)
				}
			}
		},
	}
}

// namedOf reads sections by name, in the order of the document.
func namedOf[T any](into *[]T, table func(name string, one *T) keys) many {
	return many{
		named: true,
		item:  func() keys { return table("", new(T)) },
		take: func(v value) {
			s := v.section()
			for _, name := range s.order {
				one := new(T)
				if item, there := s.get(name); there {
					table(name, one).read(item.section())
				} else {
					table(name, one).absent(s.doc)
				}
				*into = append(*into, *one)
			}
		},
	}
}

// either lists words as people say them: a, b or c.
func either(words ...string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:len(words)-1], ", ") + " or " + words[len(words)-1]
}
