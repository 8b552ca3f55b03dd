package customer

import (
	"slices"

	"go.yaml.in/yaml/v3"
)

// key is one key of the document. The tables of keys are what documents are
// read by, and what the schema and the reference are written from: nothing
// about a key is said twice.
type key struct {
	name   string
	says   string // what it means, for people
	form   form   // what may stand there, and where it goes
	preset string // what counts where the document says nothing
	need   string // what to add, where the key must be there
	kept   bool   // recorded with the document; no step acts on it yet
}

// keys is the table of one section, in the order in which people write them.
type keys []key

func (ks keys) read(s *section) {
	for _, k := range ks {
		k.read(s)
	}
}

func (k key) read(s *section) {
	v, there := s.get(k.name)
	switch {
	case there:
		k.form.read(v)
	case k.need != "":
		s.missing(k.name, k.need)
		k.absent(s.doc)
	default:
		k.absent(s.doc)
	}
}

// absent puts in place what counts where the document says nothing.
func (k key) absent(d *document) {
	if k.preset == "" {
		k.form.absent(d)
		return
	}
	k.form.read(value{doc: d, path: k.name, line: 1, node: &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: k.preset}})
}

func (ks keys) absent(d *document) {
	for _, k := range ks {
		k.absent(d)
	}
}

func (ks keys) has(name string) bool {
	return slices.ContainsFunc(ks, func(k key) bool { return k.name == name })
}

// holder returns the path of the section at or below the key that has a key of
// this name, the outermost first.
func (k key) holder(name string) (path string, found bool) {
	below := k.form.below()
	if below.has(name) {
		return k.name, true
	}
	for _, inner := range below {
		if path, found := inner.holder(name); found {
			return k.name + "." + path, true
		}
	}
	return "", false
}
