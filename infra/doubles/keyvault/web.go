package keyvault

import (
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
)

// challenge sends a client to get a token; the tenant is none.
const challenge = `Bearer authorization="https://login.microsoftonline.com/00000000-0000-0000-0000-000000000001", resource="https://vault.azure.net"`

// goodName is what Key Vault allows: learn.microsoft.com/azure/key-vault/general/about-keys-secrets-certificates
var goodName = regexp.MustCompile(`^[0-9a-zA-Z-]{1,127}$`)

// problem is an answer that says no.
type problem struct {
	status         int
	code           string
	message, inner string
}

// answer is what an operation says: a body for 200, nothing for 204.
type answer struct {
	body    any
	problem *problem
}

func refuse(status int, code, inner, message string) answer {
	return answer{problem: &problem{status: status, code: code, inner: inner, message: message}}
}

func badParameter(message string) answer {
	return refuse(http.StatusBadRequest, "BadParameter", "", message)
}

// ServeHTTP answers as a vault.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	status := s.serve(w, r)
	s.calls = append(s.calls, Call{Method: r.Method, Path: r.URL.Path, Status: status})
}

func (s *Server) serve(w http.ResponseWriter, r *http.Request) int {
	if r.Header.Get("Authorization") == "" {
		w.Header().Set("WWW-Authenticate", challenge)
		return say(w, refuse(http.StatusUnauthorized, "Unauthorized", "", "the request has no bearer token"))
	}
	if r.URL.Query().Get("api-version") == "" {
		return say(w, badParameter("api-version is required"))
	}
	doors := http.NewServeMux()
	for pattern, do := range map[string]func(*http.Request) answer{
		"GET /secrets":                        s.listSecrets,
		"GET /secrets/{name}":                 s.get,
		"GET /secrets/{name}/{version...}":    s.get,
		"GET /secrets/{name}/versions":        s.listVersions,
		"PUT /secrets/{name}":                 s.set,
		"DELETE /secrets/{name}":              s.delete,
		"GET /deletedsecrets":                 s.listDeleted,
		"GET /deletedsecrets/{name}":          s.getDeleted,
		"DELETE /deletedsecrets/{name}":       s.purge,
		"POST /deletedsecrets/{name}/recover": s.recover,
		"/":                                   unknown,
	} {
		doors.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) {
			name := r.PathValue("name")
			if name != "" && !goodName.MatchString(name) {
				say(w, badParameter(fmt.Sprintf("the request's URI has an invalid name: %s", name)))
				return
			}
			say(w, do(r))
		})
	}
	seen := &statusWriter{ResponseWriter: w}
	doors.ServeHTTP(seen, r)
	return seen.status
}

func unknown(r *http.Request) answer {
	return badParameter(fmt.Sprintf("%s %s is nothing that this vault does", r.Method, r.URL.Path))
}

// say writes an answer and returns its status.
func say(w http.ResponseWriter, a answer) int {
	status, body := http.StatusOK, a.body
	switch {
	case a.problem != nil:
		status, body = a.problem.status, a.problem.json()
	case body == nil:
		w.WriteHeader(http.StatusNoContent)
		return http.StatusNoContent
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	// A client that has gone away is no concern of the vault's.
	_ = json.NewEncoder(w).Encode(body)
	return status
}

func (p problem) json() any {
	said := map[string]any{"code": p.code, "message": p.message}
	if p.inner != "" {
		said["innererror"] = map[string]any{"code": p.inner}
	}
	return map[string]any{"error": said}
}

// statusWriter remembers the status of an answer.
type statusWriter struct {
	http.ResponseWriter
	status int
}

// WriteHeader writes the status and keeps it.
func (w *statusWriter) WriteHeader(status int) {
	w.status = status
	w.ResponseWriter.WriteHeader(status)
}
