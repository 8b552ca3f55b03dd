package step

import (
	"errors"
	"fmt"
	"strings"
	"time"
)

// A step's Do and Check end in one of three ways: nil, *Wait or *Stop.
// Anything else is a surprise and is tried again a fixed number of times.

// Wait says that the other side is slow or throttles: look again after For.
// It doesn't count as an attempt.
type Wait struct {
	For time.Duration
	Why string // for people, such as "Exchange still says user"
}

func (w *Wait) Error() string { return fmt.Sprintf("wait %s: %s", w.For, w.Why) }

// Stop says that trying again won't help.
type Stop struct {
	Says string // one or more sentences for the ticket: what, why it is safe, what to do
	Err  error  // for the log; may be nil
}

func (s *Stop) Error() string {
	if s.Err == nil {
		return s.Says
	}
	return s.Says + ": " + s.Err.Error()
}

func (s *Stop) Unwrap() error { return s.Err }

// Unknown says that a changing call was cut or ended 5xx, so that nobody
// knows whether it took effect. The line looks before it does anything more.
type Unknown struct{ Err error }

func (u *Unknown) Error() string { return "outcome unknown: " + u.Err.Error() }

func (u *Unknown) Unwrap() error { return u.Err }

// Denied says that the app lacks a permission or a role in the tenant.
type Denied struct {
	Resource Resource
	// Missing are those of the scopes asked for that the tenant hasn't
	// granted; empty where it isn't a permission that is missing, but a role.
	Missing []string
	// Role is the Entra role that is missing; empty where it isn't known.
	Role string
	Err  error
}

func (d *Denied) Error() string {
	return fmt.Sprintf("%s refused (missing %s %s): %v", d.Resource, strings.Join(d.Missing, ", "), d.Role, d.Err)
}

func (d *Denied) Unwrap() error { return d.Err }

// ErrNotFound is what a World answers for an object that isn't there, or
// isn't visible yet.
var ErrNotFound = errors.New("not found")
