package model

import (
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"usher/handler/read"
	"usher/handler/read/fields"
	"usher/steps/step"
)

// The most that is taken of an answer.
const (
	mostUsers    = 50
	mostItems    = 50
	longestValue = 200 // characters
	longestText  = 2000
)

// checking holds an answer to its ticket.
type checking struct {
	source  read.Source
	dropped []string // names of the fields of what wasn't found
}

// check makes a reading of an answer: of each value the ticket's own words,
// and nothing that isn't in the ticket or isn't in the table of fields.
func check(t step.Ticket, source read.Source, answer map[string]any) (step.Reading, error) {
	c := &checking{source: source}
	reading := step.Reading{ID: t.ID, Users: []step.Subject{}, Missing: []string{}, Evidence: map[string]string{}}
	action, ok := actionOf(answer["action"])
	users, list := answer["users"].([]any)
	if !ok || !list || len(users) > mostUsers {
		return step.Reading{}, &Trouble{Reason: Unreadable}
	}
	reading.Action = action
	for _, one := range users {
		said, ok := one.(map[string]any)
		if !ok {
			return step.Reading{}, &Trouble{Reason: Unreadable}
		}
		if subject := c.subject(said, action); subject.Called() != "" {
			reading.Users = append(reading.Users, subject)
		}
	}
	reading.Missing = codes(answer["missing"])
	if len(c.dropped) > 0 {
		slices.Sort(c.dropped)
		reading.Notes = append(reading.Notes, fmt.Sprintf("The language model named what isn't in the ticket, which counts for nothing: %s.", strings.Join(slices.Compact(c.dropped), ", ")))
	}
	return reading, nil
}

// subject reads one person.
func (c *checking) subject(said map[string]any, all step.Action) step.Subject {
	var s step.Subject
	if action, ok := actionOf(said["action"]); ok && action != all {
		s.Action = action
	}
	for _, f := range fields.All() {
		var kept []string
		for _, value := range valuesOf(said[f.Name], f.List) {
			own, found := c.own(f, value)
			if !found {
				c.dropped = append(c.dropped, f.Says)
				continue
			}
			if !slices.Contains(kept, own) {
				kept = append(kept, own)
			}
		}
		if len(kept) > 0 {
			f.Put(&s, kept)
		}
	}
	return s
}

// own returns the ticket's own form of a value.
func (c *checking) own(f fields.Field, value string) (string, bool) {
	longest := longestValue
	if f.Long {
		longest = longestText
	}
	if utf8.RuneCountInString(value) > longest || strings.ContainsFunc(value, unseen) {
		return "", false
	}
	switch f.Kind {
	case fields.Address:
		return c.source.OwnAddress(value)
	case fields.Day:
		return value, isDay(value) && c.source.OwnDay(value)
	case fields.Words, fields.Sign:
	}
	return c.source.Own(value)
}

// unseen are characters that have no place in a value.
func unseen(r rune) bool {
	return unicode.IsControl(r) && r != '\n' && r != '\t' || unicode.Is(unicode.Cf, r) || r == utf8.RuneError
}

func isDay(value string) bool {
	for _, layout := range []string{time.DateOnly, "2006-01-02T15:04"} {
		if _, err := time.Parse(layout, value); err == nil {
			return true
		}
	}
	return false
}

// valuesOf returns the texts of a value: one, or those of a list.
func valuesOf(said any, list bool) []string {
	if !list {
		said = []any{said}
	}
	items, _ := said.([]any)
	var values []string
	for _, item := range items[:min(len(items), mostItems)] {
		if text, ok := item.(string); ok && strings.TrimSpace(text) != "" {
			values = append(values, strings.TrimSpace(text))
		}
	}
	return values
}

func actionOf(said any) (step.Action, bool) {
	text, _ := said.(string)
	action := step.Action(text)
	return action, slices.Contains(actions(), action)
}

func actions() []step.Action {
	return []step.Action{step.Onboard, step.Offboard, step.Transfer, step.None, step.Unclear}
}

// codes returns those of the known codes that an answer lists.
func codes(said any) []string {
	found := []string{}
	for _, code := range valuesOf(said, true) {
		if slices.Contains(missing(), code) && !slices.Contains(found, code) {
			found = append(found, code)
		}
	}
	return found
}

// missing are the codes of what a ticket can lack.
func missing() []string {
	return strings.Fields(`first_name last_name which_user action start_date last_day end_date effective_time
		date_format name_spelling license groups mirror_user_full_name mailbox_disposition onedrive_owner manager
		department job_title personal_email keep_or_reuse_account approval details_in_attachment`)
}

func texts[T ~string](list []T) []any {
	all := make([]any, 0, len(list))
	for _, item := range list {
		all = append(all, string(item))
	}
	return all
}
