package page

import (
	"fmt"
	"html/template"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Text makes a text from outside safe to show on one line: it is escaped, and
// every character that can't be seen, or that turns the direction of its
// neighbours, becomes a small box with its code, such as U+202E. A right-to-
// left name keeps to itself and doesn't reorder what stands beside it.
func Text(text string) template.HTML {
	return "<bdi>" + mark(text, false) + "</bdi>"
}

// Block is Text for several lines: line ends and tabs stay as they are. Of a
// text longer than most characters the rest is left out, and the text says so.
func Block(text string, most int) template.HTML {
	text = strings.ReplaceAll(text, "\r\n", "\n")
	more := utf8.RuneCountInString(text) - most
	if more <= 0 {
		return mark(text, true)
	}
	kept := string([]rune(text)[:most])
	return mark(kept, true) + template.HTML(fmt.Sprintf("… <em>(%d more characters)</em>", more))
}

// Plain is Text for places that take no markup, such as a page's title: codes
// stand in brackets.
func Plain(text string) string {
	var out strings.Builder
	var before rune
	for _, r := range text {
		if hidden(r, before) {
			fmt.Fprintf(&out, "[U+%04X]", r)
		} else {
			out.WriteRune(r)
		}
		before = r
	}
	return out.String()
}

func mark(text string, lines bool) template.HTML {
	var out strings.Builder
	var before rune
	for _, r := range text {
		switch {
		case lines && (r == '\n' || r == '\t'):
			out.WriteRune(r)
		case hidden(r, before):
			fmt.Fprintf(&out, `<span class="code">U+%04X</span>`, r)
		default:
			out.WriteString(template.HTMLEscapeString(string(r)))
		}
		before = r
	}
	return template.HTML(out.String())
}

// hidden tells whether a character leaves no mark of its own on a page.
// Source: the Default_Ignorable_Code_Point and Bidi_Control properties of
// Unicode, unicode.org/reports/tr44
func hidden(r, before rune) bool {
	if unicode.Is(unicode.Variation_Selector, r) {
		// A heart or a sun is commonly followed by one, which picks its colour.
		return r != 0xFE0F || !unicode.Is(unicode.So, before)
	}
	return unicode.In(r, unicode.Cc, unicode.Cf, unicode.Co, unicode.Zl, unicode.Zp,
		unicode.Other_Default_Ignorable_Code_Point) ||
		r == 0x2800 || r == 0x1D159 // blank patterns of Braille and music
}
