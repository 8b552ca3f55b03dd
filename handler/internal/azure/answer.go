package azure

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"strconv"
	"strings"

	"usher/handler/flow"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/runtime"
	"github.com/Azure/azure-sdk-for-go/sdk/azidentity"
)

// refusal is what a service says instead of doing what it was asked. It keeps
// none of the answer's text, which may repeat what was sent.
type refusal struct {
	status int
	code   string
	change int // of a transaction, which one was refused; -1: not said
}

func (r *refusal) Error() string {
	return fmt.Sprintf("the answer is %d %s %s", r.status, http.StatusText(r.status), r.code)
}

// Is tells of refusals that say nothing about the call that they are
// flow.ErrAway: the service has trouble, is throttled, or lets nobody in.
func (r *refusal) Is(target error) bool {
	closed := r.status == http.StatusUnauthorized || r.status == http.StatusForbidden
	return target == flow.ErrAway && (closed || mayPass(r.status))
}

// The codes that decide something:
// learn.microsoft.com/rest/api/storageservices/table-service-error-codes
const (
	tableNotFound      = "TableNotFound"
	tableAlreadyExists = "TableAlreadyExists"
)

// refusalOf returns the service's refusal that an error stands for, or nil.
func refusalOf(err error) *refusal {
	var no *refusal
	if errors.As(err, &no) {
		return no
	}
	var response *azcore.ResponseError
	if errors.As(err, &response) {
		return &refusal{status: response.StatusCode, code: response.ErrorCode, change: -1}
	}
	return nil
}

// plainly makes an error fit for a log: the context's where it has ended, a
// refusal without the answer's text. Anything else means that the service is
// away.
func plainly(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if no := refusalOf(err); no != nil {
		return no
	}
	var signIn *azidentity.AuthenticationFailedError
	if errors.As(err, &signIn) {
		return fmt.Errorf("%w: sign-in failed: %s", flow.ErrAway, signInReason(signIn))
	}
	return fmt.Errorf("%w: %w", flow.ErrAway, err)
}

// batchAnswers reads the answers to transactions. Table Storage says 202 to a
// transaction that it refuses and hides why in a part of the answer, of which
// the SDK returns neither code nor place; over a part that was lost on the way
// it ends the program.
type batchAnswers struct{}

// Do turns a transaction's refusal into an error.
func (batchAnswers) Do(request *policy.Request) (*http.Response, error) {
	response, err := request.Next()
	if err != nil || response.StatusCode != http.StatusAccepted {
		return response, err
	}
	body, err := runtime.Payload(response)
	if err != nil {
		return nil, fmt.Errorf("read the answer: %w", err)
	}
	if err := readBatch(response.Header.Get("Content-Type"), body); err != nil {
		return nil, err
	}
	return response, nil
}

// readBatch returns nil where all of a transaction was done, a *refusal where
// none was, and another error where the answer says neither.
func readBatch(contentType string, body []byte) error {
	outer, err := parts(contentType, body)
	if err != nil {
		return err
	}
	done := 0
	for _, group := range outer {
		inner, err := parts(group.kind, group.body)
		if err != nil {
			return err
		}
		for _, one := range inner {
			if err := readPart(one.body); err != nil {
				return err
			}
			done++
		}
	}
	if done == 0 {
		return errors.New("the answer to a transaction has no parts")
	}
	return nil
}

type part struct {
	kind string
	body []byte
}

// parts reads a multipart text to its closing line.
func parts(contentType string, body []byte) ([]part, error) {
	_, parameters, err := mime.ParseMediaType(contentType)
	if err != nil {
		return nil, fmt.Errorf("the answer to a transaction isn't in parts: %w", err)
	}
	var all []part
	reader := multipart.NewReader(bytes.NewReader(body), parameters["boundary"])
	for {
		next, err := reader.NextRawPart()
		if errors.Is(err, io.EOF) {
			return all, nil
		}
		if err != nil {
			return nil, fmt.Errorf("the answer to a transaction is cut: %w", err)
		}
		text, err := io.ReadAll(next)
		if err != nil {
			return nil, fmt.Errorf("the answer to a transaction is cut: %w", err)
		}
		all = append(all, part{next.Header.Get("Content-Type"), text})
	}
}

// readPart reads the answer to one change, which is an HTTP answer as text.
func readPart(text []byte) error {
	response, err := http.ReadResponse(bufio.NewReader(bytes.NewReader(text)), nil)
	if err != nil {
		return fmt.Errorf("the answer to a change can't be read: %w", err)
	}
	defer response.Body.Close()
	if response.StatusCode < http.StatusMultipleChoices {
		return nil
	}
	var body struct {
		Error struct {
			Code    string `json:"code"`
			Message struct {
				Value string `json:"value"`
			} `json:"message"`
		} `json:"odata.error"`
	}
	no := &refusal{status: response.StatusCode, change: -1}
	if err := json.NewDecoder(response.Body).Decode(&body); err != nil {
		return no // the status says enough
	}
	no.code = body.Error.Code
	// The message begins with the number of the change, and a colon:
	// learn.microsoft.com/rest/api/storageservices/performing-entity-group-transactions
	number, _, _ := strings.Cut(body.Error.Message.Value, ":")
	if n, err := strconv.Atoi(number); err == nil {
		no.change = n
	}
	return no
}
