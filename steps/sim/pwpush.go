package sim

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"slices"
	"strings"
)

// pwpushSystem is Password Pusher with both its APIs. Links are stored, but
// payloads and passphrases live in memory only.
// Source: github.com/pglombardo/PasswordPusher, app/controllers/api and config/routes/pwp_api.rb
func pwpushSystem() system {
	return system{
		identify: func(*call) {},
		changing: func(c *call) bool { return c.method != http.MethodGet && c.method != http.MethodHead },
		do:       doPusher,
		fail: func(_ *call, status int) answer {
			return answer{status: status, body: object{"error": http.StatusText(status)}}
		},
	}
}

// pusherLost is how a link that isn't there is answered: JSON in a JSON text.
func pusherLost() answer {
	return answer{status: http.StatusNotFound, body: `{"error":"not-found"}`}
}

func doPusher(c *call) answer {
	path := strings.TrimSuffix(strings.Join(c.segments, "/"), ".json")
	old := c.world.settings.OldPush
	if strings.HasPrefix(path, "api/v2/") && old {
		return pusherLost()
	}
	owner, known := c.pusherOwner()
	switch {
	case path == "api/v2/version", path == "api/v1/version":
		return okay(object{"application_version": "2.0.0", "api_version": strings.TrimPrefix(strings.Split(path, "/")[1], "v"), "edition": "oss"})
	case !known:
		return answer{status: http.StatusUnauthorized}
	case path == "p" && c.method == http.MethodPost:
		return c.push("password", owner)
	case path == "api/v2/pushes" && c.method == http.MethodPost:
		return c.push("push", owner)
	}
	for _, prefix := range []string{"p/", "api/v2/pushes/"} {
		if rest, below := strings.CutPrefix(path, prefix); below {
			return c.atPush(rest, owner, prefix == "p/" && !strings.HasSuffix(c.path, ".json"))
		}
	}
	return pusherLost()
}

// pusherOwner tells whose token came along, "" for nobody's. A token that is
// wrong isn't known, even where none is needed.
func (c *call) pusherOwner() (owner string, known bool) {
	given := c.header.Get("Authorization")
	if given == "" {
		return "", true
	}
	token, bearing := strings.CutPrefix(given, "Bearer ")
	return "owner", bearing && token != "" && c.world.fitsKey("pwpush", token)
}

// fitsKey tells whether a system takes this key; without one set, it takes any.
func (w *World) fitsKey(system, given string) bool {
	held, set := w.settings.Keys[system]
	return !set || held == hashKey(given)
}

// takeKey sets the one key that a system takes from now on; "" leaves it.
func (w *World) takeKey(system, given string) {
	if given == "" {
		return
	}
	keys := map[string]string{system: hashKey(given)} // a new map: the journal may still hold the old settings
	for name, held := range w.settings.Keys {
		if name != system {
			keys[name] = held
		}
	}
	w.settings.Keys = keys
}

func hashKey(given string) string {
	sum := sha256.Sum256([]byte("key of the simulated world: " + given))
	return hex.EncodeToString(sum[:])
}

// push makes a link. What is out of range is replaced by the default, not
// refused.
func (c *call) push(wrapper, owner string) answer {
	asked := inner(c.json(), wrapper)
	if asked == nil {
		return answer{status: http.StatusBadRequest, body: object{"error": "param is missing or the value is empty: " + wrapper}}
	}
	if text(asked, "payload") == "" {
		return answer{status: http.StatusUnprocessableEntity, body: object{"payload": []any{"Payload is required."}}}
	}
	token := strings.ToLower(rand.Text())
	link := object{
		"id": token, "days": within(asked, "expire_after_days", 90, 7), "limit": within(asked, "expire_after_views", 100, 5),
		"retrieval": unless(asked, "retrieval_step"), "deletable": unless(asked, "deletable_by_viewer"),
		"owner": owner, "views": 0, "at": exact(c.world.clock()), "ended": false,
	}
	c.draft.put(key{"", linkKind, token}, link)
	c.world.letters[token] = text(asked, "payload")
	c.world.letters[token+" passphrase"] = text(asked, "passphrase")
	return answer{status: http.StatusCreated, body: c.showPush(c.world.store.get(key{"", linkKind, token}))}
}

// within reads a number from 1 to most, and the default for any other.
func within(asked object, name string, most, otherwise int64) int64 {
	if n := number(asked, name); n >= 1 && n <= most {
		return n
	}
	return otherwise
}

// unless reads a switch that is on where nothing is said.
func unless(asked object, name string) bool {
	switch value := asked[name].(type) {
	case bool:
		return value
	case string:
		return slices.Contains([]string{"on", "yes", "checked", "true", "1"}, value)
	}
	return true
}

// showPush is a link as the API shows it, the passphrase in clear among it.
func (c *call) showPush(link object) object {
	token := text(link, "id")
	address := c.base + "/pwpush/p/" + token
	if flag(link, "retrieval") {
		address += "/r"
	}
	over := c.world.over(link)
	return object{
		"url_token": token, "html_url": address, "json_url": address + ".json",
		"expire_after_days": number(link, "days"), "expire_after_views": number(link, "limit"),
		"views_remaining": max(0, number(link, "limit")-number(link, "views")), "days_remaining": number(link, "days"),
		"retrieval_step": flag(link, "retrieval"), "deletable_by_viewer": flag(link, "deletable"),
		"passphrase": c.world.letters[token+" passphrase"], "expired": over, "deleted": flag(link, "ended"),
		"created_at": link["at"], "updated_at": link["at"], "expired_on": nil,
	}
}

func (w *World) setPusher(r *http.Request) (any, error) {
	var asked struct{ Old bool }
	if err := read(r, &asked); err != nil {
		return nil, err
	}
	w.settings.OldPush = asked.Old
	w.keep()
	return nil, nil
}

// linkState lists the one-time links, with how often each was looked at.
func (w *World) linkState() []any {
	all := []any{}
	for _, one := range w.everywhere(linkKind) {
		link, _ := one.(object)
		all = append(all, object{
			"id": link["id"], "views": link["views"], "days": link["days"], "limit": link["limit"],
			"retrieval": flag(link, "retrieval"), "ended": w.over(link),
		})
	}
	return all
}
