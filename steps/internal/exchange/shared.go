package exchange

import (
	"context"
	"errors"
	"fmt"

	"usher/steps/step"
)

// sharedMailboxes are the tenant's shared mailboxes.
type sharedMailboxes struct{ *Client }

// All lists them.
// Source: learn.microsoft.com/powershell/module/exchange/get-mailbox
func (s sharedMailboxes) All(ctx context.Context) ([]step.SharedMailboxName, error) {
	const every = 100_000 // without a number, Get-Mailbox stops at 1,000
	rows, err := rowsOf[struct {
		UPN     string `json:"UserPrincipalName"`
		Name    string `json:"DisplayName"`
		Alias   string
		Address string `json:"PrimarySmtpAddress"`
	}](ctx, s.Client, cmdlet{name: "Get-Mailbox", parameters: map[string]any{
		"RecipientTypeDetails": []string{"SharedMailbox"}, "ResultSize": every,
	}})
	if err != nil {
		return nil, fmt.Errorf("list shared mailboxes: %w", err)
	}
	all := make([]step.SharedMailboxName, 0, len(rows))
	for _, row := range rows {
		if row.UPN == "" {
			return nil, errors.New("list shared mailboxes: one came without its name to sign in with")
		}
		all = append(all, step.SharedMailboxName{UPN: row.UPN, Name: row.Name, Alias: row.Alias, Address: row.Address})
	}
	return all, nil
}
