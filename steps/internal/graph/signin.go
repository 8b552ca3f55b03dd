package graph

import (
	"context"

	"github.com/microsoftgraph/msgraph-sdk-go/models"

	"usher/steps/internal/wire"
	"usher/steps/step"
)

// signIn is what lets users in.
type signIn struct{ *Client }

// SetEnabled lets a user sign in, or no longer.
func (s signIn) SetEnabled(ctx context.Context, id string, enabled bool) error {
	change := changed()
	change.SetAccountEnabled(&enabled)
	return s.patch(ctx, "set accountEnabled", id, change)
}

// SetPassword gives a user a new password, to be changed at the next sign-in.
func (s signIn) SetPassword(ctx context.Context, id string, password step.Secret) error {
	text, mustChange := password.Reveal(), true
	profile := models.NewPasswordProfile()
	profile.SetPassword(&text)
	profile.SetForceChangePasswordNextSignIn(&mustChange)
	change := changed()
	change.SetPasswordProfile(profile)
	return s.patch(wire.Hide(ctx, password), "set password", id, change)
}

// RevokeSessions makes refresh tokens and session cookies void. Access tokens
// already given out stay good until they expire. Any 2xx is fine: Graph
// answers 200 or 204.
// Source: learn.microsoft.com/graph/api/user-revokesigninsessions
func (s signIn) RevokeSessions(ctx context.Context, id string) error {
	const doing = "revoke sessions"
	builder, err := s.user(id)
	if err != nil {
		return fail(doing, err)
	}
	if _, err := builder.RevokeSignInSessions().PostAsRevokeSignInSessionsPostResponse(ctx, nil); err != nil {
		return fail(doing, err)
	}
	return nil
}

func (s signIn) patch(ctx context.Context, doing, id string, change models.Userable) error {
	builder, err := s.user(id)
	if err != nil {
		return fail(doing, err)
	}
	if _, err := builder.Patch(ctx, change, nil); err != nil {
		return fail(doing, err)
	}
	return nil
}

// changed returns a user that holds nothing yet, so that a PATCH names just
// what is set on it.
func changed() *models.User {
	user := models.NewUser()
	user.SetOdataType(nil)
	return user
}
