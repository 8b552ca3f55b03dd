package sim

import (
	"net/http"
	"slices"
	"strings"

	"github.com/google/uuid"
)

// maxCard is how large a message to a channel may be, in bytes.
// Source: learn.microsoft.com/microsoftteams/platform/webhooks-and-connectors/how-to/connectors-using
const maxCard = 28 << 10

// teamsSystem takes messages for channels, as a workflow's webhook does. A
// channel comes into being with its first message.
func teamsSystem() system {
	return system{
		identify: func(*call) {},
		changing: func(c *call) bool { return c.method == http.MethodPost },
		do:       doTeams,
		fail: func(_ *call, status int) answer {
			return answer{status: status, body: object{"error": object{"code": http.StatusText(status), "message": "The workflow can't run."}}}
		},
	}
}

func doTeams(c *call) answer {
	reject := func(status int, says string) answer {
		return answer{status: status, body: object{"error": object{"code": "BadRequest", "message": says}}}
	}
	if len(c.segments) != 1 || c.segments[0] == "" {
		return reject(http.StatusNotFound, "The address is /teams/{channel}.")
	}
	if c.method != http.MethodPost {
		return reject(http.StatusMethodNotAllowed, "Messages are posted.")
	}
	if says := misshapen(c); says != "" {
		return reject(http.StatusBadRequest, says)
	}
	id := uuid.NewString()
	c.draft.put(key{"", cardKind, id}, object{"id": id, "channel": c.segments[0], "at": exact(c.world.clock()), "body": c.json()})
	return answer{status: http.StatusAccepted}
}

// misshapen says what is wrong with a message; "" where nothing is.
// Source: learn.microsoft.com/microsoftteams/platform/webhooks-and-connectors/how-to/connectors-using
func misshapen(c *call) string {
	body := c.json()
	switch {
	case len(c.body) > maxCard:
		return "The message is larger than 28 KB."
	case !strings.HasPrefix(c.header.Get("Content-Type"), "application/json") || body == nil:
		return "The body must be JSON."
	case text(body, "type") != "message":
		return "The type must be message."
	case len(objects(body, "attachments")) == 0:
		return "There must be an attachment."
	}
	for _, attachment := range objects(body, "attachments") {
		card := inner(attachment, "content")
		switch {
		case text(attachment, "contentType") != "application/vnd.microsoft.card.adaptive":
			return "Only adaptive cards are shown."
		case text(card, "type") != "AdaptiveCard" || !slices.Contains([]string{"1.4", "1.5"}, text(card, "version")):
			return "The content must be an AdaptiveCard of version 1.4 or 1.5."
		}
		if says := wrongAction(card); says != "" {
			return says
		}
	}
	return ""
}

// wrongAction looks through a card for actions that a webhook's card can't have.
func wrongAction(value any) string {
	switch v := value.(type) {
	case object:
		sort := text(v, "type")
		if strings.HasPrefix(sort, "Action.") && !slices.Contains([]string{"Action.OpenUrl", "Action.ShowCard", "Action.ToggleVisibility"}, sort) {
			return sort + " doesn't work on a card that a webhook posts."
		}
		if sort == "Action.OpenUrl" && !strings.HasPrefix(text(v, "url"), "http") {
			return "Action.OpenUrl needs an http address."
		}
		for _, item := range v {
			if says := wrongAction(item); says != "" {
				return says
			}
		}
	case []any:
		for _, item := range v {
			if says := wrongAction(item); says != "" {
				return says
			}
		}
	}
	return ""
}
