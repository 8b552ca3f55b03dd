package gate

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"slices"

	"usher/handler/flow"
)

// Caller is who signed in in front of the door.
type Caller struct {
	flow.Principal
	Name  string
	Roles []string
}

// Has tells whether the caller holds one of these app roles.
func (c *Caller) Has(roles ...string) bool {
	return slices.ContainsFunc(c.Roles, func(role string) bool { return slices.Contains(roles, role) })
}

// The claims that App Service passes on, by their short and their mapped name.
// Source: learn.microsoft.com/azure/app-service/configure-authentication-user-identities
const (
	objectClaim  = "http://schemas.microsoft.com/identity/claims/objectidentifier"
	tenantClaim  = "http://schemas.microsoft.com/identity/claims/tenantid"
	mappedRole   = "http://schemas.microsoft.com/ws/2008/06/identity/claims/role"
	principalTop = 64 << 10 // bytes; the platform's own limit on headers is lower
)

// PrincipalHeader is where the platform's sign-in says who it was.
const PrincipalHeader = "X-MS-CLIENT-PRINCIPAL"

// SignedIn reads who signed in from PrincipalHeader. Call it only where
// the platform's sign-in stands in front of the door and removes such headers
// from outside. Without the header it returns nil; a header that names no
// tenant and object id is a Refusal with status 403.
func SignedIn(r *http.Request) (*Caller, error) {
	header := r.Header.Get(PrincipalHeader)
	if header == "" {
		return nil, nil
	}
	caller, ok := parsePrincipal(header)
	if !ok || caller.TenantID == "" || caller.ObjectID == "" {
		return nil, &Refusal{
			Status: http.StatusForbidden,
			Code:   "sign-in",
			Says:   "Your sign-in doesn't say which account of which tenant you are.",
			Hint:   "Sign out, and sign in with your work account.",
		}
	}
	return caller, nil
}

func parsePrincipal(header string) (*Caller, bool) {
	if len(header) > principalTop {
		return nil, false
	}
	data, err := base64.StdEncoding.DecodeString(header)
	if err != nil {
		return nil, false
	}
	var principal struct {
		NameType string `json:"name_typ"`
		RoleType string `json:"role_typ"`
		Claims   []struct {
			Type  string `json:"typ"`
			Value string `json:"val"`
		} `json:"claims"`
	}
	if err := json.Unmarshal(data, &principal); err != nil {
		return nil, false
	}
	caller := &Caller{}
	for _, claim := range principal.Claims {
		switch claim.Type {
		case "": // would match where the header names no types
		case "oid", objectClaim:
			caller.ObjectID = claim.Value
		case "tid", tenantClaim:
			caller.TenantID = claim.Value
		case "roles", mappedRole, principal.RoleType:
			caller.Roles = append(caller.Roles, claim.Value)
		case principal.NameType:
			caller.Name = claim.Value
		}
	}
	return caller, true
}
