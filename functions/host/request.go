package host

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"strconv"
	"time"
)

// NewQueueRequest is the request that the host makes for one message of a
// queue whose binding has "dataType": "binary". Its URL is http://127.0.0.1/
// and the function's name; over a wire, set URL.Host.
func NewQueueRequest(ctx context.Context, function, binding string, body []byte, d Delivery) (*http.Request, error) {
	messageID, err := json.Marshal(d.MessageID)
	if err != nil {
		return nil, err
	}
	metadata := map[string]any{
		"DeliveryCount": strconv.Itoa(d.Count),
		"sys":           system{MethodName: function},
	}
	if d.MessageID != "" {
		metadata["MessageId"] = string(messageID)
	}
	if !d.Enqueued.IsZero() {
		metadata["EnqueuedTimeUtc"] = d.Enqueued.UTC().Format("2006-01-02T15:04:05")
	}
	if d.Sender != "" {
		metadata["ApplicationProperties"] = map[string]string{senderKey: d.Sender}
	}
	// A nil slice would become null, which no message is.
	data := map[string]any{binding: append([]byte{}, body...)}
	return newRequest(ctx, function, d.InvocationID, sent{Data: data, Metadata: metadata})
}

// NewTimerRequest is the request that the host makes when a timer is due.
func NewTimerRequest(ctx context.Context, function, binding string, pastDue bool, invocationID string) (*http.Request, error) {
	var timer schedule
	timer.Schedule.AdjustForDST = true
	timer.IsPastDue = pastDue
	return newRequest(ctx, function, invocationID, sent{
		Data:     map[string]any{binding: timer},
		Metadata: map[string]any{"sys": system{MethodName: function}},
	})
}

type sent struct {
	Data     map[string]any
	Metadata map[string]any
}

type system struct{ MethodName string }

type schedule struct {
	Schedule       struct{ AdjustForDST bool }
	ScheduleStatus *struct{ Last, Next, LastUpdated time.Time }
	IsPastDue      bool
}

func newRequest(ctx context.Context, function, invocationID string, e sent) (*http.Request, error) {
	body, err := json.Marshal(e)
	if err != nil {
		return nil, err
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://127.0.0.1/"+function, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	r.ContentLength = -1 // the host sends chunks and no length
	r.Header.Set("Content-Type", "application/json; charset=utf-8")
	r.Header.Set("User-Agent", "Azure-Functions-Host/4")
	r.Header.Set(invocationHeader, invocationID)
	if trace := Traceparent(ctx); trace != "" {
		r.Header.Set(traceparentHeader, trace)
	}
	return r, nil
}
