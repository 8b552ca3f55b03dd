package connectwise

import (
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"

	"usher/steps/internal/wire"
	"usher/steps/step"
)

var (
	plainPath = regexp.MustCompile(`^v[0-9a-z_]+/$`)
	next      = regexp.MustCompile(`rel="?next"?`)
)

// failure is the body of a refusal. Its secrets have been masked by wire.
type failure struct {
	Code    string `json:"code"`
	Message string `json:"message"`
	Errors  []struct {
		Message string `json:"message"`
	} `json:"errors"`
}

func (r result) failure() failure {
	var read failure
	if json.Unmarshal(r.body, &read) != nil {
		return failure{Message: "no JSON in the answer"}
	}
	return read
}

// elsewhere tells a server that doesn't know the address at all from one that
// doesn't have the record: only the latter says so in words of its own.
func (r result) elsewhere() bool {
	return r.status == http.StatusNotFound && r.failure().Code == ""
}

// refused puts a refusal into the words of the World.
func (r result) refused() error {
	read := r.failure()
	said := read.Message
	for _, one := range read.Errors {
		said += "; " + one.Message
	}
	err := fmt.Errorf("ConnectWise answered %d %s: %s", r.status, wire.Brief(read.Code), wire.Brief(said))
	switch {
	case r.elsewhere(), r.status == http.StatusUnauthorized:
		return &step.Stop{Says: "ConnectWise refused Usher's keys. Check the stored keys and that its API member is active.", Err: err}
	case r.status == http.StatusNotFound:
		return fmt.Errorf("%w (%w)", step.ErrNotFound, err)
	case read.Code == "Security":
		return &step.Stop{Says: "The desk's address in the customer's document isn't that of ConnectWise's API, whose host begins with api-. Correct it and retry.", Err: err}
	case r.status == http.StatusForbidden:
		return &step.Stop{Says: "The security role of Usher's API member in ConnectWise doesn't allow this. Nothing was changed; widen the role and retry.", Err: err}
	}
	return err
}
