package azure

import (
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"usher/handler/internal/lock"
)

// owner names a process in claims. The processes of one instance follow each
// other: each takes the lock of a file on the instance's disk and raises the
// epoch that is written there. Whoever has the lock knows that all lower
// epochs are gone. What runs on other instances is never known to be gone;
// its claims are waited out.
type owner struct {
	Instance string `json:"instance"`
	Epoch    int    `json:"epoch"` // 0: without the lock
	file     *os.File
}

// newOwner takes the lock in dir. Without it the process has a name of its own
// and proves nobody gone, which costs time after a crash and nothing else.
func newOwner(dir string, log *slog.Logger) owner {
	if dir == "" {
		return nobody()
	}
	o, err := takeOver(dir)
	if err != nil {
		log.Warn("claims of earlier processes of this instance will be waited out", "error", err)
		return nobody()
	}
	return o
}

func nobody() owner { return owner{Instance: rand.Text()} }

func takeOver(dir string) (owner, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return owner{}, fmt.Errorf("make folder: %w", err)
	}
	file, err := os.OpenFile(filepath.Join(dir, "instance"), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return owner{}, fmt.Errorf("open lock: %w", err)
	}
	won, err := lock.Try(file)
	if err == nil && !won {
		err = fmt.Errorf("%s is locked by a process that runs", file.Name())
	}
	if err != nil {
		return owner{}, errors.Join(err, file.Close())
	}
	o, err := raise(file)
	if err != nil {
		return owner{}, errors.Join(err, lock.LetGo(file))
	}
	return o, nil
}

// raise writes the next epoch. A file that can't be read begins a new
// instance, of which nothing is known.
func raise(file *os.File) (owner, error) {
	o := owner{file: file}
	text, err := io.ReadAll(file)
	if err != nil {
		return owner{}, fmt.Errorf("read lock: %w", err)
	}
	if json.Unmarshal(text, &o) != nil || o.Instance == "" || o.Epoch < 1 {
		o.Instance, o.Epoch = rand.Text(), 0
	}
	o.Epoch++
	text, err = json.Marshal(o)
	if err != nil {
		return owner{}, err
	}
	if err := file.Truncate(0); err != nil {
		return owner{}, fmt.Errorf("write lock: %w", err)
	}
	if _, err := file.WriteAt(text, 0); err != nil {
		return owner{}, fmt.Errorf("write lock: %w", err)
	}
	return o, file.Sync()
}

// Owner names this process in claims; no other process has or had the same
// name. Who needs several owners in one process appends a slash and a word.
func (e *Engine) Owner() string { return e.owner.name() }

func (o owner) name() string { return o.Instance + "-" + strconv.Itoa(o.Epoch) }

// Void tells whether a claim's owner is gone, so that its claim counts no
// more: an earlier process of this instance, whose lock this one has now.
func (e *Engine) Void(owner string) bool {
	owner, _, _ = strings.Cut(owner, "/")
	instance, epoch, found := strings.Cut(owner, "-")
	n, err := strconv.Atoi(epoch)
	return found && err == nil && instance == e.owner.Instance && n > 0 && n < e.owner.Epoch
}

// Restarted tells whether this process took an earlier one's place on its
// instance, which may have died between saving what it owed and sending it.
func (e *Engine) Restarted() bool { return e.owner.Epoch > 1 }

func (o owner) close() error {
	if o.file == nil {
		return nil
	}
	return lock.LetGo(o.file)
}
