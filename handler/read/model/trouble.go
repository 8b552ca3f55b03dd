package model

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"github.com/openai/openai-go/v3"
)

// Reason says why a model has read nothing. Its text is the end of a sentence
// for people.
type Reason string

// The reasons.
const (
	Refused      Reason = "it refused to"
	CutOff       Reason = "its answer was too long and cut off"
	Filtered     Reason = "the content filter stopped it"
	Empty        Reason = "it answered nothing"
	Unreadable   Reason = "its answer wasn't in the form that was asked for"
	NoDeployment Reason = "there is no such deployment; see USHER_MODEL_DEPLOYMENT"
	Denied       Reason = "it wasn't let in; see USHER_MODEL_KEY, or the identity's role"
	NoKey        Reason = "its key isn't in the vault; see USHER_MODEL_KEY"
	NotTaken     Reason = "the service didn't take the question; does the deployment know structured outputs?"
	Throttled    Reason = "the service had too many questions"
	TimedOut     Reason = "it took too long"
	Failing      Reason = "the service failed"
	Unreachable  Reason = "the service couldn't be reached"
)

// Trouble is the error of a model that has read nothing. It wraps nothing:
// the library's errors hold the request, with its key and the ticket in it.
type Trouble struct {
	Reason Reason
	Status int // of the HTTP answer; 0 where there was none
}

// Error says the reason, and never what was sent or answered.
func (t *Trouble) Error() string {
	if t.Status == 0 {
		return "the model has read nothing: " + string(t.Reason)
	}
	return fmt.Sprintf("the model has read nothing: %s (HTTP %d)", t.Reason, t.Status)
}

// Why is the reason, in words for people.
func (t *Trouble) Why() string { return string(t.Reason) }

// troubleOf names the trouble behind an error of the library; status is the
// newest that came, be the error of a later try.
func troubleOf(ctx context.Context, err error, status int) *Trouble {
	var answered *openai.Error
	if errors.As(err, &answered) {
		return &Trouble{Reason: reasonOf(answered), Status: answered.StatusCode}
	}
	switch {
	case status == http.StatusTooManyRequests:
		return &Trouble{Reason: Throttled, Status: status}
	case ctx.Err() != nil:
		return &Trouble{Reason: TimedOut, Status: status}
	case status == http.StatusOK:
		return &Trouble{Reason: Unreadable, Status: status}
	}
	return &Trouble{Reason: Unreachable, Status: status}
}

func reasonOf(e *openai.Error) Reason {
	switch {
	case e.StatusCode == http.StatusBadRequest && e.Code == "content_filter":
		return Filtered
	case e.StatusCode == http.StatusUnauthorized, e.StatusCode == http.StatusForbidden:
		return Denied
	case e.StatusCode == http.StatusNotFound:
		return NoDeployment
	case e.StatusCode == http.StatusRequestTimeout:
		return TimedOut
	case e.StatusCode == http.StatusTooManyRequests:
		return Throttled
	case e.StatusCode >= http.StatusInternalServerError:
		return Failing
	}
	return NotTaken
}
