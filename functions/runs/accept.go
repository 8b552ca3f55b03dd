package runs

import (
	"mime"
	"net/http"
	"strconv"
	"strings"
)

// wantsPage tells whether the caller would rather have a page than JSON. Who
// doesn't name text/html, as programs don't, gets JSON.
func wantsPage(r *http.Request) bool {
	html, json := 0.0, 0.0
	for part := range strings.SplitSeq(strings.Join(r.Header.Values("Accept"), ","), ",") {
		media, params, err := mime.ParseMediaType(part)
		if err != nil {
			continue
		}
		switch media {
		case "text/html":
			html = max(html, quality(params["q"]))
		case "application/json":
			json = max(json, quality(params["q"]))
		}
	}
	return html > 0 && html >= json
}

func quality(text string) float64 {
	if text == "" {
		return 1
	}
	q, err := strconv.ParseFloat(text, 64)
	if err != nil || q < 0 || q > 1 {
		return 0
	}
	return q
}
