package steps

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"usher/steps/step"
)

// Permission is one thing that a tenant has to grant to the app, and what
// for.
type Permission struct {
	step.Scope
	// For names what needs it: steps by their names, and planning.
	For []string
}

// Planning returns what a plan is made with, whatever it holds: nothing but
// reading.
func Planning() []step.Scope {
	var scopes []step.Scope
	for _, p := range planning() {
		scopes = append(scopes, p.Scope)
	}
	return scopes
}

func planning() []Permission {
	return []Permission{
		{step.GraphScope("User.Read.All"), []string{"planning: to find people and their managers"}},
		{step.GraphScope("GroupMember.Read.All"), []string{"planning: to list the groups of a person"}},
		{step.GraphScope("LicenseAssignment.Read.All"), []string{"planning: to name licences and count seats"}},
	}
}

// Scopes returns the least permissions that this customer's document needs:
// those of planning and of every step that a ticket could call for under it.
// They are sorted by resource and permission. One that another one of them
// includes is left out, and its reasons go to that one.
func Scopes(customer step.Customer) []Permission {
	list := planning()
	for _, s := range Catalogue() {
		if !possible(s, customer) {
			continue
		}
		for _, scope := range s.Scopes {
			list = append(list, Permission{scope, []string{s.Name}})
		}
	}
	return merge(list)
}

// possible tells whether some ticket could call for the step: the one that
// asks for everything does.
func possible(s step.Step, customer step.Customer) bool {
	for _, action := range []step.Action{step.Onboard, step.Offboard, step.Transfer} {
		if s.Wanted(everything(action), customer) {
			return true
		}
	}
	return false
}

// everything is a request that leaves nothing out.
func everything(action step.Action) step.Request {
	return step.Request{
		Action: action,
		Mailbox: step.MailboxWish{
			Convert:   true,
			Delegates: []step.Person{{}},
			ForwardTo: &step.Person{},
			AutoReply: "gone",
		},
		Joiner: &step.Joiner{
			Manager:  &step.Person{},
			Licences: []step.LicenceWish{{}, {Group: "a licensing group"}},
			Groups:   []step.Group{{}},
			FirstDay: time.Unix(0, 0),
		},
	}
}

func merge(list []Permission) []Permission {
	var merged []Permission
	for _, p := range list {
		p.Scope = widest(p.Scope, list)
		i := slices.IndexFunc(merged, func(m Permission) bool { return m.Scope == p.Scope })
		if i < 0 {
			merged = append(merged, p)
			continue
		}
		merged[i].For = append(merged[i].For, p.For...)
	}
	slices.SortFunc(merged, func(a, b Permission) int {
		return cmp.Or(cmp.Compare(a.Resource, b.Resource), cmp.Compare(a.Permission, b.Permission))
	})
	return merged
}

// widest returns the permission of the list that includes this one: what may
// write may read.
func widest(scope step.Scope, list []Permission) step.Scope {
	wide := scope
	wide.Permission = strings.Replace(scope.Permission, ".Read.", ".ReadWrite.", 1)
	if slices.ContainsFunc(list, func(p Permission) bool { return p.Scope == wide }) {
		return wide
	}
	return scope
}
