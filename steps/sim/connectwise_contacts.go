package sim

import (
	"net/http"
	"unicode/utf8"
)

// createPSAContact makes a contact. Names have at most 30 characters, and an
// address is a communication item.
func createPSAContact(c *call, _ []string) answer {
	asked := c.json()
	invalid := func(says string) answer {
		return psaError(http.StatusBadRequest, "InvalidObject", "contact object is invalid", says)
	}
	company := c.psaReference(psaCompanyKind, inner(asked, "company"))
	switch {
	case text(asked, "firstName") == "":
		return invalid("The firstName field is required.")
	case utf8.RuneCountInString(text(asked, "firstName")) > 30, utf8.RuneCountInString(text(asked, "lastName")) > 30:
		return invalid("A name must be a string with a maximum length of 30.")
	case company == nil:
		return invalid("The company isn't known.")
	case asked["email"] != nil:
		return invalid("A contact has no email; it has communicationItems.")
	}
	for _, item := range objects(asked, "communicationItems") {
		kind := c.psaReference(psaTypeKind, inner(item, "type"))
		if text(item, "value") == "" || kind == nil || flag(kind, "emailFlag") != (text(item, "communicationType") == "Email") {
			return invalid("A communication item isn't valid.")
		}
	}
	record := object{
		"firstName": asked["firstName"], "lastName": asked["lastName"], "inactiveFlag": flag(asked, "inactiveFlag"),
		"company":            object{"id": company["id"], "identifier": company["identifier"], "name": company["name"]},
		"communicationItems": list(objects(asked, "communicationItems")),
	}
	return answer{status: http.StatusCreated, body: c.createNumbered(psaContactKind, 701, record)}
}

func patchPSAContact(c *call, names []string) answer {
	k := key{"", psaContactKind, names[0]}
	if c.world.store.get(k) == nil {
		return psaMissing("Contact " + names[0])
	}
	changed, wrong := c.patched(map[string]func(any) (any, bool){
		"inactiveFlag": func(value any) (any, bool) { b, ok := value.(bool); return b, ok },
		"title":        func(value any) (any, bool) { s, ok := value.(string); return s, ok },
	})
	if wrong != nil {
		return *wrong
	}
	c.touch(k, changed)
	return okay(c.world.store.get(k))
}

// psaContacts are the PSA's contacts as /_sim/state shows contacts.
func (w *World) psaContacts() []any {
	shown := []any{}
	w.store.each("", psaContactKind, func(id string, contact object) {
		email := ""
		for _, item := range objects(contact, "communicationItems") {
			if text(item, "communicationType") == "Email" {
				email = text(item, "value")
			}
		}
		shown = append(shown, object{
			"desk": text(inner(contact, "company"), "identifier"), "id": id, "email": email,
			"firstName": text(contact, "firstName"), "lastName": text(contact, "lastName"), "active": !flag(contact, "inactiveFlag"),
		})
	})
	return shown
}
