package read

import (
	"context"
	"errors"
	"fmt"
	"log/slog"

	"usher/steps/step"
)

// Reader reads tickets: the rules do, and so does a model.
type Reader interface {
	Read(ctx context.Context, t step.Ticket) (step.Reading, error)
}

// Silent is the error of a reader that couldn't read a ticket, though the
// ticket is none the worse for it.
type Silent interface {
	error
	// Why says why, in words for people: "it took too long".
	Why() string
}

// Both reads by rules, and asks a second reader beside them. What comes out
// begins with what the rules read: the second can fill in facts that they
// haven't found, and raise doubts. It can't take anything away, add a person,
// or decide on the person, the action or the day.
type Both struct {
	Second Reader
	Log    *slog.Logger
}

// Read returns the reading of the rules with what the second reader adds. If
// that one can't read, the rules alone have read, and a note says so. The
// error is that of the context.
func (b Both) Read(ctx context.Context, t step.Ticket) (step.Reading, error) {
	reading, err := Rules{}.Read(ctx, t)
	if err != nil {
		return reading, err
	}
	second, err := b.Second.Read(ctx, t)
	if ctx.Err() != nil {
		return step.Reading{}, fmt.Errorf("read beside the rules: %w", ctx.Err())
	}
	if err != nil {
		b.Log.WarnContext(ctx, "a ticket was read by rules alone", "error", err)
		reading.Notes = append(reading.Notes, alone(err))
		return reading, nil
	}
	reading.Notes = append(reading.Notes, second.Notes...)
	c := comparison{rules: &reading, second: second}
	c.actions()
	c.people()
	for _, p := range c.pairs {
		c.days(p)
		c.facts(p)
	}
	return reading, nil
}

func alone(err error) string {
	why := "it failed"
	var silent Silent
	if errors.As(err, &silent) {
		why = silent.Why()
	}
	return fmt.Sprintf("The language model didn't read this ticket (%s). The rules alone did.", why)
}
