package sim

import (
	"net/http"
	"slices"
)

// showState answers GET /_sim/state: all that is so now, the newest state of
// everything, whatever the replica still shows.
func (w *World) showState(*http.Request) (any, error) {
	tenants := object{}
	for _, of := range w.store.ids("", orgKind) {
		tenants[of] = w.tenantState(of)
	}
	return object{
		"tenants":  tenants,
		"tickets":  append(w.everywhere(ticketKind), w.psaTickets()...),
		"contacts": append(w.everywhere(contactKind), w.psaContacts()...),
		"cards":    w.everywhere(cardKind),
		"mails":    w.mailState(),
		"links":    w.linkState(),
	}, nil
}

// everywhere lists the things of a kind, whosever they are.
func (w *World) everywhere(sort kind) []any {
	var owners []string
	for at := range w.store.shelves {
		if at.Kind == sort {
			owners = append(owners, at.Of)
		}
	}
	slices.Sort(owners)
	all := []any{}
	for _, of := range owners {
		w.store.each(of, sort, func(_ string, o object) { all = append(all, o) })
	}
	return all
}

// tenantState is one value of "tenants"; PUT and PATCH /_sim/world take it
// back.
func (w *World) tenantState(of string) object {
	s := w.store
	state := object{
		"organization":   s.get(key{"", orgKind, of}),
		"users":          shelfState(s, of, userKind, s.userState),
		"groups":         shelfState(s, of, groupKind, func(o object) object { return s.groupState(of, o) }),
		"directoryRoles": shelfState(s, of, roleKind, func(o object) object { return s.roleState(of, o) }),
		"mailboxes":      shelfState(s, of, mailboxKind, mailboxState),
		"devices":        shelfState(s, of, deviceKind, clone),
		"subscribedSkus": shelfState(s, of, skuKind, clone),
		"deletedItems":   shelfState(s, of, deletedKind, s.userState),
	}
	return state
}

func shelfState(s *store, of string, sort kind, show func(object) object) []any {
	all := []any{}
	s.each(of, sort, func(_ string, o object) { all = append(all, show(o)) })
	return all
}

// userState is a user with all its Graph properties, its manager, and the
// hash of its password if it was ever set here.
func (s *store) userState(o object) object {
	shown := userSchema.project(userView(o), userSchema.all())
	shown["manager"] = nil
	if id := text(o, "manager"); id != "" {
		shown["manager"] = object{"id": id}
	}
	if hash := text(o, "passwordHash"); hash != "" {
		shown["passwordHash"] = hash
	}
	return shown
}

func (s *store) groupState(of string, o object) object {
	shown := groupSchema.project(o, groupSchema.all())
	shown["kind"] = groupSort(o)
	shown["members"] = list(s.edges(of, memberKind, text(o, "id")))
	shown["owners"] = list(s.edges(of, ownerKind, text(o, "id")))
	return shown
}

func (s *store) roleState(of string, o object) object {
	shown := roleSchema.project(o, roleSchema.all())
	shown["members"] = list(s.edges(of, memberKind, text(o, "id")))
	return shown
}

// mailboxState is a mailbox with its address to forward to in one place.
func mailboxState(o object) object {
	shown := clone(o)
	defaults := object{"forwardTo": text(o, "forwardSmtp"), "autoReply": nil, "fullAccess": []any{}, "hidden": false}
	for name, missing := range defaults {
		if shown[name] == nil {
			shown[name] = missing
		}
	}
	return shown
}

// edges lists the other ends of a group's or role's edges.
func (s *store) edges(of string, sort kind, group string) []string {
	var all []string
	s.each(of, sort, func(_ string, o object) {
		if text(o, "group") == group {
			all = append(all, text(o, "member"))
		}
	})
	return all
}

// The kinds of groups, as the state names them.
const (
	securityGroup     = "security"
	microsoft365Group = "microsoft365"
	distributionGroup = "distribution"
	mailEnabledGroup  = "mail-enabled"
)

// groupSort derives a group's kind.
// Source: learn.microsoft.com/graph/api/resources/groups-overview
func groupSort(o object) string {
	switch {
	case has(texts(o, "groupTypes"), "Unified"):
		return microsoft365Group
	case flag(o, "mailEnabled") && flag(o, "securityEnabled"):
		return mailEnabledGroup
	case flag(o, "mailEnabled"):
		return distributionGroup
	}
	return securityGroup
}

func dynamic(o object) bool {
	return has(texts(o, "groupTypes"), "DynamicMembership") || text(o, "membershipRule") != ""
}
