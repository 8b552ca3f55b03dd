package embedded

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"usher/handler/flow"
	"usher/handler/internal/lock"
	"usher/steps/step"
)

// Vault is a flow.Vault in one file that only its owner may read. Each change
// writes it anew, so that what was purged is in no file any more. Processes
// beside each other take turns.
type Vault struct {
	path string
}

func newVault(dir string) *Vault { return &Vault{path: filepath.Join(dir, "secrets.json")} }

// Secret returns a secret, or step.ErrNotFound.
func (v *Vault) Secret(ctx context.Context, name string) (step.Secret, error) {
	if err := errors.Join(flow.CheckSecretName(name), ctx.Err()); err != nil {
		return step.Secret{}, fmt.Errorf("read secret %s: %w", name, err)
	}
	secrets, err := v.read()
	if err != nil {
		return step.Secret{}, fmt.Errorf("read secret %s: %w", name, err)
	}
	text, known := secrets[name]
	if !known {
		return step.Secret{}, fmt.Errorf("secret %s: %w", name, step.ErrNotFound)
	}
	return step.NewSecret(text), nil
}

// Keep stores a secret under a name, replacing what was there.
func (v *Vault) Keep(ctx context.Context, name string, secret step.Secret) error {
	err := flow.CheckSecret(name, secret)
	if err == nil {
		err = v.change(ctx, func(secrets map[string]string) { secrets[name] = secret.Reveal() })
	}
	if err != nil {
		return fmt.Errorf("keep secret %s: %w", name, err)
	}
	return nil
}

// Purge removes a secret for good; one that isn't there is no error.
func (v *Vault) Purge(ctx context.Context, name string) error {
	err := flow.CheckSecretName(name)
	if err == nil {
		err = v.change(ctx, func(secrets map[string]string) { delete(secrets, name) })
	}
	if err != nil {
		return fmt.Errorf("purge secret %s: %w", name, err)
	}
	return nil
}

func (v *Vault) change(ctx context.Context, change func(map[string]string)) error {
	turn, err := v.turn(ctx)
	if err != nil {
		return err
	}
	secrets, err := v.read()
	if err == nil {
		change(secrets)
		err = v.write(secrets)
	}
	return errors.Join(err, lock.LetGo(turn))
}

// turn waits until no other process or goroutine changes the file.
func (v *Vault) turn(ctx context.Context) (*os.File, error) {
	file, err := os.OpenFile(v.path+".lock", os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, err
	}
	for {
		if err := ctx.Err(); err != nil {
			return nil, errors.Join(err, file.Close())
		}
		won, err := lock.Try(file)
		if err != nil {
			return nil, errors.Join(err, file.Close())
		}
		if won {
			return file, nil
		}
		select {
		case <-ctx.Done():
		case <-time.After(5 * time.Millisecond):
		}
	}
}

func (v *Vault) read() (map[string]string, error) {
	data, err := os.ReadFile(v.path)
	if errors.Is(err, os.ErrNotExist) {
		return map[string]string{}, nil
	}
	if err != nil {
		return nil, err
	}
	secrets := map[string]string{}
	if err := json.Unmarshal(data, &secrets); err != nil {
		// The cause would quote the file.
		return nil, fmt.Errorf("%s isn't a JSON object of names and texts", v.path)
	}
	return secrets, nil
}

// write replaces the file in one step. The name of the new file is always the
// same, so that one left by a crash is overwritten by the next.
func (v *Vault) write(secrets map[string]string) error {
	data, err := json.MarshalIndent(secrets, "", "  ")
	if err != nil {
		return err
	}
	fresh := v.path + ".new"
	if err := writeSynced(fresh, append(data, '\n')); err != nil {
		return err
	}
	if err := os.Rename(fresh, v.path); err != nil {
		return err
	}
	return syncDir(filepath.Dir(v.path))
}

func writeSynced(path string, data []byte) error {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = file.Write(data)
	return errors.Join(err, file.Sync(), file.Close())
}
