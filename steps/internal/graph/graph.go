// Package graph speaks with Microsoft Graph v1.0 about users, sign-in, groups
// and licences, through msgraph-sdk-go. The SDK builds and reads messages; the
// calls themselves, their repetition and their limits are those of the
// http.RoundTripper that it is given, which is a wire.Client.
package graph

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"time"

	"github.com/microsoft/kiota-abstractions-go/authentication"
	kiota "github.com/microsoft/kiota-http-go"
	jsonform "github.com/microsoft/kiota-serialization-json-go"
	"github.com/microsoftgraph/msgraph-sdk-go/groups"
	"github.com/microsoftgraph/msgraph-sdk-go/subscribedskus"
	"github.com/microsoftgraph/msgraph-sdk-go/users"

	"usher/steps/step"
)

// Scope is what a token for Microsoft Graph is asked for.
const Scope = "https://graph.microsoft.com/.default"

// Base is where Microsoft Graph is.
const Base = "https://graph.microsoft.com/v1.0"

// Changes is the number of writes that Graph takes from one app in one tenant
// within any Window.
// Source: learn.microsoft.com/graph/throttling-limits
const (
	Changes = 3000
	Window  = 150 * time.Second
)

// Client is one tenant's Microsoft Graph.
type Client struct {
	base    string
	adapter *kiota.NetHttpRequestAdapter
}

// New returns the client for the Graph at base; its calls go through via.
func New(base string, via http.RoundTripper) (*Client, error) {
	adapter, err := kiota.NewNetHttpRequestAdapterWithParseNodeFactoryAndSerializationWriterFactoryAndHttpClient(
		&authentication.AnonymousAuthenticationProvider{}, // the token is via's business
		jsonform.NewJsonParseNodeFactory(),
		jsonform.NewJsonSerializationWriterFactory(),
		&http.Client{Transport: &answers{next: via}},
	)
	if err != nil {
		return nil, fmt.Errorf("set up Graph: %w", err)
	}
	adapter.SetBaseUrl(base)
	return &Client{base: base, adapter: adapter}, nil
}

// Users returns the tenant's accounts.
func (c *Client) Users() step.Users { return people{c} }

// SignIn returns what lets users in.
func (c *Client) SignIn() step.SignIn { return signIn{c} }

// Groups returns the tenant's groups.
func (c *Client) Groups() step.Groups { return memberships{c} }

// Licences returns the tenant's licences.
func (c *Client) Licences() step.Licences { return licences{c} }

func (c *Client) users() *users.UsersRequestBuilder {
	return users.NewUsersRequestBuilderInternal(map[string]string{}, c.adapter)
}

func (c *Client) user(id string) (*users.UserItemRequestBuilder, error) {
	if err := checkID(id); err != nil {
		return nil, err
	}
	return c.users().ByUserId(id), nil
}

func (c *Client) groups() *groups.GroupsRequestBuilder {
	return groups.NewGroupsRequestBuilderInternal(map[string]string{}, c.adapter)
}

func (c *Client) skus() *subscribedskus.SubscribedSkusRequestBuilder {
	return subscribedskus.NewSubscribedSkusRequestBuilderInternal(map[string]string{}, c.adapter)
}

// objectID is narrow on purpose: an empty id, or one with dots and slashes,
// would turn a URL about one object into one about another.
var objectID = regexp.MustCompile(`^[0-9A-Za-z_-]{1,64}$`)

func checkID(id string) error {
	if !objectID.MatchString(id) {
		return fmt.Errorf("%q isn't an object id", id)
	}
	return nil
}

// mostPages ends a listing that points to itself.
const mostPages = 1000

// page is one page of a listing, as the SDK reads it.
type page[T any] interface {
	GetValue() []T
	GetOdataNextLink() *string
}

// every collects all pages of a listing. Following a link is safe: via sends
// no token to another origin.
func every[T any, P page[T]](ctx context.Context, first P, next func(context.Context, string) (P, error)) ([]T, error) {
	var all []T
	current := first
	for range mostPages {
		all = append(all, current.GetValue()...)
		link := current.GetOdataNextLink()
		if link == nil || *link == "" {
			return all, nil
		}
		following, err := next(ctx, *link)
		if err != nil {
			return nil, err
		}
		current = following
	}
	return nil, errors.New("the listing doesn't end")
}
