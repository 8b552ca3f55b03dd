package graph

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/microsoftgraph/msgraph-sdk-go/models"
	"github.com/microsoftgraph/msgraph-sdk-go/users"

	"usher/steps/step"
)

// memberships are the tenant's groups and who is in them.
type memberships struct{ *Client }

func groupProperties() []string {
	return []string{
		"id", "displayName", "mail", "groupTypes", "mailEnabled", "securityEnabled", "membershipRule",
		"onPremisesSyncEnabled", "isAssignableToRole", "isManagementRestricted", "assignedLicenses",
	}
}

// Of lists the groups of every kind of which the user is a direct member.
func (m memberships) Of(ctx context.Context, userID string) ([]step.Group, error) {
	const doing = "list groups of user"
	user, err := m.user(userID)
	if err != nil {
		return nil, fail(doing, err)
	}
	builder := user.MemberOf().GraphGroup()
	query := &users.ItemMemberOfGraphGroupRequestBuilderGetQueryParameters{Select: groupProperties()}
	first, err := builder.Get(ctx, &users.ItemMemberOfGraphGroupRequestBuilderGetRequestConfiguration{QueryParameters: query})
	if err != nil {
		return nil, fail(doing, err)
	}
	next := func(ctx context.Context, link string) (models.GroupCollectionResponseable, error) {
		return builder.WithUrl(link).Get(ctx, nil)
	}
	listed, err := every[models.Groupable](ctx, first, next)
	if err != nil {
		return nil, fail(doing, err)
	}
	found, err := readGroups(listed)
	if err != nil {
		return nil, fail(doing, err)
	}
	return found, nil
}

func readGroups(listed []models.Groupable) ([]step.Group, error) {
	found := make([]step.Group, 0, len(listed))
	for _, one := range listed {
		group, err := readGroup(one)
		if err != nil {
			return nil, err
		}
		found = append(found, group)
	}
	return found, nil
}

func readGroup(from models.Groupable) (step.Group, error) {
	if from == nil || from.GetId() == nil {
		return step.Group{}, errors.New("a group came without id")
	}
	kind, err := kindOf(from)
	if err != nil {
		return step.Group{}, err
	}
	dynamic := said(from.GetMembershipRule()) != "" || hasType(from, "DynamicMembership")
	group := step.Group{
		ID: *from.GetId(), Name: said(from.GetDisplayName()), Mail: said(from.GetMail()), Kind: kind, Dynamic: dynamic,
		Synced:     said(from.GetOnPremisesSyncEnabled()),
		Role:       said(from.GetIsAssignableToRole()),
		Restricted: said(from.GetIsManagementRestricted()),
	}
	for _, licence := range from.GetAssignedLicenses() {
		if licence.GetSkuId() == nil {
			return step.Group{}, fmt.Errorf("a licence of group %s came without skuId", group.ID)
		}
		group.Licences = append(group.Licences, licence.GetSkuId().String())
	}
	return group, nil
}

// kindOf derives which API changes the members of a group.
// Source: learn.microsoft.com/graph/api/resources/groups-overview
func kindOf(group models.Groupable) (step.GroupKind, error) {
	mail, security := group.GetMailEnabled(), group.GetSecurityEnabled()
	switch {
	case hasType(group, "Unified"):
		return step.Microsoft365, nil
	case mail == nil || security == nil:
		return "", fmt.Errorf("group %s came without mailEnabled or securityEnabled", *group.GetId())
	case *mail && *security:
		return step.MailEnabled, nil
	case *mail:
		return step.Distribution, nil
	}
	return step.Security, nil
}

func hasType(group models.Groupable, name string) bool {
	return slices.ContainsFunc(group.GetGroupTypes(), func(t string) bool { return strings.EqualFold(t, name) })
}
