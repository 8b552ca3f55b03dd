package sim

import (
	"encoding/json"
	"io"
	"net/http"
	"slices"
	"strings"

	"github.com/google/uuid"
)

// taker takes in a tenant in the form in which /_sim/state shows it. Beyond
// that form it accepts skuPartNumber in place of skuId, UPNs in place of
// object ids, and a user's password, of which it keeps the hash.
//
// What is given is taken as it is. Nothing follows from it as it would from a
// call to Graph: a member of a licensing group gets no licence, and seats that
// are counted stay so. Only a fresh user with an Exchange licence gets a
// mailbox, and a SKU without consumedUnits is counted.
type taker struct {
	of    string
	store *store
	draft *draft
	makes func(sort kind, name string) string // an id for something without one
	fresh []string                            // users that weren't there before
	// products are the SKUs that can be named without an id.
	products []object
	// managers are settled last, since they may come after their people.
	managers map[string]string
}

// tenantKinds are what makes up a tenant, in the order in which it is taken in.
func tenantKinds() []struct {
	name string
	sort kind
	take func(*taker, object) error
} {
	return []struct {
		name string
		sort kind
		take func(*taker, object) error
	}{
		{"subscribedSkus", skuKind, (*taker).sku},
		{"users", userKind, (*taker).user},
		{"deletedItems", deletedKind, (*taker).deleted},
		{"groups", groupKind, (*taker).group},
		{"directoryRoles", roleKind, (*taker).role},
		{"mailboxes", mailboxKind, (*taker).mailbox},
		{"devices", deviceKind, (*taker).device},
	}
}

func (w *World) putWorld(r *http.Request) (any, error)   { return nil, w.takeIn(r, true) }
func (w *World) patchWorld(r *http.Request) (any, error) { return nil, w.takeIn(r, false) }

func (w *World) takeIn(r *http.Request, whole bool) error {
	name := r.PathValue("of")
	of, known := w.tenant(name)
	if !known {
		of = strings.ToLower(name)
	}
	if !known && !whole {
		return wrongf("no tenant is called %q; PUT makes one", name)
	}
	raw, err := io.ReadAll(r.Body)
	if err != nil {
		return wrongf("the body can't be read: %v", err)
	}
	var value object
	if err := json.Unmarshal(raw, &value); err != nil {
		return wrongf("the body is no JSON object: %v", err)
	}
	d := newDraft(w.store)
	if whole {
		w.store.empty(of, d)
		w.replica = replica{}
	}
	random := func(kind, string) string { return uuid.NewString() }
	if err := takeTenant(of, w.store, d, random, value); err != nil {
		d.undo()
		return err
	}
	if w.journal != nil {
		w.journal.append(record{Changes: d.changes()}, true)
	}
	return nil
}

// empty drops all that a tenant holds, but for its name and domains.
func (s *store) empty(of string, d *draft) {
	kinds := []kind{memberKind, ownerKind}
	for _, part := range tenantKinds() {
		kinds = append(kinds, part.sort)
	}
	for _, sort := range kinds {
		for _, id := range slices.Clone(s.ids(of, sort)) {
			d.drop(key{of, sort, id})
		}
	}
}

func takeTenant(of string, s *store, d *draft, makes func(kind, string) string, value object) error {
	sold, err := products()
	if err != nil {
		return err
	}
	t := &taker{of: of, store: s, draft: d, makes: makes, products: sold, managers: map[string]string{}}
	if err := t.organization(inner(value, "organization")); err != nil {
		return err
	}
	known := []string{"organization"}
	for _, part := range tenantKinds() {
		known = append(known, part.name)
		for _, o := range objects(value, part.name) {
			if err := part.take(t, o); err != nil {
				return err
			}
		}
	}
	for name := range value {
		if !slices.Contains(known, name) {
			return wrongf("a tenant has no %q", name)
		}
	}
	return t.finish()
}

// finish settles what refers to things that came later.
func (t *taker) finish() error {
	for id, name := range t.managers {
		manager := t.store.userByName(t.of, name)
		if manager == nil {
			return wrongf("manager %q of %q isn't a user", name, id)
		}
		t.draft.set(key{t.of, userKind, id}, object{"manager": text(manager, "id")})
	}
	for _, id := range t.fresh {
		user := t.store.get(key{t.of, userKind, id})
		if t.store.mails(t.of, user) && t.store.get(key{t.of, mailboxKind, id}) == nil {
			t.draft.put(key{t.of, mailboxKind, id}, newMailbox(user))
		}
	}
	for _, id := range slices.Clone(t.store.ids(t.of, skuKind)) {
		k := key{t.of, skuKind, id}
		if t.store.get(k)["consumedUnits"] == nil {
			t.draft.set(k, object{"consumedUnits": t.store.holders(t.of, id)})
		}
	}
	return nil
}

func (t *taker) organization(given object) error {
	k := key{"", orgKind, t.of}
	org := t.store.get(k)
	if org == nil {
		org = object{
			"id": t.makes(orgKind, t.of), "displayName": t.of, "createdDateTime": founded,
			"verifiedDomains": []any{
				object{"name": t.of + ".example", "isDefault": true, "isInitial": false},
				object{"name": t.of + ".onmicrosoft.example", "isDefault": false, "isInitial": true},
			},
		}
	}
	org, err := merge("organization", org, given, organizationSchema)
	if err != nil {
		return err
	}
	t.draft.put(k, org)
	return nil
}

// merge lays given values over an object. A name that the schema doesn't have
// is refused, unless it is one of the extras.
func merge(what string, base, given object, names schema, extras ...string) (object, error) {
	merged := clone(base)
	for name, value := range given {
		if _, known := names[name]; !known && !slices.Contains(extras, name) {
			return nil, wrongf("%s: no property is called %q", what, name)
		}
		merged[name] = value
	}
	return merged, nil
}

func (t *taker) sku(given object) error {
	id, known := t.skuID(given)
	if !known {
		return wrongf("subscribedSkus: neither skuId nor a skuPartNumber that the world knows in %v", given)
	}
	k := key{t.of, skuKind, id}
	base := t.store.get(k)
	if base == nil {
		base = t.newSKU(t.store.organization(t.of), id)
	}
	sku, err := merge("subscribedSkus", base, given, skuSchema)
	if err != nil {
		return err
	}
	sku["skuId"] = id
	t.draft.put(k, sku)
	return nil
}

// skuID reads which SKU something names.
func (t *taker) skuID(given object) (id string, known bool) {
	if id := text(given, "skuId"); id != "" {
		return strings.ToLower(id), true
	}
	part := text(given, "skuPartNumber")
	if held := t.store.find(t.of, skuKind, func(o object) bool { return same(text(o, "skuPartNumber"), part) }); held != nil {
		return text(held, "skuId"), true
	}
	for _, product := range t.products {
		if same(text(product, "skuPartNumber"), part) {
			return text(product, "skuId"), true
		}
	}
	return "", false
}

// newSKU is a subscription of which nothing is said but its SKU.
func (t *taker) newSKU(org object, id string) object {
	sku := object{
		"id": text(org, "id") + "_" + id, "skuId": id, "appliesTo": "User", "capabilityStatus": "Enabled",
		"accountId": text(org, "id"), "accountName": text(org, "displayName"), "skuPartNumber": id,
		"prepaidUnits": object{"enabled": 0, "suspended": 0, "warning": 0, "lockedOut": 0},
	}
	for _, product := range t.products {
		if text(product, "skuId") != id {
			continue
		}
		sku["skuPartNumber"] = product["skuPartNumber"]
		var plans []any
		for _, plan := range objects(product, "servicePlans") {
			plans = append(plans, object{
				"servicePlanId": plan["servicePlanId"], "servicePlanName": plan["servicePlanName"],
				"provisioningStatus": "Success", "appliesTo": "User",
			})
		}
		sku["servicePlans"] = plans
	}
	return sku
}

// licences names the SKUs of a list by id and fills in what is left out.
func (t *taker) licences(what string, given []object, missing object) ([]any, error) {
	all := []any{}
	for _, one := range given {
		id, known := t.skuID(one)
		if !known {
			return nil, wrongf("%s: no SKU is called %q", what, text(one, "skuPartNumber"))
		}
		full := clone(missing)
		for name, value := range one {
			full[name] = value
		}
		delete(full, "skuPartNumber")
		full["skuId"] = id
		all = append(all, full)
	}
	return all, nil
}
