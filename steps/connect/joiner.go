package connect

import (
	"cmp"
	"context"
	"errors"

	"golang.org/x/sync/errgroup"

	"usher/steps/internal/pwpush"
	"usher/steps/step"
)

// accounts makes accounts over Graph and also asks Exchange whose an address
// is: Graph lists no dynamic lists and no public folders.
type accounts struct {
	step.Accounts
	recipients func(ctx context.Context, address string) (string, error)
}

// Taken asks both at once.
func (a accounts) Taken(ctx context.Context, address string) (string, error) {
	var known, receives string
	both, within := errgroup.WithContext(ctx)
	both.Go(func() (err error) { known, err = a.Accounts.Taken(within, address); return err })
	both.Go(func() (err error) { receives, err = a.recipients(within, address); return err })
	if err := both.Wait(); err != nil {
		return "", err
	}
	return cmp.Or(known, receives), nil
}

// links connects the customer's Password Pusher. A customer without one gets
// links that stop with a sentence.
func (t *tenant) links(password step.Password) (step.Links, error) {
	if password.Base == "" {
		return noLinks{}, nil
	}
	origin, err := t.place("password pusher", password.Base)
	if err != nil {
		return nil, err
	}
	token := t.secret(password.Secret)
	if password.Secret == "" {
		token = nil
	}
	return pwpush.New(origin.String(), token, t.client("Password Pusher", origin, t.gates.links)), nil
}

// noLinks are the links of a customer whose document names no Password Pusher.
type noLinks struct{}

// Make stops.
func (noLinks) Make(context.Context, step.Secret, step.LinkTerms) (step.OneTimeLink, error) {
	return step.OneTimeLink{}, noPusher()
}

// Expire stops.
func (noLinks) Expire(context.Context, string) error { return noPusher() }

func noPusher() error {
	return &step.Stop{Says: "The customer's document names no Password Pusher, so there are no one-time links. Write its address under password and retry."}
}

// Vault keeps secrets by name, as the engine's vault does.
type Vault interface {
	// Secret returns a secret, or step.ErrNotFound.
	Secret(ctx context.Context, name string) (step.Secret, error)
	Keep(ctx context.Context, name string, secret step.Secret) error
	Purge(ctx context.Context, name string) error
}

// HandoverIn returns the handover that keeps its secrets in a vault.
func HandoverIn(vault Vault) step.Handover { return handover{vault} }

type handover struct{ Vault }

// Get returns a secret, or step.ErrNotFound.
func (h handover) Get(ctx context.Context, name string) (step.Secret, error) {
	return h.Secret(ctx, name)
}

// handover returns the one of the settings, or one that only fails.
func (t *tenant) handover() step.Handover {
	if t.options.Handover == nil {
		return handover{noVault{}}
	}
	return t.options.Handover
}

// errNoVault is a mistake in how the program was put together.
var errNoVault = errors.New("the connector was made without a handover")

type noVault struct{}

func (noVault) Secret(context.Context, string) (step.Secret, error) { return step.Secret{}, errNoVault }
func (noVault) Keep(context.Context, string, step.Secret) error     { return errNoVault }
func (noVault) Purge(context.Context, string) error                 { return errNoVault }
