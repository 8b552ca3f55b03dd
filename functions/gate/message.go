package gate

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"

	"usher/functions/host"
	"usher/handler/flow"
	"usher/steps/step"
)

// ErrMessage says that a queue's message isn't one of ours. Looking again
// won't help: it ends in quarantine.
var ErrMessage = errors.New("message not understood")

// tries is how often a message is delivered before it is put aside. Service Bus
// itself gives up after 20.
const tries = 10

// longestNames is how many characters a run and a line have together, which in
// truth is a third of it.
const longestNames = 128

// Queue is the door of one of the flow's queues: it reads each message and
// hands it to verb. A message that can't be read, or that keeps failing, comes
// back a few times and then goes to quarantine.
func Queue(
	name string,
	verb func(ctx context.Context, m flow.Message) error,
	quarantine func(ctx context.Context, g flow.GivenUp) error,
	options ...host.Option,
) http.Handler {
	do := func(ctx context.Context, body []byte, _ host.Delivery) error {
		m, err := Message(body)
		if err != nil {
			return err
		}
		return verb(About(ctx, step.Tags{Run: m.Run, Line: m.Line}), m)
	}
	away := func(err error) bool { return errors.Is(err, flow.ErrAway) }
	put := func(ctx context.Context, body []byte, d host.Delivery, why error) error {
		if away(why) {
			return why // it isn't the message's fault; what Service Bus drops, the sweep sends again
		}
		g := flow.GivenUp{Queue: name, Body: string(body), Why: why.Error(), Deliveries: d.Count}
		if m, err := Message(body); err == nil {
			g.Message = &m
		}
		return quarantine(ctx, g)
	}
	return host.Queue(do, append([]host.Option{host.GiveUp(tries, put), host.Patient(away)}, options...)...)
}

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
	// Both become parts of a row's key, which no store takes with other
	// characters in it, nor at any length.
	if err := errors.Join(flow.CheckPart("run", message.Run), flow.CheckPart("line", message.Line)); err != nil {
		return flow.Message{}, fmt.Errorf("%w: %w", ErrMessage, err)
	}
	if len(message.Run)+len(message.Line) > longestNames {
		return flow.Message{}, fmt.Errorf("%w: no run and line have names of %d characters", ErrMessage, len(message.Run)+len(message.Line))
	}
	return message, nil
}
