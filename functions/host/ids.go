package host

import (
	"context"
	"net/http"
)

// The headers by which the host names a call and its place in a trace.
const (
	invocationHeader  = "X-Azure-Functions-InvocationId"
	proxyHeader       = "X-Ms-Invocation-Id" // only on requests that the host proxies
	traceparentHeader = "Traceparent"        // only where telemetry is on
)

type idKey struct{}

type ids struct{ invocation, traceparent string }

func withIDs(ctx context.Context, header http.Header) context.Context {
	found := ids{invocation: header.Get(invocationHeader), traceparent: header.Get(traceparentHeader)}
	if found.invocation == "" {
		found.invocation = header.Get(proxyHeader)
	}
	return context.WithValue(ctx, idKey{}, found)
}

// InvocationID is the host's name for the call that ctx belongs to, for log
// lines; empty where there is none.
func InvocationID(ctx context.Context) string {
	found, _ := ctx.Value(idKey{}).(ids)
	return found.invocation
}

// Traceparent is the W3C trace context of the call that ctx belongs to, to be
// handed on to whatever is called; empty where there is none.
func Traceparent(ctx context.Context) string {
	found, _ := ctx.Value(idKey{}).(ids)
	return found.traceparent
}
