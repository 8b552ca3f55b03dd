package exchange

import (
	"context"
	"errors"
	"fmt"

	"usher/steps/step"
)

// Taken says in words what has an address among everything that mail can be
// sent to: mailboxes and lists, and what Graph doesn't list, such as mail
// contacts, dynamic lists and public folders. Empty: nothing has.
// Source: learn.microsoft.com/powershell/module/exchange/get-recipient
func (c *Client) Taken(ctx context.Context, address string) (string, error) {
	type holder struct {
		Name string `json:"DisplayName"`
		Kind string `json:"RecipientTypeDetails"`
	}
	found, err := rowsOf[holder](ctx, c, cmdlet{name: "Get-Recipient", parameters: map[string]any{"Identity": address}})
	if errors.Is(err, step.ErrNotFound) {
		return "", nil
	}
	if err != nil {
		return "", fmt.Errorf("look who has an address: %w", err)
	}
	for _, one := range found {
		return fmt.Sprintf("%s, in Exchange a %s", one.Name, one.Kind), nil
	}
	return "", nil
}
