package runs

import (
	"maps"
	"net/url"
	"strconv"

	"usher/handler/flow"
)

// cursor says how many events of the run itself, and of each of its lines,
// somebody has seen. A run's history is sorted by time over chains that grow
// side by side, so that a place in it may move; a place in a chain doesn't.
type cursor map[string]int

// parseCursor reads the id of the last event that was seen. What isn't ours
// counts as nothing seen.
func parseCursor(id string) cursor {
	seen := cursor{}
	values, err := url.ParseQuery(id)
	if err != nil {
		return seen
	}
	for chain := range values {
		if n, err := strconv.Atoi(values.Get(chain)); err == nil && n > 0 {
			seen[chain] = n
		}
	}
	return seen
}

// String is the id of the event that was seen last.
func (c cursor) String() string {
	values := url.Values{}
	for chain, n := range c {
		values.Set(chain, strconv.Itoa(n))
	}
	return values.Encode()
}

// unseen returns the events that weren't seen yet, in order.
func (c cursor) unseen(events []flow.Event) []flow.Event {
	left := maps.Clone(c)
	var fresh []flow.Event
	for _, event := range events {
		if left[event.Line] > 0 {
			left[event.Line]--
			continue
		}
		fresh = append(fresh, event)
	}
	return fresh
}

// see counts an event as seen.
func (c cursor) see(event flow.Event) { c[event.Line]++ }
