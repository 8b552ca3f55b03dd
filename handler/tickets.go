package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"usher/steps/step"
)

// loadTicket reads a ticket from a JSON file, a plain text file, or, as "-",
// from standard input.
func loadTicket(c console, path string) (step.Ticket, error) {
	if path == "-" {
		data, err := io.ReadAll(c.in)
		if err != nil {
			return step.Ticket{}, fmt.Errorf("read standard input: %w", err)
		}
		return decodeTicket(data, c.now())
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return step.Ticket{}, fmt.Errorf("read ticket: %w", err)
	}
	t, err := decodeTicket(data, c.now())
	if err != nil {
		return t, fmt.Errorf("%s: %w", path, err)
	}
	if t.ID == "" {
		t.ID = strings.TrimSuffix(filepath.Base(path), filepath.Ext(path))
	}
	return t, nil
}

// decodeTicket takes a ticket's JSON form, or plain text whose first line is
// the subject.
func decodeTicket(data []byte, now time.Time) (step.Ticket, error) {
	t := step.Ticket{}
	if trimmed := bytes.TrimSpace(data); bytes.HasPrefix(trimmed, []byte("{")) {
		d := json.NewDecoder(bytes.NewReader(trimmed))
		d.DisallowUnknownFields()
		if err := d.Decode(&t); err != nil {
			return t, fmt.Errorf(`not a ticket: %w (its form is {"id","subject","body","received_at","requester":{"name","email"}})`, err)
		}
	} else {
		t.Subject, t.Body, _ = strings.Cut(string(trimmed), "\n")
		if t.Body == "" {
			t.Body = t.Subject
		}
	}
	if strings.TrimSpace(t.Subject+t.Body) == "" {
		return t, fmt.Errorf("the ticket is empty: it needs a subject or a body")
	}
	if t.ReceivedAt.IsZero() {
		t.ReceivedAt = now
	}
	return t, nil
}
