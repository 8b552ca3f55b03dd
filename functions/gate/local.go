package gate

import (
	"net"
	"net/http"
	"strings"

	"usher/functions/host"
)

// LocalOnly lets only requests in that name this machine as their Host, with
// any port; others get 403. It keeps a page of another site, whose name was
// made to point at 127.0.0.1, away from doors that ask for no sign-in.
func LocalOnly(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !local(r.Host) {
			host.Problem(w, http.StatusForbidden, "host",
				"This address isn't one of this machine.",
				"Use http://127.0.0.1 or http://localhost.")
			return
		}
		next.ServeHTTP(w, r)
	})
}

func local(name string) bool {
	if without, _, err := net.SplitHostPort(name); err == nil {
		name = without
	}
	switch strings.ToLower(strings.Trim(name, "[]")) {
	case "127.0.0.1", "localhost", "::1":
		return true
	}
	return false
}
