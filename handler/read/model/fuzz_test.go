package model_test

import (
	"encoding/json"
	"strings"
	"testing"
	"unicode"

	"github.com/stretchr/testify/require"

	"usher/handler/read/fields"
)

// FuzzAnswers holds whatever a model answers to the ticket: no panic, and no
// letter that the ticket doesn't have.
func FuzzAnswers(f *testing.F) {
	for _, answer := range []any{
		reading("offboard", map[string]any{"first_name": "Priya", "last_name": "Nair", "groups": []any{"Forecast-UK"}, "start_or_last_date": "2026-11-27"}),
		map[string]any{"action": "none", "users": []any{}}, []any{}, "x", nil,
		map[string]any{"action": "offboard", "users": []any{map[string]any{"first_name": []any{"Priya"}, "groups": "Forecast-UK", "urgent": true}}, "missing": "x"},
	} {
		text, err := json.Marshal(answer)
		require.NoError(f, err)
		f.Add(string(text))
	}
	t := ticket()
	whole := strings.ToLower(t.Subject + t.Body + t.Requester.Name + t.Requester.Email)
	f.Fuzz(func(tt *testing.T, said string) {
		s := newStandIn(tt, choice(map[string]any{"finish_reason": "stop", "message": map[string]any{"content": said}}))
		got, err := s.plain(tt).Read(tt.Context(), t)
		if err != nil {
			return
		}
		for _, user := range got.Users {
			for _, field := range fields.All() {
				if field.Kind == fields.Day || field.Kind == fields.Sign || field.Name == "mailbox_forward_days" {
					continue
				}
				for _, value := range field.Get(&user) {
					for _, word := range strings.FieldsFunc(strings.ToLower(value), unicode.IsSpace) {
						require.Contains(tt, whole, word, field.Name)
					}
				}
			}
		}
	})
}
