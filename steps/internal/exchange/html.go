package exchange

import (
	"html"
	"slices"
	"strings"

	tokens "golang.org/x/net/html"
)

// Exchange keeps replies as HTML and writes them back in its own way, with a
// head, line ends and elements that nobody sent. asHTML and asText are chosen
// so that a text survives the way there and back, but for line ends around it
// and for \r.

// Spaces and tabs that HTML would swallow travel as characters that it keeps.
const (
	space = "\u2002"
	tab   = "\u2003"
)

// asHTML escapes a plain text; its lines become lines. Nothing stays nothing.
func asHTML(text string) string {
	text = strings.Trim(strings.ReplaceAll(text, "\r\n", "\n"), "\n")
	if text == "" {
		return ""
	}
	lines := strings.Split(html.EscapeString(strings.ReplaceAll(text, "\t", tab)), "\n")
	for i, line := range lines {
		line = strings.ReplaceAll(line, "  ", " "+space)
		if strings.HasPrefix(line, " ") {
			line = space + line[1:]
		}
		if strings.HasSuffix(line, " ") {
			line = line[:len(line)-1] + space
		}
		lines[i] = line
	}
	return "<html><body><div>" + strings.Join(lines, "<br>") + "</div></body></html>"
}

// asText is what a reader sees of an HTML text: its words, with a line end at
// each break and around each block. Text without any element passes as it is.
func asText(source string) string {
	if !strings.Contains(source, "<") {
		return strings.Trim(strings.ReplaceAll(html.UnescapeString(source), "\r\n", "\n"), "\n")
	}
	var out sheet
	reader, hidden := tokens.NewTokenizer(strings.NewReader(source)), 0
	for kind := reader.Next(); kind != tokens.ErrorToken; kind = reader.Next() {
		token := reader.Token()
		switch {
		case kind == tokens.TextToken && hidden == 0:
			out.write(token.Data)
		case unseen(token.Data) && kind == tokens.StartTagToken:
			hidden++
		case unseen(token.Data) && kind == tokens.EndTagToken:
			hidden = max(0, hidden-1)
		case token.Data == "br":
			out.lines = append(out.lines, "")
		case block(token.Data):
			out.newBlock()
		}
	}
	return out.text()
}

func unseen(tag string) bool {
	return slices.Contains([]string{"head", "style", "script", "title"}, tag)
}

func block(tag string) bool {
	return slices.Contains([]string{"p", "div", "li", "ul", "ol", "tr", "table", "h1", "h2", "h3", "h4", "blockquote"}, tag)
}

// sheet collects lines as a browser lays them out.
type sheet struct{ lines []string }

// write adds words, with white space folded.
func (s *sheet) write(text string) {
	if len(s.lines) == 0 {
		s.lines = []string{""}
	}
	last := &s.lines[len(s.lines)-1]
	for _, r := range text {
		switch {
		case !strings.ContainsRune(" \t\r\n", r):
			*last += string(r)
		case *last != "" && !strings.HasSuffix(*last, " "):
			*last += " "
		}
	}
}

// newBlock begins a line unless one has just begun.
func (s *sheet) newBlock() {
	if len(s.lines) > 0 && s.lines[len(s.lines)-1] != "" {
		s.lines = append(s.lines, "")
	}
}

func (s *sheet) text() string {
	for i := range s.lines {
		s.lines[i] = strings.TrimRight(s.lines[i], " ")
	}
	text := strings.Trim(strings.Join(s.lines, "\n"), "\n")
	return strings.NewReplacer(space, " ", tab, "\t").Replace(text)
}
