package runs

import (
	"net/url"

	"usher/handler/flow"
)

// listing is what the page with the list shows.
type listing struct {
	Filter   flow.Filter
	Runs     []listed
	Next     string // address of the next page
	Filtered bool
}

type listed struct {
	flow.RunHead
	Kind     string
	Standing standing
	When     string
}

func newListing(found flow.Page, filter flow.Filter) listing {
	l := listing{Filter: filter, Filtered: filter != flow.Filter{}}
	for _, run := range found.Runs {
		l.Runs = append(l.Runs, listed{run, kind(run.Action), runStanding(run), due(run.Due)})
	}
	if found.Next != "" {
		l.Next = "/api/runs?" + url.Values{
			"customer": {filter.Customer}, "ticket": {filter.Ticket}, "status": {filter.Status}, "after": {found.Next},
		}.Encode()
	}
	return l
}
