// Package gate holds what the doors ask of a request before they ring a verb
// of the flow: is it signed, who sent it and from which site, is it of the
// right shape and size. What isn't let in gets a Refusal, which each door says
// in its own manner, as JSON or as a page.
package gate

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"slices"
	"strings"

	"usher/functions/host"
)

// Refusal says that a request isn't let in, in the words of the doors'
// errors.
type Refusal struct {
	Status int    // HTTP status
	Code   string // stable, for programs
	Says   string // what is wrong, for people
	Hint   string // what to do
}

func (r *Refusal) Error() string { return r.Code + ": " + r.Says }

// Answer says an error as JSON: a Refusal in its own words, anything else as
// 500 in general ones, since the details are for the log. It tells whether
// the error was our own trouble, so that the door logs it.
func Answer(w http.ResponseWriter, err error) (ours bool) {
	var refusal *Refusal
	if errors.As(err, &refusal) {
		host.Problem(w, refusal.Status, refusal.Code, refusal.Says, refusal.Hint)
		return false
	}
	if errors.Is(err, context.DeadlineExceeded) {
		host.Problem(w, http.StatusServiceUnavailable, "timeout",
			"It took too long.", "Try again in a minute.")
		return true
	}
	host.Problem(w, http.StatusInternalServerError, "internal",
		"Something failed on our side.", "Try again in a minute; the log says what it was.")
	return true
}

// JSON answers with a value. Nothing has been sent where it returns an error;
// a caller who goes away while it is sent reads no answer, and is none.
func JSON(w http.ResponseWriter, status int, value any) error {
	body, err := json.Marshal(value)
	if err != nil {
		return fmt.Errorf("encode answer: %w", err)
	}
	h := w.Header()
	h.Set("Content-Type", "application/json")
	h.Set("Cache-Control", "no-store")
	h.Set("X-Content-Type-Options", "nosniff")
	w.WriteHeader(status)
	_, _ = w.Write(body)
	return nil
}

// NotFound answers a path behind which there is no door.
func NotFound(w http.ResponseWriter, _ *http.Request) {
	host.Problem(w, http.StatusNotFound, "not-found", "There is nothing at this address.", "Look at the path again.")
}

// Method refuses, with status 405, a method that a door doesn't know.
func Method(w http.ResponseWriter, r *http.Request, allowed ...string) error {
	if slices.Contains(allowed, r.Method) {
		return nil
	}
	list := strings.Join(allowed, ", ")
	w.Header().Set("Allow", list)
	return &Refusal{
		Status: http.StatusMethodNotAllowed,
		Code:   "method",
		Says:   "This door doesn't take " + r.Method + ".",
		Hint:   "Use " + list + ".",
	}
}

// Body reads a request's body once, up to limit bytes. A longer one is a
// Refusal with status 413.
func Body(w http.ResponseWriter, r *http.Request, limit int64) ([]byte, error) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, limit))
	var tooLong *http.MaxBytesError
	if errors.As(err, &tooLong) {
		return nil, &Refusal{
			Status: http.StatusRequestEntityTooLarge,
			Code:   "too-large",
			Says:   "The body is larger than this door takes.",
			Hint:   "Send less text; attachments stay in the desk.",
		}
	}
	if err != nil {
		return nil, &Refusal{
			Status: http.StatusBadRequest,
			Code:   "cut-off",
			Says:   "The body ended early.",
			Hint:   "Send it again.",
		}
	}
	return body, nil
}

// MediaType refuses a body of another media type with status 415.
func MediaType(r *http.Request, want string) error {
	got, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil || got != want {
		return &Refusal{
			Status: http.StatusUnsupportedMediaType,
			Code:   "content-type",
			Says:   "The body isn't of the type that this door takes.",
			Hint:   "Send Content-Type: " + want + ".",
		}
	}
	return nil
}
