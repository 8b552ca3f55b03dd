package fakehost

import (
	"errors"
	"slices"
	"strings"
)

// route is a path with parameters, without the slash in front.
type route []segment

type segment struct {
	text string // of a literal
	kind segmentKind
}

// Kinds of segments, the more exact first: so the host orders its routes.
type segmentKind int

const (
	literal   segmentKind = iota
	parameter             // {name}
	rest                  // {*name}
)

func parseRoute(text string) (route, error) {
	var r route
	for part := range strings.SplitSeq(strings.Trim(text, "/"), "/") {
		switch inner, braces := cutBraces(part); {
		case len(r) > 0 && r[len(r)-1].kind == rest:
			return nil, errors.New("function.json: route: something stands after {*…}")
		case !braces && strings.ContainsAny(part, "{}"):
			return nil, errors.New("function.json: route: this host knows parameters that fill a segment only")
		case !braces:
			r = append(r, segment{text: part})
		case strings.ContainsAny(inner, ":=?"):
			return nil, errors.New("function.json: route: this host knows no constraints, defaults or optional parameters")
		case strings.HasPrefix(inner, "*"):
			r = append(r, segment{kind: rest})
		default:
			r = append(r, segment{kind: parameter})
		}
	}
	return r, nil
}

func cutBraces(part string) (inner string, found bool) {
	inner, opens := strings.CutPrefix(part, "{")
	inner, closes := strings.CutSuffix(inner, "}")
	return inner, opens && closes
}

// matches tells whether a path, decoded but for %2F, is one of the route's:
// letters of any case, and one slash at the end or none.
func (r route) matches(path string) bool {
	parts := strings.Split(strings.TrimSuffix(strings.TrimPrefix(path, "/"), "/"), "/")
	for n, segment := range r {
		switch {
		case segment.kind == rest:
			return true
		case n >= len(parts) || parts[n] == "":
			return false
		case segment.kind == literal && !strings.EqualFold(segment.text, parts[n]):
			return false
		}
	}
	return len(parts) == len(r)
}

// before tells whether the host tries r first.
func (r route) before(other route) int {
	return slices.CompareFunc(r, other, func(a, b segment) int { return int(a.kind) - int(b.kind) })
}

// door returns the HTTP function that answers this method and path; nil where
// none does, which the host answers by 404 in both cases.
func (a *app) door(method, path string) *function {
	var found *function
	for _, f := range a.functions {
		if f.kind != httpKind || !f.takes(method) || !f.route.matches(path) {
			continue
		}
		if found == nil || f.route.before(found.route) < 0 {
			found = f
		}
	}
	return found
}

func (f *function) takes(method string) bool {
	return len(f.methods) == 0 || slices.ContainsFunc(f.methods, func(m string) bool { return strings.EqualFold(m, method) })
}
