package sim

import "slices"

// listMemberships lists the groups and roles of which a user is a direct
// member; sort narrows it to one kind.
func listMemberships(sort kind) func(*call, []string) answer {
	return func(c *call, names []string) answer {
		return c.memberships(names[0], sort, func(user string) []string { return []string{user} })
	}
}

// listAllMemberships lists also what the user belongs to through groups.
func listAllMemberships(sort kind) func(*call, []string) answer {
	return func(c *call, names []string) answer {
		return c.memberships(names[0], sort, c.through)
	}
}

// memberships lists what the members, found from a user, belong to.
func (c *call) memberships(name string, sort kind, members func(user string) []string) answer {
	o, wrong := c.options(groupSchema, collectionOptions...)
	if wrong != nil {
		return *wrong
	}
	u := c.besideUser(name)
	if u == nil {
		return notFound(name)
	}
	of := members(text(u, "id"))
	listed := map[string]bool{}
	fits := func(e object) bool {
		if !slices.Contains(of, text(e, "member")) {
			return false
		}
		holder, at := c.holder(text(e, "group"))
		return holder != nil && (sort == "" || at == sort) && o.filter(holder)
	}
	page := listing{options: o}
	if !c.glance.scan(c.tenant, memberKind, o.after, fits, func(id string, e object) bool {
		if listed[text(e, "group")] {
			return true
		}
		listed[text(e, "group")] = true
		return page.add(id, c.showHolder(text(e, "group"), o.shown))
	}) {
		return pageGone()
	}
	total := 0
	if o.count {
		total = c.glance.count(c.tenant, memberKind, fits)
	}
	return page.answer(c, "directoryObjects", total)
}

// through finds a user's id and those of all groups it belongs to, directly
// or through others.
func (c *call) through(user string) []string {
	found := []string{user}
	for i := 0; i < len(found); i++ {
		c.glance.scan(c.tenant, memberKind, "", func(e object) bool { return text(e, "member") == found[i] },
			func(_ string, e object) bool {
				if !slices.Contains(found, text(e, "group")) {
					found = append(found, text(e, "group"))
				}
				return true
			})
	}
	return found
}

// holder finds a group or a directory role as this call may show it.
func (c *call) holder(id string) (object, kind) {
	if role := c.glance.peek(key{c.tenant, roleKind, id}); role != nil {
		return role, roleKind
	}
	return c.glance.peek(key{c.tenant, groupKind, id}), groupKind
}

func (c *call) showHolder(id string, names []string) object {
	holder, sort := c.holder(id)
	c.glance.look(key{c.tenant, sort, id})
	if sort == groupKind {
		shown := groupSchema.project(holder, names)
		shown["@odata.type"] = "#microsoft.graph.group"
		return shown
	}
	known := slices.DeleteFunc(slices.Clone(names), func(name string) bool { _, has := roleSchema[name]; return !has })
	shown := roleSchema.project(holder, known)
	shown["@odata.type"] = "#microsoft.graph.directoryRole"
	return shown
}

// listOwned lists the groups that a user owns.
func listOwned(c *call, names []string) answer {
	o, wrong := c.options(groupSchema, "$select", "$top", "$skiptoken")
	if wrong != nil {
		return *wrong
	}
	u := c.besideUser(names[0])
	if u == nil {
		return notFound(names[0])
	}
	page := listing{options: o}
	if !c.glance.scan(c.tenant, ownerKind, o.after, func(e object) bool { return text(e, "member") == text(u, "id") },
		func(id string, e object) bool { return page.add(id, c.showHolder(text(e, "group"), o.shown)) }) {
		return pageGone()
	}
	return page.answer(c, "directoryObjects", 0)
}
