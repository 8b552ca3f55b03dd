package graph

import (
	"context"
	"fmt"

	"github.com/microsoftgraph/msgraph-sdk-go/models"
	"github.com/microsoftgraph/msgraph-sdk-go/users"

	"usher/steps/internal/wire"
	"usher/steps/step"
)

// Change assigns and removes SKUs directly, in one call. Graph does all of it
// or nothing. Where a SKU that is to be removed isn't assigned any more, the
// others are removed one by one.
func (l licences) Change(ctx context.Context, userID string, add, remove []string) error {
	err := l.assign(ctx, userID, add, remove)
	if !means(err, notAssigned) || len(add) > 0 {
		return refuseLicence(err)
	}
	if len(remove) == 1 {
		return nil
	}
	for _, sku := range remove {
		if err := l.assign(ctx, userID, nil, []string{sku}); err != nil && !means(err, notAssigned) {
			return refuseLicence(err)
		}
	}
	return nil
}

// assign is one call of assignLicense. Both lists go along even if empty:
// without one of them Graph answers 400.
// Source: learn.microsoft.com/graph/api/user-assignlicense
func (l licences) assign(ctx context.Context, userID string, add, remove []string) error {
	builder, err := l.user(userID)
	if err != nil {
		return err
	}
	adding, err := skuIDs(add)
	if err != nil {
		return err
	}
	removing, err := skuIDs(remove)
	if err != nil {
		return err
	}
	assigned := make([]models.AssignedLicenseable, 0, len(adding))
	for _, id := range adding {
		licence := models.NewAssignedLicense()
		licence.SetSkuId(&id)
		assigned = append(assigned, licence)
	}
	body := users.NewItemAssignLicensePostRequestBody()
	body.SetAddLicenses(assigned)
	body.SetRemoveLicenses(removing)
	_, err = builder.AssignLicense().Post(ctx, body, nil)
	return err
}

// refuseLicence stops where another try can't help, in words for the ticket.
func refuseLicence(err error) error {
	const doing = "change licences"
	if err == nil {
		return nil
	}
	var says string
	switch {
	case means(err, inherited):
		says = "A licence is inherited from a group and can't be removed directly. It goes when the person leaves that group. Nothing was changed."
	case means(err, noUsageCountry):
		says = "Microsoft assigns no licence to an account without a valid usage location. Nothing was changed; set the usage location and retry."
	case means(err, noSeat):
		says = "No seat of this licence is free. Nothing was changed; free or buy a seat and retry."
	default:
		return fail(doing, err)
	}
	return &step.Stop{Says: says, Err: fmt.Errorf("%s: %w", doing, wire.Bare(err))}
}
