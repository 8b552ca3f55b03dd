package graph

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/microsoftgraph/msgraph-sdk-go/models"
	"github.com/microsoftgraph/msgraph-sdk-go/users"

	"usher/steps/step"
)

// people are the tenant's accounts.
type people struct{ *Client }

// userProperties lists everything that is read of a user. Graph leaves out
// what isn't asked for, accountEnabled among it.
func userProperties() []string {
	return []string{
		"id", "userPrincipalName", "mail", "displayName", "givenName", "surname", "department", "jobTitle",
		"accountEnabled", "onPremisesSyncEnabled", "userType", "lastPasswordChangeDateTime", "signInSessionsValidFromDateTime",
		tagProperty,
	}
}

// Get returns the user with this object id.
func (p people) Get(ctx context.Context, id string) (step.User, error) {
	const doing = "get user"
	builder, err := p.user(id)
	if err != nil {
		return step.User{}, fail(doing, err)
	}
	query := &users.UserItemRequestBuilderGetQueryParameters{Select: userProperties()}
	answer, err := builder.Get(ctx, &users.UserItemRequestBuilderGetRequestConfiguration{QueryParameters: query})
	if err != nil {
		return step.User{}, fail(doing, err)
	}
	user, err := readUser(answer)
	if err != nil {
		return step.User{}, fail(doing, err)
	}
	return user, nil
}

// Manager returns a user's manager. Graph answers 404 where there is none.
func (p people) Manager(ctx context.Context, id string) (step.User, error) {
	const doing = "get manager"
	builder, err := p.user(id)
	if err != nil {
		return step.User{}, fail(doing, err)
	}
	query := &users.ItemManagerRequestBuilderGetQueryParameters{Select: userProperties()}
	answer, err := builder.Manager().Get(ctx, &users.ItemManagerRequestBuilderGetRequestConfiguration{QueryParameters: query})
	if err != nil {
		return step.User{}, fail(doing, err)
	}
	if user, ok := answer.(models.Userable); ok && user.GetAccountEnabled() != nil {
		return readUser(user)
	}
	if answer == nil || answer.GetId() == nil {
		return step.User{}, fail(doing, errors.New("the answer is empty"))
	}
	// A manager of another kind, or one that came without its properties.
	return p.Get(ctx, *answer.GetId())
}

// readUser takes over what Graph told. A user without accountEnabled is an
// error: nobody may be taken for blocked because a property is missing.
func readUser(from models.Userable) (step.User, error) {
	if from == nil || from.GetId() == nil || from.GetUserPrincipalName() == nil || from.GetAccountEnabled() == nil {
		return step.User{}, errors.New("a user came without id, userPrincipalName or accountEnabled")
	}
	user := step.User{
		ID: *from.GetId(), UPN: *from.GetUserPrincipalName(), Mail: said(from.GetMail()),
		Name: said(from.GetDisplayName()), GivenName: said(from.GetGivenName()), Surname: said(from.GetSurname()),
		Department: said(from.GetDepartment()), JobTitle: said(from.GetJobTitle()),
		Enabled:           *from.GetAccountEnabled(),
		Synced:            said(from.GetOnPremisesSyncEnabled()),
		PasswordChanged:   said(from.GetLastPasswordChangeDateTime()).UTC(),
		SessionsValidFrom: said(from.GetSignInSessionsValidFromDateTime()).UTC(),
		Tag:               tagOf(from),
	}
	user.Guest = strings.EqualFold(said(from.GetUserType()), "Guest") || strings.Contains(strings.ToUpper(user.UPN), "#EXT#")
	return user, nil
}

// said returns what a pointer of the SDK points to, or the zero value.
func said[T string | bool | int32 | time.Time](value *T) T {
	if value == nil {
		var zero T
		return zero
	}
	return *value
}

func (p people) list(ctx context.Context, filter string) ([]step.User, error) {
	query := &users.UsersRequestBuilderGetQueryParameters{Select: userProperties(), Filter: &filter}
	first, err := p.users().Get(ctx, &users.UsersRequestBuilderGetRequestConfiguration{QueryParameters: query})
	if err != nil {
		return nil, err
	}
	next := func(ctx context.Context, link string) (models.UserCollectionResponseable, error) {
		return p.users().WithUrl(link).Get(ctx, nil)
	}
	listed, err := every[models.Userable](ctx, first, next)
	if err != nil {
		return nil, err
	}
	found := make([]step.User, 0, len(listed))
	for _, one := range listed {
		user, err := readUser(one)
		if err != nil {
			return nil, fmt.Errorf("read user: %w", err)
		}
		found = append(found, user)
	}
	return found, nil
}
