package connectwise

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"usher/steps/step"
)

// A listing comes in pages of 25 unless asked otherwise, and nothing in the
// body says that there are more.
const (
	pageSize  = 250
	mostPages = 200
)

// list reads all pages of a listing.
func list[T any](ctx context.Context, d *Desk, path string, query url.Values) ([]T, error) {
	var all []T
	for page := 1; page <= mostPages; page++ {
		asked := url.Values{"page": {strconv.Itoa(page)}, "pageSize": {strconv.Itoa(pageSize)}}
		for name, values := range query {
			asked[name] = values
		}
		var rows []T
		got, err := d.do(ctx, call{method: http.MethodGet, path: path, query: asked}, &rows)
		if err != nil {
			return nil, err
		}
		all = append(all, rows...)
		if len(rows) == 0 || !got.more && len(rows) < pageSize {
			return all, nil
		}
	}
	return nil, errors.New("the listing doesn't end")
}

// text writes a text as a condition has it, so that what stands in a ticket
// stays a text. What comes back is compared again all the same.
func text(value string) string {
	clean := strings.Map(func(r rune) rune {
		if r < ' ' {
			return ' '
		}
		return r
	}, value)
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(clean) + `"`
}

// reference is how a record names another.
type reference struct {
	ID         int    `json:"id,omitempty"`
	Name       string `json:"name,omitempty"`
	Identifier string `json:"identifier,omitempty"`
}

// change is one part of a PATCH. Values of references are replaced as a whole:
// a path into one is answered 200 and does nothing.
type change struct {
	Op    string `json:"op"`
	Path  string `json:"path"`
	Value any    `json:"value"`
}

func replace(path string, value any) []change {
	return []change{{Op: "replace", Path: path, Value: value}}
}

// companyID is the number of the customer's company. One that is known by its
// short name is looked up once.
func (d *Desk) companyID(ctx context.Context) (int, error) {
	if number, err := strconv.Atoi(d.company); err == nil && number > 0 {
		return number, nil
	}
	d.mu.Lock()
	known := d.number
	d.mu.Unlock()
	if known != 0 {
		return known, nil
	}
	found, err := list[reference](ctx, d, "/company/companies", url.Values{"conditions": {"identifier=" + text(d.company)}})
	if err != nil {
		return 0, fmt.Errorf("find company: %w", err)
	}
	for _, one := range found {
		if strings.EqualFold(one.Identifier, d.company) && one.ID > 0 {
			d.mu.Lock()
			defer d.mu.Unlock()
			d.number = one.ID
			return one.ID, nil
		}
	}
	says := fmt.Sprintf("ConnectWise has no company %q. Correct the company of the desk in the customer's document and retry.", d.company)
	return 0, &step.Stop{Says: says}
}
