package sim

import (
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strings"

	"github.com/google/uuid"
)

// accountRoutes change users.
func accountRoutes() []route {
	return []route{
		{"POST", "users", "user.create", createUser},
		{"PATCH", "users/*", "user.patch", patchUser},
		{"DELETE", "users/*", "user.delete", func(c *call, names []string) answer { return c.deleteUser(names[0]) }},
		{"POST", "users/*/revokeSignInSessions", "user.revoke", revokeSessions},
		{"PUT", "users/*/manager/$ref", "user.manager", setManager},
		{"DELETE", "users/*/manager/$ref", "user.manager", dropManager},
		{"POST", "directory/deletedItems/*/restore", "user.delete", restoreUser},
	}
}

// writtenUser finds the user that a call changes, by the newest state.
func (c *call) writtenUser(name string) (object, key) {
	u := c.world.store.userByName(c.tenant, name)
	return u, key{c.tenant, userKind, text(u, "id")}
}

func patchUser(c *call, names []string) answer {
	u, k := c.writtenUser(names[0])
	if u == nil {
		return notFound(names[0])
	}
	asked := c.json()
	if len(asked) == 0 {
		return badRequest("A body with at least one property is expected.")
	}
	for _, name := range slices.Sorted(maps.Keys(asked)) {
		if wrong := c.mayPatch(u, name, asked[name]); wrong != nil {
			return *wrong
		}
	}
	if profile, given := asked["passwordProfile"]; given {
		delete(asked, "passwordProfile")
		if wrong := c.setPassword(u, profile, asked); wrong != nil {
			return *wrong
		}
	}
	if upn := text(asked, "userPrincipalName"); upn != "" && !same(upn, text(u, "userPrincipalName")) {
		if wrong := c.newName(upn, text(u, "id")); wrong != nil {
			return *wrong
		}
	}
	c.draft.set(k, asked)
	return noContent()
}

// mayPatch judges one property of a PATCH: is there one, may it be written,
// may this app write it, does the value fit, and is it the cloud's to write.
func (c *call) mayPatch(u object, name string, value any) *answer {
	refused := func(a answer) *answer { return &a }
	p, known := userSchema[name]
	switch {
	case !known:
		return refused(badRequest("Invalid property '" + name + "'."))
	case p.write == "":
		return refused(badRequest("Property '" + name + "' is read-only and cannot be set."))
	case !c.may(p.write):
		return refused(denied())
	case !p.fits(value), name == "usageLocation" && value == nil, name == "accountEnabled" && value == nil:
		return refused(badRequest("Invalid value specified for property '"+name+"' of resource 'User'.",
			[2]string{name, "InvalidValue"}))
	case name == "usageLocation" && len(value.(string)) != 2:
		return refused(badRequest("Invalid value specified for property 'usageLocation' of resource 'User'."))
	case sensitive(name) && c.guarded(text(u, "id")):
		return refused(denied())
	case flag(u, "onPremisesSyncEnabled") && !p.synced:
		return refused(badRequest("Unable to update the specified properties for on-premises mastered Directory Sync objects or objects currently undergoing migration."))
	}
	return nil
}

// sensitive tells whether a property decides how somebody signs in.
func sensitive(name string) bool {
	switch name {
	case "accountEnabled", "passwordProfile", "businessPhones", "mobilePhone", "otherMails":
		return true
	}
	return false
}

// setPassword keeps a hash of the new password and the moment it was set. It
// doesn't touch signInSessionsValidFromDateTime: sessions are revoked apart.
func (c *call) setPassword(u object, given any, changed object) *answer {
	profile, _ := given.(object)
	for name := range profile {
		switch name {
		case "password", "forceChangePasswordNextSignIn", "forceChangePasswordNextSignInWithMfa", "@odata.type":
		default:
			a := badRequest("Invalid property '" + name + "' in passwordProfile.")
			return &a
		}
	}
	force, stated := profile["forceChangePasswordNextSignIn"].(bool)
	changed["forceChangePasswordNextSignIn"] = force || !stated
	password, stated := profile["password"].(string)
	if !stated {
		return nil
	}
	if !strong(password) {
		a := badRequest("The specified password does not comply with password complexity requirements. Please provide a different password.",
			[2]string{"passwordProfile", "InvalidPassword"})
		return &a
	}
	changed["passwordHash"] = hashPassword(password)
	changed["lastPasswordChangeDateTime"] = exact(c.world.clock())
	return nil
}

func revokeSessions(c *call, names []string) answer {
	u, k := c.writtenUser(names[0])
	if u == nil {
		return notFound(names[0])
	}
	c.draft.set(k, object{"signInSessionsValidFromDateTime": exact(c.world.clock())})
	return okay(object{"@odata.context": odata(c, "Edm.Boolean"), "value": true})
}

// deleteUser moves a user among the deleted: licences are freed, memberships
// end, and the mailbox goes with the account.
func (c *call) deleteUser(name string) answer {
	u, k := c.writtenUser(name)
	if u == nil {
		return notFound(name)
	}
	id := text(u, "id")
	if c.guarded(id) {
		return denied()
	}
	c.setLicences(u, nil)
	for _, sort := range []kind{memberKind, ownerKind} {
		for _, at := range slices.Clone(c.world.store.ids(c.tenant, sort)) {
			if e := (key{c.tenant, sort, at}); text(c.world.store.get(e), "member") == id {
				c.draft.drop(e)
			}
		}
	}
	box := key{c.tenant, mailboxKind, id}
	if c.world.store.get(box) != nil {
		c.draft.set(box, object{"destroyed": true, "destroyedAt": exact(c.world.clock())})
	}
	gone := clone(c.world.store.get(k))
	gone["deletedDateTime"] = exact(c.world.clock())
	c.draft.put(key{c.tenant, deletedKind, id}, gone)
	c.draft.drop(k)
	return noContent()
}

func restoreUser(c *call, names []string) answer {
	k := key{c.tenant, deletedKind, strings.ToLower(names[0])}
	gone := c.world.store.get(k)
	if gone == nil {
		return notFound(names[0])
	}
	id := text(gone, "id")
	if wrong := c.newName(text(gone, "userPrincipalName"), id); wrong != nil {
		return *wrong
	}
	back := clone(gone)
	delete(back, "deletedDateTime")
	c.draft.drop(k)
	c.draft.put(key{c.tenant, userKind, id}, back)
	body := userSchema.project(userView(back), userSchema.defaults())
	body["@odata.context"], body["@odata.type"] = odata(c, "directoryObjects/$entity"), "#microsoft.graph.user"
	return okay(body)
}

// reference reads the object id at the end of {"@odata.id": address}.
func (c *call) reference() string {
	address := text(c.json(), "@odata.id")
	if !strings.HasPrefix(address, "https://graph.microsoft.com/v1.0/") && !strings.HasPrefix(address, c.base+"/graph/v1.0/") {
		return ""
	}
	return strings.ToLower(address[strings.LastIndexByte(address, '/')+1:])
}

func setManager(c *call, names []string) answer {
	u, k := c.writtenUser(names[0])
	manager := c.world.store.userByName(c.tenant, c.reference())
	switch {
	case u == nil:
		return notFound(names[0])
	case c.reference() == "":
		return badRequest("The body must hold an @odata.id that points at the manager.")
	case manager == nil:
		return notFound(c.reference())
	}
	c.draft.set(k, object{"manager": text(manager, "id")})
	return noContent()
}

func dropManager(c *call, names []string) answer {
	u, k := c.writtenUser(names[0])
	if u == nil || text(u, "manager") == "" {
		a := notFound("manager")
		a.already = u != nil
		return a
	}
	c.draft.set(k, object{"manager": nil})
	return noContent()
}

// createUser makes an account.
// Source: learn.microsoft.com/graph/api/user-post-users
func createUser(c *call, _ []string) answer {
	asked := c.json()
	for _, name := range []string{"accountEnabled", "displayName", "mailNickname", "passwordProfile", "userPrincipalName"} {
		if asked[name] == nil {
			return badRequest("A value is required for property '"+name+"' of resource 'User'.", [2]string{name, "PropertyRequired"})
		}
	}
	for _, name := range slices.Sorted(maps.Keys(asked)) {
		p, known := userSchema[name]
		if !known || p.write == "" || !p.fits(asked[name]) {
			return badRequest("Invalid value specified for property '" + name + "' of resource 'User'.")
		}
	}
	upn := text(asked, "userPrincipalName")
	if wrong := c.newName(upn, ""); wrong != nil {
		return *wrong
	}
	nickname := text(asked, "mailNickname")
	if len(nickname) > 64 || c.world.store.find(c.tenant, userKind, func(o object) bool { return same(text(o, "mailNickname"), nickname) }) != nil {
		return conflict("mailNickname")
	}
	user := clone(asked)
	now := exact(c.world.clock())
	for name, value := range (object{
		"id": uuid.NewString(), "userType": "Member", "createdDateTime": c.world.clock().Format("2006-01-02T15:04:05Z"),
		"lastPasswordChangeDateTime": now, "signInSessionsValidFromDateTime": now,
	}) {
		user[name] = value
	}
	delete(user, "passwordProfile")
	if wrong := c.setPassword(user, asked["passwordProfile"], user); wrong != nil {
		return *wrong
	}
	c.draft.put(key{c.tenant, userKind, text(user, "id")}, user)
	body := userSchema.project(userView(user), userSchema.defaults())
	body["@odata.context"] = odata(c, "users/$entity")
	return answer{status: http.StatusCreated, body: body}
}

var upnForm = regexp.MustCompile(`^[A-Za-z0-9'._!#^~-]+@[A-Za-z0-9.-]+$`)

// newName judges a UPN that somebody is to get.
func (c *call) newName(upn, id string) *answer {
	_, domain, _ := strings.Cut(upn, "@")
	var a answer
	switch {
	case !upnForm.MatchString(upn):
		a = badRequest("Invalid value specified for property 'userPrincipalName' of resource 'User'.", [2]string{"userPrincipalName", "InvalidValue"})
	case !has(domains(c.world.store.organization(c.tenant)), domain):
		a = badRequest("The domain portion of the userPrincipalName property is invalid. You must use one of the verified domain names in your organization.",
			[2]string{"userPrincipalName", "InvalidValue"})
	case c.world.store.addressTaken(c.tenant, upn, id):
		a = conflict("userPrincipalName")
	default:
		return nil
	}
	return &a
}

// conflict is 400, not 409.
func conflict(name string) answer {
	return badRequest("Another object with the same value for property "+name+" already exists.", [2]string{name, "ObjectConflict"})
}
