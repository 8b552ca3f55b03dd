package host

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
)

// Timer is the door behind a timerTrigger. It calls do with whether the host
// is late, and answers like Queue.
func Timer(do func(ctx context.Context, pastDue bool) error, options ...Option) http.Handler {
	return newDoor(func(ctx context.Context, e envelope) error {
		pastDue, err := e.pastDue()
		if err != nil {
			return fmt.Errorf("read timer: %w", err)
		}
		return do(ctx, pastDue)
	}, options)
}

func (e envelope) pastDue() (bool, error) {
	raw, err := e.trigger()
	if err != nil {
		return false, err
	}
	if quoted := text(raw); strings.HasPrefix(quoted, "{") {
		raw = json.RawMessage(quoted)
	}
	var timer struct{ IsPastDue json.RawMessage }
	if err := json.Unmarshal(raw, &timer); err != nil {
		return false, err
	}
	return strings.EqualFold(text(timer.IsPastDue), "true"), nil
}
