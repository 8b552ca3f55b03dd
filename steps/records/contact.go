package records

import (
	"slices"
	"strings"

	"usher/steps/step"
)

// The keys by which values say who a contact is and what it is to be.
const (
	emailKey     = "email"
	firstNameKey = "firstName"
	lastNameKey  = "lastName"
	activeKey    = "active"
	contactKey   = "contact"
)

// withAddress are the contacts that have exactly this address, rather than
// the name only.
func withAddress(contacts []step.Contact, email string) []step.Contact {
	other := func(c step.Contact) bool { return !strings.EqualFold(c.Email, email) }
	return slices.DeleteFunc(slices.Clone(contacts), other)
}

// addresses lists the addresses of contacts for people.
func addresses(contacts []step.Contact) string {
	var list []string
	for _, c := range contacts {
		list = append(list, c.Email)
	}
	slices.Sort(list)
	return strings.Join(list, ", ")
}
