package sim

import (
	"html"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// over tells whether a link shows nothing any more. After a restart none does:
// what it hid was in memory only.
func (w *World) over(link object) bool {
	made, err := time.Parse(time.RFC3339, text(link, "at"))
	late := err != nil || !w.clock().Before(made.AddDate(0, 0, int(number(link, "days"))))
	_, kept := w.letters[text(link, "id")]
	return flag(link, "ended") || !kept || late || number(link, "views") >= number(link, "limit")
}

// atPush is everything that can be done with a link that is there.
func (c *call) atPush(rest, owner string, page bool) answer {
	token, what, _ := strings.Cut(strings.TrimSuffix(rest, ".json"), "/")
	k := key{"", linkKind, token}
	link := c.world.store.get(k)
	switch {
	case link == nil:
		return pusherLost()
	case c.method == http.MethodDelete && what == "":
		return c.endPush(k, link, owner)
	case c.method != http.MethodGet:
		return answer{status: http.StatusMethodNotAllowed}
	case what == "preview":
		return okay(object{"url": c.showPush(link)["html_url"]})
	case what == "r" && page:
		return htmlPage(`<p>Somebody left you a secret.</p><a href="` + html.EscapeString(c.base+"/pwpush/p/"+token) + `">Show it</a>`)
	case what == "":
		return c.viewPush(k, link, page)
	}
	return pusherLost()
}

// viewPush shows what a link hides. Every look is a view, a failed one too,
// and so is a look by whatever follows links on its own.
func (c *call) viewPush(k key, link object, page bool) answer {
	if c.world.over(link) {
		if page {
			return htmlPage("<p>This link has ended.</p>")
		}
		shown := c.showPush(link)
		shown["payload"], shown["passphrase"] = nil, nil
		return okay(shown)
	}
	c.draft.set(k, object{"views": number(link, "views") + 1})
	token := text(link, "id")
	query, err := url.ParseQuery(c.query)
	if wanted := c.world.letters[token+" passphrase"]; err != nil || wanted != query.Get("passphrase") {
		a := answer{status: http.StatusOK, body: object{"error": "That passphrase is incorrect."}}
		if page {
			a = htmlPage("<p>This link asks for a passphrase.</p>")
		}
		return a
	}
	if page {
		return htmlPage("<pre>" + html.EscapeString(c.world.letters[token]) + "</pre>")
	}
	shown := c.showPush(c.world.store.get(k))
	shown["payload"] = c.world.letters[token]
	return okay(shown)
}

// endPush ends a link for whoever owns it, or for anybody where it says so.
func (c *call) endPush(k key, link object, owner string) answer {
	mine := text(link, "owner") != "" && owner == text(link, "owner")
	switch {
	case !mine && !flag(link, "deletable"):
		return answer{status: http.StatusUnauthorized}
	case c.world.over(link):
		return pusherLost()
	}
	c.draft.set(k, object{"ended": true})
	delete(c.world.letters, text(link, "id"))
	return okay(c.showPush(c.world.store.get(k)))
}

func htmlPage(body string) answer {
	return answer{
		status: http.StatusOK, header: map[string]string{"Content-Type": "text/html; charset=utf-8"},
		body: []byte("<!doctype html><title>Password Pusher</title>" + body),
	}
}
