package sim

import "strings"

// userRoutes read users.
func userRoutes() []route {
	return []route{
		{"GET", "users", "user.read", listUsers},
		{"GET", "users/*", "user.read", getUser},
		{"GET", "users/*/manager", "user.read", getManager},
		{"GET", "users/*/directReports", "user.read", listReports},
		{"GET", "users/*/directReports/graph.user", "user.read", listReports},
		{"GET", "users/*/memberOf", "group.read", listMemberships("")},
		{"GET", "users/*/memberOf/graph.group", "group.read", listMemberships(groupKind)},
		{"GET", "users/*/memberOf/graph.directoryRole", "group.read", listMemberships(roleKind)},
		{"GET", "users/*/transitiveMemberOf", "group.read", listAllMemberships("")},
		{"GET", "users/*/transitiveMemberOf/graph.group", "group.read", listAllMemberships(groupKind)},
		{"GET", "users/*/ownedObjects", "group.read", listOwned},
		{"GET", "users/*/ownedObjects/graph.group", "group.read", listOwned},
		{"GET", "directory/deletedItems/graph.user", "user.read", listDeleted},
		{"GET", "directory/deletedItems/*", "user.read", getDeleted},
	}
}

var collectionOptions = []string{"$select", "$filter", "$top", "$count", "$skiptoken"}

func listUsers(c *call, _ []string) answer {
	o, wrong := c.options(userSchema, append(collectionOptions, "$expand")...)
	if wrong != nil {
		return *wrong
	}
	return c.users(userKind, o, "users", o.filter)
}

// users lists the users that fit, one page of them.
func (c *call) users(sort kind, o options, what string, fits condition) answer {
	page := listing{options: o}
	found := c.glance.scan(c.tenant, sort, o.after, fits,
		func(id string, u object) bool { return page.add(id, c.showUser(u, o)) })
	if !found {
		return pageGone()
	}
	total := 0
	if o.count {
		total = c.glance.count(c.tenant, sort, fits)
	}
	return page.answer(c, what, total)
}

func (c *call) showUser(u object, o options) object {
	shown := userSchema.project(userView(u), o.shown)
	if manager := text(u, "manager"); o.manager != nil && manager != "" {
		if m := c.glance.look(key{c.tenant, userKind, manager}); m != nil {
			shown["manager"] = userSchema.project(userView(m), o.manager)
			shown["manager"].(object)["@odata.type"] = "#microsoft.graph.user"
		}
	}
	return shown
}

// readUser finds a user by object id or UPN as this call may show it, nil if
// it isn't there, or isn't shown yet. It counts as a read of the user.
func (c *call) readUser(name string) object {
	k := key{c.tenant, userKind, strings.ToLower(name)}
	if c.glance.peek(k) != nil || c.world.store.get(k) != nil {
		return c.glance.look(k)
	}
	var found object
	c.glance.scan(c.tenant, userKind, "", func(u object) bool { return same(text(u, "userPrincipalName"), name) },
		func(_ string, u object) bool { found = u; return true })
	return found
}

// besideUser finds a user of whom the call shows something else. It counts as
// a read of the user only where the user isn't shown yet.
func (c *call) besideUser(name string) object {
	k := key{c.tenant, userKind, strings.ToLower(name)}
	if u := c.glance.peek(k); u != nil {
		return u
	}
	return c.readUser(name)
}

func getUser(c *call, names []string) answer {
	o, wrong := c.options(userSchema, "$select", "$expand")
	if wrong != nil {
		return *wrong
	}
	u := c.readUser(names[0])
	if u == nil {
		return notFound(names[0])
	}
	body := c.showUser(u, o)
	body["@odata.context"] = odata(c, "users/$entity")
	return okay(body)
}

func getManager(c *call, names []string) answer {
	o, wrong := c.options(userSchema, "$select")
	if wrong != nil {
		return *wrong
	}
	u := c.readUser(names[0])
	if u == nil {
		return notFound(names[0])
	}
	manager := text(u, "manager")
	if manager == "" {
		return notFound("manager")
	}
	m := c.glance.look(key{c.tenant, userKind, manager})
	if m == nil {
		return notFound("manager")
	}
	body := userSchema.project(userView(m), o.shown)
	body["@odata.context"], body["@odata.type"] = odata(c, "directoryObjects/$entity"), "#microsoft.graph.user"
	return okay(body)
}

func listReports(c *call, names []string) answer {
	o, wrong := c.options(userSchema, "$select", "$top", "$skiptoken")
	if wrong != nil {
		return *wrong
	}
	u := c.besideUser(names[0])
	if u == nil {
		return notFound(names[0])
	}
	id := text(u, "id")
	page := listing{options: o}
	if !c.glance.scan(c.tenant, userKind, o.after, func(r object) bool { return text(r, "manager") == id },
		func(at string, r object) bool {
			shown := userSchema.project(userView(r), o.shown)
			shown["@odata.type"] = "#microsoft.graph.user"
			return page.add(at, shown)
		}) {
		return pageGone()
	}
	return page.answer(c, "directoryObjects", 0)
}

func listDeleted(c *call, _ []string) answer {
	o, wrong := c.options(userSchema, collectionOptions...)
	if wrong != nil {
		return *wrong
	}
	return c.users(deletedKind, o, "directory/deletedItems/microsoft.graph.user", o.filter)
}

func getDeleted(c *call, names []string) answer {
	o, wrong := c.options(userSchema, "$select")
	if wrong != nil {
		return *wrong
	}
	u := c.glance.look(key{c.tenant, deletedKind, strings.ToLower(names[0])})
	if u == nil {
		return notFound(names[0])
	}
	body := userSchema.project(userView(u), o.shown)
	body["@odata.context"], body["@odata.type"] = odata(c, "directoryObjects/$entity"), "#microsoft.graph.user"
	return okay(body)
}
