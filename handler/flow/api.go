package flow

import (
	"errors"
	"time"

	"usher/steps/step"
)

// The errors that doors tell apart. All other errors are our own trouble.
var (
	ErrNoCustomer  = errors.New("no such customer")
	ErrNoRun       = errors.New("no such run")
	ErrNoLine      = errors.New("no such line in this run")
	ErrWrongState  = errors.New("not possible as things stand")
	ErrOtherBody   = errors.New("this event came before with another body")
	ErrBadOrder    = errors.New("order not understood")
	ErrLinkUnknown = errors.New("link unknown or altered")
	ErrLinkUsed    = errors.New("already decided")
	ErrLinkOld     = errors.New("replaced by a newer question")
	ErrLinkExpired = errors.New("link expired")
	ErrWrongPerson = errors.New("signed in as somebody else")
)

// Arrival is an event of a desk, its signature already checked.
type Arrival struct {
	Customer string
	Ticket   step.Ticket // with Event set
	BodyHash string      // of the raw body
}

// Receipt answers an arrival once it is stored.
type Receipt struct {
	Ticket string       `json:"ticket"`
	Runs   []ReceiptRun `json:"runs"`
}

// ReceiptRun is a run that an event has made so far.
type ReceiptRun struct {
	Run   string   `json:"run"`
	State RunState `json:"state"`
}

// Answer is what came back on an approver's page.
type Answer struct {
	Verdict Verdict
	Hash    string // of what was asked, as the page showed it
	Comment string
	From    string // network address, for the history
	Signed  *Principal
}

// Principal is who has signed in in front of the door; nil where nobody had
// to.
type Principal struct {
	TenantID string
	ObjectID string
}

// Order is an operator's verb on a run.
type Order struct {
	Verb   string // retry, skip, cancel, undo, close, confirm, reschedule
	Line   string
	Reason string
	Due    time.Time // for reschedule
	By     string    // who, for the history
}

// Filter picks runs for a list. Empty fields match all.
type Filter struct {
	Customer string
	Ticket   string
	Status   string // a run's status or state
	After    string // Next of the page before
}

// Page is a page of a list of runs, newest first.
type Page struct {
	Runs []RunHead `json:"runs"`
	Next string    `json:"next"`
}
