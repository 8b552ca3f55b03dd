package graph

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/google/uuid"
	"github.com/microsoftgraph/msgraph-sdk-go/models"
	"github.com/microsoftgraph/msgraph-sdk-go/subscribedskus"
	"github.com/microsoftgraph/msgraph-sdk-go/users"
	"golang.org/x/sync/errgroup"

	"usher/steps/step"
)

// licences are the tenant's licences and who holds them.
type licences struct{ *Client }

// product is one SKU of the tenant.
type product struct {
	step.Seat
	mail bool
}

// Seats lists the SKUs that the tenant owns.
func (l licences) Seats(ctx context.Context) ([]step.Seat, error) {
	products, err := l.products(ctx)
	if err != nil {
		return nil, fail("list SKUs", err)
	}
	seats := make([]step.Seat, 0, len(products))
	for _, product := range products {
		seats = append(seats, product.Seat)
	}
	return seats, nil
}

// Of lists what a user holds, direct and inherited apart.
func (l licences) Of(ctx context.Context, userID string) ([]step.Licence, error) {
	const doing = "list licences of user"
	var states []models.LicenseAssignmentStateable
	var products []product
	both, ctx := errgroup.WithContext(ctx)
	both.Go(func() (err error) { states, err = l.states(ctx, userID); return err })
	both.Go(func() (err error) { products, err = l.products(ctx); return err })
	if err := both.Wait(); err != nil {
		return nil, fail(doing, err)
	}
	held := make([]step.Licence, 0, len(states))
	for _, state := range states {
		if state.GetSkuId() == nil {
			return nil, fail(doing, errors.New("a licence came without skuId"))
		}
		held = append(held, readLicence(state, products))
	}
	return held, nil
}

// readLicence joins what a user holds with what the tenant owns. A SKU that
// the tenant no longer lists is taken for one with a mailbox, so that nobody
// loses mail over it.
func readLicence(state models.LicenseAssignmentStateable, products []product) step.Licence {
	sku := state.GetSkuId().String()
	licence := step.Licence{
		SKU: sku, Name: sku, Mail: true,
		Group: said(state.GetAssignedByGroup()), State: said(state.GetState()), Error: said(state.GetError()),
	}
	for _, product := range products {
		if product.SKU == sku {
			licence.Name, licence.Mail = product.Name, product.mail
		}
	}
	return licence
}

func (l licences) states(ctx context.Context, userID string) ([]models.LicenseAssignmentStateable, error) {
	builder, err := l.user(userID)
	if err != nil {
		return nil, err
	}
	query := &users.UserItemRequestBuilderGetQueryParameters{Select: []string{"id", "licenseAssignmentStates"}}
	user, err := builder.Get(ctx, &users.UserItemRequestBuilderGetRequestConfiguration{QueryParameters: query})
	if err != nil {
		return nil, err
	}
	if user == nil || user.GetLicenseAssignmentStates() == nil {
		return nil, errors.New("a user came without licenseAssignmentStates")
	}
	return user.GetLicenseAssignmentStates(), nil
}

func (l licences) products(ctx context.Context) ([]product, error) {
	wanted := []string{"skuId", "skuPartNumber", "consumedUnits", "prepaidUnits", "servicePlans"}
	query := &subscribedskus.SubscribedSkusRequestBuilderGetQueryParameters{Select: wanted}
	first, err := l.skus().Get(ctx, &subscribedskus.SubscribedSkusRequestBuilderGetRequestConfiguration{QueryParameters: query})
	if err != nil {
		return nil, err
	}
	next := func(ctx context.Context, link string) (models.SubscribedSkuCollectionResponseable, error) {
		return l.skus().WithUrl(link).Get(ctx, nil)
	}
	listed, err := every[models.SubscribedSkuable](ctx, first, next)
	if err != nil {
		return nil, err
	}
	products := make([]product, 0, len(listed))
	for _, sku := range listed {
		if sku.GetSkuId() == nil || sku.GetPrepaidUnits() == nil || sku.GetConsumedUnits() == nil {
			return nil, errors.New("a SKU came without skuId, prepaidUnits or consumedUnits")
		}
		units := sku.GetPrepaidUnits()
		seat := step.Seat{
			SKU: sku.GetSkuId().String(), Name: said(sku.GetSkuPartNumber()),
			All:  int(said(units.GetEnabled()) + said(units.GetWarning())), // warning: in grace, still usable
			Used: int(*sku.GetConsumedUnits()),
		}
		seat.Mail = bringsMail(sku.GetServicePlans())
		products = append(products, product{Seat: seat, mail: seat.Mail})
	}
	return products, nil
}

// bringsMail tells whether one of the plans is a mailbox. EXCHANGE_S_FOUNDATION
// stands in nearly every SKU and is none; an archive is no mailbox either.
// Source: learn.microsoft.com/entra/identity/users/licensing-service-plan-reference
func bringsMail(plans []models.ServicePlanInfoable) bool {
	for _, plan := range plans {
		kind, ok := strings.CutPrefix(strings.ToUpper(said(plan.GetServicePlanName())), "EXCHANGE_S_")
		if ok && kind != "FOUNDATION" && !strings.HasPrefix(kind, "ARCHIVE") {
			return true
		}
	}
	return false
}

// skuIDs reads SKU ids. The list is never nil, since Graph insists on both
// lists of an assignment, even empty.
func skuIDs(texts []string) ([]uuid.UUID, error) {
	ids := make([]uuid.UUID, 0, len(texts))
	for _, text := range texts {
		id, err := uuid.Parse(text)
		if err != nil {
			return nil, fmt.Errorf("SKU id %q: %w", text, err)
		}
		ids = append(ids, id)
	}
	return ids, nil
}
