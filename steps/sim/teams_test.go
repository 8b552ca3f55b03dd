package sim_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// card is a message with one button.
func card(action, address string) object {
	return object{"type": "message", "attachments": []any{object{
		"contentType": "application/vnd.microsoft.card.adaptive", "contentUrl": nil,
		"content": object{"type": "AdaptiveCard", "version": "1.4", "body": []any{object{"type": "TextBlock", "text": "Approval needed"}},
			"actions": []any{object{"type": action, "title": "Review", "url": address}}},
	}}}
}

func (r *rig) post(channel string, body any) reply {
	r.t.Helper()
	got, err := r.do("POST", "/teams/"+channel+"?sig=canary-sig", map[string]string{"Content-Type": "application/json"}, asJSON(r.t, body))
	require.NoError(r.t, err)
	return got
}

func TestCards(t *testing.T) {
	t.Parallel()
	r := newRig(t, "")
	link := "http://127.0.0.1:7071/api/approve/r1?t=canary-token"
	got := r.post("dana", card("Action.OpenUrl", link))
	require.Equal(t, 202, got.status)
	require.Empty(t, got.raw)
	require.True(t, r.lastEntry().Changed)
	posted := at(t, r.door("GET", "/_sim/state", nil).body, "cards", 0).(object)
	require.Equal(t, "dana", posted["channel"])
	require.Equal(t, card("Action.OpenUrl", link), posted["body"], "as posted")

	large := card("Action.OpenUrl", link)
	at(t, large, "attachments", 0).(object)["content"].(object)["fallbackText"] = strings.Repeat("x", 28<<10)
	old := card("Action.OpenUrl", link)
	at(t, old, "attachments", 0).(object)["content"].(object)["version"] = "1.6"
	for name, body := range map[string]object{
		"submit": card("Action.Submit", link), "script": card("Action.OpenUrl", "javascript:alert(1)"), "large": large, "version": old,
		"type": {"type": "card", "attachments": []any{object{}}}, "empty": {"type": "message", "attachments": []any{}},
		"connector": {"type": "message", "attachments": []any{object{"contentType": "application/vnd.microsoft.teams.card.o365connector"}}},
	} {
		require.Equal(t, 400, r.post("dana", body).status, name)
	}
	require.Len(t, r.door("GET", "/_sim/state", nil).body["cards"], 1)
}
