package sim

import (
	"fmt"
	"slices"
	"strings"
)

func licenceRoutes() []route {
	return []route{
		{"GET", "subscribedSkus", "licence.read", listSKUs},
		{"GET", "subscribedSkus/*", "licence.read", getSKU},
		{"GET", "users/*/licenseDetails", "licence.details", listLicenceDetails},
		{"POST", "users/*/assignLicense", "licence.assign", assignLicence},
	}
}

// listSKUs shows all on one page, as Graph does.
func listSKUs(c *call, _ []string) answer {
	o, wrong := c.options(skuSchema, "$select")
	if wrong != nil {
		return *wrong
	}
	page := listing{options: o}
	page.top = 999
	c.glance.scan(c.tenant, skuKind, "", o.filter, func(id string, sku object) bool {
		return page.add(id, skuSchema.project(sku, o.shown))
	})
	return page.answer(c, "subscribedSkus", 0)
}

func getSKU(c *call, names []string) answer {
	o, wrong := c.options(skuSchema, "$select")
	if wrong != nil {
		return *wrong
	}
	_, id, _ := strings.Cut(names[0], "_")
	sku := c.glance.look(key{c.tenant, skuKind, strings.ToLower(id)})
	if sku == nil {
		return notFound(names[0])
	}
	return okay(skuSchema.project(sku, o.shown))
}

func listLicenceDetails(c *call, names []string) answer {
	if _, wrong := c.options(skuSchema); wrong != nil {
		return *wrong
	}
	u := c.readUser(names[0])
	if u == nil {
		return notFound(names[0])
	}
	details := []any{}
	for _, licence := range objects(userView(u), "assignedLicenses") {
		sku := c.get(skuKind, text(licence, "skuId"))
		plans := []any{}
		for _, plan := range objects(sku, "servicePlans") {
			shown := clone(plan)
			if has(texts(licence, "disabledPlans"), text(plan, "servicePlanId")) {
				shown["provisioningStatus"] = "Disabled"
			}
			plans = append(plans, shown)
		}
		details = append(details, object{
			"id": text(sku, "skuId"), "skuId": text(sku, "skuId"), "skuPartNumber": text(sku, "skuPartNumber"), "servicePlans": plans,
		})
	}
	return okay(object{"@odata.context": odata(c, "licenseDetails"), "value": details})
}

// assignLicence gives and takes direct licences, all or nothing.
// Source: learn.microsoft.com/graph/api/user-assignlicense
func assignLicence(c *call, names []string) answer {
	u, k := c.writtenUser(names[0])
	if u == nil {
		return notFound(names[0])
	}
	asked := c.json()
	for _, name := range []string{"addLicenses", "removeLicenses"} {
		if _, given := asked[name].([]any); !given {
			return badRequest("One or more parameters of the operation 'assignLicense' are missing from the request payload. The missing parameters are: " + name + ".")
		}
	}
	states := objects(u, "licenseAssignmentStates")
	for _, id := range texts(asked, "removeLicenses") {
		left, wrong := takeLicence(states, strings.ToLower(id))
		if wrong != nil {
			return *wrong
		}
		states = left
	}
	for _, add := range objects(asked, "addLicenses") {
		if has(texts(asked, "removeLicenses"), text(add, "skuId")) {
			return badRequest("The license " + text(add, "skuId") + " can't be added and removed at once.")
		}
		more, wrong := c.giveLicence(u, states, add)
		if wrong != nil {
			return *wrong
		}
		states = more
	}
	if wrong := c.exclusive(states); wrong != nil {
		return *wrong
	}
	c.setLicences(u, list(states))
	body := userSchema.project(userView(c.world.store.get(k)), userSchema.defaults())
	body["@odata.context"] = odata(c, "users/$entity")
	return okay(body)
}

// direct tells whether a state is a direct assignment of a SKU.
func direct(id string) func(object) bool {
	return func(state object) bool { return text(state, "skuId") == id && text(state, "assignedByGroup") == "" }
}

func takeLicence(states []object, id string) ([]object, *answer) {
	var a answer
	switch {
	case slices.ContainsFunc(states, direct(id)):
		return slices.DeleteFunc(slices.Clone(states), direct(id)), nil
	case slices.ContainsFunc(states, func(state object) bool { return text(state, "skuId") == id }):
		a = badRequest("User license is inherited from a group membership and it cannot be removed directly from the user.")
	default:
		a = badRequest("User does not have a corresponding license.")
		a.already = true
	}
	return nil, &a
}

func (c *call) giveLicence(u object, states []object, add object) ([]object, *answer) {
	id := strings.ToLower(text(add, "skuId"))
	sku := c.get(skuKind, id)
	off := list(texts(add, "disabledPlans"))
	_, held := c.world.store.active(c.tenant, objects(u, "licenseAssignmentStates"))[id]
	var a answer
	switch {
	case sku == nil:
		a = badRequest("License " + id + " does not correspond to a valid company License.")
	case text(u, "usageLocation") == "":
		a = badRequest("License assignment cannot be done for user with invalid usage location.")
	case !held && free(sku) < 1:
		a = badRequest("Subscription with SKU " + id + " does not have any available licenses.")
	case slices.ContainsFunc(off, func(plan any) bool { return !hasPlan(sku, plan) }):
		a = badRequest("The specified list of service plans contains one that the license " + id + " does not have.")
	default:
		state := object{
			"skuId": id, "assignedByGroup": nil, "disabledPlans": off, "state": "Active", "error": "None",
			"lastUpdatedDateTime": c.world.clock().Format("2006-01-02T15:04:05Z"),
		}
		at := slices.IndexFunc(states, direct(id))
		if at < 0 {
			return append(slices.Clone(states), state), nil
		}
		if fmt.Sprint(list(texts(states[at], "disabledPlans"))) == fmt.Sprint(off) {
			return states, nil
		}
		states = slices.Clone(states)
		states[at] = state
		return states, nil
	}
	return nil, &a
}

func hasPlan(sku object, plan any) bool {
	return slices.ContainsFunc(objects(sku, "servicePlans"), func(p object) bool { return same(text(p, "servicePlanId"), fmt.Sprint(plan)) })
}

// exclusive refuses two Exchange plans of different size for one user.
func (c *call) exclusive(states []object) *answer {
	sizes := map[string]bool{}
	for _, plans := range c.world.store.active(c.tenant, states) {
		for _, plan := range plans {
			if mailPlan(plan) {
				sizes[plan] = true
			}
		}
	}
	if len(sizes) < 2 {
		return nil
	}
	a := badRequest("License assignment failed because the following service plans are mutually exclusive: "+
		strings.Join(slices.Sorted(slices.Values(keys(sizes))), ", ")+".", [2]string{"assignedLicenses", "MutuallyExclusiveViolation"})
	return &a
}
