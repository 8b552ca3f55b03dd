package sim

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
)

// object is a thing of the world in its JSON form: strings, float64, bool,
// []any and other objects. What the store holds is never changed in place;
// change a clone and put it.
type object = map[string]any

func text(o object, name string) string {
	s, _ := o[name].(string)
	return s
}

func flag(o object, name string) bool {
	b, _ := o[name].(bool)
	return b
}

func number(o object, name string) int64 {
	f, _ := o[name].(float64)
	return int64(f)
}

func inner(o object, name string) object {
	in, _ := o[name].(object)
	return in
}

func texts(o object, name string) []string {
	var all []string
	list, _ := o[name].([]any)
	for _, item := range list {
		if s, ok := item.(string); ok {
			all = append(all, s)
		}
	}
	return all
}

func objects(o object, name string) []object {
	var all []object
	list, _ := o[name].([]any)
	for _, item := range list {
		if in, ok := item.(object); ok {
			all = append(all, in)
		}
	}
	return all
}

func clone(o object) object { return maps.Clone(o) }

// plain gives an object the types of JSON throughout and drops its nulls.
func plain(o object) object {
	raw, err := json.Marshal(o)
	if err != nil {
		return object{"unmarshalable": err.Error()}
	}
	var clean object
	if err := json.Unmarshal(raw, &clean); err != nil {
		return object{"unmarshalable": err.Error()}
	}
	maps.DeleteFunc(clean, func(_ string, value any) bool { return value == nil })
	return clean
}

// list turns strings into a JSON list that is never null.
func list[T any](items []T) []any {
	all := make([]any, 0, len(items))
	for _, item := range items {
		all = append(all, item)
	}
	return all
}

func same(a, b string) bool { return strings.EqualFold(a, b) }

// has tells whether a list holds an item, upper and lower case alike.
func has(list []string, item string) bool {
	return slices.ContainsFunc(list, func(other string) bool { return same(other, item) })
}

// without is a list with every such item left out.
func without(list []string, item string) []string {
	return slices.DeleteFunc(slices.Clone(list), func(other string) bool { return same(other, item) })
}
