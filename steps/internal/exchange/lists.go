package exchange

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/sync/errgroup"

	"usher/steps/step"
)

// lists are the distribution lists and mail-enabled security groups.
type lists struct{ *Client }

// Join adds a member. Somebody who is a member already is no error.
func (l lists) Join(ctx context.Context, listID, upn string) error {
	err := l.change(ctx, membership("Add-DistributionGroupMember", listID, upn))
	if saysAny(err, memberClass, memberText) {
		return nil
	}
	return err
}

// Leave removes a member.
func (l lists) Leave(ctx context.Context, listID, upn string) error {
	command := membership("Remove-DistributionGroupMember", listID, upn)
	command.parameters["Confirm"] = false
	err := l.change(ctx, command)
	if saysAny(err, noMemberClass, noMemberText) {
		return nil
	}
	return err
}

// membership names both by what can't be anybody else's. The bypass spares
// the app from being an owner of each list.
func membership(name, listID, upn string) cmdlet {
	return cmdlet{name: name, parameters: map[string]any{
		"Identity": listID, "Member": upn, "BypassSecurityGroupManagerCheck": true,
	}}
}

// recipient is anybody or anything that mail can be sent to.
type recipient struct {
	ObjectID string `json:"ExternalDirectoryObjectId"`
	Address  string `json:"PrimarySmtpAddress"`
	UPN      string `json:"WindowsLiveID"`
}

// Has tells whether Exchange counts the user among the list's members.
func (l lists) Has(ctx context.Context, listID, upn string) (bool, error) {
	var members []recipient
	var person recipient
	both, ctx := errgroup.WithContext(ctx)
	both.Go(func() (err error) {
		members, err = rowsOf[recipient](ctx, l.Client, cmdlet{
			name:       "Get-DistributionGroupMember",
			parameters: map[string]any{"Identity": listID, "ResultSize": "Unlimited"},
		})
		return err
	})
	both.Go(func() (err error) {
		person, err = l.recipient(ctx, upn)
		if errors.Is(err, step.ErrNotFound) {
			return nil // without a mailbox: told by name
		}
		return err
	})
	if err := both.Wait(); err != nil {
		return false, fmt.Errorf("look for member: %w", err)
	}
	return slices.ContainsFunc(members, func(member recipient) bool { return member.same(person, upn) }), nil
}

// same compares by object id where both have one, since an address may have
// been somebody else's name.
func (r recipient) same(person recipient, upn string) bool {
	if r.ObjectID != "" && person.ObjectID != "" {
		return strings.EqualFold(r.ObjectID, person.ObjectID)
	}
	names := []string{upn, person.Address}
	return slices.ContainsFunc(names, func(name string) bool {
		return name != "" && (strings.EqualFold(name, r.UPN) || strings.EqualFold(name, r.Address))
	})
}

// recipient looks up who goes by a name.
func (c *Client) recipient(ctx context.Context, identity string) (recipient, error) {
	return rowOf[recipient](ctx, c, cmdlet{
		name:       "Get-Recipient",
		parameters: map[string]any{"Identity": identity},
	})
}
