package graph

import (
	"context"
	"errors"
	"fmt"

	"github.com/microsoftgraph/msgraph-sdk-go/groups"
	"github.com/microsoftgraph/msgraph-sdk-go/models"

	"usher/steps/internal/wire"
	"usher/steps/step"
)

// Join adds a member. Somebody who is a member already is no error.
func (m memberships) Join(ctx context.Context, groupID, userID string) error {
	const doing = "join group"
	if err := errors.Join(checkID(groupID), checkID(userID)); err != nil {
		return fail(doing, err)
	}
	address := m.base + "/directoryObjects/" + userID
	reference := models.NewReferenceCreate()
	reference.SetOdataId(&address)
	err := m.groups().ByGroupId(groupID).Members().Ref().Post(ctx, reference, nil)
	if err == nil || means(err, alreadyMember) {
		return nil
	}
	return refuseMail(doing, err)
}

// Leave removes a member. Graph answers 404 for somebody who is no member.
func (m memberships) Leave(ctx context.Context, groupID, userID string) error {
	const doing = "leave group"
	if err := errors.Join(checkID(groupID), checkID(userID)); err != nil {
		return fail(doing, err)
	}
	err := fail(doing, m.membership(groupID, userID).Delete(ctx, nil))
	if errors.Is(err, step.ErrNotFound) {
		return nil
	}
	return err
}

// membership addresses the bond between a group and a member, with /$ref at
// its end. Without it the same DELETE removes the user from the directory, so
// this is the one place that builds such an address.
// Source: learn.microsoft.com/graph/api/group-delete-members (caution)
func (m memberships) membership(groupID, userID string) *groups.ItemMembersItemRefRequestBuilder {
	return m.groups().ByGroupId(groupID).Members().ByDirectoryObjectId(userID).Ref()
}

// refuseMail stops where Graph says that only Exchange may change a group.
func refuseMail(doing string, err error) error {
	if !means(err, mailGroup) {
		return fail(doing, err)
	}
	return &step.Stop{
		Says: "This group's members can only be changed through Exchange, so Microsoft Graph refused. Nothing was changed.",
		Err:  fmt.Errorf("%s: %w", doing, wire.Bare(err)),
	}
}
