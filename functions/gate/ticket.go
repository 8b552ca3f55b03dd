package gate

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"
	"unicode/utf8"

	"usher/steps/step"
)

// longestName is how many characters a ticket's or an event's id may have.
const longestName = 200

// ticketForm is a ticket as it arrives. The time is a text here, so that a
// wrong one can be told from a wrong type.
type ticketForm struct {
	ID         string         `json:"id"`
	Event      string         `json:"event"`
	Type       string         `json:"type"`
	Subject    string         `json:"subject"`
	Body       string         `json:"body"`
	ReceivedAt string         `json:"received_at"`
	Requester  step.Requester `json:"requester"`
}

// Ticket reads a ticket in the form that it has everywhere. A field of
// another type, or one that is missing, is a Refusal with status 400 that
// names it. Fields that Usher doesn't know are passed over, as a desk may
// send more than is needed.
func Ticket(body []byte) (step.Ticket, error) {
	var form ticketForm
	if !utf8.Valid(body) {
		return step.Ticket{}, badTicket("The body isn't valid UTF-8.")
	}
	if err := json.Unmarshal(body, &form); err != nil {
		return step.Ticket{}, badTicket(sayJSON(body, err))
	}
	if says := nameProblem("id", form.ID); says != "" {
		return step.Ticket{}, badTicket(says)
	}
	if strings.TrimSpace(form.Subject+form.Body) == "" {
		return step.Ticket{}, badTicket(`"subject" and "body" are both empty.`)
	}
	if form.ReceivedAt == "" {
		return step.Ticket{}, badTicket(`"received_at" is missing.`)
	}
	at, err := time.Parse(time.RFC3339, form.ReceivedAt)
	if err != nil {
		return step.Ticket{}, badTicket(`"received_at" isn't a time such as 2025-11-24T14:01:00Z.`)
	}
	return step.Ticket{
		ID:         form.ID,
		Event:      form.Event,
		Type:       form.Type,
		Subject:    form.Subject,
		Body:       form.Body,
		ReceivedAt: at,
		Requester:  form.Requester,
	}, nil
}

// Event reads a ticket that a desk sent as an event: the ticket's form, with
// the event's own id.
func Event(body []byte) (step.Ticket, error) {
	ticket, err := Ticket(body)
	if err != nil {
		return step.Ticket{}, err
	}
	if says := nameProblem("event", ticket.Event); says != "" {
		return step.Ticket{}, badTicket(says)
	}
	return ticket, nil
}

func nameProblem(field, value string) string {
	switch {
	case strings.TrimSpace(value) == "":
		return fmt.Sprintf("%q is missing.", field)
	case utf8.RuneCountInString(value) > longestName:
		return fmt.Sprintf("%q has more than %d characters.", field, longestName)
	}
	return ""
}

func badTicket(says string) *Refusal {
	return &Refusal{
		Status: http.StatusBadRequest,
		Code:   "ticket",
		Says:   says,
		Hint:   `Send {"id","event","subject","body","received_at","requester":{"name","email"}}.`,
	}
}

// sayJSON puts a decoder's error into a sentence that names the field, or the
// place where the text stops being JSON.
func sayJSON(body []byte, err error) string {
	var wrong *json.UnmarshalTypeError
	var broken *json.SyntaxError
	switch {
	case errors.As(err, &wrong) && wrong.Field == "":
		return "The body is a JSON " + wrong.Value + ", not an object."
	case errors.As(err, &wrong):
		return fmt.Sprintf("%q must be %s, not %s.", wrong.Field, kind(wrong.Type.Kind().String()), kind(wrong.Value))
	case errors.As(err, &broken):
		line := 1 + bytes.Count(body[:min(int(broken.Offset), len(body))], []byte("\n"))
		return fmt.Sprintf("The body isn't JSON: it breaks in line %d.", line)
	}
	return "The body isn't JSON."
}

// kind names a kind of JSON value, from Go's name or from the decoder's.
func kind(name string) string {
	name, _, _ = strings.Cut(name, " ") // "number 12"
	switch name {
	case "struct", "object":
		return "an object"
	case "slice", "array":
		return "a list"
	case "bool":
		return "true or false"
	case "int", "number":
		return "a number"
	}
	return "a text"
}
