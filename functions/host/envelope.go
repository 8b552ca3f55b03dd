package host

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"time"
)

// envelope is what the host posts: the trigger by the name of its binding, and
// what it knows about it.
type envelope struct {
	Data     map[string]json.RawMessage
	Metadata map[string]json.RawMessage
}

func readEnvelope(body io.Reader) (envelope, error) {
	var e envelope
	data, err := io.ReadAll(body)
	if err != nil {
		return e, err
	}
	err = json.Unmarshal(data, &e)
	return e, err
}

// trigger returns the one entry of Data. Doors don't know the name of their
// binding, and none of them has a second input.
func (e envelope) trigger() (json.RawMessage, error) {
	if len(e.Data) != 1 {
		return nil, fmt.Errorf("envelope holds %d inputs, not one", len(e.Data))
	}
	var found json.RawMessage
	for _, raw := range e.Data {
		found = raw
	}
	return found, nil
}

// messageBody undoes what the host did to a message's body. A body of bytes
// arrives as base64; one of text as a JSON string within a JSON string; in
// older descriptions also as it is, text or object.
func messageBody(raw json.RawMessage) []byte {
	var outer string
	if json.Unmarshal(raw, &outer) != nil {
		return raw
	}
	if inner, ok := unquote(outer); ok {
		return []byte(inner)
	}
	if decoded, err := base64.StdEncoding.DecodeString(outer); err == nil {
		return decoded
	}
	return []byte(outer)
}

// text reads a value of Metadata: strings come quoted twice, numbers and
// booleans once, and both may come as they are. Absent and null are empty.
func text(raw json.RawMessage) string {
	var outer string
	if json.Unmarshal(raw, &outer) != nil {
		return string(bytes.TrimSpace(raw))
	}
	if inner, ok := unquote(outer); ok {
		return inner
	}
	return outer
}

func unquote(outer string) (inner string, ok bool) {
	if len(outer) < 2 || outer[0] != '"' {
		return "", false
	}
	return inner, json.Unmarshal([]byte(outer), &inner) == nil
}

// number is text as a whole number, and 0 where it isn't one: what the host
// says about a message must not keep the message from being read.
func number(raw json.RawMessage) int {
	n, err := strconv.Atoi(text(raw))
	if err != nil {
		return 0
	}
	return n
}

// moment is text as a time. The host writes times without a zone and means UTC.
func moment(raw json.RawMessage) time.Time {
	value := text(raw)
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04:05"} {
		if at, err := time.Parse(layout, value); err == nil {
			return at.UTC()
		}
	}
	return time.Time{}
}
