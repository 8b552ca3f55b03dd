// Package customer reads a customer's document: one YAML file that says whose
// tenant it is, who decides, and how its people want things done. A section
// of the document is a small file here, so that it is clear where to look and
// where to add: table.go lists them all. A section is a table of keys, and what
// a key means, what may stand there and what counts without it are said there
// once, for the parser, the schema and the reference.
//
// Every key is checked. What is wrong is reported all at once, with file,
// line, key and what was probably meant; a document with one problem isn't
// used at all, because half a document may be a wrong one.
package customer

import (
	"bytes"
	"errors"
	"io"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"usher/steps/step"
)

// maxSize is the size of a document in bytes that nobody writes by hand.
const maxSize = 1 << 20

// Parse reads a document. The name is the file's: without folder and ending
// it is the customer's key, such as contoso. The error is Problems. Version
// stays 0: whoever applies the document counts it.
func Parse(name string, document []byte) (step.Customer, error) {
	c, _, err := Inspect(name, document)
	return c, err
}

// Inspect is Parse for people who look at the document: where there are no
// problems, it also returns what is allowed and yet hurts, in the order of the
// lines.
func Inspect(name string, content []byte) (c step.Customer, warnings Problems, err error) {
	d := &document{file: name}
	node, ok := d.root(content)
	if !ok {
		return c, nil, d.problems
	}
	c = step.Customer{Key: d.key()}
	root := value{doc: d, line: node.Line, node: node}.section()
	table(&c).read(root)
	d.strangers()
	if len(d.problems) > 0 {
		return step.Customer{}, nil, d.problems.sorted()
	}
	warn(root, &c)
	return c, d.warnings.sorted(), nil
}

var keyForm = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

// key is the file's name without folder and ending.
func (d *document) key() string {
	base := filepath.Base(filepath.ToSlash(d.file))
	key := strings.TrimSuffix(strings.TrimSuffix(base, ".yaml"), ".yml")
	if !IsKey(key) {
		d.wrong(1, "", "call it something like contoso.yaml: small letters, digits and dashes, at most 40",
			"the file's name is the customer's key, and %q can't be one", shown(key))
	}
	return key
}

// root returns the one mapping that the document is.
func (d *document) root(document []byte) (*yaml.Node, bool) {
	if len(document) > maxSize {
		d.wrong(1, "", "name the document, not another file", "is larger than 1 MiB")
		return nil, false
	}
	decoder := yaml.NewDecoder(bytes.NewReader(document))
	var node yaml.Node
	if err := decoder.Decode(&node); err != nil && !errors.Is(err, io.EOF) {
		line, says := syntax(err)
		d.wrong(line, "", meantSyntax(document, line), "isn't YAML: %s", says)
		return nil, false
	}
	if len(node.Content) == 0 || node.Content[0].Kind != yaml.MappingNode {
		d.wrong(1, "", "start from one of the samples", "holds no customer")
		return nil, false
	}
	var second yaml.Node
	if err := decoder.Decode(&second); !errors.Is(err, io.EOF) {
		d.wrong(max(second.Line, 1), "", "one file holds one customer", "holds more than one document")
	}
	return node.Content[0], true
}

var syntaxForm = regexp.MustCompile(`^yaml: (?:line (\d+): )?(.*)`)

// syntax takes the library's error apart: it gives the line as text only.
func syntax(err error) (line int, says string) {
	parts := syntaxForm.FindStringSubmatch(err.Error())
	if parts == nil {
		return 1, shown(err.Error())
	}
	return atoi(parts[1]), shown(parts[2])
}

// meantSyntax guesses what keeps a document from being YAML.
func meantSyntax(document []byte, line int) string {
	lines := strings.Split(string(document), "\n")
	for _, near := range []int{line - 1, line} { // the library's line may be the one before
		if near >= 0 && near < len(lines) && strings.HasPrefix(strings.TrimLeft(lines[near], " "), "\t") {
			return "indent line " + strconv.Itoa(near+1) + " with spaces instead of a tab"
		}
	}
	return "look at the indentation, quotes and colons there and just above"
}

// IsKey tells whether a customer can have this short name.
func IsKey(key string) bool { return len(key) <= 40 && keyForm.MatchString(key) }
