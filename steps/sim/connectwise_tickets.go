package sim

import (
	"encoding/json"
	"net/http"
	"strconv"
)

// onTicket finds the ticket of a path. One that was moved to a project isn't
// served as a service ticket any more, and the other way round.
func onTicket(module string, handle func(c *call, ticket object, k key) answer) func(*call, []string) answer {
	return func(c *call, names []string) answer {
		k := key{"", psaTicketKind, names[0]}
		ticket := c.world.store.get(k)
		if ticket == nil || (text(ticket, "recordType") == "ProjectTicket") != (module == "project") {
			return psaMissing("Ticket " + names[0])
		}
		return handle(c, ticket, k)
	}
}

func showPSATicket(_ *call, ticket object, _ key) answer { return okay(ticket) }

// createPSATicket makes a ticket; its description becomes its first note.
func createPSATicket(c *call, _ []string) answer {
	asked := c.json()
	company := c.psaReference(psaCompanyKind, inner(asked, "company"))
	board := c.psaReference(psaBoardKind, inner(asked, "board"))
	if board == nil && asked["board"] == nil {
		board = c.world.store.get(key{"", psaBoardKind, "1"})
	}
	if text(asked, "summary") == "" || company == nil || board == nil {
		return psaError(http.StatusBadRequest, "InvalidObject", "ticket object is invalid", "summary, company and board are required")
	}
	first := objects(board, "statuses")[0]
	record := object{
		"summary": asked["summary"], "recordType": "ServiceTicket",
		"company": object{"id": company["id"], "identifier": company["identifier"], "name": company["name"]},
		"board":   object{"id": board["id"], "name": board["name"]},
		"status":  object{"id": first["id"], "name": first["name"]},
	}
	for _, name := range []string{"recordType", "type", "subType", "contact", "contactName", "contactEmailAddress"} {
		if asked[name] != nil {
			record[name] = asked[name]
		}
	}
	made := c.createNumbered(psaTicketKind, 5001, record)
	if text(asked, "initialDescription") != "" {
		c.createNumbered(psaNoteKind, 9001, object{
			"ticketId": made["id"], "text": asked["initialDescription"], "detailDescriptionFlag": true, "internalAnalysisFlag": false,
			"resolutionFlag": false, "contact": asked["contact"], "dateCreated": c.world.clock().Format("2006-01-02T15:04:05Z"),
		})
	}
	return answer{status: http.StatusCreated, body: made}
}

// patchPSATicket changes a ticket's summary or status, which must be one of
// its board's.
func patchPSATicket(c *call, ticket object, k key) answer {
	board := c.psaReference(psaBoardKind, inner(ticket, "board"))
	changed, wrong := c.patched(map[string]func(any) (any, bool){
		"summary": func(value any) (any, bool) { s, ok := value.(string); return s, ok && s != "" },
		"status": func(value any) (any, bool) {
			given, _ := value.(object)
			for _, status := range objects(board, "statuses") {
				if number(status, "id") == number(given, "id") || given["id"] == nil && given["name"] == status["name"] {
					return object{"id": status["id"], "name": status["name"]}, true
				}
			}
			return nil, false
		},
	})
	if wrong != nil {
		return *wrong
	}
	c.touch(k, changed)
	return okay(c.world.store.get(k))
}

// touch changes a record, and with it the time of its last change.
func (c *call) touch(k key, changed object) {
	before := c.world.store.get(k)
	different := false
	for name, value := range changed {
		different = different || !sameJSON(before[name], value)
	}
	if !different {
		return
	}
	info := clone(inner(before, "_info"))
	info["lastUpdated"] = c.world.clock().Format("2006-01-02T15:04:05Z")
	changed["_info"] = info
	c.draft.set(k, changed)
}

func sameJSON(a, b any) bool {
	left, err := json.Marshal(a)
	right, wrong := json.Marshal(b)
	return err == nil && wrong == nil && string(left) == string(right)
}

func listNotes(c *call, ticket object, _ key) answer {
	var notes []object
	c.world.store.each("", psaNoteKind, func(_ string, o object) {
		if o["ticketId"] == ticket["id"] {
			notes = append(notes, o)
		}
	})
	return c.psaPage(notes)
}

// addPSANote adds a note; one of its flags says on which tab it stands.
func addPSANote(c *call, ticket object, k key) answer {
	asked := c.json()
	tabs := 0
	for _, name := range []string{"detailDescriptionFlag", "internalAnalysisFlag", "resolutionFlag"} {
		if flag(asked, name) {
			tabs++
		}
	}
	if text(asked, "text") == "" || tabs != 1 {
		return psaError(http.StatusBadRequest, "InvalidObject", "ticketNote object is invalid", "text and one of the flags are required")
	}
	note := clone(asked)
	note["ticketId"], note["dateCreated"] = ticket["id"], c.world.clock().Format("2006-01-02T15:04:05Z")
	if note["contact"] == nil {
		note["member"], note["createdBy"] = object{"identifier": "UsherAPI", "name": "Usher API"}, "UsherAPI"
	}
	made := c.createNumbered(psaNoteKind, 9001, note)
	c.touch(k, object{"noteCount": made["id"]})
	return answer{status: http.StatusCreated, body: made}
}

func boardStatuses(c *call, names []string) answer {
	board := c.world.store.get(key{"", psaBoardKind, names[0]})
	if board == nil {
		return psaMissing("Board " + names[0])
	}
	return c.psaPage(objects(board, "statuses"))
}

// psaTickets are the PSA's tickets as /_sim/state shows tickets.
func (w *World) psaTickets() []any {
	shown := []any{}
	w.store.each("", psaTicketKind, func(id string, ticket object) {
		notes := []any{}
		w.store.each("", psaNoteKind, func(_ string, note object) {
			if note["ticketId"] == ticket["id"] {
				notes = append(notes, object{"internal": flag(note, "internalAnalysisFlag"), "text": note["text"]})
			}
		})
		shown = append(shown, object{
			"desk": text(inner(ticket, "company"), "identifier"), "id": id,
			"status": text(inner(ticket, "status"), "name"), "notes": notes,
		})
	})
	return shown
}

// seedPSA puts the PSA's companies, boards and kinds of addresses in place.
func seedPSA(s *store) error {
	var seed object
	if err := readSeed("connectwise", &seed); err != nil {
		return err
	}
	for name, sort := range map[string]kind{"companies": psaCompanyKind, "boards": psaBoardKind, "communicationTypes": psaTypeKind} {
		for _, one := range objects(seed, name) {
			s.put(key{"", sort, strconv.FormatInt(number(one, "id"), 10)}, one)
		}
	}
	return nil
}
