package page_test

import (
	"crypto/sha256"
	"encoding/base64"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/stretchr/testify/require"

	"usher/functions/page"
)

func TestTextShowsWhatCannotBeSeen(t *testing.T) {
	t.Parallel()
	box := func(code string) string { return `<span class="code">` + code + `</span>` }
	for text, want := range map[string]string{
		"Priya Nair":           "Priya Nair",
		"Zoë Müller-Łukasz":    "Zoë Müller-Łukasz",
		"פריה":                 "פריה",
		"名前":                   "名前",
		"a\u202eb":             "a" + box("U+202E") + "b",
		"\u2066a\u2069":        box("U+2066") + "a" + box("U+2069"),
		"a\u200bb\u200d\ufeff": "a" + box("U+200B") + "b" + box("U+200D") + box("U+FEFF"),
		"a\u00adb":             "a" + box("U+00AD") + "b",
		"a\x00\x1b[31m\r\n\t":  "a" + box("U+0000") + box("U+001B") + "[31m" + box("U+000D") + box("U+000A") + box("U+0009"),
		"a\u2028b":             "a" + box("U+2028") + "b",
		"\U000e0041":           box("U+E0041"),
		"\u3164\u2800\u115f":   box("U+3164") + box("U+2800") + box("U+115F"),
		"\ue000":               box("U+E000"),
		"❤\ufe0f":              "❤\ufe0f",
		"a\ufe0f":              "a" + box("U+FE0F"),
		"a\U000e0101":          "a" + box("U+E0101"),
		`<b a="1">&'`:          "&lt;b a=&#34;1&#34;&gt;&amp;&#39;",
		"a\xffb":               "a\ufffdb",
	} {
		require.Equal(t, "<bdi>"+want+"</bdi>", string(page.Text(text)), "%q", text)
	}
}

func TestBlockKeepsLines(t *testing.T) {
	t.Parallel()
	require.Equal(t, "a\n\tb &lt;c&gt;<span class=\"code\">U+000D</span>", string(page.Block("a\r\n\tb <c>\r", 100)))
	require.Equal(t, "äöü… <em>(2 more characters)</em>", string(page.Block("äöü<b", 3)))
}

func TestPlain(t *testing.T) {
	t.Parallel()
	require.Equal(t, "a[U+202E]b <c>", page.Plain("a\u202eb <c>"))
}

func TestWhen(t *testing.T) {
	t.Parallel()
	london, err := time.LoadLocation("Europe/London")
	require.NoError(t, err)
	now := time.Date(2025, 11, 24, 23, 30, 0, 0, time.UTC)

	require.Equal(t, "Monday, 24 November 2025, 23:30 GMT (Europe/London)", page.Moment(now, london))
	require.Equal(t, "Friday, 4 July 2025, 18:00 BST (Europe/London)", page.Moment(time.Date(2025, 7, 4, 17, 0, 0, 0, time.UTC), london))
	require.Equal(t, "Monday, 24 November 2025, 23:30 UTC", page.Moment(now, nil))
	require.Equal(t, "24 Nov 2025, 23:30:00 UTC", page.Stamp(now.In(london)))

	require.Equal(t, "now", page.Day(time.Time{}, now, london))
	require.Equal(t, "today", page.Day(now.Add(20*time.Minute), now, london))
	require.Equal(t, "tomorrow", page.Day(now.Add(40*time.Minute), now, london))
	require.Equal(t, "on Wednesday, 26 November 2025", page.Day(now.Add(30*time.Hour), now, london))
}

func TestAway(t *testing.T) {
	t.Parallel()
	now := time.Date(2025, 11, 24, 14, 0, 0, 0, time.UTC)
	for gap, want := range map[time.Duration]string{
		0:                 "now",
		20 * time.Second:  "now",
		time.Minute:       "in 1 minute",
		89 * time.Minute:  "in 89 minutes",
		-20 * time.Minute: "20 minutes ago",
		2 * time.Hour:     "in 2 hours",
		35 * time.Hour:    "in 35 hours",
		72 * time.Hour:    "in 3 days",
		-100 * time.Hour:  "4 days ago",
		720 * time.Hour:   "in 30 days",
	} {
		require.Equal(t, want, page.Away(now.Add(gap), now))
	}
}

func TestWriteKeepsThePageToItself(t *testing.T) {
	t.Parallel()
	pages := page.New(fstest.MapFS{
		"_part.html": {Data: []byte(`{{define "part"}}{{text .}}{{end}}`)},
		"one.html":   {Data: []byte(`{{define "main"}}<main>{{template "part" .}}</main>{{end}}`)},
	})
	answer := httptest.NewRecorder()
	require.NoError(t, pages.Write(answer, 409, "one", page.Sheet{Title: "<T>", Data: "a\u202e<b>"}))

	require.Equal(t, 409, answer.Code)
	body := answer.Body.String()
	require.Contains(t, body, `<title>&lt;T&gt;</title>`)
	require.Contains(t, body, `<main><bdi>a<span class="code">U+202E</span>&lt;b&gt;</bdi></main>`)
	header := answer.Header()
	require.Equal(t, "text/html; charset=utf-8", header.Get("Content-Type"))
	require.Equal(t, "no-store", header.Get("Cache-Control"))
	require.Equal(t, "same-origin", header.Get("Referrer-Policy"))
	require.Equal(t, "noindex, nofollow", header.Get("X-Robots-Tag"))
	require.Equal(t, "nosniff", header.Get("X-Content-Type-Options"))
	require.Equal(t, "DENY", header.Get("X-Frame-Options"))

	_, rest, _ := strings.Cut(body, "<style>")
	style, _, found := strings.Cut(rest, "</style>")
	require.True(t, found)
	sum := sha256.Sum256([]byte(style))
	require.Equal(t, "default-src 'none'; style-src 'sha256-"+base64.StdEncoding.EncodeToString(sum[:])+
		"'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'", header.Get("Content-Security-Policy"))
}

func TestWriteSendsNothingOfABrokenPage(t *testing.T) {
	t.Parallel()
	pages := page.New(fstest.MapFS{"one.html": {Data: []byte(`{{define "main"}}{{.Missing}}{{end}}`)}})
	answer := httptest.NewRecorder()
	require.Error(t, pages.Write(answer, 200, "one", page.Sheet{Data: struct{}{}}))
	require.Error(t, pages.Write(answer, 200, "two", page.Sheet{}))
	require.Empty(t, answer.Body.String())
}
