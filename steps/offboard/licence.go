package offboard

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"usher/steps/step"
)

// directLicences are those that no group brings, by name.
func directLicences(ctx context.Context, w *step.World, userID string) ([]step.Licence, error) {
	held, err := w.Licences.Of(ctx, userID)
	if err != nil {
		return nil, fmt.Errorf("read the licences: %w", err)
	}
	held = slices.DeleteFunc(held, func(l step.Licence) bool { return l.Group != "" })
	slices.SortFunc(held, func(a, b step.Licence) int { return strings.Compare(a.Name, b.Name) })
	return held, nil
}

func skus(held []step.Licence) []string {
	var list []string
	for _, l := range held {
		list = append(list, l.SKU)
	}
	return list
}

func names(held []step.Licence) []string {
	var list []string
	for _, l := range held {
		list = append(list, l.Name)
	}
	return list
}

// products lists SKUs by the names that people know, a, b and c.
func products(parts []string) string {
	var known []string
	for _, part := range parts {
		known = append(known, step.ProductName(part))
	}
	return list(known)
}

// bringsMail tells whether a SKU brings the leaver's mailbox. One that isn't
// among the licences seen so far is taken for one that does: a wrong guess
// that way loses nothing.
func bringsMail(held []step.Licence, sku string) bool {
	i := slices.IndexFunc(held, func(l step.Licence) bool { return l.SKU == sku })
	return i < 0 || held[i].Mail
}
