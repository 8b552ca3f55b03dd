package exchange

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"usher/steps/internal/wire"
	"usher/steps/step"
)

// failure is Exchange's refusal of a cmdlet.
type failure struct {
	Status    int
	Class     string // of the exception, such as Microsoft.Exchange.…NotFoundException
	Message   string
	RequestID string
}

func (f *failure) Error() string {
	return fmt.Sprintf("Exchange Online answered %d %s: %s (request-id %s)", f.Status, f.Class, f.Message, f.RequestID)
}

// is tells whether the exception has this class, or the text says the same.
func (f *failure) is(class, text string) bool {
	return strings.HasSuffix(f.Class, class) || strings.Contains(f.Message, text) || strings.Contains(f.Message, class)
}

// refusal is the shape of an error answer.
type refusal struct {
	Error struct {
		Code    string `json:"code"`
		Message string `json:"message"`
		Details []struct {
			Message string `json:"message"`
		} `json:"details"`
		Inner struct {
			Message  string `json:"message"`
			Type     string `json:"type"`
			Internal struct {
				Message string `json:"message"`
				Type    string `json:"type"`
			} `json:"internalException"`
		} `json:"innererror"`
	} `json:"error"`
}

// readFailure reads an error answer: its most telling part first, and plain
// text or HTML where it isn't JSON at all.
func readFailure(response *http.Response, answer []byte) *failure {
	refused := &failure{
		Status: response.StatusCode, Class: response.Header.Get("X-ExceptionType"),
		RequestID: cmp.Or(response.Header.Get("Request-Id"), response.Header.Get("Client-Request-Id")),
	}
	var parsed refusal
	if json.Unmarshal(answer, &parsed) != nil {
		refused.Message = wire.Brief(string(answer))
		return refused
	}
	given := parsed.Error
	for _, detail := range given.Details {
		// context|class|text
		if parts := strings.SplitN(detail.Message, "|", 3); len(parts) == 3 {
			refused.Class, refused.Message = parts[1], wire.Brief(parts[2])
			return refused
		}
		refused.Message = cmp.Or(refused.Message, wire.Brief(detail.Message))
	}
	inner := given.Inner
	refused.Class = cmp.Or(refused.Class, inner.Internal.Type, inner.Type, given.Code)
	refused.Message = cmp.Or(refused.Message, wire.Brief(cmp.Or(inner.Internal.Message, inner.Message, given.Message)))
	return refused
}

// The refusals that are decided on: the class of the exception and a text
// that says the same, since either may be missing. This is the one place that
// reads texts.
const (
	absentClass = "ManagementObjectNotFoundException"
	absentText  = "couldn't be found on"

	memberClass = "MemberAlreadyExistsException"
	memberText  = "is already a member of the group"

	noMemberClass = "MemberNotFoundException"
	noMemberText  = "isn't a member of the group"

	noEntryClass = "ACENotFoundException"
	noEntryText  = "because the ACE doesn't exist on the object"
	noEntryOther = "because the ACE isn't present"

	syncedText  = "being synchronized from your on-premises organization"
	trimmedText = "is not present in the role definition of the current user"
	noRoleText  = "isn't supported in this scenario"
)

// Entra roles that let an app call cmdlets. The wider one holds every cmdlet
// and parameter that this package uses.
const (
	recipientRole = "Exchange Recipient Administrator"
	exchangeRole  = "Exchange Administrator"
)

// fail puts what went wrong into the words of the World.
func fail(doing string, err error) error {
	refused := (*failure)(nil)
	if !errors.As(err, &refused) {
		return fmt.Errorf("%s: %w", doing, err)
	}
	err = fmt.Errorf("%s: %w", doing, refused)
	forbidden := refused.Status == http.StatusUnauthorized || refused.Status == http.StatusForbidden
	switch {
	case strings.Contains(refused.Message, trimmedText):
		return &step.Denied{Resource: step.Exchange, Role: exchangeRole, Err: err}
	case forbidden && strings.Contains(refused.Message, noRoleText):
		return &step.Denied{Resource: step.Exchange, Role: recipientRole, Err: err}
	case forbidden:
		return &step.Denied{Resource: step.Exchange, Err: err}
	case strings.Contains(refused.Message, syncedText):
		says := "Exchange refused because this object comes from the customer's own Active Directory. Nothing was changed; change it there."
		return &step.Stop{Says: says, Err: err}
	case refused.Status == http.StatusNotFound, refused.is(absentClass, absentText):
		return fmt.Errorf("%s: %w (%w)", doing, step.ErrNotFound, refused)
	}
	return err
}

// saysAny tells whether err is a refusal of this class or with one of these
// texts.
func saysAny(err error, class string, texts ...string) bool {
	refused := (*failure)(nil)
	if !errors.As(err, &refused) {
		return false
	}
	for _, text := range texts {
		if refused.is(class, text) {
			return true
		}
	}
	return false
}
