package sim

import (
	"slices"
	"strings"
)

// founded is when everything began of which nothing else is said.
const founded = "2024-02-01T09:00:00Z"

// foundedExact is founded with milliseconds, as Graph gives some times.
const foundedExact = "2024-02-01T09:00:00.417Z"

func (t *taker) user(given object) error { return t.account(userKind, given) }

func (t *taker) deleted(given object) error { return t.account(deletedKind, given) }

// account takes in a user, deleted or not.
func (t *taker) account(sort kind, given object) error {
	given = clone(given)
	if upn := text(given, "upn"); upn != "" {
		given["userPrincipalName"] = upn
		delete(given, "upn")
	}
	base := t.known(sort, given)
	if base == nil {
		base = t.newAccount(sort, given)
	}
	user, err := merge("users", base, given, userSchema, "manager", "password", "passwordHash")
	if err != nil {
		return err
	}
	id := strings.ToLower(text(user, "id"))
	user["id"] = id
	if text(user, "userPrincipalName") == "" {
		return wrongf("a user without a userPrincipalName")
	}
	if err := t.userLicences(user, given); err != nil {
		return err
	}
	t.userManager(user, given)
	takePassword(user, given)
	t.draft.put(key{t.of, sort, id}, user)
	return nil
}

// takePassword keeps the hash of a password that was given, alone or in a
// passwordProfile.
func takePassword(user, given object) {
	profile, stated := given["passwordProfile"]
	if in, ok := profile.(object); ok {
		user["forceChangePasswordNextSignIn"] = in["forceChangePasswordNextSignIn"]
	} else if stated {
		delete(user, "forceChangePasswordNextSignIn")
	}
	for _, password := range []string{text(user, "password"), text(inner(given, "passwordProfile"), "password")} {
		if password != "" {
			user["passwordHash"] = hashPassword(password)
		}
	}
	delete(user, "password")
	delete(user, "passwordProfile")
}

// known finds the user that is to be merged, by id or by UPN.
func (t *taker) known(sort kind, given object) object {
	id, upn := text(given, "id"), text(given, "userPrincipalName")
	return t.store.find(t.of, sort, func(o object) bool {
		if id != "" {
			return same(text(o, "id"), id)
		}
		return same(text(o, "userPrincipalName"), upn)
	})
}

func (t *taker) newAccount(sort kind, given object) object {
	upn := text(given, "userPrincipalName")
	id := text(given, "id")
	if id == "" {
		id = t.makes(sort, upn)
	}
	local, _, _ := strings.Cut(upn, "@")
	user := object{
		"id": id, "displayName": local, "mailNickname": local, "mail": upn,
		"accountEnabled": true, "userType": "Member", "createdDateTime": founded,
		"lastPasswordChangeDateTime": foundedExact, "signInSessionsValidFromDateTime": foundedExact,
	}
	mail := upn
	if asked, given := given["mail"]; given {
		mail, _ = asked.(string)
	}
	if mail != "" {
		user["proxyAddresses"] = []any{"SMTP:" + mail}
	}
	if sort == userKind {
		t.fresh = append(t.fresh, strings.ToLower(id))
	}
	return user
}

// userLicences keeps a user's licences as assignment states, from which
// assignedLicenses follows.
func (t *taker) userLicences(user, given object) error {
	delete(user, "assignedLicenses")
	delete(user, "assignedPlans")
	what := "licences of " + text(user, "userPrincipalName")
	active := object{"disabledPlans": []any{}, "assignedByGroup": nil, "state": "Active", "error": "None", "lastUpdatedDateTime": founded}
	if _, stated := given["licenseAssignmentStates"]; stated {
		states, err := t.licences(what, objects(given, "licenseAssignmentStates"), active)
		user["licenseAssignmentStates"] = states
		return err
	}
	if _, listed := given["assignedLicenses"]; !listed {
		return nil
	}
	wanted, err := t.licences(what, objects(given, "assignedLicenses"), active)
	if err != nil {
		return err
	}
	states := []any{}
	for _, state := range objects(user, "licenseAssignmentStates") {
		listed := slices.ContainsFunc(wanted, func(item any) bool { return item.(object)["skuId"] == state["skuId"] })
		if listed && text(state, "assignedByGroup") != "" {
			states = append(states, state)
			wanted = slices.DeleteFunc(wanted, func(item any) bool { return item.(object)["skuId"] == state["skuId"] })
		}
	}
	user["licenseAssignmentStates"] = append(states, wanted...)
	return nil
}

// userManager reads a manager, given as an id, a UPN or an object with either.
func (t *taker) userManager(user, given object) {
	value, stated := given["manager"]
	if !stated {
		return
	}
	delete(user, "manager")
	name, _ := value.(string)
	if o, ok := value.(object); ok {
		name = text(o, "id")
		if name == "" {
			name = text(o, "userPrincipalName")
		}
	}
	delete(t.managers, text(user, "id"))
	if name != "" {
		t.managers[text(user, "id")] = name
	}
}

func (t *taker) group(given object) error {
	id := strings.ToLower(text(given, "id"))
	if id == "" {
		id = t.makes(groupKind, text(given, "displayName"))
	}
	k := key{t.of, groupKind, id}
	base := t.store.get(k)
	if base == nil {
		base = newGroup(text(given, "kind"), text(given, "mail"))
	}
	group, err := merge("groups", base, given, groupSchema, "kind", "members", "owners")
	if err != nil {
		return err
	}
	group["id"] = id
	if text(group, "displayName") == "" {
		return wrongf("group %s has no displayName", id)
	}
	if _, listed := given["assignedLicenses"]; listed {
		licences, err := t.licences("licences of "+text(group, "displayName"), objects(given, "assignedLicenses"), object{"disabledPlans": []any{}})
		if err != nil {
			return err
		}
		group["assignedLicenses"] = licences
	}
	for _, extra := range []string{"kind", "members", "owners"} {
		delete(group, extra)
	}
	t.draft.put(k, group)
	if err := t.edges(memberKind, id, "members", given); err != nil {
		return err
	}
	return t.edges(ownerKind, id, "owners", given)
}

// newGroup has the properties that make a group of a kind.
func newGroup(sort, mail string) object {
	group := object{
		"groupTypes": []any{}, "createdDateTime": founded, "renewedDateTime": founded,
		"mailEnabled":     sort == microsoft365Group || sort == distributionGroup || sort == mailEnabledGroup,
		"securityEnabled": sort == securityGroup || sort == mailEnabledGroup || sort == "",
	}
	if sort == microsoft365Group {
		group["groupTypes"], group["visibility"] = []any{"Unified"}, "Private"
	}
	if mail != "" {
		local, _, _ := strings.Cut(mail, "@")
		group["mailNickname"], group["proxyAddresses"] = local, []any{"SMTP:" + mail}
	}
	return group
}

// edges replaces a group's or role's members or owners where they are given.
func (t *taker) edges(sort kind, group, name string, given object) error {
	if _, listed := given[name]; !listed {
		return nil
	}
	for _, member := range t.store.edges(t.of, sort, group) {
		t.draft.drop(edge(t.of, sort, group, member))
	}
	for _, who := range texts(given, name) {
		member := t.store.userByName(t.of, who)
		if member == nil {
			member = t.store.get(key{t.of, groupKind, who})
		}
		if member == nil {
			return wrongf("%s of %s: %q is neither a user nor a group that came before", name, group, who)
		}
		id := text(member, "id")
		t.draft.put(edge(t.of, sort, group, id), object{"group": group, "member": id})
	}
	return nil
}

func (t *taker) role(given object) error {
	id := strings.ToLower(text(given, "id"))
	if id == "" {
		id = t.makes(roleKind, text(given, "displayName"))
	}
	k := key{t.of, roleKind, id}
	base := t.store.get(k)
	if base == nil {
		base = object{"roleTemplateId": roleTemplate(text(given, "displayName"))}
	}
	role, err := merge("directoryRoles", base, given, roleSchema, "members")
	if err != nil {
		return err
	}
	role["id"] = id
	delete(role, "members")
	t.draft.put(k, role)
	return t.edges(memberKind, id, "members", given)
}

func (t *taker) mailbox(given object) error {
	upn := text(given, "upn")
	user := t.store.userByName(t.of, upn)
	base := t.store.find(t.of, mailboxKind, func(o object) bool {
		return same(text(o, "id"), text(given, "id")) || upn != "" && same(text(o, "upn"), upn)
	})
	switch {
	case base != nil:
	case upn == "":
		return wrongf("a mailbox without a upn")
	case user != nil:
		base = newMailbox(user)
	default:
		id := text(given, "id")
		if id == "" {
			id = t.makes(mailboxKind, upn)
		}
		base = newMailbox(object{"id": id, "userPrincipalName": upn, "mail": upn, "displayName": upn})
	}
	box := clone(base)
	for name, value := range given {
		box[name] = value
	}
	box["id"] = base["id"]
	if !slices.Contains([]string{"user", "shared", "room", "equipment"}, text(box, "type")) {
		return wrongf("mailbox %s: no type is called %q", upn, text(box, "type"))
	}
	if to := text(box, "forwardTo"); to != "" && t.store.recipient(t.of, to) == nil {
		box["forwardSmtp"] = to
	}
	if t.store.recipient(t.of, text(box, "forwardTo")) == nil {
		delete(box, "forwardTo")
	}
	t.draft.put(key{t.of, mailboxKind, text(box, "id")}, box)
	return nil
}

func (t *taker) device(given object) error {
	id := text(given, "id")
	if id == "" {
		id = t.makes(deviceKind, text(given, "deviceName")+text(given, "userPrincipalName"))
	}
	k := key{t.of, deviceKind, id}
	device := object{}
	if base := t.store.get(k); base != nil {
		device = clone(base)
	}
	for name, value := range given {
		device[name] = value
	}
	device["id"] = id
	if user := t.store.userByName(t.of, text(device, "userPrincipalName")); user != nil {
		device["userId"] = user["id"]
	}
	t.draft.put(k, device)
	return nil
}
