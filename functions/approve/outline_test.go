package approve_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/net/html"
)

// outline is a page as a screen reader goes through it, one line for each
// heading, paragraph, entry and control. Goldens hold it instead of markup.
func outline(t *testing.T, page string) string {
	t.Helper()
	root, err := html.Parse(strings.NewReader(page))
	require.NoError(t, err)
	var out outliner
	out.walk(root)
	out.end()
	return out.text.String()
}

type outliner struct {
	text   strings.Builder
	line   strings.Builder
	mark   string // stands before the next line that says anything
	indent int
}

func (o *outliner) walk(n *html.Node) {
	if n.Type == html.TextNode {
		o.line.WriteString(n.Data)
		return
	}
	if n.Data == "style" {
		return
	}
	o.open(n)
	for child := n.FirstChild; child != nil; child = child.NextSibling {
		o.walk(child)
	}
	o.close(n)
}

func (o *outliner) open(n *html.Node) {
	switch n.Data {
	case "title", "h1", "h2", "h3", "p", "div", "form", "summary", "label", "header", "blockquote":
		o.end()
		o.mark += map[string]string{"title": "title: ", "h1": "# ", "h2": "## ", "h3": "### ", "summary": "▸ "}[n.Data]
	case "dd":
		o.line.WriteString(": ")
	case "br":
		o.line.WriteString(" / ")
	case "button":
		o.end()
		o.line.WriteString("[" + attribute(n, "value") + ": ")
	case "textarea", "input":
		o.end()
		o.line.WriteString("{" + attribute(n, "name") + " " + attribute(n, "value") + "}")
		o.end()
	case "li":
		o.end()
		o.mark = "- "
		if attribute(n, "class") == "hard" {
			o.mark = "- (red edge) "
		}
		o.indent++
	}
}

func (o *outliner) close(n *html.Node) {
	switch n.Data {
	case "button":
		o.line.WriteString("]")
		o.end()
	case "p", "h1", "h2", "h3", "div", "summary":
		o.end()
	case "li":
		o.end()
		o.indent--
	}
}

func (o *outliner) end() {
	line := strings.Join(strings.Fields(o.line.String()), " ")
	o.line.Reset()
	if line == "" {
		return
	}
	indent := o.indent
	if strings.HasPrefix(o.mark, "- ") {
		indent--
	}
	o.text.WriteString(strings.Repeat("  ", max(indent, 0)) + o.mark + line + "\n")
	o.mark = ""
}

func attribute(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}
