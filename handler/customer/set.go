package customer

import (
	"go.yaml.in/yaml/v3"

	"usher/steps/step"
)

// Set puts an option of a document in place by the path of its key, as a rule
// does, such as offboarding.mailbox.delegate. The table that reads documents
// reads it too: a path that rules can't set, or a value that the option can't
// have, is Problems, and c stays as it was.
func Set(c *step.Customer, path, text string) error {
	v := value{doc: &document{file: c.Key}, path: path, line: 1, node: &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: text}}
	changed := *c
	option := settable(&changed, path)
	if option == nil {
		v.wrong(meantOption(path), "is no option that a rule can set")
		return v.doc.problems
	}
	option.read(v)
	if len(v.doc.problems) > 0 {
		return v.doc.problems
	}
	*c = changed
	return nil
}
