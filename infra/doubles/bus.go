package doubles

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/url"
	"testing"
)

// Counts is what a queue of the Service Bus double holds, in messages.
type Counts struct {
	Active, Locked, Scheduled, DeadLettered int
}

// Held returns what a queue holds; a queue that nobody has used holds nothing.
// Like ServiceBus it skips the test where there is no double.
func Held(tb testing.TB, queue string) Counts {
	tb.Helper()
	var all []struct {
		Name string
		Counts
	}
	ask(tb, http.MethodGet, "/queues", nil, &all)
	for _, one := range all {
		if one.Name == queue {
			return one.Counts
		}
	}
	return Counts{}
}

// Sent returns the bytes of every message that was ever sent to a queue, or to
// all where queue is empty, in their order: what was completed long ago, too,
// so that a test can search it for what must never be sent. It fails the test
// where the double couldn't keep them all.
func Sent(tb testing.TB, queue string) [][]byte {
	tb.Helper()
	var said struct {
		Dropped  int
		Messages []struct{ Bytes []byte }
	}
	ask(tb, http.MethodGet, "/sent?queue="+url.QueryEscape(queue), nil, &said)
	if said.Dropped > 0 {
		tb.Fatalf("the Service Bus double no longer keeps %d messages: start it anew", said.Dropped)
	}
	all := make([][]byte, 0, len(said.Messages))
	for _, one := range said.Messages {
		all = append(all, one.Bytes)
	}
	return all
}

// Settings change a queue of the Service Bus double, which is made with a lock
// of a minute, 20 deliveries and 10 minutes in which copies are noticed. What
// is nil stays.
type Settings struct {
	LockMs        *int `json:"lockMs,omitempty"`
	MaxDeliveries *int `json:"maxDeliveries,omitempty"`
	DuplicatesMs  *int `json:"duplicatesMs,omitempty"`
}

// Change changes a queue from now on; locks that are held run out as before.
func Change(tb testing.TB, queue string, settings Settings) {
	tb.Helper()
	ask(tb, http.MethodPut, "/queues/"+url.PathEscape(queue), settings, nil)
}

// ask asks the double over its own door: see servicebus/control.js.
func ask(tb testing.TB, method, path string, body, into any) {
	tb.Helper()
	text, err := json.Marshal(body)
	must(tb, err)
	request, err := http.NewRequestWithContext(tb.Context(), method, "http://"+ServiceBus(tb)+path, bytes.NewReader(text))
	must(tb, err)
	response, err := http.DefaultClient.Do(request)
	must(tb, err)
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		tb.Fatalf("the Service Bus double answers %s to %s %s", response.Status, method, path)
	}
	if into != nil {
		must(tb, json.NewDecoder(response.Body).Decode(into))
	}
}

func must(tb testing.TB, err error) {
	tb.Helper()
	if err != nil {
		tb.Fatalf("ask the Service Bus double: %v", err)
	}
}
