package sim

import (
	"slices"
	"strings"
)

// tenant finds a tenant by its short name, its id or one of its domains.
func (w *World) tenant(name string) (of string, known bool) {
	for _, of := range w.store.ids("", orgKind) {
		org := w.store.get(key{"", orgKind, of})
		if same(of, name) || same(text(org, "id"), name) || has(domains(org), name) {
			return of, true
		}
	}
	return "", false
}

// domains lists the verified domains of a tenant.
func domains(org object) []string {
	var names []string
	for _, domain := range objects(org, "verifiedDomains") {
		names = append(names, text(domain, "name"))
	}
	return names
}

func (s *store) organization(of string) object { return s.get(key{"", orgKind, of}) }

// userByName finds a user by object id or UPN.
func (s *store) userByName(of, name string) object {
	if o := s.get(key{of, userKind, strings.ToLower(name)}); o != nil {
		return o
	}
	return s.find(of, userKind, func(o object) bool { return same(text(o, "userPrincipalName"), name) })
}

// privileged tells whether a user holds a directory role or is in a group
// that may hold one: nobody but a privileged app may touch how they sign in.
func (s *store) privileged(of, user string) bool {
	return s.find(of, memberKind, func(o object) bool {
		if text(o, "member") != user {
			return false
		}
		group := text(o, "group")
		return s.get(key{of, roleKind, group}) != nil || flag(s.get(key{of, groupKind, group}), "isAssignableToRole")
	}) != nil
}

// addressTaken finds who has an address already, among users, deleted users
// and groups, but for one of them.
func (s *store) addressTaken(of, address, but string) bool {
	taken := func(o object) bool {
		held := slices.Concat(texts(o, "proxyAddresses"), []string{"smtp:" + text(o, "mail"), "smtp:" + text(o, "userPrincipalName")})
		return text(o, "id") != but && has(held, "smtp:"+address)
	}
	for _, sort := range []kind{userKind, deletedKind, groupKind} {
		if s.find(of, sort, taken) != nil {
			return true
		}
	}
	return false
}
