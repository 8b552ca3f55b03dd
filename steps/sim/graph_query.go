package sim

import (
	"encoding/base64"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// pageSize is how many objects a page holds at most, whatever $top says: a
// page may always be shorter than asked, and this Graph's always are.
const pageSize = 5

// options are the OData options of one request.
type options struct {
	shown   []string // properties
	manager []string // of $expand=manager; nil where it isn't expanded
	filter  condition
	top     int
	count   bool
	after   string // from $skiptoken
}

// options reads the query. An option or property that this Graph doesn't
// support is refused, never ignored.
func (c *call) options(s schema, allowed ...string) (options, *answer) {
	o := options{shown: s.defaults(), top: pageSize, filter: func(object) bool { return true }}
	query, err := url.ParseQuery(c.query)
	if err != nil {
		return o, refuse("Invalid query string.")
	}
	for name, values := range query {
		if !slices.Contains(allowed, name) || len(values) != 1 {
			return o, refuse("The query option '" + name + "' is not supported here.")
		}
		if err := o.read(c, s, name, values[0]); err != nil {
			return o, refuse(err.Error())
		}
	}
	return o, nil
}

// unsupported is a query that this Graph doesn't take: a sentence for whoever
// asks, with Microsoft's own capitals and full stop.
type unsupported string

// Error returns the sentence as it is sent.
func (u unsupported) Error() string { return string(u) }

func unsupportedf(format string, args ...any) error { return unsupported(fmt.Sprintf(format, args...)) }

func refuse(says string) *answer {
	a := graphError(400, "Request_UnsupportedQuery", says)
	return &a
}

func (o *options) read(c *call, s schema, name, value string) (err error) {
	switch name {
	case "$select":
		o.shown, err = s.names(value)
	case "$expand":
		o.manager, err = expandManager(value)
	case "$filter":
		o.filter, err = parseFilter(s, value)
	case "$top":
		o.top, err = strconv.Atoi(value)
		if err != nil || o.top < 1 || o.top > 999 {
			return unsupportedf("Invalid page size specified: '%s'. Must be between 1 and 999 inclusive.", value)
		}
		o.top = min(o.top, pageSize)
	case "$count":
		o.count = value == "true"
		if o.count && !same(c.header.Get("ConsistencyLevel"), "eventual") {
			return unsupported("$count needs the header ConsistencyLevel: eventual.")
		}
	case "$skiptoken":
		raw, decodeErr := base64.RawURLEncoding.DecodeString(value)
		if decodeErr != nil {
			return unsupported("The specified page token value is invalid.")
		}
		o.after = string(raw)
	}
	return err
}

// names splits a $select.
func (s schema) names(value string) ([]string, error) {
	var names []string
	for name := range strings.SplitSeq(value, ",") {
		name = strings.TrimSpace(name)
		if _, known := s[name]; !known {
			return nil, unsupportedf("Could not find a property named '%s'.", name)
		}
		names = append(names, name)
	}
	return names, nil
}

func expandManager(value string) ([]string, error) {
	if value == "manager" {
		return userSchema.defaults(), nil
	}
	inside, ok := strings.CutPrefix(value, "manager($select=")
	inside, closed := strings.CutSuffix(inside, ")")
	if !ok || !closed {
		return nil, unsupportedf("Only manager can be expanded, not '%s'.", value)
	}
	return userSchema.names(inside)
}

// listing is one page of a collection in the making.
type listing struct {
	options
	items []any
	last  string
	more  bool
}

// add puts an object on the page; it is false once the page is full.
func (l *listing) add(id string, o object) bool {
	if len(l.items) == l.top {
		l.more = true
		return false
	}
	l.items, l.last = append(l.items, o), id
	return true
}

// answer is the page with the address of the next one.
func (l *listing) answer(c *call, what string, total int) answer {
	body := object{"@odata.context": odata(c, what), "value": list(l.items)}
	if l.count {
		body["@odata.count"] = total
	}
	if l.more {
		query, err := url.ParseQuery(c.query)
		if err != nil {
			return *refuse("Invalid query string.")
		}
		query.Set("$skiptoken", base64.RawURLEncoding.EncodeToString([]byte(l.last)))
		at := url.URL{Path: c.path, RawQuery: query.Encode()}
		body["@odata.nextLink"] = c.base + at.String()
	}
	return okay(body)
}

func pageGone() answer {
	return graphError(400, "Directory_ExpiredPageToken", "The specified page token value has expired and can no longer be included in your request.")
}
