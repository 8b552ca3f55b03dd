package host

import (
	"encoding/json"
	"net/http"
)

// Problem answers a request with status and
// {"error":{"code","message","hint"}}: a word for programs, a sentence for
// people, and what to do about it, if anything.
func Problem(w http.ResponseWriter, status int, code, message, hint string) {
	var answer problem
	answer.Error.Code, answer.Error.Message, answer.Error.Hint = code, message, hint
	writeJSON(w, status, answer)
}

type problem struct {
	Error struct {
		Code    string `json:"code"`
		Message string `json:"message"`
		Hint    string `json:"hint,omitempty"`
	} `json:"error"`
}

// writeJSON can't fail in a way that anybody could still be told of: the
// values are ours, and a caller who has gone reads no answer.
func writeJSON(w http.ResponseWriter, status int, value any) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(value)
}
