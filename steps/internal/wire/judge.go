package wire

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"

	"usher/steps/step"
)

const (
	throttledTries = 3                // further tries after a throttled one
	readTries      = 2                // further tries of a read that failed
	firstBackOff   = time.Second      // doubled with each try
	comeBack       = 30 * time.Second // when a read keeps failing
)

// verdict is what to do about an answer: take it, make the call again after a
// pause, or give up with an error.
type verdict struct {
	again bool
	pause time.Duration
	why   string
	err   error
}

// judge decides about an answer. This is the one place that knows which calls
// may be made twice.
func (c *Client) judge(ctx context.Context, made *call, got answer, try int) verdict {
	if got.err != nil {
		return c.judgeFailure(ctx, made, got, try)
	}
	status := got.response.StatusCode
	switch {
	case status == http.StatusTooManyRequests, c.Throttled != nil && c.Throttled(status, got.body):
		return c.judgeThrottle(got, try)
	case status == http.StatusUnauthorized && c.Tokens != nil && !made.renewed:
		c.Tokens.Drop(c.Scope, made.token)
		made.renewed = true
		return verdict{again: true}
	case status == http.StatusForbidden && c.Tokens != nil:
		// The next token may carry a consent that this one lacks.
		c.Tokens.Drop(c.Scope, made.token)
		return verdict{}
	case status >= http.StatusInternalServerError, status == http.StatusRequestTimeout:
		return c.judgeServerError(made, got, try)
	case status >= http.StatusMultipleChoices && status < http.StatusBadRequest:
		return verdict{err: fmt.Errorf("%s answered with a redirect (%d), which isn't followed", c.Name, status)}
	}
	return verdict{}
}

// judgeThrottle makes the call again: whoever throttles hasn't done it.
func (c *Client) judgeThrottle(got answer, try int) verdict {
	wait, ok := retryAfter(got.response.Header, c.Clock.Now())
	if !ok || wait.For == 0 {
		wait.For = firstBackOff << try
	}
	c.Gate.shut(c.Clock.Now(), wait)
	why := c.Name + " throttles this tenant" + wait.Said
	if try >= throttledTries {
		return verdict{err: &step.Wait{For: c.Clock.spread(max(wait.For, PatientFor)), Why: why}}
	}
	return verdict{again: true, pause: wait.For, why: why}
}

func (c *Client) judgeServerError(made *call, got answer, try int) verdict {
	status := got.response.StatusCode
	wait, _ := retryAfter(got.response.Header, c.Clock.Now())
	if wait.For > 0 {
		c.Gate.shut(c.Clock.Now(), wait)
	}
	if made.changing {
		return verdict{err: &step.Unknown{Err: fmt.Errorf("%s answered %d", c.Name, status)}}
	}
	why := fmt.Sprintf("%s isn't well (%d)%s", c.Name, status, wait.Said)
	return c.readAgain(wait.For, why, try)
}

func (c *Client) judgeFailure(ctx context.Context, made *call, got answer, try int) verdict {
	cause := describe(got.err)
	switch {
	case errors.Is(got.err, ErrForbidden):
		says := c.Name + " leads to an address that Usher may not call. Nothing was sent there."
		return verdict{err: &step.Stop{Says: says, Err: got.err}}
	case made.changing && got.sent:
		return verdict{err: &step.Unknown{Err: fmt.Errorf("call to %s was cut: %w", c.Name, cause)}}
	case ctx.Err() != nil:
		return verdict{err: c.unsent(ctx, cause)}
	}
	return c.readAgain(0, c.Name+" can't be reached", try)
}

// readAgain repeats what changed nothing, a few times.
func (c *Client) readAgain(asked time.Duration, why string, try int) verdict {
	if try >= readTries {
		return verdict{err: &step.Wait{For: c.Clock.spread(max(asked, comeBack)), Why: why}}
	}
	return verdict{again: true, pause: max(asked, firstBackOff/2<<try), why: why}
}

// unsent puts into words that a call wasn't made, or was a read whose answer
// nobody waited for. Running out of time is a wait; being cancelled isn't.
func (c *Client) unsent(ctx context.Context, err error) error {
	if errors.Is(ctx.Err(), context.DeadlineExceeded) {
		return &step.Wait{For: comeBack, Why: c.Name + " is slow"}
	}
	return fmt.Errorf("%s: %w", c.Name, err)
}

// describe keeps of a connection's failure what may be told: its kind, never
// an address, since some addresses are secrets.
func describe(err error) error {
	if timeout := net.Error(nil); errors.As(err, &timeout) && timeout.Timeout() {
		return context.DeadlineExceeded
	}
	if errors.Is(err, context.Canceled) {
		return context.Canceled
	}
	if lookup := (*net.DNSError)(nil); errors.As(err, &lookup) {
		return errors.New("its name can't be resolved")
	}
	if certificate := (*tls.CertificateVerificationError)(nil); errors.As(err, &certificate) {
		return errors.New("its certificate isn't trusted")
	}
	if operation := (*net.OpError)(nil); errors.As(err, &operation) {
		return fmt.Errorf("%s failed: %s", operation.Op, Brief(operation.Err.Error()))
	}
	return errors.New(Brief(err.Error()))
}
