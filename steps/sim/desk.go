package sim

import (
	"encoding/hex"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"github.com/google/uuid"
)

// deskSystem is the way out of the webhook desk, one desk for each customer:
// notes and status of tickets, and contacts. Tickets begin as open when they
// are first written to; looking at one makes nothing.
func deskSystem() system {
	return system{
		identify: func(c *call) {
			if len(c.segments) == 0 {
				return
			}
			c.tenant = strings.ToLower(c.segments[0])
			if of, known := c.world.tenant(c.tenant); known {
				c.tenant = of
			}
		},
		changing: func(c *call) bool { return c.method != http.MethodGet },
		do:       doDesk,
		fail:     func(_ *call, status int) answer { return deskError(status, "failed", http.StatusText(status)) },
	}
}

func deskError(status int, code, says string) answer {
	return answer{status: status, body: object{"error": object{"code": code, "message": says}}}
}

func doDesk(c *call) answer {
	if len(c.segments) < 2 {
		return deskError(http.StatusNotFound, "path", "The address is /desk/{customer}/….")
	}
	if !c.signedByDesk() {
		return deskError(http.StatusUnauthorized, "signature", "X-Usher-Signature is missing or doesn't fit.")
	}
	if c.method != http.MethodGet && c.json() == nil {
		return deskError(http.StatusBadRequest, "body", "The body must be a JSON object.")
	}
	path := ""
	var names []string
	for i, segment := range c.segments[1:] {
		if i == 1 {
			names = append(names, segment)
			segment = "*"
		}
		path += "/" + segment
	}
	if len(names) == 1 && (names[0] == "" || len(names[0]) > 200) {
		return deskError(http.StatusBadRequest, "id", "An id has 1 to 200 characters.")
	}
	switch c.method + " " + path {
	case "GET /tickets/*":
		ticket := c.ticket(names[0])
		return okay(object{"id": ticket["id"], "status": ticket["status"]})
	case "PATCH /tickets/*":
		return c.setStatus(names[0])
	case "GET /tickets/*/notes":
		return okay(object{"notes": list(objects(c.ticket(names[0]), "notes"))})
	case "POST /tickets/*/notes":
		return c.addNote(names[0])
	case "GET /contacts":
		return c.findContacts()
	case "POST /contacts":
		return c.addContact()
	case "PATCH /contacts/*":
		return c.setActive(names[0])
	}
	return deskError(http.StatusNotFound, "path", "The desk knows nothing here.")
}

var signatureForm = regexp.MustCompile(`^t=(\d+),v1=([0-9a-f]{64})$`)

// signedByDesk checks the signature where the desk's secret is known, and its
// form where it isn't.
func (c *call) signedByDesk() bool {
	parts := signatureForm.FindStringSubmatch(c.header.Get("X-Usher-Signature"))
	if parts == nil {
		return false
	}
	secret, known := c.world.settings.Secrets[c.tenant]
	if !known {
		return true
	}
	mac, err := hex.DecodeString(parts[2])
	if err != nil {
		return false
	}
	good, err := secret.signed(slices.Concat([]byte(parts[1]+"."), c.body), mac)
	if err != nil {
		c.world.log.Error("a desk's secret can't be used", "desk", c.tenant, "error", err)
	}
	return good
}

// ticket returns a ticket, or what it would begin as.
func (c *call) ticket(id string) object {
	if held := c.get(ticketKind, id); held != nil {
		return held
	}
	return object{"desk": c.tenant, "id": id, "status": "open", "notes": []any{}}
}

func (c *call) setStatus(id string) answer {
	asked := c.json()
	status := text(asked, "status")
	if status == "" || len(asked) != 1 {
		return deskError(http.StatusBadRequest, "status", "The body is {\"status\": text}.")
	}
	ticket := clone(c.ticket(id))
	ticket["status"] = status
	c.draft.put(key{c.tenant, ticketKind, id}, ticket)
	return okay(object{"id": id, "status": status})
}

// addNote adds a note; the same marker again is a second note all the same.
func (c *call) addNote(id string) answer {
	asked := c.json()
	_, internal := asked["internal"].(bool)
	_, marked := asked["marker"].(string)
	if !internal || !marked || text(asked, "text") == "" || len(asked) != 3 {
		return deskError(http.StatusBadRequest, "note", "The body is {\"internal\": true or false, \"text\": text, \"marker\": text}.")
	}
	ticket := clone(c.ticket(id))
	note := clone(asked)
	note["id"], note["at"] = uuid.NewString(), exact(c.world.clock())
	ticket["notes"] = append(list(objects(ticket, "notes")), note)
	c.draft.put(key{c.tenant, ticketKind, id}, ticket)
	return answer{status: http.StatusCreated, body: object{"id": note["id"]}}
}

func (c *call) findContacts() answer {
	query, err := url.ParseQuery(c.query)
	email := query.Get("email")
	if err != nil || email == "" || len(query) != 1 {
		return deskError(http.StatusBadRequest, "query", "Contacts are looked for by ?email=.")
	}
	found := []any{}
	c.world.store.each(c.tenant, contactKind, func(_ string, o object) {
		if same(text(o, "email"), email) {
			found = append(found, o)
		}
	})
	return okay(object{"contacts": found})
}

func (c *call) addContact() answer {
	asked := c.json()
	for name := range asked {
		if !slices.Contains([]string{"email", "firstName", "lastName", "phone", "active"}, name) {
			return deskError(http.StatusBadRequest, "contact", "A contact has no "+name+".")
		}
	}
	if !strings.Contains(text(asked, "email"), "@") {
		return deskError(http.StatusBadRequest, "contact", "A contact needs an email.")
	}
	contact := clone(asked)
	contact["desk"], contact["id"] = c.tenant, uuid.NewString()
	if contact["active"] == nil {
		contact["active"] = true
	}
	c.draft.put(key{c.tenant, contactKind, text(contact, "id")}, contact)
	return answer{status: http.StatusCreated, body: object{"id": contact["id"]}}
}

func (c *call) setActive(id string) answer {
	asked := c.json()
	active, stated := asked["active"].(bool)
	k := key{c.tenant, contactKind, id}
	switch {
	case !stated || len(asked) != 1:
		return deskError(http.StatusBadRequest, "contact", "The body is {\"active\": true or false}.")
	case c.world.store.get(k) == nil:
		return deskError(http.StatusNotFound, "contact", "There is no such contact.")
	}
	c.draft.set(k, object{"active": active})
	return okay(c.world.store.get(k))
}
