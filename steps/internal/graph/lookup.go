package graph

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/google/uuid"
	"github.com/microsoftgraph/msgraph-sdk-go/groups"
	"github.com/microsoftgraph/msgraph-sdk-go/models"

	"usher/steps/step"
)

// lookup finds groups by what people call them.
type lookup struct{ *Client }

// Directory finds groups by what people call them.
func (c *Client) Directory() step.Directory { return lookup{c} }

// Groups returns every group to which these words may refer: an address, an
// object id, a display name or an alias. Graph compares without regard to case.
func (l lookup) Groups(ctx context.Context, words string) ([]step.Group, error) {
	const doing = "find group"
	words = strings.Join(strings.Fields(words), " ")
	if words == "" {
		return nil, nil
	}
	if uuid.Validate(words) == nil {
		return l.byID(ctx, words)
	}
	// An alias is often written with the @ that follows it.
	alias := literal(strings.TrimSuffix(words, "@"))
	filter := "displayName eq " + literal(words) + " or mailNickname eq " + alias
	if strings.Contains(strings.TrimSuffix(words, "@"), "@") {
		filter = groupsByAddress(words)
	}
	found, err := l.list(ctx, filter)
	if err != nil {
		return nil, fail(doing, err)
	}
	return found, nil
}

func (l lookup) byID(ctx context.Context, id string) ([]step.Group, error) {
	const doing = "get group"
	if err := checkID(id); err != nil {
		return nil, fail(doing, err)
	}
	query := &groups.GroupItemRequestBuilderGetQueryParameters{Select: groupProperties()}
	answer, err := l.groups().ByGroupId(id).Get(ctx, &groups.GroupItemRequestBuilderGetRequestConfiguration{QueryParameters: query})
	if err = fail(doing, err); errors.Is(err, step.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	group, err := readGroup(answer)
	if err != nil {
		return nil, fail(doing, err)
	}
	return []step.Group{group}, nil
}

// groupsByAddress matches every address that mail for a group arrives at.
func groupsByAddress(address string) string {
	return fmt.Sprintf("mail eq %s or proxyAddresses/any(p:p eq %s) or proxyAddresses/any(p:p eq %s)",
		literal(address), literal("smtp:"+address), literal("SMTP:"+address))
}

func (l lookup) list(ctx context.Context, filter string) ([]step.Group, error) {
	query := &groups.GroupsRequestBuilderGetQueryParameters{Select: groupProperties(), Filter: &filter}
	first, err := l.groups().Get(ctx, &groups.GroupsRequestBuilderGetRequestConfiguration{QueryParameters: query})
	if err != nil {
		return nil, err
	}
	next := func(ctx context.Context, link string) (models.GroupCollectionResponseable, error) {
		return l.groups().WithUrl(link).Get(ctx, nil)
	}
	listed, err := every[models.Groupable](ctx, first, next)
	if err != nil {
		return nil, err
	}
	return readGroups(listed)
}
