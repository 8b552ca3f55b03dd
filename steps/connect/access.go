package connect

import (
	"context"
	"fmt"
	"slices"

	"usher/steps/internal/exchange"
	"usher/steps/internal/graph"
	"usher/steps/internal/wire"
	"usher/steps/step"
)

// access tells what the tenant has granted, by the tokens that it gives.
type access struct{ tokens *wire.Tokens }

// Granted lists the application permissions on one resource. What was granted
// since the last token shows in the next: after a refusal, or within an hour.
func (a access) Granted(ctx context.Context, resource step.Resource) ([]string, error) {
	scopes := map[step.Resource]string{step.Graph: graph.Scope, step.Exchange: exchange.Scope}
	scope, ok := scopes[resource]
	if !ok {
		return nil, fmt.Errorf("no token is known for %q", resource)
	}
	token, err := a.tokens.For(ctx, scope)
	if err != nil {
		return nil, fmt.Errorf("look what is granted: %w", err)
	}
	return slices.Clone(token.Roles), nil
}
