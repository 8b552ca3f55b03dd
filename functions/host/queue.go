package host

import (
	"context"
	"fmt"
	"net/http"
	"time"
)

// Delivery is what the host tells about a message besides its body. Where the
// binding has no "dataType": "binary", a sender can forge everything but
// InvocationID; decide nothing by it then.
type Delivery struct {
	// Count is how often the message has been handed out, this time included;
	// 0 where the host doesn't say.
	Count int
	// MessageID is the sender's name for the message; may be empty.
	MessageID string
	// InvocationID is the host's name for this call; may be empty.
	InvocationID string
	// Enqueued is when the queue took the message, in UTC, to the second; zero
	// where the host doesn't say.
	Enqueued time.Time
	// Sender is the traceparent of whoever sent the message; may be empty.
	Sender string
}

// Queue is the door behind a serviceBusTrigger. It hands the body of each
// message to do, under a deadline, and answers 200 if do returns nil, so that
// the message is completed. An error, a panic or an envelope that can't be
// read is logged once and answered 500 after a pause, so that the message
// comes back.
func Queue(do func(ctx context.Context, body []byte, d Delivery) error, options ...Option) http.Handler {
	return newDoor(func(ctx context.Context, e envelope) error {
		body, err := e.body()
		if err != nil {
			return fmt.Errorf("read message: %w", err)
		}
		return do(ctx, body, e.delivery(ctx))
	}, options)
}

func (e envelope) body() ([]byte, error) {
	raw, err := e.trigger()
	if err != nil {
		return nil, err
	}
	return messageBody(raw), nil
}

func (e envelope) delivery(ctx context.Context) Delivery {
	return Delivery{
		Count:        number(e.Metadata["DeliveryCount"]),
		MessageID:    text(e.Metadata["MessageId"]),
		InvocationID: InvocationID(ctx),
		Enqueued:     moment(e.Metadata["EnqueuedTimeUtc"]),
		Sender:       e.sender(),
	}
}
