package gate

import (
	"net/http"
	"strings"
)

// The app roles by which Entra sign-in lets people in.
const (
	Reader   = "Usher.Reader"   // may look
	Operator = "Usher.Operator" // may look and act
)

// Access says how a door that has neither links nor signatures knows who may
// come in. Its zero value lets nobody in.
type Access struct {
	Open  bool // everybody: local mode
	Entra bool // sign-in stands in front of the door and sets the principal headers
	// Tenant is whose accounts may hold roles. In any other tenant it is that
	// tenant's administrators who give them out.
	Tenant string
}

// Caller lets in who holds one of these roles, and returns their name for the
// history. Others are a Refusal with status 401 or 403.
func (a Access) Caller(r *http.Request, roles ...string) (string, error) {
	if a.Open {
		return "local", nil
	}
	if !a.Entra {
		return "", nobody()
	}
	caller, err := SignedIn(r)
	if err != nil {
		return "", err
	}
	if caller == nil {
		return "", nobody()
	}
	if a.Tenant == "" || !strings.EqualFold(caller.TenantID, a.Tenant) {
		return "", &Refusal{
			Status: http.StatusForbidden,
			Code:   "tenant",
			Says:   "Your account belongs to another organisation.",
			Hint:   "Sign in with an account of the organisation that runs Usher.",
		}
	}
	if !caller.Has(roles...) {
		return "", &Refusal{
			Status: http.StatusForbidden,
			Code:   "role",
			Says:   "Your account lacks the role that this needs.",
			Hint:   "Ask for the app role " + roles[0] + ".",
		}
	}
	if caller.Name == "" {
		return caller.ObjectID, nil
	}
	return caller.Name + " (" + caller.ObjectID + ")", nil
}

func nobody() *Refusal {
	return &Refusal{
		Status: http.StatusUnauthorized,
		Code:   "sign-in",
		Says:   "Nobody is signed in.",
		Hint:   "Sign in with your work account.",
	}
}
