package flow

import (
	"context"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/trace"

	"usher/steps/step"
)

// about has everything that is logged and traced with ctx from here on say
// which run it is about, and which of its lines, if any.
func about(ctx context.Context, run Run, line string) context.Context {
	if span := trace.SpanFromContext(ctx); span.IsRecording() {
		span.SetAttributes(attribute.String("usher.run", run.ID), attribute.String("usher.customer", run.Customer), attribute.String("usher.ticket", run.Ticket.ID))
	}
	return tagged(ctx, run, line)
}

func tagged(ctx context.Context, run Run, line string) context.Context {
	return step.WithTags(ctx, step.Tags{Run: run.ID, Line: line, Customer: run.Customer, Ticket: run.Ticket.ID})
}

// aboutMessage is about for what a message names. What can't be read isn't
// said: the message may be there because of that.
func (f *Flow) aboutMessage(ctx context.Context, m Message) context.Context {
	ctx = step.WithTags(ctx, step.Tags{Run: m.Run, Line: m.Line})
	r, run, err := f.loadRun(ctx, m.Run)
	if err == nil {
		return tagged(ctx, run, m.Line)
	}
	ticket, err := get[TicketRecord](ctx, f.Store, r.partition, ticketKey)
	if err != nil {
		return ctx
	}
	return step.WithTags(ctx, step.Tags{Customer: ticket.V.Customer, Ticket: ticket.V.ID})
}

// span begins the span of a visit to a line, with ids and states alone: what
// the line changes is named by people's names and addresses.
func (t *turn) span(ctx context.Context) (_ context.Context, end func(error)) {
	l := &t.line.V
	name := l.Step
	if l.Post != nil {
		name = l.Post.Kind
	}
	ctx, span := t.f.Tracer.Start(ctx, name)
	ctx = about(ctx, t.run, l.ID)
	return ctx, func(err error) {
		if span.IsRecording() {
			span.SetAttributes(attribute.String("usher.line", l.ID), attribute.String("usher.step", l.Step),
				attribute.String("usher.state", string(l.State)), attribute.Int("usher.attempts", l.Attempts))
		}
		if err != nil || l.State == Stopped {
			span.SetStatus(codes.Error, "")
		}
		span.End()
	}
}
