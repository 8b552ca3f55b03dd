package embedded

import (
	"bytes"
	"fmt"
	"net/http"
)

// answer keeps the status of an answer and the beginning of its body.
type answer struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func (a *answer) Header() http.Header {
	if a.header == nil {
		a.header = http.Header{}
	}
	return a.header
}

func (a *answer) WriteHeader(status int) {
	if a.status == 0 {
		a.status = status
	}
}

func (a *answer) Write(data []byte) (int, error) {
	a.WriteHeader(http.StatusOK)
	const enough = 1 << 10
	a.body.Write(data[:min(len(data), enough-min(enough, a.body.Len()))])
	return len(data), nil
}

func (a *answer) why() string {
	if a.status == 0 || a.status >= 200 && a.status < 300 {
		return ""
	}
	return fmt.Sprintf("answered %d: %s", a.status, bytes.TrimSpace(a.body.Bytes()))
}
