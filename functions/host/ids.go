package host

import (
	"context"
	"log/slog"
	"net/http"
	"slices"
	"sync"
)

// The headers by which the host names a call and its place in a trace.
const (
	invocationHeader  = "X-Azure-Functions-InvocationId"
	proxyHeader       = "X-Ms-Invocation-Id" // only on requests that the host proxies
	traceparentHeader = "Traceparent"        // only where telemetry is on
)

// longestID is how much of an id is taken over. The host's are GUIDs; a caller
// of an HTTP door may send what it likes where no host stands in front.
const longestID = 64

type callKey struct{}

// call is what is known of one call of a door.
type call struct {
	invocation string
	mu         sync.Mutex
	notes      []slog.Attr
}

// withCall puts into ctx what the host's headers say of the call.
func withCall(ctx context.Context, header http.Header) context.Context {
	c := &call{invocation: header.Get(invocationHeader)}
	if c.invocation == "" {
		c.invocation = header.Get(proxyHeader)
	}
	if len(c.invocation) > longestID {
		c.invocation = c.invocation[:longestID]
	}
	return withTraceparent(context.WithValue(ctx, callKey{}, c), header.Get(traceparentHeader))
}

// InvocationID is the host's name for the call that ctx belongs to, for log
// lines; empty where there is none.
func InvocationID(ctx context.Context) string {
	if c, ok := ctx.Value(callKey{}).(*call); ok {
		return c.invocation
	}
	return ""
}

// Note adds to the line that the door itself logs about the call that ctx
// belongs to: what the call is about is known only further in. Where ctx
// belongs to none, nothing is noted.
func Note(ctx context.Context, attributes ...slog.Attr) {
	c, ok := ctx.Value(callKey{}).(*call)
	if !ok {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.notes = append(c.notes, attributes...)
}

// known is what a door's own line says of a call: its id, and what was noted.
func known(ctx context.Context) []slog.Attr {
	all := []slog.Attr{slog.String("invocation_id", InvocationID(ctx))}
	if c, ok := ctx.Value(callKey{}).(*call); ok {
		c.mu.Lock()
		defer c.mu.Unlock()
		all = append(all, slices.Clone(c.notes)...)
	}
	return all
}
