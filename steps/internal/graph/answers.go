package graph

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"usher/steps/internal/wire"
	"usher/steps/step"
)

// answers stands between the SDK and the wire: it names each call, and turns
// answers of 400 and above into *failure before the SDK reads them, since the
// SDK understands JSON only and proxies answer in HTML.
type answers struct{ next http.RoundTripper }

// RoundTrip makes a call.
func (a *answers) RoundTrip(request *http.Request) (*http.Response, error) {
	request.Header.Set("client-request-id", uuid.NewString())
	// The SDK writes %24select; the documented form is $select.
	request.URL.RawQuery = strings.ReplaceAll(request.URL.RawQuery, "%24", "$")
	response, err := a.next.RoundTrip(request)
	if err != nil || response.StatusCode < http.StatusBadRequest {
		return response, err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		return nil, fmt.Errorf("read answer: %w", err)
	}
	return nil, readFailure(response, body)
}

// failure is Graph's refusal of a call.
type failure struct {
	Status    int
	Code      string   // error.code
	Details   []string // error.details[].code
	Message   string   // English prose, which changes
	RequestID string
}

func (f *failure) Error() string {
	return fmt.Sprintf("Microsoft Graph answered %d %s %v: %s (request-id %s)", f.Status, f.Code, f.Details, f.Message, f.RequestID)
}

// readFailure reads an error answer. Its message has been masked by wire.
// Source: learn.microsoft.com/graph/errors
func readFailure(response *http.Response, body []byte) *failure {
	var parsed struct {
		Error struct {
			Code    string `json:"code"`
			Message string `json:"message"`
			Details []struct {
				Code string `json:"code"`
			} `json:"details"`
		} `json:"error"`
	}
	refused := &failure{Status: response.StatusCode, RequestID: response.Header.Get("Request-Id")}
	if json.Unmarshal(body, &parsed) != nil {
		refused.Message = "no JSON in the answer"
		return refused
	}
	refused.Code, refused.Message = parsed.Error.Code, wire.Brief(parsed.Error.Message)
	for _, detail := range parsed.Error.Details {
		refused.Details = append(refused.Details, detail.Code)
	}
	return refused
}

// fail puts what went wrong into the words of the World: ErrNotFound, *Denied
// or the error as it is, each with what was being done. Nothing wrong is nil.
func fail(doing string, err error) error {
	if err == nil {
		return nil
	}
	err = wire.Bare(err)
	refused := (*failure)(nil)
	if !errors.As(err, &refused) {
		return fmt.Errorf("%s: %w", doing, err)
	}
	switch {
	case refused.Status == http.StatusNotFound, refused.Code == "Request_ResourceNotFound":
		return fmt.Errorf("%s: %w (%w)", doing, step.ErrNotFound, refused)
	case refused.Status == http.StatusUnauthorized, refused.Status == http.StatusForbidden:
		return &step.Denied{Resource: step.Graph, Err: fmt.Errorf("%s: %w", doing, refused)}
	case refused.Code == "Directory_ExpiredPageToken":
		return &step.Wait{For: time.Second, Why: "a list of Microsoft Graph changed while it was being read"}
	}
	err = fmt.Errorf("%s: %w", doing, refused)
	if means(refused, onPremises) {
		says := "Microsoft Graph refused because this object comes from the customer's own Active Directory. Nothing was changed; change it there."
		return &step.Stop{Says: says, Err: err}
	}
	return err
}

// means tells whether err is a refusal of this kind.
func means(err error, known refusal) bool {
	refused := (*failure)(nil)
	if !errors.As(err, &refused) || refused.Status != http.StatusBadRequest {
		return false
	}
	if slices.Contains(refused.Details, known.detail) && known.detail != "" {
		return true
	}
	return strings.Contains(strings.ToLower(refused.Message), known.text)
}

// refusal is a kind of 400 that Graph tells apart by a detail code at best
// and otherwise by its text only. The text is in small letters.
type refusal struct{ detail, text string }

// The refusals that are decided on. This is the one place that reads texts.
// Source: learn.microsoft.com/graph/api/group-post-members and user-assignlicense;
// observed texts.
var (
	alreadyMember  = refusal{text: "object references already exist"}
	notAssigned    = refusal{text: "does not have a corresponding license"}
	inherited      = refusal{text: "inherited from a group membership"}
	noUsageCountry = refusal{text: "invalid usage location"}
	noSeat         = refusal{text: "does not have any available licenses"}
	onPremises     = refusal{text: "on-premises mastered"}
	mailGroup      = refusal{text: "mail-enabled"}
	taken          = refusal{detail: "ObjectConflict", text: "another object with the same value"}
)
