package sim

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// psaCondition is one comparison of a condition: a name, = or like, and a
// text in double quotes, a number, True or False.
var psaCondition = regexp.MustCompile(`^\s*([A-Za-z_]+(?:/[A-Za-z_]+)?)\s*(=|like)\s*("(?:\\.|[^"\\])*"|[0-9]+|True|False)\s*(and\b|$)`)

// parseConditions reads comparisons that are joined by and.
func parseConditions(source string) ([]func(object) bool, error) {
	var all []func(object) bool
	for rest := source; rest != ""; {
		parts := psaCondition.FindStringSubmatch(rest)
		if parts == nil {
			return nil, fmt.Errorf("conditions can't be read from %q on", rest)
		}
		rest = rest[len(parts[0]):]
		name, want := parts[1], parts[3]
		if quoted, ok := strings.CutPrefix(want, `"`); ok {
			want = strings.NewReplacer(`\"`, `"`, `\\`, `\`).Replace(strings.TrimSuffix(quoted, `"`))
		}
		all = append(all, func(o object) bool { return same(psaValue(o, name), want) })
	}
	return all, nil
}

// psaValue is a value of a record as a condition writes it.
func psaValue(o object, name string) string {
	if outer, rest, deep := strings.Cut(name, "/"); deep {
		return psaValue(inner(o, outer), rest)
	}
	switch v := o[name].(type) {
	case string:
		return v
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	case bool:
		return strconv.FormatBool(v)
	}
	return ""
}

func all(conditions []func(object) bool, o object) bool {
	return !slices.ContainsFunc(conditions, func(met func(object) bool) bool { return !met(o) })
}

// listPSA lists the records of a kind that fit.
func listPSA(sort kind) func(*call, []string) answer {
	return func(c *call, _ []string) answer {
		var records []object
		c.world.store.each("", sort, func(_ string, o object) { records = append(records, o) })
		return c.psaPage(records)
	}
}

// psaPage is one page of the records that fit a call's conditions: 25 of them
// unless it asks for another number, with a link to the next.
func (c *call) psaPage(records []object) answer {
	query, err := url.ParseQuery(c.query)
	if err != nil {
		return psaError(http.StatusBadRequest, "InvalidQuery", "The query can't be read.")
	}
	own, err := parseConditions(query.Get("conditions"))
	if err != nil {
		return psaError(http.StatusBadRequest, "InvalidConditions", err.Error())
	}
	child, err := parseConditions(query.Get("childConditions"))
	if err != nil {
		return psaError(http.StatusBadRequest, "InvalidConditions", err.Error())
	}
	fitting := []any{}
	for _, one := range records {
		if all(own, one) && childrenFit(one, child) {
			fitting = append(fitting, one)
		}
	}
	page, size := max(1, atoi(query.Get("page"), 1)), atoi(query.Get("pageSize"), 25)
	if size < 1 || size > 1000 {
		return psaError(http.StatusBadRequest, "InvalidPageSize", "pageSize must be between 1 and 1000")
	}
	from := min((page-1)*size, len(fitting))
	to := min(from+size, len(fitting))
	a := okay(fitting[from:to])
	if to < len(fitting) {
		query.Set("page", strconv.Itoa(page+1))
		at := url.URL{Path: c.path, RawQuery: query.Encode()}
		a.header = map[string]string{"Link": "<" + c.base + at.String() + `>; rel="next"`}
	}
	return a
}

// childrenFit tells whether the communication items fit, each condition any
// of them: one item may have the value and another the kind.
func childrenFit(o object, conditions []func(object) bool) bool {
	for _, met := range conditions {
		if !slices.ContainsFunc(objects(o, "communicationItems"), func(item object) bool {
			return met(object{"communicationItems": item})
		}) {
			return false
		}
	}
	return true
}

func atoi(text string, otherwise int) int {
	if n, err := strconv.Atoi(text); err == nil {
		return n
	}
	return otherwise
}

func getPSA(sort kind, what string) func(*call, []string) answer {
	return func(c *call, names []string) answer {
		record := c.world.store.get(key{"", sort, names[0]})
		if record == nil {
			return psaMissing(what + " " + names[0])
		}
		return okay(record)
	}
}

// psaReference finds the record that a reference names, by number, name or
// short name.
func (c *call) psaReference(sort kind, given object) object {
	return c.world.store.find("", sort, func(o object) bool {
		if id := number(given, "id"); id != 0 {
			return number(o, "id") == id
		}
		return given["name"] != nil && given["name"] == o["name"] || given["identifier"] != nil && given["identifier"] == o["identifier"]
	})
}

// patched applies the parts of a PATCH. A path into a reference is taken and
// does nothing, but is answered 200 all the same.
func (c *call) patched(allowed map[string]func(any) (any, bool)) (object, *answer) {
	var parts []any
	if json.Unmarshal(c.body, &parts) != nil {
		a := psaError(http.StatusBadRequest, "InvalidObject", "The body must be a list of operations.")
		return nil, &a
	}
	changed := object{}
	for _, one := range objects(object{"": parts}, "") {
		path := text(one, "path")
		if strings.Contains(path, "/") && !strings.HasPrefix(path, "/") {
			continue
		}
		take, known := allowed[path]
		if !known || text(one, "op") != "replace" {
			a := psaError(http.StatusBadRequest, "InvalidObject", "Patch operation isn't valid", "path "+path+" can't be changed this way")
			return nil, &a
		}
		value, fits := take(one["value"])
		if !fits {
			a := psaError(http.StatusBadRequest, "InvalidObject", "Patch operation isn't valid", "value of "+path+" isn't valid")
			return nil, &a
		}
		changed[path] = value
	}
	return changed, nil
}
