package sim

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"path/filepath"
	"sync"
)

// record is one line of the journal: a ledger entry, what it changed, or the
// settings as they are from here on. Replayed over the seed, the records give
// the world again.
type record struct {
	Entry    *Entry    `json:"entry,omitempty"`
	Changes  []change  `json:"changes,omitempty"`
	Settings *settings `json:"settings,omitempty"`
}

// journal is an append-only file of records, one a line: checksum, length,
// JSON. A failed write or sync is final: nothing is answered after it.
type journal struct {
	dir  string
	lock *os.File

	mu     sync.Mutex // guards the file and the counters
	file   *os.File
	size   int64
	needed int64 // bytes that must be on disk before anything is answered
	err    error

	syncing sync.Mutex // one sync at a time serves all who wait
	synced  int64

	cut int // bytes cut off when it was opened
}

// openJournal locks the folder and replays what is there, up to the first
// line that isn't whole: a crash tears only what nobody was answered for. The
// rest is cut off, and cut says how many bytes that were.
func openJournal(dir string, replay func(record)) (*journal, error) {
	lock, err := lockFile(filepath.Join(dir, "lock"))
	if err != nil {
		return nil, err
	}
	j := &journal{dir: dir, lock: lock}
	if err := j.load(replay); err != nil {
		return nil, errors.Join(err, lock.Close())
	}
	return j, nil
}

func (j *journal) path() string { return filepath.Join(j.dir, "journal") }

func (j *journal) load(replay func(record)) error {
	file, err := os.OpenFile(j.path(), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return err
	}
	raw, err := io.ReadAll(file)
	if err != nil {
		return err
	}
	whole := 0
	for whole < len(raw) {
		end := bytes.IndexByte(raw[whole:], '\n')
		if end < 0 {
			break
		}
		one, err := parseRecord(raw[whole : whole+end])
		if err != nil {
			break
		}
		replay(one)
		whole += end + 1
	}
	j.cut = len(raw) - whole
	if err := file.Truncate(int64(whole)); err != nil {
		return fmt.Errorf("cut the torn tail off: %w", err)
	}
	if _, err := file.Seek(int64(whole), io.SeekStart); err != nil {
		return err
	}
	j.file, j.size, j.synced = file, int64(whole), int64(whole)
	return errors.Join(file.Sync(), syncFolder(j.dir))
}

var errDamaged = errors.New("damaged line")

func parseRecord(line []byte) (record, error) {
	var sum uint32
	var length int
	var one record
	if _, err := fmt.Sscanf(string(line[:min(len(line), 24)]), "%08x %d", &sum, &length); err != nil {
		return one, errDamaged
	}
	parts := bytes.SplitN(line, []byte(" "), 3)
	if len(parts) != 3 || len(parts[2]) != length || crc32.ChecksumIEEE(parts[2]) != sum {
		return one, errDamaged
	}
	return one, json.Unmarshal(parts[2], &one)
}

func (r record) line() ([]byte, error) {
	raw, err := json.Marshal(r)
	if err != nil {
		return nil, err
	}
	return fmt.Appendf(nil, "%08x %d %s\n", crc32.ChecksumIEEE(raw), len(raw), raw), nil
}

// append adds a record; where must is set, sync waits for it.
func (j *journal) append(r record, must bool) {
	line, err := r.line()
	j.mu.Lock()
	defer j.mu.Unlock()
	if err == nil && j.err == nil {
		_, err = j.file.Write(line)
	}
	if err != nil {
		j.err = errors.Join(j.err, err)
		return
	}
	j.size += int64(len(line))
	if must {
		j.needed = j.size
	}
}

// sync returns once everything that must be on disk is there. Requests that
// wait at the same time share one sync.
func (j *journal) sync() error {
	needed, _, err := j.state()
	if err != nil {
		return err
	}
	j.syncing.Lock()
	defer j.syncing.Unlock()
	if j.synced >= needed {
		return nil
	}
	_, size, err := j.state()
	if err == nil {
		err = j.file.Sync()
	}
	if err != nil {
		j.fail(err)
		return err
	}
	j.synced = size
	return nil
}

func (j *journal) state() (needed, size int64, err error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.needed, j.size, j.err
}

func (j *journal) fail(err error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.err = errors.Join(j.err, err)
}

// restart replaces the journal by one that holds a single record.
func (j *journal) restart(r record) error {
	j.syncing.Lock()
	defer j.syncing.Unlock()
	j.mu.Lock()
	defer j.mu.Unlock()
	line, err := r.line()
	if err != nil {
		return err
	}
	fresh, err := os.OpenFile(j.path()+".new", os.O_RDWR|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	_, err = fresh.Write(line)
	err = errors.Join(err, fresh.Sync())
	if err == nil {
		err = errors.Join(os.Rename(j.path()+".new", j.path()), syncFolder(j.dir))
	}
	if err != nil {
		return errors.Join(err, fresh.Close())
	}
	old := j.file
	j.file, j.size, j.needed, j.synced = fresh, int64(len(line)), 0, int64(len(line))
	return old.Close()
}

func (j *journal) close() error {
	j.syncing.Lock()
	defer j.syncing.Unlock()
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.err == nil {
		j.err = os.ErrClosed
	}
	return errors.Join(j.file.Sync(), j.file.Close(), j.lock.Close())
}

// syncFolder makes a file's name durable.
func syncFolder(dir string) error {
	folder, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(folder.Sync(), folder.Close())
}

// replay does again what a record says was done.
func (w *World) replay(r record) {
	if r.Entry != nil {
		w.ledger = append(w.ledger, *r.Entry)
	}
	for _, one := range r.Changes {
		w.store.put(one.key, one.Doc)
	}
	if r.Settings != nil {
		w.settings = *r.Settings
	}
}
