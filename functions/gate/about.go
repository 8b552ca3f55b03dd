package gate

import (
	"context"
	"log/slog"

	"usher/functions/host"
	"usher/steps/step"
)

// About has everything that is logged with ctx from here on say what the call
// is about, and the line of the door itself, too. What a tag holds may come
// from whoever calls.
func About(ctx context.Context, tags step.Tags) context.Context {
	for _, tag := range []struct{ key, value string }{
		{"run", tags.Run}, {"line", tags.Line}, {"customer", tags.Customer}, {"ticket", tags.Ticket},
	} {
		if tag.value != "" {
			host.Note(ctx, slog.String(tag.key, tag.value))
		}
	}
	return step.WithTags(ctx, tags)
}
