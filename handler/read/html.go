package read

import (
	"regexp"
	"strings"

	"golang.org/x/net/html"
)

var markup = regexp.MustCompile(`(?i)<(?:html|body|p|div|br|table|tr|td|span|ul|ol|li|b|font|blockquote)\b[^<>]*>`)

// fromHTML turns a body that is HTML into lines of text: a table row is one
// line with tabs, a list item begins with a dash, a quotation with >. What a
// reader of the mail wouldn't see, or sees struck out, is left out.
func fromHTML(body string) string {
	if !markup.MatchString(body) {
		return body
	}
	p := page{tokens: html.NewTokenizer(strings.NewReader(body[:min(len(body), maxHTML)]))}
	for p.next() {
	}
	return p.text.String()
}

// page is a body on its way to plain text.
type page struct {
	tokens  *html.Tokenizer
	text    strings.Builder
	hidden  string // the element that hides what is inside it; empty if none
	depth   int    // of elements of that name, from the hiding one on
	quotes  int
	inCells int
}

// next takes one token and tells whether there may be more.
func (p *page) next() bool {
	switch kind := p.tokens.Next(); kind {
	case html.ErrorToken:
		return false
	case html.TextToken:
		p.words(string(p.tokens.Text()))
	case html.StartTagToken, html.SelfClosingTagToken:
		token := p.tokens.Token()
		p.open(token, kind == html.SelfClosingTagToken)
	case html.EndTagToken:
		p.shut(p.tokens.Token().Data)
	}
	return true
}

func (p *page) words(text string) {
	if p.hidden == "" {
		p.text.WriteString(strings.Map(noBreak, text))
	}
}

// noBreak turns line breaks of the source, which mean nothing, into spaces.
func noBreak(r rune) rune {
	if r == '\n' || r == '\r' || r == '\t' {
		return ' '
	}
	return r
}

func (p *page) open(token html.Token, closed bool) {
	name := token.Data
	if p.hidden != "" {
		if name == p.hidden && !closed {
			p.depth++
		}
		return
	}
	if !closed && !isVoid(name) && isHidden(token) {
		p.hidden, p.depth = name, 1
		return
	}
	switch name {
	case "br", "p", "div", "tr", "h1", "h2", "h3", "h4", "table", "ul", "ol":
		if p.inCells == 0 || name == "tr" {
			p.newLine()
		}
	case "li":
		p.newLine()
		p.text.WriteString("- ")
	case "td", "th":
		p.inCells++
	case "blockquote":
		p.quotes++
		p.newLine()
	}
}

func (p *page) shut(name string) {
	if p.hidden != "" {
		if name == p.hidden {
			p.depth--
		}
		if p.depth == 0 {
			p.hidden = ""
		}
		return
	}
	switch name {
	case "p", "div", "tr", "table", "ul", "ol", "h1", "h2", "h3", "h4":
		if name == "tr" {
			p.inCells = 0
		} else if p.inCells == 0 {
			p.newLine()
		}
	case "td", "th":
		p.inCells = max(p.inCells-1, 0)
		p.text.WriteByte('\t')
	case "blockquote":
		p.quotes = max(p.quotes-1, 0)
		p.newLine()
	}
}

func (p *page) newLine() {
	p.text.WriteString("\n" + strings.Repeat("> ", min(p.quotes, 3)))
}

func isVoid(name string) bool {
	switch name {
	case "br", "img", "hr", "input", "meta", "link", "wbr", "col", "area", "base", "embed", "source", "track":
		return true
	}
	return false
}

var hiding = regexp.MustCompile(`(?i)display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all|font-size\s*:\s*[01](?:px|pt)?\s*(?:;|$)` +
	`|opacity\s*:\s*0\s*(?:;|$)|(?:^|;)\s*color\s*:\s*(?:white|#fff\b|#ffffff)|line-through`)

// isHidden tells whether an element shows nothing, or strikes out what it shows.
func isHidden(token html.Token) bool {
	switch token.Data {
	case "script", "style", "head", "title", "template", "noscript", "s", "strike", "del":
		return true
	}
	for _, attr := range token.Attr {
		if attr.Key == "hidden" || attr.Key == "style" && hiding.MatchString(attr.Val) ||
			attr.Key == "color" && (strings.EqualFold(attr.Val, "white") || strings.EqualFold(attr.Val, "#ffffff")) {
			return true
		}
	}
	return false
}
