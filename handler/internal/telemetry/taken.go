package telemetry

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
)

// tracked is Application Insights' answer.
type tracked struct {
	Received int `json:"itemsReceived"`
	Accepted int `json:"itemsAccepted"`
	Errors   []struct {
		Index   int    `json:"index"`
		Status  int    `json:"statusCode"`
		Message string `json:"message"`
	} `json:"errors"`
}

// judge tells what came of a request: all taken, some of it, or nothing, for
// now or for good. What was taken in part isn't sent again: it would be there
// twice.
func judge(status int, text []byte, authorization string) error {
	var got tracked
	// An answer in another form says no more than its status.
	read := json.Unmarshal(text, &got) == nil
	err := fmt.Errorf("answered %d%s", status, got.says(authorization))
	switch status {
	case http.StatusOK:
		if !read || got.Accepted == got.Received {
			return nil
		}
		return err
	case http.StatusRequestTimeout, http.StatusTooManyRequests, http.StatusInternalServerError,
		http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return &passingError{err}
	}
	return err
}

// says is what the answer tells about items that weren't taken, in short.
func (t tracked) says(authorization string) string {
	if len(t.Errors) == 0 {
		return ""
	}
	first := t.Errors[0]
	message := first.Message
	if token := strings.TrimPrefix(authorization, "Bearer "); token != "" {
		message = strings.ReplaceAll(message, token, "[secret]")
	}
	return fmt.Sprintf(": %d of %d taken; item %d: %d %s", t.Accepted, t.Received, first.Index, first.Status, shortened(message))
}
