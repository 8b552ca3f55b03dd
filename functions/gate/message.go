package gate

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"usher/handler/flow"
)

// ErrMessage says that a queue's message isn't one of ours. Looking again
// won't help: it ends in quarantine.
var ErrMessage = errors.New("message not understood")

// Message reads what a queue delivered.
func Message(body []byte) (flow.Message, error) {
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.DisallowUnknownFields()
	var message flow.Message
	if err := decoder.Decode(&message); err != nil {
		return flow.Message{}, fmt.Errorf("%w: %w", ErrMessage, err)
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return flow.Message{}, fmt.Errorf("%w: more than one value", ErrMessage)
	}
	if message.Run == "" || message.N < 0 {
		return flow.Message{}, fmt.Errorf("%w: no run, or a count below zero", ErrMessage)
	}
	return message, nil
}
