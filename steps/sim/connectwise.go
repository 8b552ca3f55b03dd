package sim

import (
	"encoding/base64"
	"net/http"
	"strconv"
	"strings"

	"github.com/google/uuid"
)

// connectwiseSystem is one ConnectWise PSA for all customers, each of them a
// company of it.
// Source: developer.connectwise.com, Developer Guide
func connectwiseSystem() system {
	routes := psaRoutes()
	return system{
		identify: func(*call) {},
		changing: func(c *call) bool { return c.method != http.MethodGet },
		do:       func(c *call) answer { return doPSA(c, routes) },
		fail:     func(_ *call, status int) answer { return psaFailure(status) },
	}
}

// provider is the company id with which everybody signs in.
const provider = "usher"

// psaCodebase is the first part of the API's paths, unless it was changed.
const psaCodebase = "v2025_1/"

func (w *World) codebase() string {
	if w.settings.Codebase != "" {
		return w.settings.Codebase
	}
	return psaCodebase
}

func psaError(status int, code, says string, errors ...string) answer {
	body := object{"code": code, "message": says, "errors": nil}
	var all []any
	for _, one := range errors {
		all = append(all, object{"code": code, "message": one})
	}
	if all != nil {
		body["errors"] = all
	}
	return answer{status: status, body: body}
}

// psaFailure is what ConnectWise says of a status that a fault rule asks for.
func psaFailure(status int) answer {
	if status == http.StatusTooManyRequests {
		return answer{status: status, body: object{"error": "ConnectWiseAPI", "message": "Too many requests. Please try again in 30 seconds."}}
	}
	return psaError(status, "Failed", http.StatusText(status))
}

// psaNowhere is how an address is answered that there isn't at all: no JSON.
func psaNowhere() answer {
	return answer{status: http.StatusNotFound, body: []byte("<html><title>404 - File or directory not found.</title></html>")}
}

func psaMissing(what string) answer {
	return psaError(http.StatusNotFound, "NotFound", what+" not found")
}

// psaRoute is one path below apis/3.0. A * stands for one segment.
type psaRoute struct {
	method, path string
	handle       func(c *call, names []string) answer
}

func psaRoutes() []psaRoute {
	routes := []psaRoute{
		{"GET", "company/companies", listPSA(psaCompanyKind)},
		{"GET", "company/communicationTypes", listPSA(psaTypeKind)},
		{"GET", "service/boards/*/statuses", boardStatuses},
		{"GET", "company/contacts", listPSA(psaContactKind)},
		{"POST", "company/contacts", createPSAContact},
		{"GET", "company/contacts/*", getPSA(psaContactKind, "Contact")},
		{"PATCH", "company/contacts/*", patchPSAContact},
		{"POST", "service/tickets", createPSATicket},
	}
	for _, module := range []string{"service", "project"} {
		routes = append(routes,
			psaRoute{"GET", module + "/tickets", listPSA(psaTicketKind)},
			psaRoute{"GET", module + "/tickets/*", onTicket(module, showPSATicket)},
			psaRoute{"PATCH", module + "/tickets/*", onTicket(module, patchPSATicket)},
			psaRoute{"GET", module + "/tickets/*/notes", onTicket(module, listNotes)},
			psaRoute{"GET", module + "/tickets/*/allNotes", onTicket(module, listNotes)},
			psaRoute{"POST", module + "/tickets/*/notes", onTicket(module, addPSANote)},
		)
	}
	return routes
}

func doPSA(c *call, routes []psaRoute) answer {
	switch path := strings.Join(c.segments, "/"); {
	case strings.HasPrefix(path, "login/companyinfo/"):
		return c.companyInfo(c.segments[len(c.segments)-1])
	case path == "callback/key":
		return okay(object{"signing_key": psaSigningKey})
	case len(c.segments) < 4, c.segments[0]+"/" != c.world.codebase(), c.segments[1] != "apis", c.segments[2] != "3.0":
		return psaNowhere()
	}
	if refused := c.psaMember(); refused != nil {
		return *refused
	}
	found := false
	for _, one := range routes {
		names, fits := (route{path: one.path}).match(c.segments[3:])
		found = found || fits
		if fits && one.method == c.method {
			return one.handle(c, names)
		}
	}
	if found {
		return psaError(http.StatusMethodNotAllowed, "MethodNotAllowed", "The method isn't allowed here.")
	}
	return psaNowhere()
}

func (c *call) companyInfo(company string) answer {
	if !same(company, provider) {
		return answer{status: http.StatusOK, body: []byte("null")}
	}
	return okay(object{
		"CompanyName": "Usher's provider", "Codebase": c.world.codebase(), "VersionCode": "v2025.1",
		"VersionNumber": "v4.6.100", "CompanyID": provider, "IsCloud": true,
	})
}

// psaMember refuses whoever isn't an API member, or doesn't say which program
// it is.
func (c *call) psaMember() *answer {
	refused := func(status int, code, says string) *answer {
		a := psaError(status, code, says)
		return &a
	}
	encoded, basic := strings.CutPrefix(c.header.Get("Authorization"), "Basic ")
	raw, err := base64.StdEncoding.DecodeString(encoded)
	company, keys, split := strings.Cut(string(raw), "+")
	public, private, both := strings.Cut(keys, ":")
	switch {
	case !basic || err != nil || !split || !both || public == "" || private == "":
		return refused(http.StatusUnauthorized, "Unauthorized", "Username or password is incorrect")
	case !same(company, provider):
		a := psaNowhere() // the cloud's way of saying that the credentials are wrong
		return &a
	case !c.world.fitsKey("connectwise", keys):
		return refused(http.StatusUnauthorized, "Unauthorized", "Username or password is incorrect")
	case uuid.Validate(c.header.Get("clientId")) != nil:
		return refused(http.StatusUnauthorized, "Unauthorized", "Invalid clientId")
	}
	return nil
}

// createNumbered stores a record under the next number.
func (c *call) createNumbered(sort kind, first int, record object) object {
	number := first + len(c.world.store.ids("", sort))
	record["id"] = number
	now := c.world.clock().Format("2006-01-02T15:04:05Z")
	info := clone(inner(record, "_info"))
	if info == nil {
		info = object{}
	}
	info["lastUpdated"], info["dateEntered"] = now, now
	record["_info"] = info
	k := key{"", sort, strconv.Itoa(number)}
	c.draft.put(k, record)
	return c.world.store.get(k)
}

func (w *World) upgradePSA(r *http.Request) (any, error) {
	var asked struct{ Codebase string }
	if err := read(r, &asked); err != nil {
		return nil, err
	}
	if !strings.HasSuffix(asked.Codebase, "/") || strings.Count(asked.Codebase, "/") != 1 {
		return nil, wrongf("a codebase is one segment and a slash, such as v2026_1/")
	}
	w.settings.Codebase = asked.Codebase
	w.keep()
	return nil, nil
}
