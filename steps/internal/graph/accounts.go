package graph

import (
	"context"
	"errors"
	"fmt"

	"github.com/microsoftgraph/msgraph-sdk-go/models"
	"github.com/microsoftgraph/msgraph-sdk-go/users"

	"usher/steps/internal/wire"
	"usher/steps/step"
)

// accounts makes accounts.
type accounts struct{ *Client }

// Create makes an account, to be used with a new password at the first
// sign-in. Making one twice is refused by Graph, since the name is taken; if
// the account that has it carries our tag, it is ours and its id is returned.
// Source: learn.microsoft.com/graph/api/user-post-users
func (a accounts) Create(ctx context.Context, account step.NewAccount) (string, error) {
	const doing = "create account"
	made, err := a.users().Post(wire.Hide(ctx, account.Password), newUser(account), nil)
	switch {
	case means(err, taken):
		return a.adopt(ctx, account, fmt.Errorf("%s: %w", doing, wire.Bare(err)))
	case err != nil:
		return "", fail(doing, err)
	case made == nil || made.GetId() == nil:
		return "", fail(doing, errors.New("the answer names no id"))
	}
	return *made.GetId(), nil
}

// newUser is the account as Graph is asked for it. What isn't known is left
// out; an empty text would be refused.
func newUser(account step.NewAccount) models.Userable {
	user, always := changed(), true
	user.SetAccountEnabled(&account.Enabled)
	for text, set := range map[*string]func(*string){
		&account.UPN: user.SetUserPrincipalName, &account.MailNickname: user.SetMailNickname,
		&account.DisplayName: user.SetDisplayName, &account.GivenName: user.SetGivenName, &account.Surname: user.SetSurname,
		&account.UsageLocation: user.SetUsageLocation, &account.Office: user.SetOfficeLocation,
		&account.Department: user.SetDepartment, &account.JobTitle: user.SetJobTitle,
		&account.Company: user.SetCompanyName, &account.EmployeeType: user.SetEmployeeType,
		&account.MobilePhone: user.SetMobilePhone,
	} {
		if *text != "" {
			set(text)
		}
	}
	text := account.Password.Reveal()
	profile := models.NewPasswordProfile()
	profile.SetPassword(&text)
	profile.SetForceChangePasswordNextSignIn(&always)
	user.SetPasswordProfile(profile)
	if account.Tag != "" {
		user.SetOnPremisesExtensionAttributes(tagged(account.Tag))
	}
	return user
}

// tagged puts the tag where it stays. extensionAttribute15 is there in every
// tenant without being set up, an app may write it for cloud accounts in the
// POST that creates them, with no permission beside User.ReadWrite.All, and
// it is read back by $select. employeeId would do too, but is the customer's
// own; open extensions come only with a second call.
// Source: learn.microsoft.com/graph/api/resources/onpremisesextensionattributes
func tagged(tag string) models.OnPremisesExtensionAttributesable {
	attributes := models.NewOnPremisesExtensionAttributes()
	attributes.SetExtensionAttribute15(&tag)
	return attributes
}

func tagOf(user models.Userable) string {
	if attributes := user.GetOnPremisesExtensionAttributes(); attributes != nil {
		return said(attributes.GetExtensionAttribute15())
	}
	return ""
}

// tagProperty is where tagged puts the tag.
const tagProperty = "onPremisesExtensionAttributes"

// adopt returns the account that has the name already if it is ours.
func (a accounts) adopt(ctx context.Context, account step.NewAccount, refused error) (string, error) {
	filter := "userPrincipalName eq " + literal(account.UPN)
	query := &users.UsersRequestBuilderGetQueryParameters{Select: []string{"id", "displayName", tagProperty}, Filter: &filter}
	found, err := a.users().Get(ctx, &users.UsersRequestBuilderGetRequestConfiguration{QueryParameters: query})
	if err != nil {
		return "", fail("look who has the name", err)
	}
	says := fmt.Sprintf("Microsoft refused to create %s: something in the tenant has this name or address already.", account.UPN)
	for _, user := range found.GetValue() {
		if account.Tag != "" && tagOf(user) == account.Tag && user.GetId() != nil {
			return *user.GetId(), nil
		}
		says = fmt.Sprintf("An account called %s exists already, and this run didn't make it: it belongs to %s.", account.UPN, said(user.GetDisplayName()))
	}
	return "", &step.Stop{Says: says + " Nothing was changed. Choose another name, or free this one, and retry.", Err: refused}
}

// Tag returns the tag that an account was created with; empty: none.
func (a accounts) Tag(ctx context.Context, id string) (string, error) {
	const doing = "read tag of account"
	builder, err := a.user(id)
	if err != nil {
		return "", fail(doing, err)
	}
	query := &users.UserItemRequestBuilderGetQueryParameters{Select: []string{"id", tagProperty}}
	user, err := builder.Get(ctx, &users.UserItemRequestBuilderGetRequestConfiguration{QueryParameters: query})
	if err != nil {
		return "", fail(doing, err)
	}
	return tagOf(user), nil
}

// SetManager sets a user's manager; an empty id takes it away, and where there
// is none that is no error.
// Source: learn.microsoft.com/graph/api/user-post-manager
func (a accounts) SetManager(ctx context.Context, id, managerID string) error {
	const doing = "set manager"
	builder, err := a.user(id)
	if err != nil {
		return fail(doing, err)
	}
	if managerID == "" {
		err := fail(doing, builder.Manager().Ref().Delete(ctx, nil))
		if errors.Is(err, step.ErrNotFound) {
			return nil
		}
		return err
	}
	if err := checkID(managerID); err != nil {
		return fail(doing, err)
	}
	address := a.base + "/users/" + managerID
	reference := models.NewReferenceUpdate()
	reference.SetOdataId(&address)
	return fail(doing, builder.Manager().Ref().Put(ctx, reference, nil))
}
