package fakehost

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"mime"
	"net/http"
	"strings"
	"time"

	"github.com/google/uuid"
)

// version is the release of the host whose behaviour this one was held to.
const version = "4.1045.200.25556"

// The headers by which the host names a call.
const (
	invocationHeader = "X-Azure-Functions-Invocationid"
	versionHeader    = "X-Azure-Functions-Hostversion"
	proxiedHeader    = "X-Ms-Invocation-Id"
	traceHeader      = "Traceparent"
)

// verdict is what the host makes of an answer.
type verdict struct {
	outcome Outcome
	says    string
	status  int
	never   bool // the host waits for ever
}

func failed(status int, format string, values ...any) verdict {
	return verdict{outcome: Failed, says: fmt.Sprintf(format, values...), status: status}
}

// call posts an envelope to the handler and waits until the call has ended,
// functionTimeout included. It records nothing.
func (i *instance) call(ctx context.Context, f *function, e envelope) Invocation {
	one := Invocation{Function: f.name, ID: uuid.NewString(), At: time.Now()}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	answered := make(chan verdict, 1)
	go func() { answered <- i.ask(ctx, f, one.ID, e) }()
	limit := time.Duration(i.host.app.file.FunctionTimeout)
	timer := time.NewTimer(limit)
	defer timer.Stop()
	for {
		select {
		case v := <-answered:
			one.Outcome, one.Says, one.Status = v.outcome, v.says, v.status
			if v.never {
				continue
			}
		case <-timer.C:
			one.Outcome = TimedOut
			i.overran(f, one.ID, limit)
		case <-i.over:
			one.Outcome, one.Says = Failed, errOver.Error()
		case <-ctx.Done():
			one.Outcome, one.Says = Failed, ctx.Err().Error()
		}
		one.Took = time.Since(one.At)
		return one
	}
}

// overran kills the handler, and with it all that it does at the moment.
func (i *instance) overran(f *function, id string, limit time.Duration) {
	i.host.record.violation(f.name, id, fmt.Sprintf("didn't end %s within functionTimeout, %s", f.name, limit))
	i.expel()
}

func (i *instance) ask(ctx context.Context, f *function, id string, e envelope) verdict {
	body, err := e.encode()
	if err != nil {
		return failed(0, "encode the envelope: %v", err)
	}
	w, err := i.await(ctx)
	if err != nil {
		return failed(0, "%v", err)
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://"+w.host()+"/"+f.name, bytes.NewReader(body))
	if err != nil {
		return failed(0, "%v", err)
	}
	request.ContentLength = -1 // the host sends chunks and no length
	request.Header.Set("Content-Type", "application/json; charset=utf-8")
	request.Header.Set("User-Agent", "Azure-Functions-Host/"+version)
	request.Header.Set(versionHeader, version)
	request.Header.Set(invocationHeader, id)
	i.trace(request.Header)
	client, redirected := following(w.client)
	answer, err := client.Do(request)
	if *redirected {
		i.host.record.violation(f.name, id, "answered "+f.name+" with a redirect, which the host follows")
	}
	if err != nil {
		return failed(0, "%v", err)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		return failed(answer.StatusCode, "%v", err)
	}
	v := i.judge(answer, text)
	if v.outcome == Failed && answer.StatusCode < 300 {
		i.host.record.violation(f.name, id, v.says)
	}
	return v
}

// trace starts a trace where telemetry is on, and keeps one that is there.
func (i *instance) trace(header http.Header) {
	if i.host.app.env["APPLICATIONINSIGHTS_CONNECTION_STRING"] == "" || header.Get(traceHeader) != "" {
		return
	}
	id := make([]byte, 24)
	// Read never fails.
	_, _ = rand.Read(id)
	header.Set(traceHeader, "00-"+hex.EncodeToString(id[:16])+"-"+hex.EncodeToString(id[16:])+"-00")
}

// following is a client that goes where it is sent, as .NET's does, and says
// that it was.
func following(c *http.Client) (client *http.Client, redirected *bool) {
	redirected = new(bool)
	return &http.Client{Transport: c.Transport, CheckRedirect: func(_ *http.Request, via []*http.Request) error {
		*redirected = true
		if len(via) > 50 {
			return errors.New("redirected 50 times")
		}
		return nil
	}}, redirected
}

// judge is how the host reads an answer to an envelope.
func (i *instance) judge(answer *http.Response, text []byte) verdict {
	status := answer.StatusCode
	if status < 200 || status > 299 {
		return failed(status, "answered %d", status)
	}
	if trimmed := strings.TrimSpace(string(text)); trimmed == "" || trimmed == "null" {
		v := failed(status, "answered %d with nothing in it, so that the call hangs until it times out", status)
		v.never = true
		return v
	}
	written := answer.Header.Get("Content-Type")
	if kind, _, err := mime.ParseMediaType(written); err != nil || kind != "application/json" && kind != "text/json" {
		return failed(status, "answered %d with Content-Type %q, not application/json", status, written)
	}
	var result struct {
		Outputs     map[string]any
		Logs        []string
		ReturnValue any
	}
	if err := json.NewDecoder(bytes.NewReader(text)).Decode(&result); err != nil {
		return failed(status, "answered %d with JSON that is no result: %v", status, err)
	}
	for _, line := range result.Logs {
		i.host.record.line("logs", slog.LevelInfo, line)
	}
	return verdict{outcome: Succeeded, status: status}
}
