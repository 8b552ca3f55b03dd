package exchange

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

const fullAccess = "FullAccess"

// delegates are the people with full access to a mailbox.
type delegates struct{ *Client }

// permission is one entry of a mailbox's access list.
type permission struct {
	User      string
	Rights    rights `json:"AccessRights"`
	Inherited bool   `json:"IsInherited"`
	Deny      bool
}

// rights come as a list or as one text with commas.
type rights []string

// UnmarshalJSON reads either form.
func (r *rights) UnmarshalJSON(data []byte) error {
	var list []string
	if json.Unmarshal(data, &list) != nil {
		var text string
		if err := json.Unmarshal(data, &text); err != nil {
			return fmt.Errorf("access rights: %w", err)
		}
		list = []string{text}
	}
	for _, entry := range list {
		for right := range strings.SplitSeq(entry, ",") {
			*r = append(*r, strings.TrimSpace(right))
		}
	}
	return nil
}

// FullAccess lists who may open a mailbox by a grant of its own: not its
// owner, nor administrators through the whole organisation.
func (d delegates) FullAccess(ctx context.Context, mailbox string) ([]string, error) {
	entries, err := rowsOf[permission](ctx, d.Client, about("Get-MailboxPermission", mailbox))
	if err != nil {
		return nil, err
	}
	var users []string
	for _, entry := range entries {
		owner := strings.EqualFold(entry.User, `NT AUTHORITY\SELF`)
		if !owner && !entry.Inherited && !entry.Deny && slices.Contains(entry.Rights, fullAccess) {
			users = append(users, entry.User)
		}
	}
	return users, nil
}

// Grant gives full access and lets Outlook show the mailbox by itself.
func (d delegates) Grant(ctx context.Context, mailbox, upn string) error {
	command := access("Add-MailboxPermission", mailbox, upn)
	command.parameters["AutoMapping"] = true
	return d.change(ctx, command)
}

// Revoke takes full access away.
func (d delegates) Revoke(ctx context.Context, mailbox, upn string) error {
	err := d.change(ctx, access("Remove-MailboxPermission", mailbox, upn))
	if saysAny(err, noEntryClass, noEntryText, noEntryOther) {
		return nil
	}
	return err
}

func access(name, mailbox, upn string) cmdlet {
	command := about(name, mailbox)
	command.parameters["User"] = upn
	command.parameters["AccessRights"] = []string{fullAccess}
	command.parameters["InheritanceType"] = "All"
	command.parameters["Confirm"] = false
	return command
}
