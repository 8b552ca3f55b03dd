package flow

import (
	"encoding/json"
	"strings"

	"usher/steps/step"
)

// How much of a ticket is stored, in bytes of JSON: with its event, whose row
// holds less than the body that a desk may send, and with each of its runs, of
// which one commit makes many.
const (
	ofEvent = 600 << 10
	ofRun   = 32 << 10
)

// fitting shortens a ticket whose JSON is longer than so many bytes, and adds
// a few words to what is left of its text.
func fitting(t step.Ticket, most int, words string) step.Ticket {
	const longestField = 1000
	for _, field := range []*string{&t.Type, &t.Subtype, &t.Board, &t.Status, &t.Subject, &t.Requester.Name, &t.Requester.Email} {
		if len(*field) > longestField {
			*field = head(*field, longestField) + "…"
		}
	}
	whole := t.Body
	for keep := min(len(whole), most); ; keep = keep * 9 / 10 {
		if keep < len(whole) {
			t.Body = head(whole, keep) + words
		}
		data, err := json.Marshal(t)
		if err != nil || len(data) <= most || keep == 0 {
			return t
		}
	}
}

// storable is a ticket as its event's row keeps it.
func storable(t step.Ticket) step.Ticket {
	return fitting(t, ofEvent, "\n… (cut here; the rest is at the desk)")
}

// head is the beginning of a text, in whole characters.
func head(text string, bytes int) string { return strings.ToValidUTF8(text[:bytes], "") }

// shortened is the event's ticket with as much text as a run keeps. The whole
// of it is in the event's row, and at the desk.
func (e EventRecord) shortened() step.Ticket {
	return fitting(e.Ticket, ofRun, "\n… (the rest is at the desk)")
}
