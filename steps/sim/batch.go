package sim

import (
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// maxItems is how many requests a $batch may hold.
const maxItems = 20

// item is one request of a $batch.
type item struct {
	ID        string            `json:"id"`
	Method    string            `json:"method"`
	URL       string            `json:"url"`
	Headers   map[string]string `json:"headers"`
	Body      json.RawMessage   `json:"body"`
	DependsOn []string          `json:"dependsOn"`
}

// envelope tells whether a call is a $batch itself.
func (c *call) envelope() bool {
	return c.method == http.MethodPost && len(c.segments) > 0 && c.segments[len(c.segments)-1] == "$batch"
}

// serveBatch passes the items one by one, in their order. The envelope has a
// ledger entry of its own, after theirs, that changed nothing. A cut item
// cuts the whole connection; items before it are done.
func (w *World) serveBatch(c *call) (a answer, cut bool) {
	w.mu.Lock()
	sys := w.systems[c.system]
	sys.identify(c)
	then := turn(w.faults, c, false)
	items, wrong := sys.items(c)
	w.mu.Unlock()
	switch {
	case then != nil && !then.does():
		w.linger(then.DelayMs)
		a, cut = then.answer(sys, c, a), then.Cut
	case wrong != nil:
		a = *wrong
	default:
		a, cut = w.runItems(c, items)
		if then != nil {
			w.linger(then.DelayMs)
			a, cut = then.answer(sys, c, a), cut || then.Cut
		}
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.record(c, a, cut, a.ok() && !cut, nil)
	return a, cut
}

func (w *World) runItems(c *call, items []item) (a answer, cut bool) {
	done := map[string]int{}
	var responses []any
	for _, one := range items {
		var inside answer
		failed := slices.ContainsFunc(one.DependsOn, func(id string) bool { return done[strings.ToLower(id)] >= 400 })
		if failed {
			inside = w.skip(c.inside(one))
		} else {
			inside, cut = w.pass(c.inside(one))
		}
		if cut {
			return answer{status: http.StatusOK}, true
		}
		done[strings.ToLower(one.ID)] = inside.status
		response := object{"id": one.ID, "status": inside.status, "headers": inside.header}
		if raw, ok := inside.body.([]byte); ok {
			response["body"] = string(raw)
		} else if inside.body != nil {
			response["body"] = inside.body
		}
		responses = append(responses, response)
	}
	slices.Reverse(responses) // their order is promised to nobody
	return okay(object{"responses": responses}), false
}

// skip enters an item that isn't tried, since one that it needs has failed.
func (w *World) skip(c *call) answer {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.systems[c.system].identify(c)
	a := stamp(c, graphError(http.StatusFailedDependency, "FailedDependency", "A request that this one depends on has failed."))
	w.record(c, a, false, false, nil)
	return a
}

// inside makes a call of an item.
func (c *call) inside(one item) *call {
	sub := &call{world: c.world, method: strings.ToUpper(one.Method), base: c.base, body: one.Body, header: http.Header{}}
	sub.header.Set("Authorization", c.header.Get("Authorization"))
	for name, value := range one.Headers {
		sub.header.Set(name, value)
	}
	prefix := "/graph/v1.0/"
	if c.system != "graph" {
		prefix = "/"
	}
	u, err := url.Parse(prefix + strings.TrimPrefix(one.URL, "/"))
	if err == nil {
		err = sub.aim(u)
	}
	if err != nil {
		sub.system, sub.segments = c.system, []string{"garbled"}
	}
	return sub
}

// graphItems reads the items of a $batch and judges its form.
func graphItems(c *call) ([]item, *answer) {
	reject := func(says string) ([]item, *answer) {
		a := stamp(c, graphError(http.StatusBadRequest, "BadRequest", says))
		return nil, &a
	}
	if why := c.refused(graphAudience); why != "" {
		a := stamp(c, graphError(http.StatusUnauthorized, "InvalidAuthenticationToken", why))
		return nil, &a
	}
	var batch struct{ Requests []item }
	if err := json.Unmarshal(c.body, &batch); err != nil || len(batch.Requests) == 0 {
		return reject("Invalid batch payload format.")
	}
	if len(batch.Requests) > maxItems {
		return reject("Number of batch request steps exceeds the maximum value of 20.")
	}
	ids := map[string]bool{}
	for _, one := range batch.Requests {
		id := strings.ToLower(one.ID)
		switch {
		case id == "" || ids[id]:
			return reject("Every request needs an id of its own.")
		case one.Method == "" || one.URL == "" || strings.Contains(one.URL, "://") || strings.Contains(one.URL, "$batch"):
			return reject("Every request needs a method and a relative url.")
		case len(one.Body) > 0 && !slices.ContainsFunc(keys(one.Headers), func(name string) bool { return same(name, "Content-Type") }):
			return reject("Write request id : " + one.ID + " does not contain Content-Type header.")
		}
		for _, other := range one.DependsOn {
			if !ids[strings.ToLower(other)] {
				return reject("Request " + one.ID + " depends on one that doesn't come before it.")
			}
		}
		ids[id] = true
	}
	return batch.Requests, nil
}

func keys[V any](m map[string]V) []string {
	var all []string
	for name := range m {
		all = append(all, name)
	}
	return all
}
