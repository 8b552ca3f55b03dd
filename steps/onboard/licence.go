package onboard

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"usher/steps/step"
)

// wishes are the licences that the request asks for: directly where group is
// empty, else by joining that group.
func wishes(j *step.Joiner, group string) []step.LicenceWish {
	return slices.DeleteFunc(slices.Clone(j.Licences), func(l step.LicenceWish) bool { return l.Group != group })
}

// licensingGroups are the groups that the request's licences come through,
// each once, in the order of the wishes.
func licensingGroups(j *step.Joiner) []string {
	var groups []string
	for _, wish := range j.Licences {
		if wish.Group != "" && !slices.Contains(groups, wish.Group) {
			groups = append(groups, wish.Group)
		}
	}
	return groups
}

func skusOf(wished []step.LicenceWish) []string {
	var skus []string
	for _, wish := range wished {
		skus = append(skus, wish.SKU)
	}
	return skus
}

// products names SKUs to people, a, b and c.
func products(j *step.Joiner, skus []string) string {
	var names []string
	for _, sku := range skus {
		names = append(names, product(j, sku))
	}
	slices.Sort(names)
	return list(names)
}

func product(j *step.Joiner, sku string) string {
	i := slices.IndexFunc(j.Licences, func(l step.LicenceWish) bool { return l.SKU == sku })
	if i < 0 || j.Licences[i].Name == "" {
		return sku
	}
	return j.Licences[i].Name
}

// heldThrough lists what an account holds through a group, or directly where
// group is empty. An account that isn't there yet holds nothing.
func heldThrough(ctx context.Context, w *step.World, line step.Line, group string) ([]step.Licence, error) {
	id := line.PersonID()
	if id == "" {
		return nil, nil
	}
	held, err := w.Licences.Of(ctx, id)
	if err != nil {
		return nil, soon(fmt.Errorf("read the licences: %w", err), notShown(line))
	}
	return slices.DeleteFunc(held, func(l step.Licence) bool { return l.Group != group }), nil
}

func heldSKUs(held []step.Licence) []string {
	var skus []string
	for _, l := range held {
		skus = append(skus, l.SKU)
	}
	return skus
}

// unusable says why licences that are held can't be used (yet): a *step.Stop
// where Microsoft gave up, a *step.Wait where it is still at it, nil where all
// of them are active.
func unusable(line step.Line, held []step.Licence, skus []string) error {
	for _, l := range held {
		if !slices.Contains(skus, l.SKU) || l.State == "Active" {
			continue
		}
		name := product(line.Request.Joiner, l.SKU)
		if strings.Contains(l.State, "Error") {
			return &step.Stop{Says: fmt.Sprintf("Microsoft couldn't activate %s for %s: %s. Mend that, then retry this line.", name, joiner(line), violation(l.Error))}
		}
		return notActive(name)
	}
	return nil
}

// notActive waits for Microsoft to switch a licence on, which it does in the
// background.
func notActive(name string) error {
	return &step.Wait{For: 15 * time.Second, Why: "Microsoft hasn't activated " + name + " yet"}
}

// violation puts an error of licenseAssignmentStates into words.
// Source: learn.microsoft.com/graph/api/resources/licenseassignmentstate
func violation(code string) string {
	switch code {
	case "CountViolation":
		return "no seat is free"
	case "MutuallyExclusiveViolation":
		return "it can't stand beside another licence that this person holds"
	case "DependencyViolation":
		return "it needs another licence that this person doesn't hold"
	case "ProhibitedInUsageLocationViolation":
		return "Microsoft doesn't offer it in the account's usage location"
	case "UniquenessViolation":
		return "an address of the account belongs to somebody else too"
	}
	return "Microsoft gives no reason; the account's licences in the admin center may show more"
}
