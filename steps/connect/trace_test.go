package connect_test

import (
	"context"
	"log/slog"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	sdk "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"

	"usher/steps/connect"
	"usher/steps/step"
)

// watch is a log that keeps the tags of each line's context.
type watch struct {
	slog.Handler
	mu   sync.Mutex
	tags []step.Tags
}

func (*watch) Enabled(context.Context, slog.Level) bool { return true }

func (w *watch) WithAttrs([]slog.Attr) slog.Handler { return w }

func (w *watch) Handle(ctx context.Context, _ slog.Record) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.tags = append(w.tags, step.TagsOf(ctx))
	return nil
}

// TestCallsOfEverySystemAreNamedAndTraced calls every system in the context of
// a line. Graph's SDK stands between: it must lose neither tags nor trace, and
// its own spans, which hold addresses, must not be recorded.
func TestCallsOfEverySystemAreNamedAndTraced(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	log := &watch{Handler: slog.DiscardHandler}
	spans := tracetest.NewSpanRecorder()
	tracer := sdk.NewTracerProvider(sdk.WithSpanProcessor(spans)).Tracer("")
	p.made = connect.New(connect.Options{Sim: p.url, Secrets: p.secret, Now: time.Now, Tracer: tracer, Log: slog.New(log)})
	world := p.open(p.customer())

	tags := step.Tags{Run: "r-1-1", Line: "7", Customer: "contoso", Ticket: "T-1"}
	ctx, line := tracer.Start(step.WithTags(t.Context(), tags), "block-sign-in")
	require.NoError(t, world.SignIn.SetEnabled(ctx, priya, false))
	_, err := world.Users.Find(ctx, "Priya Nair")
	require.NoError(t, err)
	_, err = world.Mailboxes.Get(ctx, upn)
	require.NoError(t, err)
	require.NoError(t, world.Desk.AddNote(ctx, "T-1", step.Note{Internal: true, Text: "x", Marker: "usher:x"}))
	require.NoError(t, world.Cards.Post(ctx, "teams-dana", step.Card{Title: "x"}))
	line.End()

	require.NotEmpty(t, log.tags)
	for _, seen := range log.tags {
		require.Equal(t, tags, seen)
	}
	systems := map[string]int{}
	for _, span := range tracetest.SpanStubsFromReadOnlySpans(spans.Ended()) {
		systems[span.Name]++
		require.Equal(t, line.SpanContext().TraceID(), span.SpanContext.TraceID())
		for _, attribute := range span.Attributes {
			for _, word := range []string{"priya", "nair", "canary", "http://", "search"} {
				require.NotContains(t, attribute.Value.Emit(), word)
			}
		}
		if span.Name != "block-sign-in" {
			require.Equal(t, line.SpanContext().SpanID(), span.Parent.SpanID(), span.Name)
		}
	}
	for _, name := range []string{"block-sign-in", "PATCH Microsoft Graph", "GET Microsoft Graph", "POST Exchange Online", "POST Teams"} {
		require.Positive(t, systems[name], "%s: %v", name, systems)
	}
	require.Len(t, log.tags, len(spans.Ended())-1, "a line in the log for each span of a call: %v", systems)
}
