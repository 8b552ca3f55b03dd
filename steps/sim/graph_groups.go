package sim

import (
	"net/http"
	"strings"
)

func groupRoutes() []route {
	return []route{
		{"GET", "groups", "group.read", listGroups},
		{"GET", "groups/*", "group.read", getGroup},
		{"GET", "groups/*/members", "group.read", listMembers(memberKind)},
		{"GET", "groups/*/members/graph.user", "group.read", listMembers(memberKind)},
		{"GET", "groups/*/owners", "group.read", listMembers(ownerKind)},
		{"POST", "groups/*/members/$ref", "group.members", addEdge(memberKind)},
		{"DELETE", "groups/*/members/*/$ref", "group.members", dropEdge(memberKind)},
		{"DELETE", "groups/*/members/*", "group.deleteMember", deleteMember},
		{"POST", "groups/*/owners/$ref", "group.owners", addEdge(ownerKind)},
		{"DELETE", "groups/*/owners/*/$ref", "group.owners", dropEdge(ownerKind)},
	}
}

func listGroups(c *call, _ []string) answer {
	o, wrong := c.options(groupSchema, collectionOptions...)
	if wrong != nil {
		return *wrong
	}
	page := listing{options: o}
	if !c.glance.scan(c.tenant, groupKind, o.after, o.filter, func(id string, g object) bool {
		return page.add(id, groupSchema.project(g, o.shown))
	}) {
		return pageGone()
	}
	total := 0
	if o.count {
		total = c.glance.count(c.tenant, groupKind, o.filter)
	}
	return page.answer(c, "groups", total)
}

func getGroup(c *call, names []string) answer {
	o, wrong := c.options(groupSchema, "$select")
	if wrong != nil {
		return *wrong
	}
	g := c.glance.look(key{c.tenant, groupKind, strings.ToLower(names[0])})
	if g == nil {
		return notFound(names[0])
	}
	body := groupSchema.project(g, o.shown)
	body["@odata.context"] = odata(c, "groups/$entity")
	return okay(body)
}

// listMembers lists a group's members or owners.
func listMembers(sort kind) func(*call, []string) answer {
	return func(c *call, names []string) answer {
		o, wrong := c.options(userSchema, "$select", "$top", "$skiptoken")
		if wrong != nil {
			return *wrong
		}
		group := strings.ToLower(names[0])
		if c.glance.peek(key{c.tenant, groupKind, group}) == nil {
			return notFound(names[0])
		}
		page := listing{options: o}
		if !c.glance.scan(c.tenant, sort, o.after, func(e object) bool { return text(e, "group") == group },
			func(id string, e object) bool {
				shown := c.showMember(text(e, "member"), o.shown)
				return shown == nil || page.add(id, shown)
			}) {
			return pageGone()
		}
		return page.answer(c, "directoryObjects", 0)
	}
}

// showMember shows a user or, nested, a group.
func (c *call) showMember(id string, names []string) object {
	if u := c.glance.look(key{c.tenant, userKind, id}); u != nil {
		shown := userSchema.project(userView(u), names)
		shown["@odata.type"] = "#microsoft.graph.user"
		return shown
	}
	if g := c.glance.look(key{c.tenant, groupKind, id}); g != nil {
		return object{"@odata.type": "#microsoft.graph.group", "id": id, "displayName": text(g, "displayName")}
	}
	return nil
}

// closed says why Graph won't change who is in a group; nil where it will.
// Source: learn.microsoft.com/graph/api/resources/groups-overview
func (c *call) closed(g object, sort kind) *answer {
	var a answer
	switch {
	case groupSort(g) == distributionGroup || groupSort(g) == mailEnabledGroup:
		a = badRequest("Cannot Update a mail-enabled security groups and or distribution list.")
	case flag(g, "onPremisesSyncEnabled"):
		a = badRequest("Unable to update the specified properties for on-premises mastered Directory Sync objects or objects currently undergoing migration.")
	case sort == memberKind && dynamic(g):
		a = badRequest("Cannot modify the membership of a group whose members follow a rule.")
	case flag(g, "isManagementRestricted"):
		a = denied()
	case flag(g, "isAssignableToRole") && !c.may("group.roleAssignable"):
		a = denied()
	default:
		return nil
	}
	return &a
}

func addEdge(sort kind) func(*call, []string) answer {
	return func(c *call, names []string) answer {
		g := c.get(groupKind, strings.ToLower(names[0]))
		if g == nil {
			return notFound(names[0])
		}
		id := c.reference()
		if id == "" {
			return badRequest("The body must hold an @odata.id that points at the object.")
		}
		if wrong := c.closed(g, sort); wrong != nil {
			return *wrong
		}
		u := c.world.store.userByName(c.tenant, id)
		if u == nil && c.get(groupKind, id) == nil {
			return notFound(id)
		}
		k := edge(c.tenant, sort, text(g, "id"), id)
		if c.world.store.get(k) != nil {
			a := badRequest("One or more added object references already exist for the following modified properties: 'members'.")
			a.already = true
			return a
		}
		c.draft.put(k, object{"group": text(g, "id"), "member": id})
		if u != nil && sort == memberKind && len(objects(g, "assignedLicenses")) > 0 {
			c.inherit(g, u)
		}
		return noContent()
	}
}

func dropEdge(sort kind) func(*call, []string) answer {
	return func(c *call, names []string) answer {
		g, id := c.get(groupKind, strings.ToLower(names[0])), strings.ToLower(names[1])
		if g == nil {
			return notFound(names[0])
		}
		if wrong := c.closed(g, sort); wrong != nil {
			return *wrong
		}
		k := edge(c.tenant, sort, text(g, "id"), id)
		if c.world.store.get(k) == nil {
			a := notFound(names[1])
			a.already = true
			return a
		}
		if sort == ownerKind && len(c.world.store.edges(c.tenant, ownerKind, text(g, "id"))) == 1 {
			return badRequest("The group must have at least one owner, hence this owner cannot be removed.")
		}
		c.leave(g, id, k)
		return noContent()
	}
}

// leave ends a membership or an ownership, and with a membership the licences
// that came with it.
func (c *call) leave(g object, id string, k key) {
	c.draft.drop(k)
	if u := c.get(userKind, id); u != nil && k.Kind == memberKind && len(objects(g, "assignedLicenses")) > 0 {
		c.disinherit(g, u)
	}
}

// deleteMember is the trap: without /$ref it isn't the membership that is
// deleted, but the member.
// Source: learn.microsoft.com/graph/api/group-delete-members
func deleteMember(c *call, names []string) answer {
	if c.get(memberKind, strings.ToLower(names[0]+"/"+names[1])) == nil {
		return notFound(names[1])
	}
	return c.deleteUser(names[1])
}

func organizationRoutes() []route {
	return []route{
		{http.MethodGet, "organization", "organization.read", listOrganization},
		{http.MethodGet, "domains", "domain.read", listDomains},
	}
}

func listOrganization(c *call, _ []string) answer {
	o, wrong := c.options(organizationSchema, "$select")
	if wrong != nil {
		return *wrong
	}
	org := organizationSchema.project(c.world.store.organization(c.tenant), o.shown)
	return okay(object{"@odata.context": odata(c, "organization"), "value": []any{org}})
}

func listDomains(c *call, _ []string) answer {
	if _, wrong := c.options(schema{}); wrong != nil {
		return *wrong
	}
	all := []any{}
	for _, domain := range objects(c.world.store.organization(c.tenant), "verifiedDomains") {
		all = append(all, object{
			"id": domain["name"], "isDefault": domain["isDefault"], "isInitial": domain["isInitial"],
			"isVerified": true, "authenticationType": "Managed",
		})
	}
	return okay(object{"@odata.context": odata(c, "domains"), "value": all})
}
