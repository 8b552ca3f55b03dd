package step

import (
	"cmp"
	"context"
)

// Tags are the ids by which logs and traces say what something is about. They
// travel in the context, so that whatever is logged on the way carries them,
// whoever logs it. They name nobody: a person is in none of them.
type Tags struct {
	Customer string // key of the customer's document
	Ticket   string
	Run      string
	Line     string
}

type tagsKey struct{}

// WithTags returns ctx with tags. Those that are empty stay as ctx has them.
func WithTags(ctx context.Context, t Tags) context.Context {
	had := TagsOf(ctx)
	return context.WithValue(ctx, tagsKey{}, Tags{
		Customer: cmp.Or(t.Customer, had.Customer),
		Ticket:   cmp.Or(t.Ticket, had.Ticket),
		Run:      cmp.Or(t.Run, had.Run),
		Line:     cmp.Or(t.Line, had.Line),
	})
}

// TagsOf returns the tags of ctx. What isn't known is empty.
func TagsOf(ctx context.Context) Tags {
	t, _ := ctx.Value(tagsKey{}).(Tags)
	return t
}
