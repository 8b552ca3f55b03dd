package wire

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"sync/atomic"
	"time"

	"go.opentelemetry.io/otel/trace"

	"usher/steps/step"
)

// biggest is the most that is read of an answer.
const biggest = 16 << 20

// Client makes the calls to one outside system for one tenant. As an
// http.RoundTripper it may stand under any SDK. Answers come back whole, with
// their secrets masked where they are errors; what it returns instead of an
// answer is *step.Wait (the call wasn't made or may be made again),
// *step.Unknown (a changing call that may have taken effect), *step.Stop (an
// address or a token that must not be used) or a cancelled context.
type Client struct {
	// Name is what people call the system, such as "Microsoft Graph".
	Name string
	// Origin is the one place that calls and tokens go to.
	Origin *url.URL
	Rules  Rules
	// Base makes the connections; it is a Rules.Transport.
	Base http.RoundTripper
	Gate *Gate
	// Tokens and Scope say which token goes along; nil for none.
	Tokens *Tokens
	Scope  string
	// Changing tells whether a call changes anything; nil means everything
	// but GET and HEAD does.
	Changing func(*http.Request) bool
	// Throttled recognises an answer that asks for a pause in its text, where
	// the status doesn't say so; nil where the status always does.
	Throttled func(status int, body []byte) bool
	Clock     Clock
	// Tracer begins a span for each try of a call; nil for none.
	Tracer trace.Tracer
	Log    *slog.Logger
}

// HTTP returns an http.Client that makes its calls through c and follows no
// redirect.
func (c *Client) HTTP() *http.Client { return &http.Client{Transport: c} }

// call is one request, as often as it is made.
type call struct {
	request  *http.Request
	body     []byte
	changing bool
	token    Token
	renewed  bool // its token was replaced once
}

// answer is what came of making a call once.
type answer struct {
	response *http.Response
	body     []byte
	err      error
	sent     bool // a connection was there, so that something may have arrived
}

// RoundTrip makes a call, again where that is harmless.
func (c *Client) RoundTrip(request *http.Request) (*http.Response, error) {
	if err := c.mayCall(request.URL); err != nil {
		return nil, err
	}
	made, err := c.prepare(request)
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(request.Context(), CallLimit)
	defer cancel()
	for try := 0; ; try++ {
		got, err := c.once(ctx, made, try)
		if err != nil {
			return nil, err
		}
		c.note(ctx, made, got, try)
		next := c.judge(ctx, made, got, try)
		if next.err != nil {
			return nil, next.err
		}
		if !next.again {
			return c.finished(made, got), nil
		}
		if err := c.pause(ctx, next.pause, next.why); err != nil {
			return nil, err
		}
	}
}

func (c *Client) mayCall(u *url.URL) error {
	err := c.Rules.Check(u)
	if err == nil && !SameOrigin(c.Origin, u) {
		err = fmt.Errorf("%w: %s answers from one place only", ErrForbidden, c.Name)
	}
	if err != nil {
		return &step.Stop{Says: c.Name + " pointed to an address that Usher may not call. Nothing was sent there.", Err: err}
	}
	return nil
}

func (c *Client) prepare(request *http.Request) (*call, error) {
	made := &call{request: request}
	made.changing = request.Method != http.MethodGet && request.Method != http.MethodHead
	if c.Changing != nil {
		made.changing = c.Changing(request)
	}
	if request.Body == nil {
		return made, nil
	}
	defer request.Body.Close()
	body, err := io.ReadAll(request.Body)
	if err != nil {
		return nil, fmt.Errorf("read body of call: %w", err)
	}
	made.body = body
	return made, nil
}

// once waits for its turn, makes the call and reads the whole answer. Its
// error means that the call wasn't made.
func (c *Client) once(ctx context.Context, made *call, try int) (got answer, err error) {
	request, sent, err := c.dress(ctx, made)
	if err != nil {
		return answer{}, err
	}
	if err := c.turn(ctx, made); err != nil {
		return answer{}, err
	}
	defer c.Gate.leave()
	end := c.traced(ctx, request, try)
	defer func() { end(got) }()
	response, err := c.Base.RoundTrip(request)
	if err != nil {
		return answer{err: err, sent: sent.Load()}, nil
	}
	defer response.Body.Close()
	body, err := io.ReadAll(io.LimitReader(response.Body, biggest+1))
	if err == nil && len(body) > biggest {
		err = errors.New("answer is too long")
	}
	return answer{response: response, body: body, err: err, sent: true}, nil
}

// dress builds the request that goes out, with its token.
func (c *Client) dress(ctx context.Context, made *call) (*http.Request, *atomic.Bool, error) {
	sent := &atomic.Bool{}
	trace := &httptrace.ClientTrace{GotConn: func(httptrace.GotConnInfo) { sent.Store(true) }}
	request := made.request.Clone(httptrace.WithClientTrace(ctx, trace))
	request.Body, request.ContentLength = http.NoBody, 0
	request.Header.Del("Content-Length")
	if len(made.body) > 0 {
		request.Body, request.ContentLength = io.NopCloser(bytes.NewReader(made.body)), int64(len(made.body))
	}
	if c.Tokens == nil {
		return request, sent, nil
	}
	token, err := c.Tokens.For(ctx, c.Scope)
	if err != nil {
		return nil, nil, c.unsent(ctx, err)
	}
	made.token = token
	request.Header.Set("Authorization", "Bearer "+token.Text.Reveal())
	return request, sent, nil
}

// turn waits until the gate is open, the quota has room and a place is free.
func (c *Client) turn(ctx context.Context, made *call) error {
	for {
		if err := c.Gate.enter(ctx); err != nil {
			return c.unsent(ctx, err)
		}
		shut := c.Gate.closed(c.Clock.Now())
		if shut.For == 0 && made.changing {
			shut.For = c.Gate.quota.take(c.Clock.Now())
		}
		if shut.For == 0 {
			return nil
		}
		c.Gate.leave()
		if err := c.pause(ctx, shut.For, c.Name+" throttles this tenant"+shut.Said); err != nil {
			return err
		}
	}
}

// pause sits a wait out if it is short and the deadline allows, else it
// becomes a *step.Wait.
func (c *Client) pause(ctx context.Context, d time.Duration, why string) error {
	if d == 0 {
		return nil
	}
	d = c.Clock.spread(d)
	deadline, limited := ctx.Deadline()
	tight := limited && time.Until(deadline) < d+roomToRetry
	if d > PatientFor || tight {
		return &step.Wait{For: d, Why: why}
	}
	if err := c.Clock.Sleep(ctx, d); err != nil {
		return c.unsent(ctx, err)
	}
	return nil
}

// finished hands an answer on: whole, masked where it is an error.
func (c *Client) finished(made *call, got answer) *http.Response {
	body := got.body
	if got.response.StatusCode >= http.StatusBadRequest {
		body = []byte(Mask(string(body), append(hidden(made.request.Context()), made.token.Text)...))
	}
	got.response.Body = io.NopCloser(bytes.NewReader(body))
	got.response.ContentLength = int64(len(body))
	got.response.Request = made.request
	return got.response
}

// note writes one line for each call that was made, without address, headers
// or body: all three may hold what nobody may read.
func (c *Client) note(ctx context.Context, made *call, got answer, try int) {
	attributes := []any{
		"system", c.Name, "method", made.request.Method, "changing", made.changing, "try", try + 1,
		"client-request-id", made.request.Header.Get("client-request-id"),
	}
	if got.response != nil {
		id := got.response.Header.Get("Request-Id")
		attributes = append(attributes, "status", got.response.StatusCode, "request-id", id)
	}
	if got.err != nil {
		attributes = append(attributes, "cause", describe(got.err))
	}
	c.Log.DebugContext(ctx, "call", attributes...)
}
