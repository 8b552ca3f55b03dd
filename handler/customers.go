package main

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"usher/handler/customer"
	"usher/steps/step"
)

// library holds customer documents that nobody applies, for a demo or a
// preview.
type library map[string]step.Customer

// samples are the two customers of the simulated world.
func samples() (library, error) {
	all := library{}
	for _, s := range customer.Samples() {
		c, err := customer.Parse(s.Key+".yaml", s.YAML)
		if err != nil {
			return nil, fmt.Errorf("sample document %s: %w", s.Key, err)
		}
		c.Key, c.Version = s.Key, 1
		all[s.Key] = c
	}
	return all, nil
}

// Customer returns the document of a customer, or step.ErrNotFound.
func (l library) Customer(_ context.Context, key string) (step.Customer, error) {
	c, known := l[key]
	if !known {
		return step.Customer{}, step.ErrNotFound
	}
	return c, nil
}

// Keys lists all customers.
func (l library) Keys(context.Context) ([]string, error) {
	return slices.Sorted(maps.Keys(l)), nil
}
