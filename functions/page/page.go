// Package page is the look that the doors' pages share: one layout, one style
// sheet, the headers that keep a page to itself, and the care with which text
// from outside is shown. Pages work without scripts, on a phone and on a
// desktop, in light and in dark.
package page

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"io/fs"
	"net/http"
	"strings"
)

//go:embed layout.html page.css
var look embed.FS

// Pages are one door's pages.
type Pages struct {
	byName map[string]*template.Template
	style  template.CSS
	policy string // Content-Security-Policy
}

// Sheet is what the layout shows: the data of one page under its title.
type Sheet struct {
	Title   string
	Refresh int // seconds; 0 means that the page stays as it is
	Data    any
	Style   template.CSS
}

// New compiles a door's pages. Each .html file in files that defines "main"
// is a page of its name; files that begin with _ define parts that all of
// them may use. It panics where a page doesn't compile: pages are part of the
// program.
func New(files fs.FS) *Pages {
	css, err := fs.ReadFile(look, "page.css")
	if err != nil {
		panic(fmt.Sprintf("page: %v", err))
	}
	base := template.New("layout.html").Funcs(template.FuncMap{"text": Text, "words": words})
	template.Must(base.ParseFS(look, "layout.html"))
	names, err := fs.Glob(files, "*.html")
	if err != nil {
		panic(fmt.Sprintf("page: %v", err))
	}
	for _, name := range names {
		if strings.HasPrefix(name, "_") {
			template.Must(base.ParseFS(files, name))
		}
	}
	pages := &Pages{byName: map[string]*template.Template{}, style: template.CSS(css), policy: policy(css)}
	for _, name := range names {
		if !strings.HasPrefix(name, "_") {
			one := template.Must(template.Must(base.Clone()).ParseFS(files, name))
			pages.byName[strings.TrimSuffix(name, ".html")] = one
		}
	}
	return pages
}

// words shows a ticket's own words, at a length that a browser can bear.
func words(text string) template.HTML { return Block(text, 20_000) }

// policy allows our one style sheet and a form that posts to us, and nothing
// else: no script, no picture, no frame around the page.
func policy(css []byte) string {
	sum := sha256.Sum256(css)
	return "default-src 'none'; style-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'; " +
		"form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
}

// Write answers with a page. Nothing has been sent where it returns an error;
// a caller who goes away while it is sent reads no page, and is none.
func (p *Pages) Write(w http.ResponseWriter, status int, name string, sheet Sheet) error {
	page, ok := p.byName[name]
	if !ok {
		return fmt.Errorf("no page %q", name)
	}
	sheet.Style = p.style
	var body bytes.Buffer
	if err := page.Execute(&body, sheet); err != nil {
		return fmt.Errorf("fill page %s: %w", name, err)
	}
	p.headers(w.Header())
	w.WriteHeader(status)
	_, _ = body.WriteTo(w)
	return nil
}

// headers keep the page out of caches, search engines and frames, and its
// address out of other sites' logs. Under a stricter referrer policy a
// browser would post "Origin: null".
func (p *Pages) headers(h http.Header) {
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Cache-Control", "no-store")
	h.Set("Content-Security-Policy", p.policy)
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Referrer-Policy", "same-origin")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("X-Frame-Options", "DENY")
	h.Set("X-Robots-Tag", "noindex, nofollow")
}
