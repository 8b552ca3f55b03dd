package steptest

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/stretchr/testify/require"
)

// snapshot is the whole world, one value for each path, so that a difference
// reads as one line.
type snapshot map[string]string

// state is the whole world as it is, without the properties that move in this
// case, and without these parts.
func (p *place) state(c Case, without ...string) snapshot {
	p.t.Helper()
	var world map[string]any
	p.door("GET", "/state", nil, &world)
	flat := snapshot{}
	flat.add("", world)
	maps.DeleteFunc(flat, func(path, _ string) bool {
		inside := func(part string) bool { return strings.Contains(path, part) }
		return slices.Contains(c.Moves, path[strings.LastIndex(path, ".")+1:]) || slices.ContainsFunc(without, inside)
	})
	return flat
}

func (s snapshot) add(path string, value any) {
	switch v := value.(type) {
	case map[string]any:
		for name, inside := range v {
			s.add(path+"."+name, inside)
		}
	case []any:
		var plain []string
		for i, inside := range v {
			if object, ok := inside.(map[string]any); ok {
				s.add(path+"["+nameOf(object, i)+"]", object)
				continue
			}
			plain = append(plain, fmt.Sprint(inside))
		}
		slices.Sort(plain) // the order of members and the like says nothing
		s[path] = strings.Join(plain, " ")
	default:
		s[path] = fmt.Sprint(v)
	}
}

// nameOf tells an object of a list from the others.
func nameOf(object map[string]any, i int) string {
	for _, name := range []string{"displayName", "upn", "skuId", "id"} {
		if text, ok := object[name].(string); ok {
			return text
		}
	}
	return fmt.Sprint(i)
}

// same fails the test with one line for each difference.
func (p *place) same(before, after snapshot, why string) {
	p.t.Helper()
	var lines []string
	for path := range both(before, after) {
		if before[path] != after[path] {
			lines = append(lines, fmt.Sprintf("%s: %q, then %q", path, before[path], after[path]))
		}
	}
	slices.Sort(lines)
	require.Empty(p.t, lines, why)
}

func both(a, b snapshot) snapshot {
	all := maps.Clone(a)
	maps.Copy(all, b)
	return all
}
