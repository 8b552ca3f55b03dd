package teams

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"

	"usher/steps/step"
)

// biggest is the most bytes that a message may have. Teams drops larger ones
// at about 28 KB without a word.
const biggest = 25_000

// The parts of an Adaptive Card 1.4 that are used. A text is always a TextRun,
// which shows what it holds; a TextBlock would read it as Markdown, and a
// ticket could put a link of its own into the card.
// Source: adaptivecards.io/explorer/RichTextBlock.html
type (
	envelope struct {
		Type        string       `json:"type"`
		Attachments []attachment `json:"attachments"`
	}
	attachment struct {
		ContentType string  `json:"contentType"`
		ContentURL  *string `json:"contentUrl"`
		Content     content `json:"content"`
	}
	content struct {
		Schema  string          `json:"$schema"`
		Type    string          `json:"type"`
		Version string          `json:"version"`
		Body    []richTextBlock `json:"body"`
		Actions []openURL       `json:"actions,omitempty"`
	}
	richTextBlock struct {
		Type    string    `json:"type"`
		Spacing string    `json:"spacing,omitempty"`
		Inlines []textRun `json:"inlines"`
	}
	textRun struct {
		Type   string `json:"type"`
		Text   string `json:"text"`
		Size   string `json:"size,omitempty"`
		Weight string `json:"weight,omitempty"`
	}
	openURL struct {
		Type  string `json:"type"`
		Title string `json:"title"`
		URL   string `json:"url"`
	}
)

// message writes a card, with its texts shortened until it is small enough.
// Links are never shortened.
func message(card step.Card) ([]byte, error) {
	texts := append([]string{card.Title}, card.Texts...)
	for {
		body, err := write(texts, card.Links)
		if err != nil || len(body) <= biggest {
			return body, err
		}
		longest := 0
		for i := range texts {
			if len(texts[i]) > len(texts[longest]) {
				longest = i
			}
		}
		shorter := shorten(texts[longest])
		if len(shorter) >= len(texts[longest]) {
			return nil, errors.New("too many texts or links for one card")
		}
		texts[longest] = shorter
	}
}

// shorten drops the last quarter of a text.
func shorten(text string) string {
	runes := []rune(strings.TrimSuffix(text, "…"))
	return strings.TrimSpace(string(runes[:len(runes)*3/4])) + "…"
}

func write(texts []string, links []step.Link) ([]byte, error) {
	card := content{
		Schema: "http://adaptivecards.io/schemas/adaptive-card.json", Type: "AdaptiveCard", Version: "1.4",
		Body: []richTextBlock{block("", textRun{Text: visible(texts[0]), Size: "Medium", Weight: "Bolder"})},
	}
	for _, text := range texts[1:] {
		spacing := "Default"
		for line := range strings.SplitSeq(text, "\n") {
			if line = visible(line); line == "" {
				spacing = "Medium"
				continue
			}
			card.Body = append(card.Body, block(spacing, textRun{Text: line}))
			spacing = "None"
		}
	}
	for _, link := range links {
		card.Actions = append(card.Actions, openURL{Type: "Action.OpenUrl", Title: visible(link.Title), URL: link.URL.Reveal()})
	}
	return json.Marshal(envelope{Type: "message", Attachments: []attachment{{
		ContentType: "application/vnd.microsoft.card.adaptive", Content: card,
	}}})
}

func block(spacing string, run textRun) richTextBlock {
	run.Type = "TextRun"
	return richTextBlock{Type: "RichTextBlock", Spacing: spacing, Inlines: []textRun{run}}
}

// visible shows what would otherwise change how a line reads without being
// seen: control characters, and those that turn the direction of writing or
// have no width.
func visible(line string) string {
	return strings.Map(func(r rune) rune {
		unseen := []rune{0x061C, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0xFEFF}
		turns := r >= 0x202A && r <= 0x202E || r >= 0x2066 && r <= 0x2069
		switch {
		case r == '\t':
			return ' '
		case r < ' ' || r >= 0x7F && r < 0xA0 || turns || slices.Contains(unseen, r):
			return '\uFFFD'
		}
		return r
	}, strings.TrimRight(line, " \t\r"))
}
