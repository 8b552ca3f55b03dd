package sim

import (
	"slices"
	"strings"
)

// userView is a stored user with what follows from what is stored.
func userView(u object) object {
	shown := clone(u)
	licences, plans := []any{}, []any{}
	var listed []string
	for _, state := range objects(u, "licenseAssignmentStates") {
		if sku := text(state, "skuId"); text(state, "state") == "Active" && !slices.Contains(listed, sku) {
			listed = append(listed, sku)
			licences = append(licences, object{"skuId": sku, "disabledPlans": list(texts(state, "disabledPlans"))})
		}
	}
	shown["assignedLicenses"], shown["assignedPlans"] = licences, plans
	shown["passwordProfile"] = nil
	if u["forceChangePasswordNextSignIn"] != nil {
		shown["passwordProfile"] = object{
			"password": nil, "forceChangePasswordNextSignIn": u["forceChangePasswordNextSignIn"],
			"forceChangePasswordNextSignInWithMfa": false,
		}
	}
	return shown
}

// active lists the SKUs that assignment states bring, each once, with the
// service plans that one of the states leaves on.
func (s *store) active(of string, states []object) map[string][]string {
	skus := map[string][]string{}
	for _, state := range states {
		if text(state, "state") != "Active" {
			continue
		}
		id := text(state, "skuId")
		off := texts(state, "disabledPlans")
		plans := skus[id]
		for _, plan := range objects(s.get(key{of, skuKind, id}), "servicePlans") {
			if !has(off, text(plan, "servicePlanId")) {
				plans = append(plans, text(plan, "servicePlanName"))
			}
		}
		skus[id] = append([]string{}, plans...)
	}
	return skus
}

// mails tells whether a user's licences bring a mailbox. EXCHANGE_S_FOUNDATION,
// which many add-ons carry, does not.
func (s *store) mails(of string, user object) bool {
	for _, plans := range s.active(of, objects(user, "licenseAssignmentStates")) {
		if slices.ContainsFunc(plans, mailPlan) {
			return true
		}
	}
	return false
}

func mailPlan(name string) bool {
	switch name {
	case "EXCHANGE_S_STANDARD", "EXCHANGE_S_ENTERPRISE", "EXCHANGE_S_DESKLESS":
		return true
	}
	return false
}

// holders counts the users who hold a SKU.
func (s *store) holders(of, sku string) int {
	n := 0
	s.each(of, userKind, func(_ string, u object) {
		if _, held := s.active(of, objects(u, "licenseAssignmentStates"))[sku]; held {
			n++
		}
	})
	return n
}

// free counts the seats of a SKU that nobody has.
func free(sku object) int64 {
	units := inner(sku, "prepaidUnits")
	return number(units, "enabled") + number(units, "warning") - number(sku, "consumedUnits")
}

// setLicences gives a user these assignment states and does what follows:
// seats are taken and freed, a mailbox comes into being, or is destroyed where
// the Exchange licence went before the mailbox was shared.
func (c *call) setLicences(u object, states []any) {
	s := c.world.store
	before := s.active(c.tenant, objects(u, "licenseAssignmentStates"))
	mailed := s.mails(c.tenant, u)
	c.draft.set(key{c.tenant, userKind, text(u, "id")}, object{"licenseAssignmentStates": list(states)})
	now := s.get(key{c.tenant, userKind, text(u, "id")})
	after := s.active(c.tenant, objects(now, "licenseAssignmentStates"))
	for sku := range after {
		if _, held := before[sku]; !held {
			c.countSeat(sku, 1)
		}
	}
	for sku := range before {
		if _, held := after[sku]; !held {
			c.countSeat(sku, -1)
		}
	}
	c.followLicence(now, mailed, s.mails(c.tenant, now))
}

func (c *call) countSeat(sku string, by int64) {
	k := key{c.tenant, skuKind, sku}
	if held := c.world.store.get(k); held != nil {
		c.draft.set(k, object{"consumedUnits": max(0, number(held, "consumedUnits")+by)})
	}
}

// sharedLimit is how much a shared mailbox holds without a licence of its own.
// Source: learn.microsoft.com/microsoft-365/admin/email/about-shared-mailboxes
const sharedLimit = 50 << 30

// followLicence does to the mailbox what its licence's coming and going does.
// destroyed stands for what is lost once Exchange's grace is over: a test has
// to see it at once. A new licence brings the mailbox back, destroyedAt stays.
func (c *call) followLicence(u object, had, has bool) {
	k := key{c.tenant, mailboxKind, text(u, "id")}
	box := c.world.store.get(k)
	switch {
	case has && box == nil:
		c.draft.put(k, newMailbox(u))
	case has && flag(box, "destroyed"):
		c.draft.set(k, object{"destroyed": nil})
	case has || !had || box == nil:
	case text(box, "type") == "user":
		c.draft.set(k, object{"destroyed": true, "destroyedAt": exact(c.world.clock())})
	case number(box, "sizeBytes") > sharedLimit || flag(box, "litigationHold") || flag(box, "archive"):
		c.draft.set(k, object{"overLimit": true})
	}
}

// inherit gives a user the licences of a group it has joined. What can't be
// given is an assignment state in error, as Graph's background job leaves it.
func (c *call) inherit(group, u object) {
	states := list(objects(u, "licenseAssignmentStates"))
	held := c.world.store.active(c.tenant, objects(u, "licenseAssignmentStates"))
	for _, licence := range objects(group, "assignedLicenses") {
		id := text(licence, "skuId")
		state := object{
			"skuId": id, "assignedByGroup": text(group, "id"), "disabledPlans": list(texts(licence, "disabledPlans")),
			"state": "Active", "error": "None", "lastUpdatedDateTime": c.world.clock().Format("2006-01-02T15:04:05Z"),
		}
		_, already := held[id]
		switch {
		case text(u, "usageLocation") == "":
			state["state"], state["error"] = "Error", "ProhibitedInUsageLocationViolation"
		case !already && free(c.get(skuKind, id)) < 1:
			state["state"], state["error"] = "Error", "CountViolation"
		}
		states = append(states, state)
	}
	c.setLicences(u, states)
}

// disinherit takes away what a user had through a group.
func (c *call) disinherit(group, u object) {
	states := slices.DeleteFunc(objects(u, "licenseAssignmentStates"), func(state object) bool {
		return text(state, "assignedByGroup") == text(group, "id")
	})
	c.setLicences(u, list(states))
}

// newMailbox is a fresh user mailbox.
func newMailbox(user object) object {
	address := text(user, "mail")
	if address == "" {
		address = text(user, "userPrincipalName")
	}
	alias, _, _ := strings.Cut(address, "@")
	return object{
		"id": user["id"], "upn": user["userPrincipalName"], "type": "user", "alias": alias,
		"primarySmtpAddress": address, "displayName": user["displayName"], "sizeBytes": 0, "itemCount": 0,
		"hidden": false, "fullAccess": []any{}, "sendAs": []any{}, "sendOnBehalf": []any{}, "deliverAndForward": false,
		"litigationHold": false, "archive": false, "inPlaceHolds": []any{},
		"synced": flag(user, "onPremisesSyncEnabled"),
	}
}
