package azure

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/runtime"
	"github.com/Azure/azure-sdk-for-go/sdk/security/keyvault/azsecrets"

	"usher/handler/flow"
	"usher/steps/step"
)

// Key Vault deletes, recovers and purges behind its answer. Until that is over
// it refuses what comes next with 409, or with 404 what is not yet there:
// learn.microsoft.com/azure/key-vault/general/soft-delete-overview
const (
	deletedButRecoverable = "ObjectIsDeletedButRecoverable"

	// patience is how long a change waits for that where its caller sets no
	// nearer deadline. It takes seconds, seldom more.
	patience = time.Minute
)

// Keep stores a secret under a name, replacing what was there.
func (v *Vault) Keep(ctx context.Context, name string, secret step.Secret) error {
	err := v.ready(ctx, flow.CheckSecret(name, secret))
	if err == nil {
		err = v.untilDone(ctx, func(ctx context.Context) (bool, error) { return v.set(ctx, name, secret) })
		v.cache.forget(name)
	}
	if err != nil {
		return fmt.Errorf("keep secret %s: %w", name, err)
	}
	return nil
}

// set stores a secret, unless one of that name is deleted and in the way: then
// it clears the way.
func (v *Vault) set(ctx context.Context, name string, secret step.Secret) (done bool, err error) {
	text := secret.Reveal()
	_, err = v.client.SetSecret(ctx, name, azsecrets.SetSecretParameters{Value: &text}, nil)
	no := vaultRefusal(err)
	if no == nil || no.status != http.StatusConflict {
		return err == nil, err
	}
	if no.code != deletedButRecoverable {
		return false, nil
	}
	if v.keeps {
		_, err = v.client.RecoverDeletedSecret(ctx, name, nil)
	} else {
		_, err = v.client.PurgeDeletedSecret(ctx, name, nil)
	}
	return false, notYet(err)
}

// Purge removes a secret for good; one that isn't there is no error. A settings
// vault keeps it among the deleted ones, out of reach of Secret.
func (v *Vault) Purge(ctx context.Context, name string) error {
	err := v.ready(ctx, flow.CheckSecretName(name))
	if err == nil {
		err = v.untilDone(ctx, func(ctx context.Context) (bool, error) { return v.remove(ctx, name) })
		v.cache.forget(name)
	}
	if err != nil {
		return fmt.Errorf("purge secret %s: %w", name, err)
	}
	return nil
}

// remove deletes a secret, and purges it where the vault does that. Only where
// there is nothing to delete does nothing to purge mean that all is gone: else
// it isn't deleted yet.
func (v *Vault) remove(ctx context.Context, name string) (done bool, err error) {
	_, err = v.client.DeleteSecret(ctx, name, nil)
	no := vaultRefusal(err)
	gone := no != nil && no.status == http.StatusNotFound
	if err := notYet(err); err != nil {
		return false, err
	}
	if v.keeps {
		return no == nil || gone, nil
	}
	_, err = v.client.PurgeDeletedSecret(ctx, name, nil)
	if err == nil {
		return true, nil
	}
	no = vaultRefusal(err)
	return gone && no != nil && no.status == http.StatusNotFound, notYet(err)
}

// notYet leaves out the errors that pass when the vault is through with what it
// does.
func notYet(err error) error {
	if no := vaultRefusal(err); no != nil && (no.status == http.StatusConflict || no.status == http.StatusNotFound) {
		return nil
	}
	return err
}

// untilDone tries until it is done, more and more seldom.
func (v *Vault) untilDone(ctx context.Context, try func(context.Context) (bool, error)) error {
	ctx, cancel := context.WithTimeoutCause(ctx, patience, errPatience)
	defer cancel()
	for wait := 100 * time.Millisecond; ; wait = min(2*wait, time.Second) {
		done, err := try(ctx)
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		if err != nil {
			return v.plainly(ctx, err)
		}
		if done {
			return nil
		}
		if err := (Clock{}).Sleep(ctx, wait); err != nil {
			return context.Cause(ctx)
		}
	}
}

var errPatience = errors.New("the vault is still busy with an earlier change of it")

// vaultRefusal is refusalOf for Key Vault, which hides what happened in an
// inner error.
func vaultRefusal(err error) *refusal {
	var response *azcore.ResponseError
	if !errors.As(err, &response) {
		return nil
	}
	no := &refusal{status: response.StatusCode, code: response.ErrorCode, change: -1}
	if response.RawResponse == nil {
		return no
	}
	var body struct {
		Error struct {
			Inner struct {
				Code string `json:"code"`
			} `json:"innererror"`
		} `json:"error"`
	}
	text, err := runtime.Payload(response.RawResponse)
	if err == nil && json.Unmarshal(text, &body) == nil && body.Error.Inner.Code != "" {
		no.code = body.Error.Inner.Code
	}
	return no
}
