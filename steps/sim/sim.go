// Package sim is a make-believe outside: Microsoft Graph, Exchange Online, the
// token endpoint, desks, Password Pusher and Teams channels behind one
// http.Handler. It is stateful, durable, strict and annoying: it refuses what
// the app's consents don't cover, pages early, and knows the traps of the real
// systems, so that clients have to be correct. Its own doors, under /_sim/,
// show what it was asked and let a test make it misbehave.
//
// A system is a small group of files that begin with its name; systems() in
// call.go lists them.
package sim

import (
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"sync"
	"time"
)

// Options say where a world lives.
type Options struct {
	// Dir is the journal's folder; it is made if need be. "" keeps everything
	// in memory.
	Dir string
	// Now is the machine's clock, time.Now if nil. The world's clock is this
	// plus the offset set by POST /_sim/clock; tokens go by Now itself.
	Now func() time.Time
	// Log gets one line for each request at debug level, and failures of the
	// journal as errors; nil discards them.
	Log *slog.Logger
}

// World is the simulated world, an http.Handler that may be used at once by
// many. Open makes one.
type World struct {
	now     func() time.Time
	log     *slog.Logger
	systems map[string]system
	doors   *http.ServeMux
	closing chan struct{}

	mu       sync.Mutex // guards all that follows
	closed   bool
	store    *store
	settings settings
	faults   []*fault
	replica  replica
	ledger   []Entry
	journal  *journal
	// letters are the texts of mails and the payloads of links, by id. They
	// may hold a password, so they are in memory only and end with the process.
	letters map[string]string
}

// ErrHeld is what Open returns for a folder that another process holds.
var ErrHeld = errors.New("another process holds this folder")

// Open makes the world of the seeds and brings it to where the journal in
// Options.Dir left it. It holds the folder until Close; a folder that is held
// already is ErrHeld.
func Open(options Options) (*World, error) {
	w := &World{now: options.Now, log: options.Log, systems: systems(), closing: make(chan struct{})}
	if w.now == nil {
		w.now = time.Now
	}
	if w.log == nil {
		w.log = slog.New(slog.DiscardHandler)
	}
	w.doors = w.openDoors()
	if err := w.begin(); err != nil {
		return nil, err
	}
	if options.Dir == "" {
		return w, nil
	}
	if err := os.MkdirAll(options.Dir, 0o700); err != nil {
		return nil, fmt.Errorf("make the world's folder: %w", err)
	}
	journal, err := openJournal(options.Dir, w.replay)
	if err != nil {
		return nil, fmt.Errorf("open the world's journal: %w", err)
	}
	if journal.cut > 0 {
		w.log.Warn("cut a torn tail off the journal", "bytes", journal.cut)
	}
	w.journal = journal
	return w, w.settle()
}

// begin puts everything back to the seed, but keeps the desks' secrets.
func (w *World) begin() error {
	seeded, err := seededStore()
	if err != nil {
		return fmt.Errorf("seed the world: %w", err)
	}
	w.store, w.ledger, w.replica, w.letters = seeded, nil, replica{}, map[string]string{}
	w.settings = settings{Secrets: w.settings.Secrets, Keys: w.settings.Keys}
	return w.settle()
}

// settle makes what follows from the settings, such as compiled fault rules.
func (w *World) settle() error {
	faults, err := compileFaults(w.settings.Faults, w.settings.Seed)
	if err != nil {
		return fmt.Errorf("compile the fault rules: %w", err)
	}
	w.faults = faults
	return nil
}

// Close ends waiting requests and lets go of the folder. Closing twice does
// no harm.
func (w *World) Close() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.closed {
		return nil
	}
	w.closed = true
	close(w.closing)
	if w.journal == nil {
		return nil
	}
	return w.journal.close()
}

// clock is the world's time; the lock must be held.
func (w *World) clock() time.Time { return w.now().Add(w.settings.Offset).UTC() }
