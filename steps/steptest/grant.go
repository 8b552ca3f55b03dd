package steptest

import (
	"net/http"

	"usher/steps/step"
)

// grant is what a tenant can take away alone: a permission, or a role of the
// app.
type grant struct {
	permission string
	role       string
}

func (g grant) String() string { return g.permission + g.role }

// grants takes scopes apart.
func grants(scopes []step.Scope) []grant {
	var list []grant
	for _, scope := range scopes {
		list = append(list, grant{permission: scope.Permission})
		if scope.Role != "" {
			list = append(list, grant{role: scope.Role})
		}
	}
	return list
}

// without returns all grants but one.
func without(all []grant, lack grant) []grant {
	var rest []grant
	for _, g := range all {
		if g != lack {
			rest = append(rest, g)
		}
	}
	return rest
}

// consent makes the tenant grant exactly these.
func (p *place) consent(held []grant) {
	p.t.Helper()
	permissions, roles := []string{}, []string{}
	for _, g := range held {
		if g.role != "" {
			roles = append(roles, g.role)
			continue
		}
		permissions = append(permissions, g.permission)
	}
	p.door(http.MethodPost, "/consents", map[string]any{
		"tenant": p.customer.Key, "scopes": permissions, "roles": roles,
	}, nil)
}
