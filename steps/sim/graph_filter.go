package sim

import (
	"regexp"
	"slices"
	"strings"
)

// condition is a $filter that has been understood.
type condition func(object) bool

// filterWord splits a $filter into words: strings in single quotes with ”
// for one within, parentheses, commas, and the rest.
var filterWord = regexp.MustCompile(`'(?:[^']|'')*'|[(),]|[^\s(),']+`)

// filterParser reads the part of OData's filters that Graph takes without
// advanced queries: eq, startsWith, proxyAddresses/any, and, or.
type filterParser struct {
	schema schema
	words  []string
}

func parseFilter(s schema, source string) (condition, error) {
	p := &filterParser{s, filterWord.FindAllString(source, -1)}
	if strings.Count(source, "'")%2 != 0 {
		return nil, unsupportedf("There is an unterminated string literal in '%s'.", source)
	}
	met, err := p.either()
	if err == nil && len(p.words) > 0 {
		err = unsupportedf("Syntax error at '%s' in the filter.", p.words[0])
	}
	return met, err
}

func (p *filterParser) next() string {
	if len(p.words) == 0 {
		return ""
	}
	word := p.words[0]
	p.words = p.words[1:]
	return word
}

func (p *filterParser) peek(word string) bool { return len(p.words) > 0 && p.words[0] == word }

func (p *filterParser) expect(words ...string) error {
	for _, want := range words {
		if got := p.next(); got != want {
			return unsupportedf("Syntax error: expected '%s', found '%s'.", want, got)
		}
	}
	return nil
}

func (p *filterParser) either() (condition, error) {
	return p.chain("or", p.both, func(a, b bool) bool { return a || b })
}

func (p *filterParser) both() (condition, error) {
	return p.chain("and", p.one, func(a, b bool) bool { return a && b })
}

func (p *filterParser) chain(word string, part func() (condition, error), join func(a, b bool) bool) (condition, error) {
	met, err := part()
	for err == nil && p.peek(word) {
		p.next()
		left := met
		var right condition
		right, err = part()
		met = func(o object) bool { return join(left(o), right(o)) }
	}
	return met, err
}

func (p *filterParser) one() (condition, error) {
	word := p.next()
	switch {
	case word == "(":
		met, err := p.either()
		if err != nil {
			return nil, err
		}
		return met, p.expect(")")
	case same(word, "startsWith"):
		return p.startsWith()
	case strings.HasSuffix(word, "/any"):
		return p.anyOf(strings.TrimSuffix(word, "/any"))
	}
	if err := p.filterable(word, isTexts); err != nil {
		return nil, err
	}
	if operator := p.next(); operator != "eq" {
		return nil, unsupportedf("The operator '%s' is not supported here.", operator)
	}
	return equals(p.schema[word].is, word, p.next())
}

// filterable refuses a property that can't be filtered, and lists where one
// value is meant.
func (p *filterParser) filterable(name, not string) error {
	known, ok := p.schema[name]
	if !ok {
		return unsupportedf("Could not find a property named '%s'.", name)
	}
	if !known.filter || known.is == not {
		return unsupportedf("Unsupported or invalid query filter clause specified for property '%s'.", name)
	}
	return nil
}

func equals(is, name, literal string) (condition, error) {
	if literal == "null" {
		return func(o object) bool { return o[name] == nil }, nil
	}
	if is == isFlag {
		if literal != "true" && literal != "false" {
			return nil, unsupportedf("'%s' is neither true nor false.", literal)
		}
		return func(o object) bool { return flag(o, name) == (literal == "true") && o[name] != nil }, nil
	}
	want, err := quoted(literal)
	return func(o object) bool { return o[name] != nil && same(text(o, name), want) }, err
}

func (p *filterParser) startsWith() (condition, error) {
	if err := p.expect("("); err != nil {
		return nil, err
	}
	name := p.next()
	if err := p.filterable(name, isTexts); err != nil {
		return nil, err
	}
	if err := p.expect(","); err != nil {
		return nil, err
	}
	want, err := quoted(p.next())
	if err != nil {
		return nil, err
	}
	met := func(o object) bool {
		return strings.HasPrefix(strings.ToLower(text(o, name)), strings.ToLower(want))
	}
	return met, p.expect(")")
}

// anyOf reads name/any(x:x eq 'value').
func (p *filterParser) anyOf(name string) (condition, error) {
	if err := p.filterable(name, isText); err != nil {
		return nil, err
	}
	if err := p.expect("("); err != nil {
		return nil, err
	}
	variable, used, ok := strings.Cut(p.next(), ":")
	if used == "" {
		used = p.next()
	}
	if !ok || variable == "" || used != variable {
		return nil, unsupportedf("Syntax error in the expression after '%s/any'.", name)
	}
	if err := p.expect("eq"); err != nil {
		return nil, err
	}
	want, err := quoted(p.next())
	if err != nil {
		return nil, err
	}
	met := func(o object) bool {
		return slices.ContainsFunc(texts(o, name), func(s string) bool { return same(s, want) })
	}
	return met, p.expect(")")
}

// quoted reads a string literal.
func quoted(literal string) (string, error) {
	if len(literal) < 2 || literal[0] != '\'' {
		return "", unsupportedf("'%s' is no string literal.", literal)
	}
	return strings.ReplaceAll(literal[1:len(literal)-1], "''", "'"), nil
}
