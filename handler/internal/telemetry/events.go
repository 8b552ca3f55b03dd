package telemetry

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"

	"usher/handler/flow"
)

// EventOptions say where the events of runs' ends go.
type EventOptions struct {
	// Connection is the connection string of an Application Insights. Empty:
	// nowhere.
	Connection string
	// Credential may publish metrics there; nil: events go without a token,
	// which local authentication has to allow. A token never goes out over
	// http, which is for a double on this machine.
	Credential azcore.TokenCredential
	Clock      flow.Clock
	Log        *slog.Logger
	// HTTP makes the calls; nil means a client of our own. Tests hand one in
	// that trusts their double.
	HTTP *http.Client
}

// The limits of sending.
const (
	mostWaiting = 1000             // events; what comes on top is dropped and logged
	mostAtOnce  = 100              // events in one request
	eventTries  = 3                // of one request
	eventTime   = 30 * time.Second // for all tries of one request
	eventPause  = 2 * time.Second  // after the first try, then twice as long
)

// monitorScope is the scope of tokens for Application Insights, two slashes
// and all.
const monitorScope = "https://monitor.azure.com//.default"

// Events sends one event for each run's end, in the background: it is told
// without waiting, and what can't be sent is logged and lost.
type Events struct {
	EventOptions
	to      connection
	http    *http.Client
	waiting chan envelope
	ended   chan struct{} // closed when no more are taken
	gone    chan struct{} // closed when all have been sent
	cut     context.CancelFunc
}

// OpenEvents begins to send. It fails where the connection string can't be
// right, and makes no call.
func OpenEvents(o EventOptions) (*Events, error) {
	ctx, cut := context.WithCancel(context.Background())
	client := http.Client{}
	if o.HTTP != nil {
		client = *o.HTTP
	}
	client.Timeout, client.CheckRedirect = eventTime, noRedirect
	e := &Events{
		EventOptions: o, cut: cut, http: &client,
		waiting: make(chan envelope, mostWaiting), ended: make(chan struct{}), gone: make(chan struct{}),
	}
	if o.Connection == "" {
		close(e.gone)
		return e, nil
	}
	var err error
	if e.to, err = readConnection(o.Connection); err != nil {
		cut()
		return nil, err
	}
	go e.run(ctx)
	return e, nil
}

// Ended takes the end of a run, for flow.Options. It never waits.
func (e *Events) Ended(ctx context.Context, end flow.RunEnd) {
	if e.Connection == "" {
		return
	}
	select {
	case e.waiting <- runFinished(ctx, e.to.key, end, e.Clock.Now()):
	default:
		e.Log.WarnContext(ctx, "event dropped: too many wait", "run", end.Run, "customer", end.Customer)
	}
}

// Close sends what waits, until ctx ends. It is called once, after the last
// run was told.
func (e *Events) Close(ctx context.Context) error {
	defer e.cut()
	close(e.ended)
	select {
	case <-e.gone:
		return nil
	case <-ctx.Done():
		return fmt.Errorf("send the last events: %w", ctx.Err())
	}
}

func (e *Events) run(ctx context.Context) {
	defer close(e.gone)
	for {
		select {
		case first := <-e.waiting:
			e.send(ctx, e.batch(first))
		case <-e.ended:
			for len(e.waiting) > 0 {
				e.send(ctx, e.batch(<-e.waiting))
			}
			return
		}
	}
}

// batch takes what else is waiting.
func (e *Events) batch(first envelope) []envelope {
	batch := []envelope{first}
	for len(batch) < mostAtOnce {
		select {
		case next := <-e.waiting:
			batch = append(batch, next)
		default:
			return batch
		}
	}
	return batch
}

// send posts a batch and logs what became of it if that isn't all well.
func (e *Events) send(ctx context.Context, batch []envelope) {
	ctx, cancel := context.WithTimeout(ctx, eventTime)
	defer cancel()
	err := e.deliver(ctx, batch)
	if err == nil {
		return
	}
	runs := make([]string, len(batch))
	for i, lost := range batch {
		runs[i] = lost.Data.BaseData.Properties["run"]
	}
	e.Log.WarnContext(ctx, "events not taken", "runs", strings.Join(runs, " "), "error", err)
}

// deliver posts a batch, again where that may help.
func (e *Events) deliver(ctx context.Context, batch []envelope) error {
	body, err := json.Marshal(batch)
	if err != nil {
		return fmt.Errorf("encode events: %w", err)
	}
	for try, pause := 1, eventPause; ; try, pause = try+1, 2*pause {
		err := e.post(ctx, body)
		var passing *passingError
		if err == nil || !errors.As(err, &passing) || try == eventTries {
			return err
		}
		if cut := e.Clock.Sleep(ctx, pause); cut != nil {
			return errors.Join(err, cut)
		}
	}
}

// passingError is one after which the same may be taken.
type passingError struct{ error }

func (p *passingError) Unwrap() error { return p.error }

func (e *Events) post(ctx context.Context, body []byte) error {
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, e.to.endpoint, bytes.NewReader(body))
	if err != nil {
		return fmt.Errorf("make request: %w", err)
	}
	request.Header.Set("Content-Type", "application/json")
	if e.Credential != nil && request.URL.Scheme == "https" {
		token, err := e.Credential.GetToken(ctx, policy.TokenRequestOptions{Scopes: []string{monitorScope}})
		if err != nil {
			return &passingError{fmt.Errorf("token for %s: %w", monitorScope, err)}
		}
		request.Header.Set("Authorization", "Bearer "+token.Token)
	}
	answer, err := e.http.Do(request)
	if err != nil {
		return &passingError{err}
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(io.LimitReader(answer.Body, longestAnswer))
	if err != nil {
		return &passingError{fmt.Errorf("read answer: %w", err)}
	}
	return judge(answer.StatusCode, text, request.Header.Get("Authorization"))
}
