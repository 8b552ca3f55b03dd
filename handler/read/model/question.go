package model

import (
	_ "embed"
	"encoding/json"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/openai/openai-go/v3"
	"github.com/openai/openai-go/v3/shared"

	"usher/handler/read"
	"usher/handler/read/fields"
	"usher/steps/step"
)

// task is what the model is told before it sees anything of a ticket.
//
//go:embed task.txt
var task string

// Limits of the advice that goes along.
const (
	mostAdvice    = 20
	longestAdvice = 500
)

// question is one ticket as it is put to the model. The ticket goes as a
// value of JSON, so that nothing in it can look like a message of ours.
func (r *Reader) question(t step.Ticket, source read.Source, advice []string) openai.ChatCompletionNewParams {
	return openai.ChatCompletionNewParams{
		Model: r.options.Deployment,
		Messages: []openai.ChatCompletionMessageParamUnion{
			openai.SystemMessage(task + asAdvice(advice)),
			openai.UserMessage(asData(t, source)),
		},
		Temperature: openai.Float(0),
		MaxTokens:   openai.Int(mostTokens),
		ResponseFormat: openai.ChatCompletionNewParamsResponseFormatUnion{
			OfJSONSchema: &shared.ResponseFormatJSONSchemaParam{
				JSONSchema: shared.ResponseFormatJSONSchemaJSONSchemaParam{Name: "reading", Strict: openai.Bool(true), Schema: schema()},
			},
		},
	}
}

func asAdvice(advice []string) string {
	var lines []string
	for _, says := range advice[:min(len(advice), mostAdvice)] {
		says = strings.Map(visible, says)
		lines = append(lines, "- "+string([]rune(says)[:min(len([]rune(says)), longestAdvice)]))
	}
	if len(lines) == 0 {
		return ""
	}
	return "\nHow this customer writes. It helps you to understand, and adds nothing to what the ticket says:\n" + strings.Join(lines, "\n") + "\n"
}

func asData(t step.Ticket, source read.Source) string {
	data := map[string]string{
		"subject": source.Subject, "body": source.Body,
		"received": t.ReceivedAt.Format("Monday " + time.DateOnly), "requester": strings.Map(visible, t.Requester.Name),
	}
	text, err := json.Marshal(data)
	if err != nil {
		return "{}" // texts can always be written
	}
	return string(text)
}

// visible drops control characters and those that take no room.
func visible(r rune) rune {
	if unicode.IsControl(r) || unicode.Is(unicode.Cf, r) {
		return -1
	}
	return r
}

// schema is the form of an answer, in the subset that strict mode knows: each
// property is required, and null where the ticket says nothing.
// Source: learn.microsoft.com/azure/ai-services/openai/how-to/structured-outputs
func schema() map[string]any {
	person := map[string]any{"action": map[string]any{"type": []string{"string", "null"}, "enum": append(texts(actions()), nil), "description": "only where the people of one ticket differ"}}
	for _, f := range fields.All() {
		person[f.Name] = property(f)
	}
	return object(map[string]any{
		"action":  map[string]any{"type": "string", "enum": texts(actions()), "description": "what the ticket asks for"},
		"users":   map[string]any{"type": "array", "items": object(person), "description": "the people whom it is about"},
		"missing": map[string]any{"type": "array", "items": map[string]any{"type": "string", "enum": texts(missing())}, "description": "what the ticket ought to say and doesn't"},
	})
}

func property(f fields.Field) map[string]any {
	says := f.Says
	switch f.Kind {
	case fields.Day:
		says += ": YYYY-MM-DD, or YYYY-MM-DDTHH:MM where the ticket states a time of day"
	case fields.Sign:
		says += ": the words of the ticket that say so"
	case fields.Words, fields.Address:
	}
	if f.List {
		return map[string]any{"type": []string{"array", "null"}, "items": map[string]any{"type": "string"}, "description": says}
	}
	return map[string]any{"type": []string{"string", "null"}, "description": says}
}

func object(properties map[string]any) map[string]any {
	required := make([]string, 0, len(properties))
	for name := range properties {
		required = append(required, name)
	}
	slices.Sort(required)
	return map[string]any{"type": "object", "properties": properties, "required": required, "additionalProperties": false}
}
