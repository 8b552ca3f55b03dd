// Package embedded is the engine room's ground on one machine: store, queue,
// vault and clock in one process and one folder, for local mode and tests.
//
//	engine, err := embedded.Open(embedded.Options{Dir: ".usher", Log: log})
//	…
//	err = engine.Run(ctx, doors, map[string]int{"execute": 32})
//
// Everything that has to last is a row in an SQLite database, on disk before a
// commit is answered. Messages live in memory alone: they are hints, and the
// flow sends again at start what it owes. The folder holds
//
//	usher.db, usher.db-wal, usher.db-shm   the rows
//	secrets.json                           the vault, for its owner alone
//	lock                                   held while this process carries runs
package embedded

import (
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"usher/handler/internal/lock"
)

// Options are what an engine is opened with. Only Dir has to be given.
type Options struct {
	// Dir is the folder of the engine, made if it isn't there.
	Dir string
	// Log takes what nobody else can be told; nothing is logged without it.
	Log *slog.Logger
	// Clock is the run's time; the machine's if it is nil.
	Clock *Clock
	// SweepEvery is the time between two calls of the timer door; 0 means 5 s.
	SweepEvery time.Duration
	// Deadline is how long one delivery may take; 0 means 90 s.
	Deadline time.Duration
	// Drain is how long Run waits for deliveries under way when it is told to
	// end, before it cancels them; 0 means 10 s.
	Drain time.Duration
	// MaxDeliveries is how often a message is delivered in vain before it is
	// dropped; 0 means 20. The doors put such messages aside earlier.
	MaxDeliveries int
	// Backoff is the wait after the n-th failed delivery; nil means 100 ms,
	// doubled each time up to 5 s, with some jitter.
	Backoff func(n int) time.Duration
}

// Engine is an open folder. Its ports are safe for use by many goroutines.
type Engine struct {
	Store *Store
	Queue *Queue
	Vault *Vault
	Clock *Clock

	options Options
	lock    *os.File // nil beside another process
	owner   string
}

// Open opens the folder for carrying runs. It fails with a *Held if another
// process does so already, or another Engine of this one.
func Open(options Options) (*Engine, error) {
	if err := makeDir(options.Dir); err != nil {
		return nil, err
	}
	held, err := hold(options.Dir)
	if err != nil {
		return nil, err
	}
	engine, err := open(options, held)
	if err != nil {
		return nil, errors.Join(err, lock.LetGo(held))
	}
	return engine, nil
}

// Beside opens the folder without carrying runs, for commands that commit a
// row and leave, whether or not another process carries runs there. Such a
// process notices within a second.
func Beside(options Options) (*Engine, error) {
	if err := makeDir(options.Dir); err != nil {
		return nil, err
	}
	return open(options, nil)
}

func open(options Options, held *os.File) (*Engine, error) {
	options = options.filled()
	store, err := openStore(options.Dir)
	if err != nil {
		return nil, err
	}
	return &Engine{
		Store:   store,
		Queue:   newQueue(options.Clock),
		Vault:   newVault(options.Dir),
		Clock:   options.Clock,
		options: options,
		lock:    held,
		owner:   options.Clock.Now().Format("20060102T150405Z") + "-" + rand.Text(),
	}, nil
}

func (o Options) filled() Options {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Clock == nil {
		o.Clock = &Clock{}
	}
	if o.SweepEvery == 0 {
		o.SweepEvery = 5 * time.Second
	}
	if o.Deadline == 0 {
		o.Deadline = 90 * time.Second
	}
	if o.Drain == 0 {
		o.Drain = 10 * time.Second
	}
	if o.MaxDeliveries == 0 {
		o.MaxDeliveries = 20
	}
	if o.Backoff == nil {
		o.Backoff = backoff
	}
	return o
}

func makeDir(dir string) error {
	if dir == "" {
		return errors.New("open engine: no folder given")
	}
	if _, err := os.Stat(dir); err == nil {
		return nil
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("make folder: %w", err)
	}
	return syncDir(filepath.Dir(filepath.Clean(dir)))
}

// Close ends the engine. Run must have returned; commits that come later fail.
func (e *Engine) Close() error {
	err := e.Store.close()
	if e.lock != nil {
		err = errors.Join(err, lock.LetGo(e.lock))
	}
	return err
}
