package sim

import (
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"
)

// route is one path of Graph below /v1.0. A * stands for one segment, which
// the handler gets; right names what the app must hold, in graph_rights.go.
type route struct {
	method, path, right string
	handle              func(c *call, names []string) answer
}

// graphRoutes are all that this Graph knows. Casts are written graph.group;
// microsoft.graph.group is the same.
func graphRoutes() []route {
	return slices.Concat(userRoutes(), accountRoutes(), licenceRoutes(), groupRoutes(), mailboxRoutes(), mailRoutes(), organizationRoutes())
}

func graphSystem() system {
	routes := graphRoutes()
	return system{
		identify: (*call).bear,
		changing: func(c *call) bool { return c.method != http.MethodGet && !c.envelope() },
		do:       func(c *call) answer { return stamp(c, doGraph(c, routes)) },
		fail:     func(c *call, status int) answer { return stamp(c, graphFailure(status)) },
		items:    graphItems,
	}
}

func doGraph(c *call, routes []route) answer {
	if why := c.refused(graphAudience); why != "" {
		return graphError(http.StatusUnauthorized, "InvalidAuthenticationToken", why)
	}
	if len(c.segments) < 2 || c.segments[0] != "v1.0" {
		return graphError(http.StatusBadRequest, "BadRequest", "Invalid version.")
	}
	if len(c.body) > 0 && !strings.HasPrefix(c.header.Get("Content-Type"), "application/json") {
		return graphError(http.StatusUnsupportedMediaType, "Request_BadRequest", "The content type of the body must be application/json.")
	}
	found := false
	for _, r := range routes {
		names, fits := r.match(c.segments[1:])
		if !fits {
			continue
		}
		found = true
		if r.method != c.method {
			continue
		}
		if !c.may(r.right) {
			return denied()
		}
		return r.handle(c, names)
	}
	if found {
		return graphError(http.StatusMethodNotAllowed, "Request_BadRequest", "Specified HTTP method is not allowed for the request target.")
	}
	return graphError(http.StatusBadRequest, "BadRequest", "Resource not found for the segment '"+c.segments[len(c.segments)-1]+"'.")
}

// match takes the starred segments out of a path that fits.
func (r route) match(segments []string) (names []string, fits bool) {
	pattern := strings.Split(r.path, "/")
	if len(pattern) != len(segments) {
		return nil, false
	}
	for i, want := range pattern {
		got := segments[i]
		if cast, ok := strings.CutPrefix(got, "microsoft."); ok && strings.HasPrefix(cast, "graph.") {
			got = cast
		}
		switch {
		case want == "*":
			names = append(names, got)
		case want != got:
			return nil, false
		}
	}
	return names, true
}

// graphError is an error in Graph's shape. Details are pairs of target and
// code.
func graphError(status int, code, message string, details ...[2]string) answer {
	fault := object{"code": code, "message": message}
	var all []any
	for _, detail := range details {
		all = append(all, object{"target": detail[0], "code": detail[1], "message": message})
	}
	if all != nil {
		fault["details"] = all
	}
	return answer{status: status, body: object{"error": fault}}
}

func badRequest(message string, details ...[2]string) answer {
	return graphError(http.StatusBadRequest, "Request_BadRequest", message, details...)
}

func notFound(what string) answer {
	return graphError(http.StatusNotFound, "Request_ResourceNotFound",
		"Resource '"+what+"' does not exist or one of its queried reference-property objects are not present.")
}

func denied() answer {
	return graphError(http.StatusForbidden, "Authorization_RequestDenied", "Insufficient privileges to complete the operation.")
}

// graphFailure is what Graph says of a status that a fault rule asks for.
func graphFailure(status int) answer {
	switch status {
	case http.StatusTooManyRequests:
		return graphError(status, "TooManyRequests", "Too many requests.")
	case http.StatusServiceUnavailable:
		return graphError(status, "serviceNotAvailable", "The service is temporarily unavailable.")
	case http.StatusGatewayTimeout:
		return graphError(status, "UnknownError", "The gateway timed out.")
	case http.StatusForbidden:
		return denied()
	case http.StatusNotFound:
		return notFound("?")
	}
	return graphError(status, "UnknownError", http.StatusText(status))
}

// stamp adds what every answer of Graph carries.
func stamp(c *call, a answer) answer {
	id, client := uuid.NewString(), c.header.Get("client-request-id")
	if client == "" {
		client = id
	}
	a.header = map[string]string{"request-id": id, "client-request-id": client}
	if a.body != nil {
		a.header["Content-Type"] = "application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8"
	}
	if body, ok := a.body.(object); ok {
		if fault := inner(body, "error"); fault != nil {
			fault["innerError"] = object{
				"date": c.world.clock().Format("2006-01-02T15:04:05"), "request-id": id, "client-request-id": client,
			}
		}
	}
	return a
}

func okay(body any) answer { return answer{status: http.StatusOK, body: body} }

func noContent() answer { return answer{status: http.StatusNoContent} }

// odata names what an answer holds.
func odata(c *call, what string) string {
	return c.base + "/graph/v1.0/$metadata#" + what
}

// exact is a time as Graph gives it where it keeps milliseconds.
func exact(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000Z") }
