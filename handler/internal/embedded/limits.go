package embedded

import (
	"fmt"
	"strings"

	"usher/handler/flow"
)

// The limits of flow.Store, which are Table Storage's.
const (
	maxRow    = 900 << 10
	maxCommit = 4 << 20
	maxName   = 512
)

// checkCommit refuses what Table Storage would refuse, so that nobody finds
// out only on Azure.
func checkCommit(partition string, changes []flow.Change) error {
	if err := checkName("partition", partition); err != nil {
		return err
	}
	if len(changes) > flow.MaxChanges {
		return fmt.Errorf("%d changes, at most %d fit in a commit", len(changes), flow.MaxChanges)
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
	if size > maxCommit {
		return fmt.Errorf("%d bytes, at most %d fit in a commit", size, maxCommit)
	}
	return nil
}

func checkChange(change flow.Change) error {
	if err := checkName("key", change.Key); err != nil {
		return err
	}
	if change.Do < flow.Insert || change.Do > flow.Delete {
		return fmt.Errorf("key %q: no such kind of change: %d", change.Key, change.Do)
	}
	if len(change.Data) > maxRow {
		return fmt.Errorf("key %q: %d bytes, at most %d fit in a row", change.Key, len(change.Data), maxRow)
	}
	return nil
}

func checkName(what, name string) error {
	if name == "" {
		return fmt.Errorf("%s %q is empty", what, name)
	}
	return checkPart(what, name)
}

// checkPart is checkName for what may be empty, such as a prefix.
func checkPart(what, name string) error {
	if len(name) > maxName {
		return fmt.Errorf("%s %.20q… has %d characters, at most %d are allowed", what, name, len(name), maxName)
	}
	if at := strings.IndexFunc(name, foreign); at >= 0 {
		return fmt.Errorf("%s %q: only letters, digits and -_./:| are allowed", what, name)
	}
	return nil
}

func foreign(r rune) bool {
	letter := r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z'
	digit := r >= '0' && r <= '9'
	return !letter && !digit && !strings.ContainsRune("-_./:|", r)
}
