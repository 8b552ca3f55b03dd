package flow

import (
	"fmt"
	"strings"

	"usher/steps/step"
)

// The limits of a Store, beside MaxChanges. They are Table Storage's:
// learn.microsoft.com/rest/api/storageservices/understanding-the-table-service-data-model
const (
	// MaxName is how many characters a partition or key may have.
	MaxName = 512
	// MaxRow is how many bytes of data a row may hold. Table Storage takes
	// entities of 1 MiB; its emulator counts that after base64.
	MaxRow = 750 << 10
	// MaxCommit is how many bytes of keys and data a commit may hold. Table
	// Storage takes requests of 4 MiB, in which data is written as base64 and
	// each row has headers of its own.
	MaxCommit = 5 << 19
)

// MaxSecret is how many bytes a secret may have. It is Key Vault's limit:
// learn.microsoft.com/azure/key-vault/secrets/about-secrets
const MaxSecret = 25_000

// CheckCommit tells why a commit is none that every Store takes. Every Store
// asks it first, so that nobody finds out only on Azure.
func CheckCommit(partition string, changes []Change) error {
	if err := CheckName("partition", partition); err != nil {
		return err
	}
	if len(changes) > MaxChanges {
		return fmt.Errorf("%d changes, at most %d fit in a commit", len(changes), MaxChanges)
	}
	keys := make(map[string]struct{}, len(changes))
	size := 0
	for _, change := range changes {
		if err := checkChange(change); err != nil {
			return err
		}
		if _, twice := keys[change.Key]; twice {
			return fmt.Errorf("key %q is changed twice in one commit", change.Key)
		}
		keys[change.Key] = struct{}{}
		size += len(change.Key) + len(change.Data)
	}
	if size > MaxCommit {
		return fmt.Errorf("%d bytes, at most %d fit in a commit", size, MaxCommit)
	}
	return nil
}

func checkChange(change Change) error {
	if err := CheckName("key", change.Key); err != nil {
		return err
	}
	if change.Do < Insert || change.Do > Delete {
		return fmt.Errorf("key %q: no such kind of change: %d", change.Key, change.Do)
	}
	if len(change.Data) > MaxRow {
		return fmt.Errorf("key %q: %d bytes, at most %d fit in a row", change.Key, len(change.Data), MaxRow)
	}
	return nil
}

// CheckName tells why a partition or key is none that every Store takes; what
// is the word for it in the error.
func CheckName(what, name string) error {
	if name == "" {
		return fmt.Errorf("%s %q is empty", what, name)
	}
	return CheckPart(what, name)
}

// CheckPart is CheckName for what may be empty, such as a prefix.
func CheckPart(what, name string) error {
	if len(name) > MaxName {
		return fmt.Errorf("%s %.20q… has %d characters, at most %d are allowed", what, name, len(name), MaxName)
	}
	if strings.ContainsFunc(name, foreign) {
		return fmt.Errorf("%s %q: only letters, digits and -_.:| are allowed", what, name)
	}
	return nil
}

func foreign(r rune) bool { return !plain(r) && !strings.ContainsRune("-_.:|", r) }

// plain tells whether a character is a letter or a digit of ASCII.
func plain(r rune) bool {
	return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9'
}

// CheckSecretName tells why a name is none that every Vault takes: letters,
// digits and hyphens, at most 127. Names that differ by case alone are one:
// learn.microsoft.com/azure/key-vault/general/about-keys-secrets-certificates
func CheckSecretName(name string) error {
	const longest = 127
	if name == "" || len(name) > longest || strings.ContainsFunc(name, func(r rune) bool { return !plain(r) && r != '-' }) {
		return fmt.Errorf("secret name %.40q: 1 to %d letters, digits and hyphens are allowed", name, longest)
	}
	return nil
}

// CheckSecret tells why a secret is none that every Vault keeps.
func CheckSecret(name string, secret step.Secret) error {
	if err := CheckSecretName(name); err != nil {
		return err
	}
	if size := len(secret.Reveal()); size == 0 || size > MaxSecret {
		return fmt.Errorf("secret %s has %d bytes, 1 to %d are allowed", name, size, MaxSecret)
	}
	return nil
}
