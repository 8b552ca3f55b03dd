package graph

import (
	"context"
	"fmt"

	"github.com/microsoftgraph/msgraph-sdk-go/directory"
	"github.com/microsoftgraph/msgraph-sdk-go/models"
	"github.com/microsoftgraph/msgraph-sdk-go/users"
	"golang.org/x/sync/errgroup"

	"usher/steps/step"
)

// Taken says in words which user, deleted user or group has an address, all
// looked up at once; empty: none. A deleted user keeps its addresses for 30
// days. What only Exchange knows, such as mail contacts, is Exchange's to say.
// Source: learn.microsoft.com/graph/api/directory-deleteditems-list
func (a accounts) Taken(ctx context.Context, address string) (string, error) {
	const doing = "look who has an address"
	found := make([]string, 3)
	all, within := errgroup.WithContext(ctx)
	for i, look := range []func(context.Context, string) (string, error){a.takenByUser, a.takenByDeleted, a.takenByGroup} {
		all.Go(func() (err error) { found[i], err = look(within, address); return err })
	}
	if err := all.Wait(); err != nil {
		return "", fail(doing, err)
	}
	for _, says := range found {
		if says != "" {
			return says, nil
		}
	}
	return "", nil
}

func (a accounts) takenByUser(ctx context.Context, address string) (string, error) {
	filter := byAddress(address)
	query := &users.UsersRequestBuilderGetQueryParameters{Select: []string{"id", "displayName", "userPrincipalName"}, Filter: &filter}
	answer, err := a.users().Get(ctx, &users.UsersRequestBuilderGetRequestConfiguration{QueryParameters: query})
	return namedUser("the user", answer, err)
}

func (a accounts) takenByDeleted(ctx context.Context, address string) (string, error) {
	filter := byAddress(address)
	query := &directory.DeletedItemsGraphUserRequestBuilderGetQueryParameters{Select: []string{"id", "displayName", "userPrincipalName"}, Filter: &filter}
	builder := directory.NewDeletedItemsGraphUserRequestBuilderInternal(map[string]string{}, a.adapter)
	answer, err := builder.Get(ctx, &directory.DeletedItemsGraphUserRequestBuilderGetRequestConfiguration{QueryParameters: query})
	return namedUser("the deleted user", answer, err)
}

func namedUser(what string, answer models.UserCollectionResponseable, err error) (string, error) {
	if err != nil {
		return "", err
	}
	for _, user := range answer.GetValue() {
		return fmt.Sprintf("%s %s (%s)", what, said(user.GetDisplayName()), said(user.GetUserPrincipalName())), nil
	}
	return "", nil
}

func (a accounts) takenByGroup(ctx context.Context, address string) (string, error) {
	found, err := lookup(a).list(ctx, groupsByAddress(address))
	if err != nil || len(found) == 0 {
		return "", err
	}
	return "the group " + found[0].Name, nil
}

// Accounts returns what makes accounts. Of whom an address is, it knows what
// Graph knows.
func (c *Client) Accounts() step.Accounts { return accounts{c} }
