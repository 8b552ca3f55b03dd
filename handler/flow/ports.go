package flow

import (
	"context"
	"errors"
	"time"

	"usher/steps/step"
)

// Store keeps rows of JSON. A row lives in a partition; a commit changes rows
// of one partition, all of them or none. What a commit reported is on disk,
// and every later read sees it.
//
// Limits, so that every implementation behaves alike (they are Azure Table
// Storage's: learn.microsoft.com/rest/api/storageservices/performing-entity-group-transactions):
// 100 changes and 2.5 MiB a commit, no key twice in one commit, 750 KiB a row;
// partitions and keys hold letters, digits and -_.:|, at most 512 characters.
// CheckCommit, CheckName and CheckPart know them.
type Store interface {
	// Get returns one row, or ErrNoRow.
	Get(ctx context.Context, partition, key string) (Row, error)
	// List returns up to limit rows of a partition whose keys begin with
	// prefix and are greater than after, in the order of their keys.
	List(ctx context.Context, partition, prefix, after string, limit int) ([]Row, error)
	// Commit makes all changes, or none and returns ErrConflict, where a row
	// to insert exists, or a row to replace or delete isn't at its version. An
	// implementation that can't tell whether it won (a cut connection) finds
	// out before it answers.
	Commit(ctx context.Context, partition string, changes ...Change) error
}

// MaxChanges is how many changes one commit may hold.
const MaxChanges = 100

// Row is one stored row. Its version changes with every save.
type Row struct {
	Key     string
	Data    []byte
	Version string
}

// Change is one change of one row.
type Change struct {
	Do      ChangeKind
	Key     string
	Data    []byte
	Version string // for Replace and Delete; empty there means whatever it is
}

// ChangeKind is what a change does to its row.
type ChangeKind int

// The kinds of changes.
const (
	Insert  ChangeKind = iota + 1 // the row must not exist
	Replace                       // the row must exist, at Version if that is set
	Put                           // insert or replace
	Delete                        // gone afterwards; a row that is gone already is a conflict only if Version is set
)

// The errors of a Store.
var (
	ErrNoRow    = errors.New("no such row")
	ErrConflict = errors.New("somebody else saved first")
)

// ErrAway is what an error of a port wraps where the port is at fault and not
// the call: it doesn't answer, is throttled, or lets nobody in. It says nothing
// against what was asked, which is done once the port is back.
var ErrAway = errors.New("a service that Usher stands on is away")

// Queue sends messages to the queue doors. A message is a hint to look, so it
// may arrive twice, late or in another order; it must arrive once at least,
// or the sender be told. At lies up to MaxDelay ahead; the past means now.
type Queue interface {
	Send(ctx context.Context, queue string, message Message, at time.Time) error
}

// MaxDelay is how far ahead a message may be scheduled.
const MaxDelay = 15 * time.Minute

// The queues, named like the doors that serve them.
const (
	AdvanceQueue = "advance"
	CutQueue     = "cut"
	ExecuteQueue = "execute"
)

// Message says where to look: at a run or one of its lines. N is counted in
// the row that it is about; a message with a lower N is completed unread.
type Message struct {
	Run  string `json:"run"`
	Line string `json:"line,omitempty"`
	N    int    `json:"n"`
}

// Vault keeps secrets by name. Limits, so that every implementation behaves
// alike (they are Azure Key Vault's): names hold letters, digits and hyphens,
// at most 127, and upper and lower case don't tell them apart; a secret has 1
// to 25,000 bytes. CheckSecret knows them.
type Vault interface {
	// Secret returns a secret, or step.ErrNotFound.
	Secret(ctx context.Context, name string) (step.Secret, error)
	// Keep stores a secret under a name, replacing what was there.
	Keep(ctx context.Context, name string, secret step.Secret) error
	// Purge removes a secret for good; one that isn't there is no error.
	Purge(ctx context.Context, name string) error
}

// Clock is the run's time.
type Clock interface {
	Now() time.Time
	// Sleep waits, or returns the context's error.
	Sleep(ctx context.Context, d time.Duration) error
}

// Reader understands tickets.
type Reader interface {
	Read(ctx context.Context, ticket step.Ticket) (step.Reading, error)
}

// Customers are the customer documents in force.
type Customers interface {
	// Customer returns a customer's document, or step.ErrNotFound.
	Customer(ctx context.Context, key string) (step.Customer, error)
	// Keys lists all customers, sorted.
	Keys(ctx context.Context) ([]string, error)
}

// Connector opens a customer's world.
type Connector interface {
	Open(ctx context.Context, customer step.Customer) (*step.World, error)
}
