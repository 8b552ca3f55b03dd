package steptest

import (
	"context"
	"sync"

	"usher/steps/step"
)

// vault is a handover in memory.
type vault struct {
	mu   sync.Mutex
	kept map[string]step.Secret
}

func newVault() *vault { return &vault{kept: map[string]step.Secret{}} }

// Get returns a secret, or step.ErrNotFound.
func (v *vault) Get(_ context.Context, name string) (step.Secret, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	secret, ok := v.kept[name]
	if !ok {
		return step.Secret{}, step.ErrNotFound
	}
	return secret, nil
}

// Keep keeps a secret under a name.
func (v *vault) Keep(_ context.Context, name string, secret step.Secret) error {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.kept[name] = secret
	return nil
}

// Purge forgets a secret.
func (v *vault) Purge(_ context.Context, name string) error {
	v.mu.Lock()
	defer v.mu.Unlock()
	delete(v.kept, name)
	return nil
}
